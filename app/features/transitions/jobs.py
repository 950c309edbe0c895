"""Every night a task for each limit that has come near; and in the mail of the day what of it is owed."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from app.features.partnership import interface as partnership
from app.features.reminders import interface as reminders
from app.features.transitions import queries
from app.features.transitions.commands import plan_near
from app.kernel.days import day_words
from app.platform.access import Actor, Permission, Role, acting_as, system_actor
from app.platform.calendar import working_days
from app.platform.jobs import job
from app.web.addresses import public_link

JOB = "transitions-plan"
GROUP = "Plans for an age limit"
NEW = 7
"""Days for which a new task is named, before it is due."""


@job(JOB, at=time(4, 10))
def make_plans() -> int:
    """A task for everybody of an open case who comes near an age limit. Returns how many were made. PR-41."""
    made = 0
    for area in partnership.list_areas():
        with acting_as(system_actor(JOB, frozenset({area.uid}))) as actor:
            made += plan_near(actor, area.uid)
    return made


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """For the coordinator every plan that is owed, for the lead professional their own: when it is new, when it is due
    soon, and every day it is overdue. No day of birth is in it: it is due before the limit."""
    if not actor.may(Permission.CASE_VIEW):
        return
    area_uid = actor.area_uid
    soon = working_days().add(on, int(partnership.number("reminder.ahead", area_uid)))
    found = queries.open_plans(actor, lead_uid=None if Role.COORD in actor.roles else actor.user_uid)
    for one in found:
        new = one.plan.made_on + timedelta(days=NEW) >= on
        if one.is_owed and (new or one.ready_by <= soon):
            link = public_link("transitions.plan", plan_uid=one.plan.uid)
            words = f"in place by {day_words(one.ready_by)}"
            yield reminders.Line(GROUP, one.case.reference, words, one.ready_by, link)


reminders.add_source("transitions", waiting)
