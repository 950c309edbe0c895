"""The list of another group: loading it, and saying who is who."""

from flask import request
from flask.typing import ResponseReturnValue

from app.features.forums import likeness, listing
from app.features.forums.blueprint import bp
from app.features.forums.forms import ListForm, SameForm
from app.features.forums.models import ListedPerson
from app.features.forums.overlap import overlaps
from app.features.forums.routes.overview import area_of
from app.features.forums.words import forum_choices, forum_words, other_forums
from app.features.subjects import interface as subjects
from app.kernel.errors import NotFound
from app.platform.access import Permission, current_actor, fetch
from app.web.access import permits
from app.web.fields import choice
from app.web.paging import paging
from app.web.rendering import render, see_other

NOBODY = "nobody"


@bp.get("/list")
@permits(Permission.FORUM_MANAGE)
def list_of() -> ResponseReturnValue:
    """Everybody on a group's list, those to decide about first."""
    actor = current_actor()
    code = request.args.get("forum", "")
    if code not in other_forums(area_of(actor)):
        raise NotFound("forum")
    rows = listing.list_listed(actor, code)
    try:
        found, read_so_far = likeness.candidates(actor, rows), None
    except subjects.IndexNotReady as wait:
        found, read_so_far = {}, wait.percent
    shown = sorted(rows, key=lambda row: (row.uid not in found, row.subject_uid is None, row.name.casefold()))
    page = paging(len(shown))
    part = shown[page.offset : page.offset + page.limit]
    over = overlaps(actor, [row.subject_uid for row in part if row.subject_uid])
    return render(
        "forums/list.html",
        forum=forum_words(area_of(actor), code),
        code=code,
        read_so_far=read_so_far,
        page=page,
        rows=[(row, found.get(row.uid, ()), over.get(row.subject_uid or "", ())) for row in part],
    )


@bp.route("/list/load", methods=["GET", "POST"])
@permits(Permission.FORUM_MANAGE)
def load() -> ResponseReturnValue:
    """Load a list. What can be read is kept; each row that cannot is named by its line."""
    actor = current_actor()
    form, loaded = ListForm(), None
    form.forum_code.choices = forum_choices(area_of(actor))
    if form.validate_on_submit():
        with form.catching():
            loaded = listing.load_list(
                actor=actor,
                area_uid=area_of(actor),
                forum_code=form.forum_code.data or "",
                content=form.file.data or b"",
                list_for=form.list_for.data,
            )
            if not loaded.problems:
                return see_other(
                    "forums.list_of",
                    forum=form.forum_code.data,
                    flash=f"List loaded: {loaded.added} new, {loaded.changed} changed, {loaded.gone} gone",
                )
    return render("forums/load.html", form=form, loaded=loaded)


@bp.route("/listed/<uid:listed_uid>", methods=["GET", "POST"])
@permits(Permission.FORUM_MANAGE)
def listed(listed_uid: str) -> ResponseReturnValue:
    """Say who somebody on the list is."""
    actor = current_actor()
    row = fetch(actor, ListedPerson, listed_uid)
    try:
        found = likeness.candidates(actor, [row]).get(row.uid, [])
    except subjects.IndexNotReady:
        found = []
    if row.subject_uid is not None or not found:
        return see_other("forums.list_of", forum=row.forum_code)
    form = SameForm()
    form.same_as.choices = [
        *(choice(one.subject_uid, f"Yes: {one.title}, {one.reference}", hint="; ".join(one.why)) for one in found),
        choice(NOBODY, "No: nobody the group holds"),
    ]
    if form.validate_on_submit():
        with form.catching():
            same = form.same_as.data != NOBODY
            listing.confirm_listed(
                actor=actor,
                listed=row,
                verdict=listing.SAME if same else listing.DIFFERENT,
                subject_uid=form.same_as.data if same else None,
                found=[one.subject_uid for one in found],
            )
            return see_other("forums.list_of", forum=row.forum_code, flash="Decided")
    return render("forums/listed.html", form=form, row=row, forum=forum_words(row.area_uid, row.forum_code))
