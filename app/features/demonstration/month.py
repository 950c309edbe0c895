"""A month as files: notifications, the meeting as minuted, and what a careful coordinator decides.

`notifications.jsonl` and `meeting.json` are as the agencies sent and the minute taker wrote them. The decisions are in
`triage.json`, or in `truth.json`, which says more than that; both give the same `Decisions`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from app.kernel.clock import LONDON
from config import REPOSITORY

OWN = Path(__file__).parent / "month"
SHARED = REPOSITORY.parent / "shared" / "data" / "month"
"""A fuller month that may lie beside the repository."""

NEEDED = ("notifications.jsonl", "meeting.json")
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What triage decides, and why."""

    code: str
    reason: str


@dataclass(frozen=True)
class Decisions:
    """What is decided about each notification, and which records are about one person.

    `outcomes` by record id; a notification that is not in it was never decided. `person_of` names the person a
    notification or a member of a network is about, so that two records of one person come together.
    """

    outcomes: Mapping[str, Outcome]
    person_of: Mapping[str, str]


@dataclass(frozen=True)
class Month:
    notifications: tuple[Record, ...]
    meeting: Record
    decisions: Decisions
    returns: tuple[Record, ...] = ()
    """What agencies answered before the meeting, or did not, where the files say."""
    exploitation_list: bytes | None = None
    """The list of the Exploitation Operational Group, as it was sent."""

    @property
    def held_on(self) -> date:
        return date.fromisoformat(self.meeting["meeting_date"])

    def moment(self, at: str) -> datetime:
        """A time on the day of the meeting: "14:10"."""
        return datetime.combine(self.held_on, time.fromisoformat(at), LONDON)

    @property
    def actions(self) -> tuple[Record, ...]:
        return tuple(self.meeting["actions"])

    @property
    def assurances(self) -> tuple[Record, ...]:
        return tuple(self.meeting["assurance"])

    @property
    def items(self) -> tuple[Record, ...]:
        return tuple(self.meeting["items"])


def find_folder() -> Path:
    """The fuller month when it is there, otherwise the project's own."""
    return SHARED if all((SHARED / name).is_file() for name in NEEDED) else OWN


def read_month(folder: Path) -> Month:
    """Raises FileNotFoundError when a file of the month is missing."""
    notifications = _read_lines(folder / "notifications.jsonl")
    returned = folder / "agency-returns.jsonl"
    listed = folder / "eog-list.csv"
    truth = folder / "truth.json"
    decided = _read(truth if truth.is_file() else folder / "triage.json")
    return Month(
        notifications=tuple(sorted(notifications, key=sent_at)),
        meeting=_read(folder / "meeting.json"),
        decisions=decisions_from(decided),
        returns=_read_lines(returned) if returned.is_file() else (),
        exploitation_list=listed.read_bytes() if listed.is_file() else None,
    )


def sent_at(notification: Record) -> datetime:
    return datetime.fromisoformat(notification["submitted_at"])


def decisions_from(decided: Record) -> Decisions:
    """From `notification_outcomes` and `same_person_clusters`, each a list of records.

    A record that says too little about the person to be linked (`thin_record_ids`) stays unlinked.
    """
    outcomes = {
        one["record_id"]: Outcome(one["triage_outcome"], one["why"])
        for one in decided["notification_outcomes"]
        if one["triage_outcome"]
    }
    person_of = {
        record_id: cluster["person"]
        for cluster in decided["same_person_clusters"]
        for record_id in cluster["record_ids"]
        if record_id not in cluster.get("thin_record_ids", ())
    }
    return Decisions(outcomes, person_of)


def _read_lines(file: Path) -> tuple[Record, ...]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines if line.strip())


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content
