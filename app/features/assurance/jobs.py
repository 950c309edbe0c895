"""What waits for somebody of assurance: in the day's one mail (`reminders`)."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import and_, or_, select

from app.features.assurance.domain import Status, assurance_status
from app.features.assurance.models import Assurance
from app.features.assurance.queries import accepted, list_to_judge, owed
from app.features.partnership import interface as partnership
from app.features.reminders import interface as reminders
from app.kernel.days import day_words
from app.platform.access import Actor, Permission, Role
from app.platform.calendar import working_days
from app.platform.database import db
from app.web.addresses import public_link

GIVE, JUDGE = "Assurance asked of your organisation", "Assurance to judge"


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """What the actor is asked for, or their agency where they are its contact: owed soon, owed, lapsing and lapsed
    (PR-37). Who may accept hears of what waits to be judged."""
    if actor.may(Permission.ASSURANCE_GIVE) and actor.agency_uid:
        area_uid = actor.area_uid
        for row in _asked(actor, on, area_uid):
            yield _to_give(row, on)
    if actor.may(Permission.ASSURANCE_ACCEPT):
        for row in list_to_judge(actor):
            if row.agency_uid != actor.agency_uid:
                yield _line(JUDGE, row, f"given {day_words(row.given_on or on)}", on)


def _asked(actor: Actor, on: date, area_uid: str) -> list[Assurance]:
    soon = working_days().add(on, int(partnership.number("reminder.ahead", area_uid)))
    ends = on + timedelta(days=int(partnership.number("assurance.lapsing", area_uid)))
    lapsing = and_(
        accepted(), Assurance.review_on <= ends, Assurance.renewed_on.is_(None), Assurance.released_on.is_(None)
    )
    mine = Assurance.asked_user_uid == actor.user_uid
    whose = or_(mine, Assurance.agency_uid == actor.agency_uid) if Role.SPOC in actor.roles else mine
    found = select(Assurance).where(whose, or_(and_(owed(on), Assurance.due_on <= soon), lapsing))
    return list(db.session.scalars(found.order_by(Assurance.due_on, Assurance.reference)))


def _to_give(row: Assurance, on: date) -> reminders.Line:
    match assurance_status(row, on):
        case Status.LAPSED:
            ended = min(day for day in (row.review_on, row.voided_on) if day is not None)
            return _line(GIVE, row, f"lapsed {day_words(ended)}, to give again", min(ended, on))
        case Status.REJECTED_ACTION_NEEDED:
            judged = row.judged_on or row.due_on
            return _line(GIVE, row, f"not accepted {day_words(judged)}, to give again", judged)
        case Status.ACCEPTED | Status.ACCEPTED_TIME_LIMITED:
            ends = row.review_on or on
            return _line(GIVE, row, f"lapses after {day_words(ends)}", ends)
        case _:
            return _line(GIVE, row, f"due {day_words(row.due_on)}", row.due_on)


def _line(group: str, row: Assurance, words: str, due_on: date) -> reminders.Line:
    link = public_link("assurance.assurance", assurance_uid=row.uid)
    return reminders.Line(group=group, reference=row.reference, words=words, due_on=due_on, link=link)


reminders.add_source("assurance", waiting)
