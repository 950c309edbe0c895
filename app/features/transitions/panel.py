"""Plans for an age limit on the page of a case, in its timeline, and among what is weighed before closing it."""

from collections.abc import Iterator
from typing import Any

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.transitions import queries
from app.features.transitions.domain import Stands
from app.kernel.clock import today
from app.kernel.days import day_words
from app.platform.access import Actor, current_actor
from app.web import panels
from app.web.rendering import part

CRITERION = "A plan for the change to adult services, or to those after"


def on_case(case: Case, **_context: Any) -> Any:
    rows = queries.plans_of(current_actor(), case)
    return part("transitions/panel.html", rows=rows) if rows else None


def on_closing(actor: Actor, case: Case) -> Iterator[cases.closing.Fact]:
    """Met when the plan is in place; a limit of which no plan is there yet is for a person to judge. PR-41."""
    rows = [one for one in queries.plans_of(actor, case) if one.stands != Stands.NOT_NEEDED]
    for one in rows:
        on = one.due_on
        what = f"{one.words}: turns {one.plan.years} on {day_words(on)}"
        left = f". Missing: {', '.join(one.missing)}" if one.missing else ""
        yield cases.closing.Fact(CRITERION, what + left, not one.missing)
    planned = {one.plan.years for one in rows}
    for near in cases.transitions(case, today()):
        if near.years not in planned:
            words = f"The person turns {near.years} on {day_words(near.on)}; the plan is made tonight"
            yield cases.closing.Fact(CRITERION, words, None)


def above_cases(**_context: Any) -> Any:
    return part("transitions/link.html")


panels.register("case", 15, on_case)
panels.register("cases", 10, above_cases)
cases.closing.add_fact(on_closing, order=20)
