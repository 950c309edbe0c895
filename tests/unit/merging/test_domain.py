"""What is said of a pair, when it comes back, and until when a merge can be taken apart."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from app.features.merging.domain import Verdict, belongs_on_list, check_said, check_undo, in_order
from app.kernel.errors import Refused

ON = date(2026, 11, 20)
BEFORE = ("Same name", "Same postcode")


def test_a_pair_has_one_form() -> None:
    assert in_order("B", "A") == in_order("A", "B") == ("A", "B")


@pytest.mark.parametrize(
    ("verdict", "now", "again_on", "comes"),
    [
        (None, BEFORE, None, True),
        (Verdict.DIFFERENT, BEFORE, None, False),
        (Verdict.DIFFERENT, ("Same name",), None, False),
        (Verdict.DIFFERENT, (*BEFORE, "Same identifier"), None, True),
        (Verdict.UNDECIDED, BEFORE, date(2026, 11, 21), False),
        (Verdict.UNDECIDED, BEFORE, ON, True),
        (Verdict.UNDECIDED, (*BEFORE, "Same identifier"), date(2026, 11, 21), True),
        (Verdict.SAME, (*BEFORE, "Same identifier"), None, False),
    ],
)
def test_a_pair_comes_back_only_when_it_should(
    verdict: str | None, now: tuple[str, ...], again_on: date | None, comes: bool
) -> None:
    said = [SimpleNamespace(verdict=verdict, picture=BEFORE, again_on=again_on)] if verdict else []
    assert belongs_on_list(said, now=now, on=ON) is comes
    other = SimpleNamespace(verdict="OTHER", picture=BEFORE, again_on=None)
    assert belongs_on_list([*said, *said], now=now, on=ON) is comes, "said of both records it is said once"
    assert not said or belongs_on_list([*said, other], now=now, on=ON), "different things were said: ask"


@pytest.mark.parametrize(
    ("verdict", "reason", "field"), [(None, "x", "verdict"), ("PERHAPS", "x", "verdict"), ("SAME", " ", "reason")]
)
def test_a_verdict_has_a_reason(verdict: str | None, reason: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_said(verdict, reason)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"on": date(2026, 11, 21)}, "until 20 November 2026"),
        ({"purged": True}, "until 20 November 2026"),
        ({"undone": True}, "taken apart already"),
        ({"later": True}, "later merge"),
        ({"erased": True}, "erased"),
    ],
)
def test_a_merge_is_taken_apart_within_its_days(changed: dict[str, Any], words: str) -> None:
    facts: dict[str, Any] = {
        "until": ON,
        "on": ON,
        "undone": False,
        "purged": False,
        "later": False,
        "erased": False,
    }
    check_undo(**facts)  # the last day counts
    with pytest.raises(Refused) as refused:
        check_undo(**facts | changed)
    assert words in str(refused.value)
