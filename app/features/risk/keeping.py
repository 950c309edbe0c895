"""Nothing for twelve months proposes closing, once; whom the chair keeps all the same, and why. PR-20, PR-23."""

from datetime import date

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.risk import queries
from app.features.risk.models import QuietCase
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("risk.quiet_proposed", facts={"months"})
audit.declare("risk.quiet_kept")


def propose_closing(*, actor: Actor, case: Case, months: int, on: date) -> QuietCase:
    """Raise the proposal: the step-down waits for whoever runs the month, unless one was proposed already."""
    row = QuietCase(
        key_uid=case.key_uid, area_uid=case.area_uid, agency_uid=case.agency_uid, case_uid=case.uid, proposed_on=on
    )
    db.session.add(row)
    if case.step_down_proposed_on is None:
        cases.propose_step_down(
            actor=actor, case=case, note=f"Nothing has happened for {months} months. Closing is proposed by rule."
        )
    audit.record("risk.quiet_proposed", case, months=months)
    return row


def keep_although_quiet(*, actor: Actor, case: Case, reason: str) -> None:
    """The chair keeps the case open, and says why. The proposal is settled by it."""
    cases.check_open(case)
    row = queries.quiet_of(actor, case.uid)
    if row is None:
        raise Refused("Leave the case as it is: closing was not proposed", rule="PR-20")
    if not reason.strip():
        raise Refused("Enter why the case is kept open", field="reason", rule="PR-23")
    row.kept_on, row.kept_by_uid, row.reason = today(), actor.user_uid, reason.strip()
    cases.refuse_step_down(actor=actor, case=case, note=reason)
    audit.record("risk.quiet_kept", case, reason=reason.strip())
