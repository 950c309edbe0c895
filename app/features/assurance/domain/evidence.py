"""What an assurance rests on: its kinds of evidence, each with a reference and a date, and how old the newest is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel.errors import Refused

NO_EVIDENCE = "NONE"


@dataclass(frozen=True)
class Evidence:
    """One piece. `kind` is of the code list `assurance_evidence`; `reference` says where the agency holds it, `on` of
    which day it is."""

    kind: str
    on: date | None = None
    reference: str | None = None

    def stored(self) -> dict[str, str | None]:
        return {"kind": self.kind, "on": self.on.isoformat() if self.on else None, "reference": self.reference}


def read_evidence(stored: Iterable[Mapping[str, str | None] | str]) -> list[Evidence]:
    """As it was given. Kinds alone, as they were kept at first, have neither date nor reference."""
    return [
        Evidence(one)
        if isinstance(one, str)
        else Evidence(one["kind"] or "", date.fromisoformat(one["on"]) if one["on"] else None, one["reference"])
        for one in stored
    ]


def newest_on(evidence: Iterable[Evidence]) -> date | None:
    return max((one.on for one in evidence if one.on is not None), default=None)


def evidence_age(newest: date | None, *, judged_on: date | None, on: date) -> int | None:
    """How many days old the newest evidence was when it was judged; until then, how old it is on the day `on`."""
    return None if newest is None else ((judged_on or on) - newest).days


def is_stale(newest: date | None, on: date, *, days: int) -> bool:
    """Whether the newest evidence is older than `days` on the day `on`. No evidence at all is not stale but absent."""
    return newest is not None and (on - newest).days > days


def check_evidence(
    acceptable: bool, evidence: Sequence[Evidence], on: date, *, with_reference: Collection[str] = ()
) -> None:
    """An agency that says its plan is sound says what shows it, and since when (4.5). `acceptable`: whether the level
    it gives can be accepted; `with_reference` are the kinds that are a document, of which the reference is kept."""
    kinds = [one.kind for one in evidence]
    if not kinds:
        raise Refused("Enter what the assurance rests on, or select that there is no evidence", field="evidence")
    if NO_EVIDENCE in kinds:
        if len(kinds) > 1:
            raise Refused("Select either that there is no evidence or the kinds there are", field="evidence")
        if acceptable:
            raise Refused("Enter evidence, or give a lower level: a sound plan needs evidence", field="evidence")
        return
    for one in evidence:
        if one.on is None:
            raise Refused("Enter the date of each piece of evidence", field="evidence")
        if one.on > on:
            raise Refused("Enter a date that is today or in the past for each piece of evidence", field="evidence")
        if one.kind in with_reference and not one.reference:
            raise Refused("Enter the reference of the plan", field="evidence")
