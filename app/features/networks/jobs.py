"""By the clock: networks whose purpose ran out are dissolved; in the day's mail, what the coordinator has to renew."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases.models import Case
from app.features.networks.commands import dissolve
from app.features.networks.domain import Course
from app.features.networks.models import NetworkGoal, NetworkTerm
from app.features.networks.terms import ends_on, standing_of, terms_of
from app.features.partnership import interface as partnership
from app.features.reminders import interface as reminders
from app.kernel.clock import today
from app.kernel.days import day_words
from app.platform.access import Actor, Role, acting_as, system_actor
from app.platform.database import db
from app.platform.jobs import job
from app.web.addresses import public_link

DISSOLVE = "networks-dissolve"
PURPOSES, GOALS = "Networks whose purpose runs out", "Goals of networks to review"


@job(DISSOLVE, at=time(3, 20))
def dissolve_unrenewed() -> int:
    """Every network past its last day: a step-down of its own case is proposed, once for each purpose."""
    count = 0
    for area in partnership.list_areas():
        with acting_as(system_actor(DISSOLVE, frozenset({area.uid}))) as actor:
            for case, terms in _open_networks():
                last = terms[0] if terms else None
                done = last is not None and last.dissolved_on is not None
                if not done and standing_of(case, terms, today()) is Course.DISSOLVED:
                    dissolve(actor=actor, case=case, term=last, ended_on=ends_on(case, terms))
                    count += 1
    return count


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """Coordinators hear of each purpose that runs out soon or ran out, and of goals of plans to review."""
    if Role.COORD not in actor.roles:
        return
    for case, terms in _open_networks():
        last = ends_on(case, terms)
        soon = timedelta(days=int(partnership.number("network.remind", case.area_uid)))
        if last <= on + soon:
            words = f"runs out {day_words(last)}" if last >= on else f"ran out {day_words(last)}"
            link = public_link("networks.network", case_uid=case.uid)
            yield reminders.Line(PURPOSES, case.reference, words, last, link)
    due = (
        select(NetworkGoal.case_uid, NetworkGoal.review_on, Case.reference)
        .join(Case, Case.uid == NetworkGoal.case_uid)
        .where(NetworkGoal.ended_on.is_(None), NetworkGoal.review_on <= on, Case.closed_on.is_(None))
        .order_by(NetworkGoal.review_on, NetworkGoal.uid)
    )
    for case_uid, review_on, reference in db.session.execute(due):
        link = public_link("networks.network", case_uid=case_uid)
        yield reminders.Line(GOALS, reference, f"review due {day_words(review_on)}", review_on, link)


def _open_networks() -> Iterator[tuple[Case, list[NetworkTerm]]]:
    """The open cases of networks the actor sees, with their purposes, the latest first."""
    found = db.session.scalars(
        select(Case)
        .where(Case.subject_kind == "NETWORK", Case.closed_on.is_(None))
        .order_by(Case.reference)
        .options(joinedload(Case.subject))
    ).all()
    of_network = terms_of([case.subject_uid for case in found])
    yield from ((case, of_network.get(case.subject_uid, [])) for case in found)


reminders.add_source("networks", waiting)
