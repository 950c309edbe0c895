"""What the pages of the room share."""

from typing import Any

from flask import request, url_for

from app.features.funding.domain import years
from app.features.funding.seeing import sees_every_area
from app.features.interventions import interface as interventions
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.numbers import whole_number
from app.platform.access import Actor
from app.web.fields import SelectChoice, choice
from app.web.forms import Form
from app.web.rendering import render

PAGES = (
    ("The year", "funding.overview"),
    ("To look at", "funding.alerts"),
    ("Grants", "funding.grants"),
    ("Match", "funding.match"),
    ("Community Fund", "funding.applications"),
    ("Figures of the documents", "funding.figures"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    return [{"text": words, "href": url_for(at), "current": at == current} for words, at in PAGES]


def step(form: Form, heading: str, back: str, *, intro: str = "", caption: str = "", button: str = "Save") -> str:
    """A page with one form."""
    return render(
        "funding/step.html", form=form, step_heading=heading, back_to=back, intro=intro, caption=caption, button=button
    )


def intervention_choices(actor: Actor) -> list[SelectChoice]:
    """Those of the actor's areas, and those that name no area of the partnership last."""
    own = {partnership.get_area(uid).code for uid in actor.area_uids}
    return [choice(one.uid, one.name) for one in interventions.list_catalogue(actor) if one.area_code in own]


def area_names() -> dict[str, str]:
    return {area.uid: area.name for area in partnership.list_areas()}


def chosen_year() -> int:
    """The year in the address, within those that pages are shown of; this year for anything else."""
    year = whole_number(request.values.get("year"), 0)
    return year if years.FIRST <= year <= years.LAST else years.year_of(today())


def chosen_areas(actor: Actor) -> frozenset[str]:
    """The actor's own; for the hub the one in the address, or every one."""
    if not sees_every_area(actor):
        return actor.area_uids
    found = {area.uid for area in partnership.list_areas() if area.code == request.values.get("area")}
    return frozenset(found) or partnership.every_area_uid()
