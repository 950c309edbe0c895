"""The facts about closing that a case itself knows, and the ages that call for a plan. Sections 4.8 and PR-41."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.features.cases.closing import Fact, add_fact
from app.features.cases.domain import State, case_status
from app.features.cases.lifecycle import last_event
from app.features.cases.models import Case
from app.features.partnership.interface import age_scope, age_scopes, number
from app.features.subjects.interface import Person
from app.kernel.ages import CHILD_UNTIL, months_after, turns
from app.kernel.clock import today
from app.kernel.days import day_words
from app.platform.access import Actor


@dataclass(frozen=True)
class Transition:
    """An age limit that comes near: plan for it, never close for it."""

    years: int
    on: date


def transitions(case: Case, on: date, *, seen_from: date | None = None) -> list[Transition]:
    """The age limits the person reaches within the notice the partnership has set, counted from `seen_from` where it
    is later than `on`. PR-41."""
    person = case.subject
    if not isinstance(person, Person) or case_status(case) in (State.CLOSED, State.TRANSFERRED, State.DECEASED):
        return []
    limits = {CHILD_UNTIL, *(one.max_age_exclusive for one in age_scopes(case.area_uid) if one.max_age_exclusive)}
    until = months_after(seen_from or on, number("age.transition_notice", case.area_uid, on))
    found = [Transition(years, day) for years in limits if (day := limit_day(case, years))]
    near = [one for one in found if on < one.on <= until and is_limit(case.area_uid, one.years, one.on)]
    return sorted(near, key=lambda one: one.on)


def limit_day(case: Case, years: int) -> date | None:
    """The day the person of a case becomes so old, by the date of birth that is held now; None when none is."""
    person = case.subject
    return turns(person.dob, person.dob_precision, years) if isinstance(person, Person) else None


def is_limit(area_uid: str, years: int, on: date) -> bool:
    """Whether an age is a limit on the day somebody reaches it: 18 always, and the limit of the scope then in force."""
    scope = age_scope(area_uid, on)
    return years == CHILD_UNTIL or (scope is not None and scope.max_age_exclusive == years)


def own_facts(_actor: Actor, case: Case) -> Iterator[Fact]:
    day, quiet = today(), number("closure.quiet", case.area_uid)
    last = last_event(case)
    if last is None:
        yield Fact(f"No event for {quiet} days, or a named plan holds the risk", "No event is recorded", True, True)
    else:
        days = (day - last).days
        stands = f"The last event was {days} {'day' if days == 1 else 'days'} ago, on {day_words(last)}"
        yield Fact(f"No event for {quiet} days, or a named plan holds the risk", stands, days >= quiet, True)
    yield Fact("The person and family are told, where safe, and their view is recorded", "Say so in the note", None)
    yield Fact("Issues of networks and places have another owner", "Say so in the note", None)


add_fact(own_facts, order=10)
