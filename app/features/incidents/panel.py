"""Incidents on the page of a case: of a person as their case hears of them, of a network or a place from here."""

from typing import Any

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.incidents import queries, wording
from app.features.partnership.interface import code_label
from app.features.subjects.interface import Person
from app.platform.access import Permission, current_actor
from app.web import panels
from app.web.rendering import part

MOST = 30


def on_case(case: Case, told: Any, **_context: Any) -> Any:
    """`told` is what the case itself gathered from its entries, each with the incidents it tells of."""
    actor = current_actor()
    of_person = isinstance(case.subject, Person)
    rows = [] if of_person else queries.incidents_of(actor, case.subject)
    uids = [uid for one in told for uid in one.events] if of_person else [row.uid for row in rows[:MOST]]
    people = queries.people_in(actor, uids)
    return part(
        "incidents/on_case.html",
        case=case,
        told=told,
        rows=rows[:MOST],
        more=max(0, len(rows) - MOST),
        of_person=of_person,
        incidents=queries.by_uid(actor, uids) if of_person else {},
        people=people,
        others=queries.others_in(actor, people, uids),
        may_add=actor.may(Permission.CASE_VIEW) and cases.is_open(case),
        wording=wording,
        label=code_label,
    )


panels.register("incidents", 10, on_case)
