"""The Community Fund: an application, the decision, the award with its reports, and what becomes of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.features.funding.allowing import allow, hold, needed, once_uid
from app.features.funding.domain import states
from app.features.funding.lines import check_intervention
from app.features.funding.models import Application, Award, BudgetLine, Commitment, MonitoringReturn
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import Refused, Stale
from app.kernel.money import pounds
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db, next_number

audit.declare("fund.applied", facts={"asked"})
audit.declare("fund.decided", facts={"agreed", "conflict", "amount"})
audit.declare("fund.withdrawn", facts=set())
audit.declare("fund.reported", facts={"due_on", "spent"})
audit.declare("fund.extended", facts={"ends_on"})
audit.declare("fund.taken_back", facts={"amount"})
audit.declare("fund.evaluated", facts=set())


def is_fund(line: BudgetLine) -> bool:
    """Whether Community Fund grants are paid from the line."""
    item = partnership.code_item("budget_kind", line.kind)
    return item is not None and bool(item.attributes.get("fund"))


def apply(
    *,
    actor: Actor,
    line: BudgetLine,
    organisation: str,
    purpose: str,
    asked: int,
    received_on: date,
    intervention_uid: str | None = None,
    once: str | None = None,
) -> Application | None:
    """An organisation's application. None when the form was sent before."""
    allow(actor, line.area_uid)
    if not is_fund(line):
        raise Refused("Select a line for Community Fund grants", field="line_uid")
    if received_on > today():
        raise Refused("Enter a day that is not after today", field="received_on")
    check_intervention(intervention_uid)
    uid = once_uid(Application, once)
    if uid is None:
        return None
    row = Application(
        uid=uid,
        key_uid=line.area_uid,
        area_uid=line.area_uid,
        reference=f"CF-{received_on.year}-{next_number('CF', received_on.year):04}",
        line_uid=line.uid,
        intervention_uid=intervention_uid or None,
        received_on=received_on,
        asked=asked,
        organisation=needed(organisation, "Enter which organisation asks", "organisation"),
        purpose=needed(purpose, "Enter what it is for", "purpose"),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("fund.applied", row, asked=asked)
    return row


def decide(
    *,
    actor: Actor,
    application: Application,
    line: BudgetLine,
    free: int,
    agreed: bool,
    reason: str,
    conflict: bool,
    interest: str = "",
    amount: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    conditions: str = "",
) -> None:
    """Award or refuse. Whoever decides says whether they have an interest; with one, who decided in their place.

    `free`: what the line has that is neither spent nor promised. An award gets its days for reports at once.
    """
    allow(actor, application.area_uid)
    hold(line)
    if application.decided_on is not None or application.withdrawn_on is not None:
        raise Stale
    reason = needed(reason, "Enter why", "reason")
    if conflict:
        interest = needed(interest, "Enter what the interest is, and who decided in your place", "interest")
    if agreed:
        _award(application, free, Terms(amount, starts_on, ends_on, conditions))
    application.decided_on, application.decided_by_uid = today(), actor.user_uid
    application.agreed, application.conflict = agreed, conflict
    application.reason, application.interest = reason, interest.strip() or None
    audit.record("fund.decided", application, agreed=agreed, conflict=conflict, amount=amount if agreed else None)


@dataclass(frozen=True)
class Terms:
    """Of an award, as they were typed."""

    amount: int | None
    starts_on: date | None
    ends_on: date | None
    conditions: str


def _award(application: Application, free: int, terms: Terms) -> None:
    amount, starts_on, ends_on = terms.amount, terms.starts_on, terms.ends_on
    if amount is None:
        raise Refused("Enter how much is awarded", field="amount")
    if amount > free:
        raise Refused(f"Enter {pounds(max(0, free))} or less: no more of the line is free", field="amount")
    if starts_on is None:
        raise Refused("Enter the first day of the award", field="starts_on")
    if ends_on is None or ends_on < starts_on:
        raise Refused("Enter a last day after the first", field="ends_on")
    own = {"key_uid": application.area_uid, "area_uid": application.area_uid}
    commitment = Commitment(
        **own,
        line_uid=application.line_uid,
        intervention_uid=application.intervention_uid,
        amount=amount,
        starts_on=starts_on,
        ends_on=ends_on,
        what=f"Community Fund award {application.reference}",
        payee=application.organisation,
    )
    db.session.add(commitment)
    db.session.flush()
    award = Award(
        **own,
        application_uid=application.uid,
        commitment_uid=commitment.uid,
        amount=amount,
        awarded_on=today(),
        starts_on=starts_on,
        ends_on=ends_on,
        clawed_back=0,
        conditions=needed(terms.conditions, "Enter the conditions, or that there are none", "conditions"),
    )
    db.session.add(award)
    db.session.flush()
    for due_on in _due_days(award, starts_on):
        _due(award, due_on)


def _due_days(award: Award, since: date) -> list[date]:
    every = partnership.number("funding.report_every", award.area_uid)
    after = partnership.number("funding.report_after", award.area_uid)
    return states.due_days(since, award.ends_on, every=every, after=after)


def _due(award: Award, due_on: date) -> None:
    db.session.add(
        MonitoringReturn(key_uid=award.area_uid, area_uid=award.area_uid, award_uid=award.uid, due_on=due_on)
    )


def withdraw(*, actor: Actor, application: Application, reason: str) -> None:
    """The organisation no longer asks. Only before the decision."""
    allow(actor, application.area_uid)
    if application.decided_on is not None or application.withdrawn_on is not None:
        raise Stale
    application.withdrawn_on = today()
    application.reason = needed(reason, "Enter why", "reason")
    audit.record("fund.withdrawn", application)


def receive_report(
    *, actor: Actor, report: MonitoringReturn, received_on: date, spent: int, people: int, note: str = ""
) -> None:
    """What the organisation reports. Received once, it stands."""
    allow(actor, report.area_uid)
    if report.received_on is not None:
        raise Stale
    if received_on > today():
        raise Refused("Enter a day that is not after today", field="received_on")
    report.received_on, report.spent, report.people, report.note = received_on, spent, people, note.strip() or None
    audit.record("fund.reported", report, due_on=f"{report.due_on}", spent=spent)


def extend(*, actor: Actor, award: Award, ends_on: date, reason: str) -> None:
    """A longer time for the same money: reports that are not there yet follow the new end."""
    allow(actor, award.area_uid)
    if ends_on == award.ends_on:
        return
    if ends_on < award.ends_on:
        raise Refused("Enter a day after the last day there is now", field="ends_on")
    award.ends_on, award.extended_on = ends_on, today()
    _commitment(award).ends_on = ends_on
    award.extended_reason = needed(reason, "Enter why it runs longer", "reason")
    kept = {one.due_on for one in award.returns if one.received_on is not None or one.due_on < today()}
    for one in [one for one in award.returns if one.due_on not in kept]:
        db.session.delete(one)
    for due_on in _due_days(award, award.starts_on):
        if due_on not in kept and due_on >= today():
            _due(award, due_on)
    audit.record("fund.extended", award, ends_on=f"{ends_on}")


def take_back(*, actor: Actor, award: Award, amount: int, reason: str) -> None:
    """Part of the money, or all of it, comes back. Once. What had been paid and comes
    back is entered on the line as money that came back."""
    allow(actor, award.area_uid)
    if award.clawed_on is not None:
        raise Stale
    if amount > award.amount:
        raise Refused(f"Enter {pounds(award.amount)} or less: no more was awarded", field="amount")
    award.clawed_back, award.clawed_on = amount, today()
    _commitment(award).amount -= amount
    award.clawed_reason = needed(reason, "Enter why it is taken back", "reason")
    audit.record("fund.taken_back", award, amount=amount)


def evaluate(*, actor: Actor, award: Award, finding: str) -> None:
    """What the evaluation came to. Evaluations with a stage stand in the register, by the intervention."""
    allow(actor, award.area_uid)
    if award.evaluated_on is not None:
        raise Stale
    award.finding = needed(finding, "Enter what it came to", "finding")
    award.evaluated_on = today()
    audit.record("fund.evaluated", award)


def _commitment(award: Award) -> Commitment:
    return db.session.scalars(select(Commitment).where(Commitment.uid == award.commitment_uid)).one()
