"""Beside a case: which rows of the police list were accepted into it. They follow a person whose record is joined to
another."""

from typing import Any

from app.features.cases.interface import Case
from app.features.merging.interface import points_to_subject
from app.features.police_list import queries, shown
from app.features.police_list.domain.marks import CHANGE_WORDS, Change
from app.features.police_list.models import Row
from app.platform.access import Permission, current_actor
from app.web import panels
from app.web.rendering import part


def police_panel(*, case: Case, **_context: Any) -> Any:
    """Nothing for those who may not see the list, and where no row was accepted."""
    actor = current_actor()
    rows = queries.rows_of_case(actor, case.uid) if actor.may(Permission.POLICE_LIST) else ()
    if not rows:
        return ""
    return part(
        "police_list/panel.html",
        rows=[(row, extract, shown.score_of(actor, row)) for row, extract in rows],
        words={code: CHANGE_WORDS[Change(code)] for code in Change},
    )


panels.register("case", 85, police_panel)
points_to_subject(Row)
points_to_subject(Row, "known_uid")
