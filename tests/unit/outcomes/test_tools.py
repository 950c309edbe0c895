"""Tools by score only, and which are expected for somebody."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.outcomes.domain.tools import Expected, Tool, band, check_score, expected, tool_of
from app.features.partnership.reference import FOLDER, CodeRow, code_rows
from app.kernel.errors import Refused

SCALE = {"outcomes", "least", "most", "decimals", "better", "threshold", "threshold_source", "bands"}
KNOWN = SCALE | {"licence", "by", "general"}
"""What a reference file says of a tool. Nothing of it can hold an item."""
OUTCOMES = [f"O{number}" for number in range(1, 10)]


def rows() -> list[CodeRow]:
    return [row for row in code_rows() if row.list == "outcome_tool"]


def tools() -> dict[str, Tool]:
    return {row.code: tool_of(row.code, row.label, row.hint, row.attributes) for row in rows()}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.code)
def test_a_tool_is_kept_by_score_only(row: CodeRow) -> None:
    """PR-52: no item of a licensed tool is in the reference files, nor could be: a name, the ends, what counts."""
    assert row.attributes.keys() <= KNOWN
    for words in (row.label, row.hint, row.attributes.get("threshold_source", "")):
        assert len(words) <= 100
        assert not re.search(r"\?|\b(I|my|me|you|your)\b", words, re.IGNORECASE), "it reads like an item"
    named = [one[2] for bands in row.attributes.get("bands", {}).values() for one in bands]
    assert all(len(words) <= 20 for words in named)
    assert row.attributes["licence"]


def test_the_files_beside_them_hold_no_items_either() -> None:
    """PR-52: a tool has one row, however many items it has: a list of items would be a list of codes of its own."""
    names = {row.list for row in code_rows()}
    licensed = ("sdq", "swemwbs", "ors", "score_15", "top", "srds", "star")
    assert not [name for name in names if any(part in re.split(r"\W|_", name) for part in licensed)]
    assert not [path.name for path in FOLDER.iterdir() if path.suffix != ".csv"]


@pytest.mark.parametrize("tool", list(tools().values()), ids=lambda tool: tool.code)
def test_bands_cover_the_scale_without_a_gap(tool: Tool) -> None:
    for bands in tool.bands.values():
        assert bands[0][0] == tool.least
        assert bands[-1][1] == tool.most
        assert all(later[0] == earlier[1] + 1 for earlier, later in pairwise(bands))
    assert tool.better in {"UP", "DOWN"}
    assert tool.least < tool.most
    assert set(tool.outcomes) <= {*OUTCOMES, "GOAL"}


def test_the_bands_of_the_difficulties_score_are_those_of_whom_they_were_made_for() -> None:
    sdq = tools()["SDQ_TOTAL"]
    assert [band(sdq, score, "SELF") for score in (14, 15, 18, 20)] == [
        "Close to average",
        "Slightly raised",
        "High",
        "Very high",
    ]
    assert band(sdq, 20, "PARENT") is None


@given(code=st.sampled_from(sorted(tools())), score=st.floats(-50, 250))
def test_a_score_outside_the_scale_or_too_fine_is_refused(code: str, score: float) -> None:
    tool = tools()[code]
    fits = tool.least <= score <= tool.most and round(score, tool.decimals) == score
    if fits:
        check_score(tool, score, field="x")
        return
    with pytest.raises(Refused) as refused:
        check_score(tool, score, field="x")
    assert refused.value.rule == "PR-52"


def expect(desired: list[str], chosen: list[str], **more: object) -> tuple[Expected, ...]:
    known = tools()
    return expected(
        desired=desired,
        chosen=[known[code] for code in chosen],
        **{"goals": (), "measured": (), "general": "RATING", **more},  # type: ignore[arg-type]
    )


def test_the_tools_of_the_intervention_are_used_for_what_is_tried_for() -> None:
    assert expect(["O9", "O5"], ["SDQ_PEER"], goals=["g"]) == (
        Expected("O5", "RATING"),
        Expected("O9", "SDQ_PEER"),
        Expected("GOAL", "GBO", "g"),
    )


def test_what_was_measured_before_is_measured_again() -> None:
    assert Expected("O4", "SWEMWBS") in expect(["O4"], ["SDQ_TOTAL"], measured=[Expected("O4", "SWEMWBS")])


CODES = [code for code, tool in tools().items() if not tool.general and "GOAL" not in tool.outcomes]


@given(desired=st.lists(st.sampled_from(OUTCOMES), unique=True), chosen=st.lists(st.sampled_from(CODES), unique=True))
def test_every_outcome_that_is_tried_for_is_measured_and_nothing_twice(desired: list[str], chosen: list[str]) -> None:
    found = expect(desired, chosen)
    known = tools()
    covered = {outcome for one in found for outcome in known[one.tool].outcomes if one.tool != "RATING"}
    assert set(desired) <= covered | {one.outcome for one in found}
    assert {one.tool for one in found} >= set(chosen)
    assert len(found) == len(set(found))
