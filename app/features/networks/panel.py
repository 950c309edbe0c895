"""What the pages of a network's case show of it: who is in it, on the case page and in the timeline."""

from collections.abc import Iterator

from flask import url_for

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.forums import interface as forums
from app.features.networks import apart, erasing, planning, seeing, terms  # noqa: F401 - they offer themselves
from app.features.networks.domain import Course
from app.features.networks.seeing import see
from app.features.networks.shown import COURSE_WORDS, person_rows
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import part


def on_case(case: Case, **_context: object) -> str | None:
    actor = current_actor()
    if case.subject_kind != "NETWORK" or not actor.may(Permission.CASE_VIEW):
        return None
    seen = see(actor, case)
    return part(
        "networks/panel.html",
        case=case,
        course=COURSE_WORDS[seen.course],
        shown=seen.course is not Course.DISSOLVED and cases.is_open(case),
        ends_on=terms.ends_on(case, terms.list_terms(actor, case.subject_uid)),
        rows=person_rows((*seen.people, *seen.told)),
    )


def on_timeline(actor: Actor, case: Case) -> Iterator[cases.timeline.Row]:
    if case.subject_kind != "NETWORK":
        return
    url = url_for("networks.network", case_uid=case.uid)
    for term in terms.list_terms(actor, case.subject_uid):
        if term.confirmed:
            yield cases.timeline.Row(at=term.set_on, what="Purpose of the network set", text=term.purpose, url=url)
        if term.dissolved_on:
            yield cases.timeline.Row(
                at=term.dissolved_on, what="Network dissolved", text="Its purpose ran out unrenewed", url=url
            )
    for goal in planning.list_goals(actor, case):
        yield cases.timeline.Row(at=goal.set_on, what="Goal set for the network", text=goal.goal, url=url)


panels.register("case", 5, on_case)
forums.add_outsiders(seeing.outsiders)
cases.timeline.add_source(on_timeline)
