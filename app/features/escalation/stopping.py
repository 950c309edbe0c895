"""Writing down where it went, answers, stopping for now, going on, and the end."""

from datetime import date

from app.features.escalation import queries
from app.features.escalation.domain import BY_LETTER, Level, answer_by, check_goes_on
from app.features.escalation.facts import Found, is_still_there
from app.features.escalation.ladder import ladder
from app.features.escalation.models import Escalation
from app.features.escalation.stepping import note_step, plan
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.calendar import working_days

audit.declare("escalation.reminded", facts={"level"})
audit.declare("escalation.written", facts={"level"})
audit.declare("escalation.answered", facts={"agency_uid"})
audit.declare("escalation.paused", facts={"until"})
audit.declare("escalation.resumed")
audit.declare("escalation.resolved")
audit.declare("escalation.settled", facts={"trigger"})


def remind(*, actor: Actor, escalation: Escalation) -> None:
    """The one step that nobody presses: the owner and the contact have it in their mail of the day (E0)."""
    if escalation.next_level != Level.E0:
        return
    by = answer_by(ladder(escalation.area_uid, today()), Level.E0, today(), working_days())
    note_step(actor, escalation, "REMINDED", level=Level.E0, answer_by=by)
    audit.record("escalation.reminded", escalation, level=Level.E0)


def keep_up(*, actor: Actor, escalation: Escalation, found: Found) -> None:
    """Bring the facts up to date. The system acts; it is no step."""
    if (escalation.since, escalation.meetings) != (found.since, found.meetings):
        escalation.since, escalation.meetings = found.since, found.meetings
    plan(escalation, list(queries.list_steps(actor, escalation)))


def settle(*, actor: Actor, escalation: Escalation) -> None:
    """What it was about was done, given or answered: the ladder ends by itself."""
    _end(escalation)
    note_step(actor, escalation, "SETTLED")
    audit.record("escalation.settled", escalation, trigger=escalation.trigger)


def write_down(*, actor: Actor, escalation: Escalation, where: str, text: str) -> Escalation:
    """Take a step that is not a letter: before whom it was brought, and what was said. Twice the same is once."""
    queries.hold(escalation)
    check_goes_on(escalation)
    level = Level(escalation.next_level) if escalation.next_level else None
    if level is None or level in BY_LETTER:
        last = queries.list_steps(actor, escalation)[-1]
        if last.kind == "WRITTEN" and (last.where, last.text) == (where.strip(), text.strip()):
            return escalation
        raise Refused("Look again at the next step: it is not one to write down", rule="4.7")
    if not (where or "").strip():
        raise Refused("Enter to whom it went", field="where")
    if not (text or "").strip():
        raise Refused("Enter what was told, and what was said", field="text")
    by = answer_by(ladder(escalation.area_uid, today()), level, today(), working_days())
    note_step(actor, escalation, "WRITTEN", level=level, where=where.strip(), text=text.strip(), answer_by=by)
    audit.record("escalation.written", escalation, level=level)
    return escalation


def answer(*, actor: Actor, escalation: Escalation, text: str, who: str = "") -> Escalation:
    """What the agency, or whoever it went to, says to it: the clock of the last step stops."""
    queries.hold(escalation)
    if escalation.ended_on is not None:
        raise Refused("Open the case or the action: this escalation has ended")
    text = (text or "").strip()
    if not text:
        raise Refused("Enter the answer", field="text")
    if any(step.kind == "ANSWERED" and step.text == text for step in queries.list_steps(actor, escalation)):
        return escalation
    note_step(actor, escalation, "ANSWERED", where=(who or "").strip() or None, text=text)
    audit.record("escalation.answered", escalation, agency_uid=actor.agency_uid)
    return escalation


def pause(*, actor: Actor, escalation: Escalation, reason: str, until: date | None = None) -> Escalation:
    """Stop it for now: nothing is due until somebody says that it goes on. `until` is when they are asked."""
    queries.hold(escalation)
    if escalation.paused_on is not None:
        return escalation
    check_goes_on(escalation)
    if not (reason or "").strip():
        raise Refused("Enter why it is stopped", field="reason")
    if until is not None and until <= today():
        raise Refused("Enter a day in the future", field="until")
    escalation.paused_on, escalation.paused_until = today(), until
    note_step(actor, escalation, "PAUSED", text=reason.strip(), answer_by=until)
    audit.record("escalation.paused", escalation, reason=reason.strip(), until=until.isoformat() if until else None)
    return escalation


def resume(*, actor: Actor, escalation: Escalation, reason: str) -> Escalation:
    """Let it go on, with the reason: it never does so by itself."""
    queries.hold(escalation)
    if escalation.ended_on is not None or escalation.paused_on is None:
        return escalation
    if not (reason or "").strip():
        raise Refused("Enter why it goes on", field="reason")
    escalation.paused_on = escalation.paused_until = None
    note_step(actor, escalation, "RESUMED", text=reason.strip())
    audit.record("escalation.resumed", escalation, reason=reason.strip())
    return escalation


def resolve(*, actor: Actor, escalation: Escalation, outcome: str) -> Escalation:
    """Say what came of it: it ends. Twice changes nothing."""
    queries.hold(escalation)
    if escalation.ended_on is not None:
        return escalation
    if not (outcome or "").strip():
        raise Refused("Enter what came of it", field="outcome")
    if is_still_there(escalation):
        raise Refused("Stop it for now, or settle what it is about: it is still there and would come back", rule="4.7")
    _end(escalation)
    note_step(actor, escalation, "RESOLVED", text=outcome.strip())
    audit.record("escalation.resolved", escalation, reason=outcome.strip())
    return escalation


def _end(escalation: Escalation) -> None:
    escalation.ended_on = today()
    escalation.paused_on = escalation.paused_until = escalation.open_key = None
