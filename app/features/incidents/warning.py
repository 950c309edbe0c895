"""Warning somebody before people who must not meet share something: shown before the step, and a person goes on.

A button asks `stopped`, which shows a page of its own until a reason is given. A form has `GoingOn` among its bases,
and its view asks `warn`, then `go_on` with what was entered.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from sqlalchemy import select

from app.features.incidents.meeting import REASON, Between, between, go_on
from app.features.subjects.interface import Subject
from app.platform.access import Actor
from app.platform.database import db
from app.web.fields import TextArea
from app.web.forms import Form
from app.web.rendering import part, render

ASKED = "Why you go on, and how they are kept apart"


class GoingOn(Form):
    """To be among the bases of a form. `warn` takes the field out where there is nobody to be warned of."""

    between_reason = TextArea(
        ASKED, hint="This is kept in the audit", required="Enter why you go on, and how they are kept apart", rows=3
    )


def names_of(pairs: Iterable[Between]) -> Mapping[str, str]:
    """What the people the reader may see are called, by uid."""
    uids = {uid for pair in pairs for uid in pair.people}
    return {row.uid: row.title for row in db.session.scalars(select(Subject).where(Subject.uid.in_(uids)))}


def warnings(pairs: list[Between], heading: str) -> Any:
    """The warning alone, for the page of a room above; nothing without a pair."""
    return part("incidents/between.html", pairs=pairs, names=names_of(pairs), heading=heading) if pairs else ""


def warn(form: Form, actor: Actor, person_uids: Iterable[str], *, heading: str) -> tuple[list[Between], Any]:
    """For a form with `GoingOn`: the pairs, and the warning to show above it."""
    pairs = between(actor, person_uids)
    if not pairs:
        del form[REASON]
    return pairs, warnings(pairs, heading)


def stopped(
    actor: Actor, person_uids: Iterable[str], *, step: str, row: Any, heading: str, button: str, back: str
) -> str | None:
    """For a button: the page that warns, until somebody goes on with a reason. None when nothing stands in the way.
    `step` and `row` are for the audit, see `go_on`; `back` is the address to return to."""
    pairs = between(actor, person_uids)
    if not pairs:
        return None
    form = GoingOn()
    if REASON in request.form and form.validate_on_submit():
        with form.catching():
            go_on(actor=actor, pairs=pairs, step=step, row=row, reason=form.between_reason.data)
            return None
    elif REASON not in request.form:
        form = GoingOn(formdata=None)
    return render(
        "incidents/warned.html",
        form=form,
        pairs=pairs,
        names=names_of(pairs),
        heading=heading,
        button=button,
        back_url=back,
    )
