"""What the page of a case shows of its person's other cases, of joined records, and of who may be the same."""

from typing import Any

from app.features.cases import interface as cases
from app.features.cases.interface import Case
from app.features.merging import joining, pairs, queries, showing
from app.platform.access import Permission, current_actor
from app.web import panels
from app.web.rendering import part

PERSON = "PERSON"


def panel(*, case: Case, **_context: Any) -> str | None:
    """Other cases for everybody who may see them; likeness for those who may merge alone. PR-13."""
    actor = current_actor()
    if case.subject_kind != PERSON:
        return None
    merges = actor.may(Permission.PERSON_MERGE)
    there = queries.what_is_there(actor, case.subject_uid, likeness=merges)
    others = joining.cases_of(case.subject_uid) if there.cases > 1 else []
    waiting = pairs.waiting_with(actor, case.subject_uid) if there.pairs else []
    joined = queries.merges_of(actor, case.subject_uid) if there.merges else []
    if not (others or merges):
        return None
    return part(
        "merging/panel.html",
        case=case,
        others=[
            (other, cases.is_open(other), showing.open_work(actor, other)) for other in others if other.uid != case.uid
        ],
        waiting=waiting,
        people=pairs.people_of(waiting) if waiting else {},
        joined=joined,
        merges=merges,
    )


panels.register("case", 75, panel)
