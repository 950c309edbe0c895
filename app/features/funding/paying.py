"""Promising and paying. What was paid stays as it was entered: a wrong row is reversed by another."""

from datetime import date, timedelta

from sqlalchemy import select

from app.features.funding.allowing import allow, hold, needed, once_uid
from app.features.funding.domain import years
from app.features.funding.lines import check_intervention
from app.features.funding.models import Actual, BudgetLine, Commitment, Grant
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.kernel.days import day_words
from app.kernel.errors import Refused, Stale
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("funding.committed", facts={"line_uid", "amount"})
audit.declare("funding.commitment_confirmed", facts={"confirmed_on"})
audit.declare("funding.commitment_ended", facts={"ended_on"})
audit.declare("funding.paid", facts={"line_uid", "amount", "paid_on"})
audit.declare("funding.reversed", facts={"line_uid", "reverses_uid", "amount"})


def commit_money(
    *,
    actor: Actor,
    line: BudgetLine,
    grant: Grant,
    what: str,
    payee: str,
    amount: int,
    starts_on: date,
    ends_on: date,
    confirmed_on: date | None = None,
    anyway: bool = False,
    once: str | None = None,
) -> Commitment | None:
    """Promise money of a line. Past the end of the grant only `anyway`. None when the form was sent before."""
    allow(actor, line.area_uid)
    if ends_on < starts_on:
        raise Refused("Enter a last day after the first", field="ends_on")
    if confirmed_on is not None and confirmed_on > today():
        raise Refused("Enter a day that is not after today", field="confirmed_on")
    if ends_on > grant.ends_on and not anyway:
        last = day_words(grant.ends_on)
        raise Refused(f"Select the box to go on: the money ends on {last}, and this goes on after it", field="anyway")
    hold(line)
    uid = once_uid(Commitment, once)
    if uid is None:
        return None
    row = Commitment(
        uid=uid,
        key_uid=line.area_uid,
        area_uid=line.area_uid,
        line_uid=line.uid,
        intervention_uid=line.intervention_uid,
        amount=amount,
        starts_on=starts_on,
        ends_on=ends_on,
        confirmed_on=confirmed_on,
        what=needed(what, "Enter what is paid for", "what"),
        payee=needed(payee, "Enter who is paid", "payee"),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("funding.committed", row, line_uid=line.uid, amount=amount)
    return row


def confirm_commitment(*, actor: Actor, commitment: Commitment, confirmed_on: date) -> None:
    """Both have signed. The same again changes nothing."""
    allow(actor, commitment.area_uid)
    if confirmed_on > today():
        raise Refused("Enter a day that is not after today", field="confirmed_on")
    if commitment.confirmed_on == confirmed_on:
        return
    if commitment.confirmed_on is not None:
        raise Stale
    commitment.confirmed_on = confirmed_on
    audit.record("funding.commitment_confirmed", commitment, confirmed_on=f"{confirmed_on}")


def end_commitment(*, actor: Actor, commitment: Commitment, ended_on: date, reason: str) -> None:
    """It ends before its time: what was not paid is free again."""
    allow(actor, commitment.area_uid)
    if commitment.ended_on is not None:
        raise Stale
    if not commitment.starts_on <= ended_on <= commitment.ends_on:
        raise Refused("Enter a day on which it would have run", field="ended_on")
    commitment.ended_on = ended_on
    commitment.ended_reason = needed(reason, "Enter why it ends", "reason")
    audit.record("funding.commitment_ended", commitment, ended_on=f"{ended_on}")


def pay(
    *,
    actor: Actor,
    line: BudgetLine,
    what: str,
    amount: int,
    paid_on: date,
    came_back: bool = False,
    commitment_uid: str | None = None,
    intervention_uid: str | None = None,
    once: str | None = None,
) -> Actual | None:
    """Enter money that was paid, or that came back. `intervention_uid`: another than the line's own. None when the form
    was sent before."""
    allow(actor, line.area_uid)
    _check_day(line, paid_on)
    check_intervention(intervention_uid)
    if commitment_uid and commitment_uid not in _commitments_of(line):
        raise Refused("Select a commitment of this line", field="commitment_uid")
    hold(line)
    uid = once_uid(Actual, once)
    if uid is None:
        return None
    row = Actual(
        uid=uid,
        key_uid=line.area_uid,
        area_uid=line.area_uid,
        line_uid=line.uid,
        intervention_uid=intervention_uid or line.intervention_uid,
        commitment_uid=commitment_uid or None,
        amount=-amount if came_back else amount,
        paid_on=paid_on,
        entered_at=now(),
        entered_by_uid=actor.user_uid,
        what=needed(what, "Enter what was paid for", "what"),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("funding.paid", row, line_uid=line.uid, amount=row.amount, paid_on=f"{paid_on}")
    return row


def reverse(*, actor: Actor, actual: Actual, line: BudgetLine, reason: str) -> Actual:
    """A wrong row is taken off by another, on its own day; the right one is entered anew. Reversed twice, once."""
    allow(actor, actual.area_uid)
    hold(line)
    there = db.session.scalar(select(Actual).where(Actual.reverses_uid == actual.uid))
    if there is not None:
        return there
    if actual.reverses_uid is not None:
        raise Refused("Choose a payment: this row takes another off already")
    row = Actual(
        key_uid=actual.key_uid,
        area_uid=actual.area_uid,
        line_uid=actual.line_uid,
        intervention_uid=actual.intervention_uid,
        commitment_uid=actual.commitment_uid,
        amount=-actual.amount,
        paid_on=actual.paid_on,
        reverses_uid=actual.uid,
        entered_at=now(),
        entered_by_uid=actor.user_uid,
        what=needed(reason, "Enter what was wrong", "reason"),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("funding.reversed", row, line_uid=actual.line_uid, reverses_uid=actual.uid, amount=row.amount)
    return row


def _check_day(line: BudgetLine, paid_on: date) -> None:
    first = years.first_day(line.year)
    last = years.last_day(line.year) + timedelta(days=partnership.number("funding.late_payment", line.area_uid))
    if paid_on > today():
        raise Refused("Enter a day that is not after today", field="paid_on")
    if not first <= paid_on <= last:
        words = f"{day_words(first)} to {day_words(last)}"
        raise Refused(f"Enter a day from {words}: the line is of {years.year_words(line.year)}", field="paid_on")


def _commitments_of(line: BudgetLine) -> set[str]:
    return set(db.session.scalars(select(Commitment.uid).where(Commitment.line_uid == line.uid)))
