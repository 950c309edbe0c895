"""Assurance as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.features.assurance.domain import (
    STATUS_NAMES,
    Status,
    Step,
    assurance_status,
    evidence_age,
    is_current,
    is_owed,
    is_stale,
    may_take,
    owed_since,
    read_evidence,
    standing_by_axis,
)
from app.features.assurance.levels import stale_after
from app.features.assurance.models import Assurance
from app.features.partnership import interface as partnership
from app.platform.access import Actor, Permission

COLOURS = {
    Status.SOUGHT: "yellow",
    Status.OVERDUE: "red",
    Status.GIVEN: "purple",
    Status.ACCEPTED: "green",
    Status.ACCEPTED_TIME_LIMITED: "turquoise",
    Status.REJECTED_ACTION_NEEDED: "red",
    Status.LAPSED: "orange",
    Status.RELEASED: "grey",
}


@dataclass(frozen=True)
class Shown:
    """An assurance with what its row of a list says on a day."""

    assurance: Assurance
    status: Status
    agency: str
    axis: str
    kind: str
    is_owed: bool
    evidence_age: int | None
    """Days; as it was when it was judged, and until then as it is."""
    stale: bool
    """Its newest evidence is, or was when it was judged, older than it may be."""
    owed_since: date | None

    @property
    def is_current(self) -> bool:
        return is_current(self.assurance)

    @property
    def kinds_of_evidence(self) -> list[str]:
        """Each kind once, in the words of the code list."""
        kinds = dict.fromkeys(one.kind for one in read_evidence(self.assurance.evidence))
        return partnership.code_labels("assurance_evidence", list(kinds))

    @property
    def label(self) -> str:
        return STATUS_NAMES[self.status]

    @property
    def colour(self) -> str:
        return COLOURS[self.status]

    @property
    def subject(self) -> str | None:
        """The subject's title; None when the reader may not see the case."""
        case = self.assurance.case
        return case.subject.title if case is not None else None


def show(rows: Iterable[Assurance], on: date) -> list[Shown]:
    return [_shown(row, on) for row in rows]


def _shown(row: Assurance, on: date) -> Shown:
    judged_on = row.judged_on if row.given_on else None
    return Shown(
        assurance=row,
        status=assurance_status(row, on),
        agency=partnership.agency_name(row.agency_uid or ""),
        axis=partnership.code_label("axis", row.axis),
        kind=partnership.code_label("assurance_type", row.kind),
        is_owed=is_owed(row, on),
        evidence_age=evidence_age(row.newest_evidence_on, judged_on=judged_on, on=on),
        stale=is_stale(row.newest_evidence_on, judged_on or on, days=stale_after(row.area_uid, on)),
        owed_since=owed_since(row, on),
    )


@dataclass(frozen=True)
class Piece:
    """One piece of evidence as a page shows it. `age` in days, as of the newest of the assurance."""

    kind: str
    reference: str | None
    on: date | None
    age: int | None


def pieces(row: Assurance, on: date) -> list[Piece]:
    """What it rests on, the newest first; what has no date comes last."""
    given = sorted(read_evidence(row.evidence), key=lambda one: one.on or date.min, reverse=True)
    return [
        Piece(
            partnership.code_label("assurance_evidence", one.kind),
            one.reference,
            one.on,
            evidence_age(one.on, judged_on=row.judged_on, on=on),
        )
        for one in given
    ]


@dataclass(frozen=True)
class OnAxis:
    """One kind of risk of a case: assured until a day, or open."""

    axis: str
    words: str
    colour: str
    until: date | None
    rows: tuple[Shown, ...]
    """What still waits."""


def by_axis(rows: Iterable[Shown], on: date) -> list[OnAxis]:
    """Every kind of risk, with or without assurance (PR-16)."""
    shown_of = {row.assurance.uid: row for row in rows}
    axes = [item.code for item in partnership.code_list("axis")]
    found = []
    for one in standing_by_axis([row.assurance for row in shown_of.values()], axes, on):
        if one.is_assured:
            words, colour = "Assured", "green"
        elif one.held:
            words, colour = "Assured in part", "yellow"
        elif one.open:
            words, colour = "Open", "red" if any(shown_of[row.uid].owed_since for row in one.open) else "yellow"
        else:
            words, colour = "None asked for", "grey"
        waits = tuple(shown_of[row.uid] for row in one.open)
        found.append(OnAxis(partnership.code_label("axis", one.axis), words, colour, one.until, waits))
    return found


def label(codes: str, code: str | None) -> str | None:
    """The words of a code; None for none."""
    return partnership.code_label(codes, code) if code else None


def may_judge(actor: Actor, row: Assurance, on: date) -> bool:
    """Whether there is something for the actor to judge. Whether they may accept it, their agency says (PR-38)."""
    return actor.may(Permission.ASSURANCE_ACCEPT) and may_take(Step.REJECT, row, on)
