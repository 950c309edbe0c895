"""The scoring model: hand-computed cases, what always holds, and an independent reading of section 3.3."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.partnership import reference
from app.features.risk.domain.model import AXES, GRADES, Model, keys_of
from app.features.risk.domain.scoring import Alarm, Fact, Known, suggest
from app.features.risk.loading import FILE
from app.features.risk.suggesting import kept, opened
from app.kernel.ages import months_after

ON = date(2026, 11, 19)
CODES = list(reference.code_rows())
KINDS = {row.code: row.attributes["kind"] for row in CODES if row.list == "risk_factor"}
with FILE.open(encoding="utf-8", newline="") as lines:
    VALUES = {row["key"]: Decimal(row["value"]) for row in csv.DictReader(lines)}
MODEL = Model(VALUES, KINDS)


def ago(months: int = 0, days: int = 0) -> date:
    return months_after(ON, -months) - timedelta(days=days)


def fact(code: str, on: date, grade: str = "A", **more: object) -> Fact:
    return Fact(code, grade, on, f"{code}{on}", **more)  # type: ignore[arg-type]


def figures(*facts: Fact) -> tuple[str, ...]:
    found = suggest(MODEL, Known(facts=facts), ON)
    return tuple(f"{found[axis].figure:.2f}" for axis in AXES)


WORKED = (
    fact("EV_WEAPON_POSS", ago(1)),
    fact("EV_SHARP_INJURY", ago(2)),
    fact("EV_MISSING", ago(1)),
    fact("EV_MISSING", ago(2)),
    fact("EV_DRUG_SUPPLY", ago(4), "C"),
    fact("BG_SUSPENSION", ago(2)),
    fact("BG_SUSPENSION", ago(5)),
    fact("BG_SEND_UNMET", ago(3)),
    fact("BG_DA_EXPOSURE", ago(3), "B"),
    fact("BG_HARMFUL_PEERS", ago(1), "C"),
)


def test_the_worked_example() -> None:
    """Section 3.3: 28.87, 41.02, 27.25."""
    found = suggest(MODEL, Known(facts=WORKED), ON)
    assert [found[axis].events for axis in AXES] == [Decimal("19.92"), Decimal("32.92"), Decimal("16.30")]
    assert [found[axis].background for axis in AXES] == [Decimal("8.95"), Decimal("8.10"), Decimal("10.95")]
    assert figures(*WORKED) == ("28.87", "41.02", "27.25")
    assert [found[axis].band for axis in AXES] == ["AMBER", "RED", "AMBER"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param((), ("0.00", "0.00", "0.00"), id="nothing"),
        pytest.param((fact("EV_ROBBERY", ago(3)),), ("10.00", "3.00", "3.00"), id="three-months-to-the-day"),
        pytest.param((fact("EV_ROBBERY", ago(3, 1)),), ("8.00", "2.40", "2.40"), id="a-day-more"),
        pytest.param((fact("EV_ROBBERY", ago(6, 1)),), ("6.00", "1.80", "1.80"), id="over-six"),
        pytest.param((fact("EV_ROBBERY", ago(12, 1)),), ("3.00", "0.90", "0.90"), id="over-twelve"),
        pytest.param((fact("EV_ROBBERY", ago(24, 1)),), ("0.00", "0.00", "0.00"), id="over-twenty-four"),
        pytest.param((fact("EV_ROBBERY", ago(1), "D"),), ("4.00", "1.20", "1.20"), id="not-known-how-sure"),
        pytest.param((fact("EV_ROBBERY", ago(1), "E"),), ("0.00", "0.00", "0.00"), id="suspected-false"),
        pytest.param((fact("EN_SEND", ago(1)),), ("0.00", "0.00", "0.00"), id="an-enduring-need"),
        pytest.param((fact("MUSIC", ago(1)),), ("0.00", "0.00", "0.00"), id="no-factor-at-all"),
        pytest.param(
            tuple(fact("EV_ROBBERY", ago(1, day)) for day in range(3)), ("15.00", "4.50", "4.50"), id="three-days"
        ),
        pytest.param((fact("EV_ROBBERY", ago(1)),) * 3, ("10.00", "3.00", "3.00"), id="told-by-three-of-one-day"),
        pytest.param(
            (fact("EV_ROBBERY", ago(1)), fact("EV_ROBBERY", ago(0), dated=False)),
            ("10.00", "3.00", "3.00"),
            id="told-again-without-a-day",
        ),
        pytest.param(
            (fact("EV_ROBBERY", ago(1), "C"), fact("EV_ROBBERY", ago(7))),
            ("7.50", "2.25", "2.25"),
            id="the-surer-counts",
        ),
        pytest.param((fact("BG_FEAR", ago(24)),), ("2.00", "4.00", "1.00"), id="background-does-not-fade"),
        pytest.param((fact("BG_FEAR", ago(24, 1)),), ("0.00", "0.00", "0.00"), id="background-of-long-ago"),
        pytest.param(
            tuple(fact(code, ago(1)) for code, kind in KINDS.items() if kind == "BG"),
            ("15.00", "15.00", "15.00"),
            id="background-alone-is-capped",
        ),
        pytest.param(
            tuple(fact(code, ago(1)) for code in KINDS), ("100.00", "100.00", "89.00"), id="no-more-than-a-hundred"
        ),
        pytest.param(
            (fact("EV_ROBBERY", ago(1), void=frozenset({"CAUSE"})),), ("0.00", "3.00", "3.00"), id="came-to-nothing"
        ),
    ],
)
def test_cases_computed_by_hand(facts: tuple[Fact, ...], expected: tuple[str, ...]) -> None:
    """PR-19, PR-32, PR-48: weight × grade × recency × frequency, background capped, nothing for what fell away."""
    assert figures(*facts) == expected


ALARM = Alarm("EV_TTL", frozenset({"HARMED"}), ON, "entry")
FACTS = st.builds(
    fact,
    st.sampled_from(sorted(KINDS)),
    st.integers(0, 900).map(lambda days: ON - timedelta(days=days)),
    st.sampled_from([*GRADES, "E"]),
    dated=st.booleans(),
)


def read_again(facts: list[Fact], axis: str) -> Decimal:
    """Section 3.3 as plain arithmetic: for each factor its weight, times what grade and age leave of the best account,
    times 1, 1.25 or 1.5 for the days of the last twelve months; background without age, and capped at 15."""
    events = background = Decimal(0)
    grades = {"A": Decimal(1), "B": Decimal("0.9"), "C": Decimal("0.6"), "D": Decimal("0.4"), "E": Decimal(0)}
    for code in {one.code for one in facts}:
        weight = VALUES.get(f"weight.{code}.{axis}", Decimal(0))
        best, days = Decimal(0), set()
        for one in facts:
            if one.code != code or one.grade == "E":
                continue
            if KINDS[code] == "BG":
                age = Decimal(1) if one.on >= months_after(ON, -24) else Decimal(0)
            elif one.on >= months_after(ON, -3):
                age = Decimal(1)
            elif one.on >= months_after(ON, -6):
                age = Decimal("0.8")
            elif one.on >= months_after(ON, -12):
                age = Decimal("0.6")
            else:
                age = Decimal("0.3") if one.on >= months_after(ON, -24) else Decimal(0)
            best = max(best, grades[one.grade] * age)
            if one.dated and one.on >= months_after(ON, -12):
                days.add(one.on)
        often = Decimal("1.5") if len(days) > 2 else Decimal("1.25") if len(days) == 2 else Decimal(1)
        if KINDS[code] == "EV":
            events += weight * best * often
        elif KINDS[code] == "BG":
            background += weight * best * often
    return min(Decimal(100), events + min(Decimal(15), background))


@given(st.lists(FACTS, max_size=12))
def test_an_independent_reading_gives_the_same(facts: list[Fact]) -> None:
    found = suggest(MODEL, Known(facts=tuple(facts)), ON)
    assert {axis: found[axis].figure for axis in AXES} == {axis: read_again(facts, axis) for axis in AXES}


@given(st.lists(FACTS, max_size=10), FACTS)
def test_telling_more_never_lowers_a_figure(facts: list[Fact], more: Fact) -> None:
    before = suggest(MODEL, Known(facts=tuple(facts)), ON)
    after = suggest(MODEL, Known(facts=(*facts, more)), ON)
    for axis in AXES:
        assert after[axis].figure >= before[axis].figure
        assert 0 <= after[axis].figure <= 100
        assert min(after[axis].background, VALUES["background.cap"]) < VALUES["band.amber"], "PR-19"
        assert after[axis].figure == min(
            Decimal(100),
            sum((row.points for row in after[axis].rows if row.kind == "EV"), Decimal(0))
            + min(
                VALUES["background.cap"], sum((row.points for row in after[axis].rows if row.kind == "BG"), Decimal(0))
            ),
        ), "PR-17: the rows make the figure"


@given(st.lists(FACTS, max_size=8))
def test_what_an_assessment_keeps_gives_its_figures_again(facts: list[Fact]) -> None:
    """PR-18: through the form in which it is sealed."""
    for axis, found in suggest(MODEL, Known(facts=tuple(facts), alarms=(ALARM,)), ON).items():
        assert opened(axis, kept(found)) == found


@given(st.lists(FACTS, max_size=10), st.randoms())
def test_the_order_of_telling_changes_nothing(facts: list[Fact], chance: object) -> None:
    again = list(facts)
    chance.shuffle(again)  # type: ignore[attr-defined]
    assert suggest(MODEL, Known(facts=tuple(facts)), ON) == suggest(MODEL, Known(facts=tuple(again)), ON)


def bands(known: Known, on: date = ON) -> tuple[str, ...]:
    found = suggest(MODEL, known, on)
    return tuple(found[axis].band for axis in AXES)


def test_a_red_trigger_gives_red_on_its_axes_for_its_days() -> None:
    alarm = Alarm("EV_TTL", frozenset({"HARMED"}), ago(days=60))
    assert bands(Known(alarms=(alarm,))) == ("GREEN", "RED", "GREEN"), "PR-16: one axis never speaks for another"
    assert bands(Known(alarms=(alarm,)), ON + timedelta(days=1)) == ("GREEN", "GREEN", "GREEN")


def test_what_lasts_is_red_until_its_end_is_told() -> None:
    """Somebody missing now is missing now, however long they have been gone: nor has it gone quiet (PR-20)."""
    gone = Alarm("MISSING_HIGH", frozenset({"HARMED"}), ON - timedelta(days=500), lasts=True)
    found = suggest(MODEL, Known(alarms=(gone,)), ON)
    assert (found["HARMED"].band, found["HARMED"].quiet) == ("RED", False)
    over = suggest(MODEL, Known(alarms=(replace(gone, lasts=False),)), ON)
    assert (over["HARMED"].band, over["HARMED"].quiet) == ("GREEN", True)


def test_a_habitual_carrier_is_red_for_harm_they_may_cause() -> None:
    twice = (fact("EV_WEAPON_POSS", ago(days=90)), fact("EV_WEAPON_POSS", ago(20)))
    assert bands(Known(facts=twice))[0] == "RED"
    assert bands(Known(facts=twice), ON + timedelta(days=1))[0] != "RED", "the newest counts for 90 days"
    assert bands(Known(facts=twice[:1]))[0] != "RED"


@pytest.mark.parametrize(
    "known",
    [
        Known(facts=(fact("EV_ASSAULTED", ago(1)),), violence=(ago(1), ago(5), ago(12))),
        Known(facts=(fact("EV_ASSAULTED", ago(1)),), notified=(("one", ago(days=30)), ("other", ago(days=1)))),
        Known(facts=(fact("EV_WEAPON_POSS", ago(7)),), closed_on=ago(8)),
    ],
    ids=["three-violent-events", "two-agencies-notify", "a-new-weapon-after-closing"],
)
def test_what_repeats_is_amber_at_least(known: Known) -> None:
    found = suggest(MODEL, known, ON)
    assert {axis: found[axis].band for axis in AXES if found[axis].events} == {
        axis: "AMBER" for axis in AXES if found[axis].events
    }
    assert all(found[axis].figure < VALUES["band.amber"] for axis in AXES)
    assert bands(Known(facts=known.facts)) == ("GREEN", "GREEN", "GREEN"), "without it no more than green"


def test_nothing_for_twelve_months_is_never_above_green() -> None:
    """PR-20."""
    old = tuple(fact(code, ago(13)) for code, kind in KINDS.items() if kind == "EV")
    found = suggest(MODEL, Known(facts=old), ON)
    assert found["HARMED"].figure >= VALUES["band.amber"]
    assert {found[axis].band for axis in AXES} == {"GREEN"}
    assert all(found[axis].quiet for axis in AXES)
    assert bands(Known(facts=old, violence=(ago(12),)))[1] != "GREEN", "one event is enough"


def test_confidence_stands_apart() -> None:
    sure, unsure = fact("EV_ROBBED", ago(1)), fact("EV_ROBBED", ago(1), "C")
    levels = [
        suggest(MODEL, Known(facts=(one,), agencies=agencies), ON)["HARMED"].confidence
        for one, agencies in ((sure, 3), (sure, 2), (unsure, 3), (unsure, 2))
    ]
    assert levels == ["H", "M", "M", "L"]
    figures = {suggest(MODEL, Known(facts=(sure,), agencies=agencies), ON)["HARMED"].figure for agencies in (1, 3)}
    assert len(figures) == 1


def test_version_one_has_every_value_and_no_forbidden_factor() -> None:
    """PR-10, PR-18: nothing of the model is missing, and nothing in it is what somebody is."""
    triggers = [row.code for row in CODES if row.list == "red_trigger"]
    forbidden = {row.code for row in CODES if row.list == "forbidden_factor"}
    assert list(VALUES) == keys_of(KINDS, triggers)
    assert len(forbidden) == 12
    assert not forbidden & set(KINDS)
    assert not any("weights" in row.attributes for row in CODES), "the weights have one home"
