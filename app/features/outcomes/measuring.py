"""Recording the measures of one point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.features.outcomes import sheets, tools
from app.features.outcomes.domain import points
from app.features.outcomes.domain.points import Point
from app.features.outcomes.domain.tools import Expected, check_score
from app.features.outcomes.following import tell_referral
from app.features.outcomes.models import Measure
from app.features.outcomes.sheets import Sheet
from app.features.partnership import interface as partnership
from app.features.referrals.interface import Referral
from app.kernel.clock import now, today
from app.kernel.errors import NotFound, Refused, Stale
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("outcome.recorded", facts={"point", "count", "missing"})
audit.declare("outcome.corrected", facts={"point", "count"})

RECORDS, SYSTEM = "RECORDS", "SYSTEM"


@dataclass(frozen=True)
class Occasion:
    """When and how a point was measured; `mode` is a code of `measure_mode`."""

    point: Point
    on: date
    mode: str


@dataclass(frozen=True)
class Entry:
    """What was entered for one measure: a score with who completed it, or why there is none."""

    of: Expected
    score: float | None = None
    completed_by: str | None = None
    missing_reason: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.score is None and self.missing_reason is None


def may_record(actor: Actor, referral: Referral) -> bool:
    """The provider for the people referred to it; whoever links people to interventions for providers that are not
    here themselves."""
    own = referral.agency_uid is not None and referral.agency_uid == actor.agency_uid
    return actor.is_system or actor.may(Permission.INTERVENTION_LINK) or (actor.may(Permission.OUTCOME_RECORD) and own)


def record_point(
    *,
    actor: Actor,
    referral: Referral,
    occasion: Occasion,
    entries: Sequence[Entry],
    seen: str | None = None,
) -> None:
    """Record or correct the measures of one point; entries left empty are left as they are. `seen` is `version` of
    what the form showed. When everything expected at the end is there, the referral has its outcome.

    Raises Refused with the field (`Expected.name` with `_score`, `_by` or `_missing`), and Stale.
    """
    sheet, point = hold(actor, referral), occasion.point
    window = points.find(sheet.windows, point)
    if window is None or window.opens_on > today():
        raise Refused("Wait: this point has not come yet")
    given = [entry for entry in entries if not entry.is_empty]
    if not given:
        raise Refused("Enter at least one score, or why there is none")
    check_occasion(sheet, occasion)
    for entry in given:
        check_entry(sheet, point, entry)
    changed = [entry for entry in given if not _is_as_before(sheet, occasion, entry)]
    if not changed:
        return
    if seen is not None and seen != version(sheet, point):
        raise Stale("measures")
    added = corrected = missing = 0
    for entry in changed:
        again = (point, entry.of) in sheet.found
        added, corrected = added + (not again), corrected + again
        missing += entry.missing_reason is not None
        put(actor, sheet, occasion, entry)
    db.session.flush()
    if added:
        audit.record("outcome.recorded", referral, point=point, count=added, missing=missing)
    if corrected:
        audit.record("outcome.corrected", referral, point=point, count=corrected)
    tell_referral(actor, sheets.sheet(actor, referral))


def version(sheet: Sheet, point: Point) -> str:
    """Changes when a measure of the point does."""
    rows = sorted(f"{row.uid}.{row.ver}" for (of, _one), row in sheet.found.items() if of is point)
    return " ".join(rows)


def hold(actor: Actor, referral: Referral) -> Sheet:
    """The sheet as it is now; the referral is held until the end of the transaction. Raises NotFound for somebody who
    may not record."""
    if not may_record(actor, referral):
        raise NotFound("Referral")
    db.session.scalar(
        select(Referral)
        .where(Referral.uid == referral.uid)
        .with_for_update(of=Referral)
        .execution_options(populate_existing=True)
    )
    return sheets.sheet(actor, referral)


def check_occasion(sheet: Sheet, occasion: Occasion) -> None:
    first = min(window.opens_on for window in sheet.windows)
    if occasion.on > today():
        raise Refused("Enter a date that is today or in the past", field="measured_on")
    if occasion.on < first:
        raise Refused("Enter a date on or after the day the provider accepted", field="measured_on")
    if not partnership.is_code("measure_mode", occasion.mode):
        raise Refused("Select how it was done", field="mode")


def check_entry(sheet: Sheet, point: Point, entry: Entry, prefix: str | None = None) -> None:
    """`prefix` of the fields' names; None: of its own."""
    name = f"{entry.of.name}_" if prefix is None else prefix
    tool = tools.find_tool(entry.of.tool)
    if tool is None or entry.of not in sheet.at(point):
        raise Refused("Check the page: what is measured has changed")
    if entry.score is not None and entry.missing_reason is not None:
        raise Refused(f"Choose one for “{tool.label}”: a score, or why there is none", field=f"{name}missing")
    if entry.missing_reason is not None:
        if not partnership.is_code("measure_missing", entry.missing_reason):
            raise Refused(f"Select why there is no score for “{tool.label}”", field=f"{name}missing")
        return
    if not partnership.is_code("completed_by", entry.completed_by or ""):
        raise Refused(f"Select who completed “{tool.label}”", field=f"{name}by")
    check_score(tool, entry.score or 0, field=f"{name}score")


def put(actor: Actor, sheet: Sheet, occasion: Occasion, entry: Entry) -> None:
    """Write a measure, or write it anew."""
    referral, point = sheet.referral, occasion.point
    row = sheet.found.get((point, entry.of))
    if row is None:
        row = Measure(
            key_uid=referral.key_uid,
            agency_uid=referral.agency_uid,
            area_uid=referral.area_uid,
            referral_uid=referral.uid,
            intervention_uid=referral.intervention_uid,
            outcome=entry.of.outcome,
            tool=entry.of.tool,
            goal_uid=entry.of.goal_uid,
            point=point,
        )
        db.session.add(row)
    scored = entry.missing_reason is None
    row.measured_on = occasion.on
    row.score = entry.score
    row.missing_reason = entry.missing_reason
    row.completed_by = entry.completed_by if scored else None
    row.mode = _mode(entry, occasion) if scored else None
    row.recorded_at = now()
    row.recorded_by_uid = actor.user_uid


def _mode(entry: Entry, occasion: Occasion) -> str:
    return RECORDS if entry.completed_by == SYSTEM else occasion.mode


def _is_as_before(sheet: Sheet, occasion: Occasion, entry: Entry) -> bool:
    """Sent twice, or a page saved as it was."""
    row = sheet.found.get((occasion.point, entry.of))
    if row is None or row.measured_on != occasion.on:
        return False
    if entry.missing_reason is not None:
        return row.missing_reason == entry.missing_reason
    return (row.score, row.completed_by, row.mode) == (entry.score, entry.completed_by, _mode(entry, occasion))
