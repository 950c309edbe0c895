"""Lines of a budget: adding one, changing it, what it is thought to come to, and what is asked for what is left."""

from datetime import date

from sqlalchemy import func, select

from app.features.funding.allowing import allow, hold, needed, once_uid
from app.features.funding.domain import years
from app.features.funding.models import Allocation, BudgetLine, Forecast, Grant, Underspend
from app.features.interventions.interface import Intervention
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.kernel.errors import Refused, Stale
from app.kernel.money import pounds
from app.platform import audit
from app.platform.access import Actor, beside, system_actor
from app.platform.database import db

audit.declare("funding.line_added", facts={"grant_uid", "year", "kind", "amount"})
audit.declare("funding.line_changed", facts={"before", "amount"})
audit.declare("funding.forecast", facts={"line_uid", "amount"})
audit.declare("funding.underspend_asked", facts={"line_uid", "amount", "use"})
audit.declare("funding.underspend_answered", facts={"agreed"})


def money_of(grant: Grant, area_uid: str) -> int | None:
    """What an area has of a grant; None when it was not shared out to it, or the amount is not stated."""
    if grant.of_area_uid is not None:
        return grant.amount if grant.of_area_uid == area_uid else None
    of_area = Allocation.grant_uid == grant.uid, Allocation.to_area_uid == area_uid
    return db.session.scalar(select(Allocation.amount).where(*of_area))


def budgeted(grant_uid: str, area_uid: str, *, but: str | None = None) -> int:
    """What the lines of an area hold of a grant, but for one of them."""
    statement = select(func.coalesce(func.sum(BudgetLine.amount), 0)).where(
        BudgetLine.grant_uid == grant_uid, BudgetLine.area_uid == area_uid
    )
    return int(db.session.scalar(statement.where(BudgetLine.uid != but) if but else statement) or 0)


def budgeted_everywhere(grant_uid: str) -> dict[str, int]:
    """By area. Sums alone come of it, so the system looks."""
    with beside(system_actor("funding-shares", partnership.every_area_uid())):
        rows = db.session.execute(
            select(BudgetLine.area_uid, func.sum(BudgetLine.amount))
            .where(BudgetLine.grant_uid == grant_uid)
            .group_by(BudgetLine.area_uid)
        ).all()
    return {area_uid: int(amount) for area_uid, amount in rows}


def add_line(
    *,
    actor: Actor,
    grant: Grant,
    area_uid: str,
    year: int,
    name: str,
    kind: str,
    amount: int,
    intervention_uid: str | None = None,
    once: str | None = None,
) -> BudgetLine | None:
    """A line of an area in a financial year. None when the form was sent before."""
    allow(actor, area_uid)
    if grant.code is not None:
        raise Refused("Choose a grant of your own: this is a figure of a document")
    if not partnership.is_code("budget_kind", kind):
        raise Refused("Select what the money is for", field="kind")
    if years.last_day(year) < grant.starts_on or years.first_day(year) > grant.ends_on:
        raise Refused("Select a year that the grant runs in", field="year")
    check_intervention(intervention_uid)
    uid = once_uid(BudgetLine, once)
    if uid is None:
        return None
    _check_room(grant, area_uid, amount, None)
    line = BudgetLine(
        uid=uid,
        area_uid=area_uid,
        grant_uid=grant.uid,
        year=year,
        name=needed(name, "Enter what the line is called", "name"),
        kind=kind,
        intervention_uid=intervention_uid or None,
        amount=amount,
    )
    db.session.add(line)
    db.session.flush()
    audit.record("funding.line_added", line, grant_uid=grant.uid, year=year, kind=kind, amount=amount)
    return line


def change_line(*, actor: Actor, line: BudgetLine, grant: Grant, expected_ver: int, name: str, amount: int) -> None:
    """Call a line something else, or give it more or less. Raises Stale when somebody was there first."""
    allow(actor, line.area_uid)
    hold(line)
    if line.ver != expected_ver:
        raise Stale
    _check_room(grant, line.area_uid, amount, line.uid)
    before, line.amount = line.amount, amount
    line.name, line.ver = needed(name, "Enter what the line is called", "name"), line.ver + 1
    audit.record("funding.line_changed", line, before=before, amount=amount)


def _check_room(grant: Grant, area_uid: str, amount: int, but: str | None) -> None:
    """The lines of an area hold no more than it has of the grant."""
    whole = money_of(grant, area_uid)
    if whole is None:
        raise Refused("Wait until the grant is shared out: the area has no share of it yet", field="amount")
    left = whole - budgeted(grant.uid, area_uid, but=but)
    if amount > left:
        raise Refused(f"Enter {pounds(max(0, left))} or less: no more of the grant is left", field="amount")


def check_intervention(uid: str | None) -> None:
    if uid and db.session.scalar(select(Intervention.uid).where(Intervention.uid == uid)) is None:
        raise Refused("Select an intervention", field="intervention_uid")


def make_forecast(*, actor: Actor, line: BudgetLine, amount: int, once: str | None = None) -> None:
    """What a line is thought to come to by the end of the year. What was thought before stays."""
    allow(actor, line.area_uid)
    hold(line)
    uid = once_uid(Forecast, once)
    if uid is None:
        return
    row = Forecast(
        uid=uid, area_uid=line.area_uid, line_uid=line.uid, amount=amount, made_at=now(), made_by_uid=actor.user_uid
    )
    db.session.add(row)
    audit.record("funding.forecast", row, line_uid=line.uid, amount=amount)


def ask_underspend(
    *, actor: Actor, line: BudgetLine, amount: int, use: str, reason: str, once: str | None = None
) -> None:
    """Ask whoever gives the money what may be done with what is left."""
    allow(actor, line.area_uid)
    if not partnership.is_code("underspend_use", use):
        raise Refused("Select what is to become of it", field="use")
    if amount > line.amount:
        raise Refused(f"Enter {pounds(line.amount)} or less: the line holds no more", field="amount")
    hold(line)
    uid = once_uid(Underspend, once)
    if uid is None:
        return
    row = Underspend(
        uid=uid,
        key_uid=line.area_uid,
        area_uid=line.area_uid,
        line_uid=line.uid,
        amount=amount,
        use=use,
        asked_on=today(),
        reason=needed(reason, "Enter why it will not be spent", "reason"),
    )
    db.session.add(row)
    audit.record("funding.underspend_asked", row, line_uid=line.uid, amount=amount, use=use)


def answer_underspend(*, actor: Actor, request: Underspend, agreed: bool, decided_on: date, answer: str) -> None:
    """Record what whoever gives the money said. Said once, it stands."""
    allow(actor, request.area_uid)
    if request.decided_on is not None:
        raise Stale
    if not request.asked_on <= decided_on <= today():
        raise Refused("Enter a day from when it was asked until today", field="decided_on")
    request.agreed, request.decided_on = agreed, decided_on
    request.answer = needed(answer, "Enter what the answer says", "answer")
    audit.record("funding.underspend_answered", request, agreed=agreed)
