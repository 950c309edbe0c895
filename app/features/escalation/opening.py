"""Opening an escalation: by the clock, by somebody, by a decision of a meeting; and taking it further."""

from sqlalchemy import select

from app.features.cases.models import Case
from app.features.escalation import queries
from app.features.escalation.domain import Level, Trigger, check_goes_on, check_upwards
from app.features.escalation.facts import Found
from app.features.escalation.models import Escalation
from app.features.escalation.stepping import note_step
from app.features.meetings.models import AgendaItem, Decision
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.kernel.references import reference
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.database.numbering import next_number

audit.declare("escalation.opened", facts={"trigger", "level", "agency_uid"})
audit.declare("escalation.raised", facts={"level"})

PREFIX = "X"
BY_HAND = (Trigger.RESOURCE_GAP, Trigger.DISAGREEMENT, Trigger.BLOCKAGE, Trigger.DANGER)
"""What somebody may open an escalation for; the rest is found by the clock or decided at a meeting."""
LEVEL_OF = {
    Trigger.RESOURCE_GAP: Level.E3,
    Trigger.DISAGREEMENT: Level.E4,
    Trigger.BLOCKAGE: Level.E5,
    Trigger.DANGER: Level.EX,
}


def open_found(*, actor: Actor, found: Found) -> Escalation:
    """Open what the clock found. The system acts."""
    row = Escalation(
        key_uid=found.key_uid,
        agency_uid=found.agency_uid,
        case_uid=found.case_uid,
        trigger=found.trigger,
        about_uid=found.about_uid,
        about_reference=found.reference,
        open_key=found.key,
        since=found.since,
        meetings=found.meetings,
    )
    area_uid = actor.area_uid
    return _open(actor, row, area_uid, level=None, text=None)


def open_escalation(
    *, actor: Actor, trigger: str, reason: str, case: Case | None = None, agency_uid: str | None = None
) -> Escalation:
    """Say that something has to go up the ladder. There is one of a kind for a case and an agency at a time: the same
    again is the one that is open, with other words it is refused."""
    if trigger not in BY_HAND:
        raise Refused("Select what it is about", field="trigger")
    if not (reason or "").strip():
        raise Refused("Enter what has to be decided, and why it cannot be decided here", field="reason")
    area_uid = actor.area_uid
    if agency_uid is not None and agency_uid not in {one.uid for one in partnership.agencies_in(area_uid)}:
        raise Refused("Select an agency of this area", field="agency_uid")
    key = f"{trigger}:{case.uid if case else ''}:{agency_uid or ''}"
    already = _open_already(key)
    if already is not None:
        if already.reason == reason.strip():
            return already
        raise Refused(f"Take {already.reference} further: it is open about the same", field="trigger")
    kind = Trigger(trigger)
    row = Escalation(
        key_uid=case.key_uid if case else area_uid,
        agency_uid=agency_uid,
        case_uid=case.uid if case else None,
        trigger=kind,
        about_uid=case.uid if case else agency_uid,
        about_reference=case.reference if case else None,
        open_key=key,
        since=today(),
        reason=reason.strip(),
    )
    return _open(actor, row, area_uid, level=LEVEL_OF[kind], text=reason.strip())


def open_decided(*, actor: Actor, item: AgendaItem, decision: Decision) -> Escalation:
    """What a meeting decided to escalate; once for each decision."""
    key = f"{Trigger.DECIDED}:{decision.uid}"
    already = _open_already(key)
    if already is not None:
        return already
    row = Escalation(
        key_uid=item.key_uid,
        agency_uid=None,
        case_uid=item.case_uid,
        trigger=Trigger.DECIDED,
        about_uid=item.uid,
        about_reference=item.case.reference,
        open_key=key,
        since=today(),
        reason=decision.detail,
    )
    return _open(actor, row, item.area_uid, level=Level(decision.level or Level.E2), text=decision.detail)


def raise_level(*, actor: Actor, escalation: Escalation, level: str, reason: str) -> Escalation:
    """Decide that it goes further than the ladder says, with the reason. Twice the same changes nothing."""
    queries.hold(escalation)
    check_goes_on(escalation)
    if level not in set(Level):
        raise Refused("Select how far it goes", field="level")
    if not (reason or "").strip():
        raise Refused("Enter why it goes further now", field="reason")
    steps = queries.list_steps(actor, escalation)
    check_upwards(Level(level), queries.taken(steps))
    if any(step.kind == "RAISED" and step.level == level for step in steps):
        return escalation
    note_step(actor, escalation, "RAISED", level=level, text=reason.strip())
    audit.record("escalation.raised", escalation, reason=reason.strip(), level=level)
    return escalation


def _open(actor: Actor, row: Escalation, area_uid: str, *, level: Level | None, text: str | None) -> Escalation:
    on = today()
    row.area_uid = area_uid
    row.reference = reference(PREFIX, on.year, next_number(PREFIX, on.year))
    row.opened_on, row.opened_by_uid = on, actor.user_uid
    row.meetings = row.meetings or 0
    db.session.add(row)
    db.session.flush()
    note_step(actor, row, "OPENED", level=level, text=text)
    audit.record("escalation.opened", row, trigger=row.trigger, level=row.next_level, agency_uid=row.agency_uid)
    return row


def _open_already(key: str) -> Escalation | None:
    return db.session.scalar(select(Escalation).where(Escalation.open_key == key))
