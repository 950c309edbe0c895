"""The course of a case: monitored, stepped down, closed, opened again, held, handed on."""

from datetime import date

from sqlalchemy import select

from app.features.cases import closing, domain
from app.features.cases.commands import check_code
from app.features.cases.entries import INCIDENT, RISK_FACTOR, is_suspected_false
from app.features.cases.models import Case, CaseEntry
from app.features.cases.recording import record_note
from app.features.cases.retention import retention_class
from app.features.partnership.interface import code_item, number
from app.kernel.ages import months_after
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("case.monitored")
audit.declare("case.step_down_proposed")
audit.declare("case.step_down_refused")
audit.declare("case.monitoring_ended")
audit.declare("case.closed", facts={"reason_code", "retention_class", "settled", "missing"})
audit.declare("case.reopened")
audit.declare("case.put_on_hold")
audit.declare("case.hold_ended")
audit.declare("case.transferred", facts={"to", "reason_code"})

TRANSFERS = {"EOG": "TRANSFERRED_EOG", "FORUM": "TRANSFERRED_FORUM", "AREA": "TRANSFERRED_AREA"}


def monitor_case(*, actor: Actor, case: Case, note: str | None = None) -> None:
    """Keep the case open, watched only. A step-down that was proposed is settled by it."""
    domain.check_open(case)
    case.accepted_on = case.accepted_on or today()
    case.monitoring_since = case.monitoring_since or today()
    case.step_down_proposed_on = None
    record_note(actor, case, note)
    audit.record("case.monitored", case, reason=note)


def end_monitoring(*, actor: Actor, case: Case) -> None:
    """Take back that the case is only watched: it is worked on as before."""
    domain.check_open(case)
    if case.monitoring_since is not None:
        case.monitoring_since = None
        audit.record("case.monitoring_ended", case)


def propose_step_down(*, actor: Actor, case: Case, note: str | None = None) -> None:
    domain.check_step_down(case, note)
    case.step_down_proposed_on = today()
    record_note(actor, case, note)
    audit.record("case.step_down_proposed", case, reason=note)


def refuse_step_down(*, actor: Actor, case: Case, note: str | None = None) -> None:
    """The case goes on as before. Refused once it is closed."""
    domain.check_open(case)
    if case.step_down_proposed_on is None:
        return
    case.step_down_proposed_on = None
    record_note(actor, case, note)
    audit.record("case.step_down_refused", case, reason=note)


def close_case(
    *,
    actor: Actor,
    case: Case,
    reason_code: str,
    note: str | None = None,
    checklist: closing.Checklist | None = None,
) -> None:
    """Close the case for a reason of `closure_reason`, with what becomes of everything open in it. 4.1, 4.8, PR-41.

    A criterion that is not met needs `checklist.override`, unless the reason asks for none (attribute `criteria` of
    the code list). Refused names reason_code, note, override, or fate_<uid> and words_<uid> of something open.
    """
    check_code("closure_reason", reason_code, "Select a reason for closing from the list", "reason_code")
    domain.check_closure(
        case,
        reason_code=reason_code,
        note=note,
        last_event=last_event(case),
        quiet_days=number("closure.quiet", case.area_uid),
        on=today(),
    )
    answers = checklist or closing.Checklist()
    unmet = _unmet(actor, case, reason_code, answers)
    settled = closing.settle(actor, case, answers.fates)
    if unmet:
        record_note(actor, case, f"Closed although not met: {'; '.join(unmet)}. {(answers.override or '').strip()}")
    _end(case, reason_code, note)
    audit.record(
        "case.closed",
        case,
        reason=note,
        reason_code=reason_code,
        retention_class=case.retention_class,
        settled=settled,
        missing=len(unmet),
    )


def _unmet(actor: Actor, case: Case, reason_code: str, answers: closing.Checklist) -> list[str]:
    """What of the criteria is missing. Raises Refused when nobody says why it is closed all the same."""
    reason = code_item("closure_reason", reason_code)
    if reason is not None and reason.attributes.get("criteria") is False:
        return []
    held = reason_code in domain.NEEDS_NOTE
    unmet = closing.missing(closing.facts(actor, case), judged=answers.judged, held=held)
    if unmet and not (answers.override or "").strip():
        raise Refused(
            f"Enter why it is closed although this is not met: {'; '.join(unmet)}", field="override", rule="4.8"
        )
    return unmet


def transfer_case(*, actor: Actor, case: Case, to: str, note: str) -> None:
    """Hand the case on: `to` is EOG, FORUM or AREA, and the note says who accepted it (PR-43)."""
    if to not in TRANSFERS:
        raise Refused("Select where the case is transferred to", field="to")
    domain.check_open(case)
    if not (note or "").strip():
        raise Refused(domain.NEEDS_NOTE[TRANSFERS[to]], field="note", rule="PR-43")
    case.transferred_on = today()
    _end(case, TRANSFERS[to], note)
    audit.record("case.transferred", case, reason=note, to=to, reason_code=TRANSFERS[to])


def reopen_case(*, actor: Actor, case: Case, note: str | None = None) -> None:
    """Open a closed case again, within the months that the partnership allows. Section 4.1."""
    until = months_after(case.closed_on or today(), number("case.reopen", case.area_uid))
    domain.check_reopening(case, until=until, on=today(), note=note)
    case.closed_on = case.closure_reason = case.closure_note = case.transferred_on = case.retention_class = None
    case.step_down_proposed_on = case.monitoring_since = case.on_hold_since = None
    case.review_on = today()
    record_note(actor, case, note)
    audit.record("case.reopened", case, reason=note)


def put_on_hold(*, actor: Actor, case: Case, note: str | None = None) -> None:
    """Hold the case while a critical incident is looked into."""
    domain.check_open(case)
    if case.on_hold_since is not None:
        raise Refused("Continue: the case is on hold already")
    if not (note or "").strip():
        raise Refused("Enter why the case is put on hold", field="note")
    case.on_hold_since = today()
    record_note(actor, case, note)
    audit.record("case.put_on_hold", case, reason=note)


def end_hold(*, actor: Actor, case: Case, note: str | None = None) -> None:
    domain.check_open(case)
    if case.on_hold_since is None:
        return
    case.on_hold_since = None
    record_note(actor, case, note)
    audit.record("case.hold_ended", case, reason=note)


def end_as_joined(*, actor: Actor, case: Case, into: Case) -> None:
    """Close a case that goes on in another of the same person: two records were joined, and the caller records that.
    What is open in it stays open."""
    _end(case, closing.JOINED, f"It goes on in {into.reference}")


def last_event(case: Case) -> date | None:
    """The newest event of violence in the case, or in one that goes on in it: an incident, or a risk factor that is
    an event and is present."""
    rows = db.session.scalars(
        select(CaseEntry).where(
            CaseEntry.case_uid.in_(closing.uids_here(case)), CaseEntry.kind.in_((INCIDENT, RISK_FACTOR))
        )
    )
    return max((row.happened_on for row in rows if row.happened_on and is_event(row)), default=None)


def is_event(entry: CaseEntry) -> bool:
    """Whether an entry tells of something that happened: what decays, and what closing waits for."""
    if is_suspected_false(entry.details):
        return False
    if entry.kind == INCIDENT:
        return True
    factor = code_item("risk_factor", str(entry.details.get("code")))
    return entry.details.get("present") != "N" and bool(factor) and factor.attributes.get("kind") == "EV"  # type: ignore[union-attr]


def _end(case: Case, reason_code: str, note: str | None) -> None:
    case.closed_on, case.closure_reason = today(), reason_code
    case.closure_note = (note or "").strip() or None
    case.retention_class = retention_class(
        kind=case.subject_kind, closure_reason=reason_code, under_18=case.under_18, roles=case.roles
    )
    case.step_down_proposed_on = case.on_hold_since = case.review_on = None
