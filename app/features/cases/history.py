"""A case's own rows of the timeline: what happened on its day, and what each agency told gathered in one row."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from app.features.cases import entries as kinds
from app.features.cases.domain import Axis
from app.features.cases.entries import is_suspected_false
from app.features.cases.models import Case, CaseEntry
from app.features.cases.picture import VOICES, Line, incident, title_of
from app.features.cases.timeline import Row
from app.features.cases.wording import agency, sentence
from app.features.partnership.interface import code_label
from app.kernel.clock import local

ON_THEIR_DAY = frozenset({kinds.INCIDENT, kinds.VOICE, kinds.NOTE, kinds.BAND})
NOUNS = {
    kinds.ROLE: ("role", "roles"),
    kinds.RISK_FACTOR: ("risk factor", "risk factors"),
    kinds.PROTECTIVE: ("protective factor", "protective factors"),
    kinds.INCIDENT: ("incident", "incidents"),
    kinds.STATUS: ("fact about their situation", "facts about their situation"),
}


def own_rows(case: Case, rows: Sequence[CaseEntry]) -> Iterator[Row]:
    """The case opening and ending, and everything recorded that is not of the equality store."""
    yield Row(case.opened_on, "Case opened")
    if case.closed_on:
        reason = code_label("closure_reason", case.closure_reason or "")
        yield Row(case.closed_on, "Case closed", "\n".join(part for part in (reason, case.closure_note) if part))
    told: dict[tuple[str, str | None, date], list[CaseEntry]] = {}
    events: set[str] = set()
    for row in rows:
        if row.visibility == "E":
            continue
        again = row.kind == kinds.INCIDENT and row.event_uid in events
        if row.kind == kinds.INCIDENT and row.event_uid:
            events.add(row.event_uid)
        if not again and row.details and (row.kind in ON_THEIR_DAY or row.details.get("block") == "missing"):
            yield _own(row)
        if row.kind not in (kinds.NOTE, kinds.BAND):
            key = (row.source_uid or "", row.agency_uid, local(row.recorded_at).date())
            told.setdefault(key, []).append(row)
    yield from _told(told.values())


def _own(row: CaseEntry) -> Row:
    details, at = row.details, row.happened_on or row.recorded_at
    who = agency(row.agency_uid)
    doubt = " (suspected false)" if is_suspected_false(details) else ""
    if row.kind == kinds.BAND:
        words = [
            f"{code_label('axis', axis)}: {code_label('band', details['bands'][axis])}"
            for axis in Axis
            if details["bands"].get(axis)
        ]
        return Row(row.recorded_at, "Levels of concern set", "\n".join([*words, details["reason"]]), who)
    if row.kind == kinds.INCIDENT:
        line = incident(row)
        return Row(at, f"Incident: {line.what}{doubt}", _facts(line), who)
    if row.kind == kinds.VOICE:
        whose = VOICES.get(str(details.get("whose")), "Somebody")
        said = details.get("text") or f"Not asked yet: {details.get('not_obtained') or 'no reason given'}"
        return Row(at, f"{whose} said" if details.get("text") else f"{whose}: not asked yet", str(said), who)
    if row.kind == kinds.NOTE:
        return Row(row.recorded_at, "Note", str(details.get("text") or ""), who)
    return Row(at, title_of(row), sentence(details), who)


def _told(groups: Iterable[list[CaseEntry]]) -> Iterator[Row]:
    """One row for everything an agency told at once."""
    for rows in groups:
        counted = Counter(row.kind for row in rows)
        words = [f"{number} {NOUNS[kind][number != 1]}" for kind in NOUNS if (number := counted[kind])]
        if words:
            yield Row(rows[0].recorded_at, "Information recorded", ", ".join(words), agency(rows[0].agency_uid))


def _facts(line: Line) -> str:
    return "\n".join(f"{fact.label}: {fact.value}" for fact in line.facts)
