"""What a place's own case page says of it, and its rows of the timeline."""

from collections.abc import Iterator
from typing import Any

from flask import url_for

from app.features.cases.interface import Case, timeline
from app.features.places import queries, shown
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import part


def panel(*, case: Case, **_context: Any) -> str | None:
    if case.subject_kind != queries.PLACE or not current_actor().may(Permission.CASE_VIEW):
        return None
    profile, rounds = queries.profile_of(case.uid), shown.rounds_of(case.uid)
    return part(
        "places/panel.html",
        case=case,
        profile=profile,
        round=rounds[0] if rounds else None,
        powers=[one for one in shown.powers_of(case.uid, case.area_uid) if one.words != "Ended"],
    )


def timeline_rows(actor: Actor, case: Case) -> Iterator[timeline.Row]:
    """Steps of problem solving."""
    if case.subject_kind != queries.PLACE:
        return
    url = url_for("places.place", case_uid=case.uid)
    for one in shown.rounds_of(case.uid):
        for name, on, text in one.steps:
            if on is not None:
                what = f"Problem solving, round {one.row.number}: {name.lower()}"
                yield timeline.Row(on, what, text or "", url=url)


panels.register("case", 30, panel)
timeline.add_source(timeline_rows)
