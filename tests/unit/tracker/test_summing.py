"""What the summary sheets count."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from app.features.actions import interface as actions
from app.features.tracker.summing import GROUPS, Summary

NOT_DONE = actions.Status.NOT_DONE_REASON


def row(status: actions.Status, not_done: actions.NotDone | None = None) -> Any:
    return SimpleNamespace(
        agency="Housing", status=status, not_done=not_done, action=SimpleNamespace(due_on=date(2026, 11, 26))
    )


@pytest.mark.parametrize(
    ("shown", "group"),
    [
        (row(NOT_DONE, actions.NotDone.CIRCUMSTANCES), "Circumstances changed"),
        (row(NOT_DONE, actions.NotDone.NOT_DELIVERED), "Not delivered"),
        (row(actions.Status.OVERDUE), "Overdue"),
    ],
)
def test_what_was_not_done_counts_by_its_reason(shown: Any, group: str) -> None:
    summary = Summary()
    summary.add_action(shown)
    (line,) = summary.by_agency()
    names = ["Agency", "Actions", *GROUPS, "Assurance asked for", "Assurance owed"]
    counted = {name: number for name, number in zip(names, line, strict=True) if number}
    assert counted == {"Agency": "Housing", "Actions": 1, group: 1}


def test_every_status_is_in_one_group() -> None:
    counted = [status for statuses in GROUPS.values() for status in statuses]
    assert sorted(counted) == sorted(actions.Status)
