"""What goes on between this group and others: transfers, changes of lead, lists, who belongs to which, the measure."""

from collections.abc import Collection, Sequence

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.cases import interface as cases
from app.features.forums import joining, likeness, listing, measure, queries
from app.features.forums.blueprint import bp
from app.features.forums.domain.transfers import COLOURS, STATUS_NAMES, transfer_status
from app.features.forums.forms import MemberForm
from app.features.forums.models import ListedPerson
from app.features.forums.words import forum_choices, forum_words
from app.features.subjects import interface as subjects
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other


@bp.get("")
@permits(Permission.CASE_MANAGE)
def overview() -> str:
    actor = current_actor()
    area_uid = area_of(actor)
    listed = listing.list_listed(actor)
    found = _alike(actor, listed)
    measured = measure.double_discussion(actor, area_uid)
    return render(
        "forums/overview.html",
        transfers=[
            (one, forum_words(one.area_uid, one.forum_code), STATUS_NAMES[state], COLOURS[state])
            for one in queries.list_transfers(actor)
            for state in (transfer_status(one, today()),)
        ],
        changes=[
            (one, forum_words(one.area_uid, one.other_code), forum_words(one.area_uid, one.to_code), reference)
            for one, reference in queries.waiting_with_case(actor)
        ],
        lists=[
            (code, forum_words(area_uid, code), count, to_decide)
            for code, count, to_decide in listing.counts(listed, found)
        ],
        measured=measured,
        twice=queries.references(actor, measured.twice),
        manages=actor.may(Permission.FORUM_MANAGE),
    )


@bp.route("/members", methods=["GET", "POST"])
@permits(Permission.FORUM_MANAGE)
def members() -> ResponseReturnValue:
    """Accounts of people who belong to another group: they see its joint items, and nothing else by it."""
    actor = current_actor()
    area_uid = area_of(actor)
    users = {user.uid: user for user in accounts.list_users(actor)}
    form = MemberForm()
    form.forum_code.choices = forum_choices(area_uid)
    form.user_uid.choices = [
        choice(user.uid, user.name) for user in sorted(users.values(), key=lambda one: one.name.casefold())
    ]
    if form.validate_on_submit():
        with form.catching():
            joining.add_member(actor=actor, area_uid=area_uid, **form.values)
            return see_other("forums.members", flash="Added: they see the joint items of the group")
    rows = [
        (row, forum_words(area_uid, row.forum_code), users[row.user_uid].name)
        for row in queries.list_members(actor, area_uid)
        if row.user_uid in users
    ]
    return render("forums/members.html", form=form, rows=rows)


@bp.post("/members/end")
@permits(Permission.FORUM_MANAGE)
def end_member() -> ResponseReturnValue:
    actor = current_actor()
    joining.end_member(
        actor=actor,
        area_uid=area_of(actor),
        forum_code=request.form.get("forum_code", ""),
        user_uid=request.form.get("user_uid", ""),
    )
    return see_other("forums.members", flash="Taken out: they see the joint items no more")


def _alike(actor: Actor, listed: Sequence[ListedPerson]) -> Collection[str]:
    """Rows that somebody has to decide about: for those who may, once the people held are read. PR-13."""
    if not actor.may(Permission.PERSON_MERGE):
        return ()
    try:
        return likeness.candidates(actor, listed)
    except subjects.IndexNotReady:
        return ()


def area_of(actor: Actor) -> str:
    """The one area of somebody who runs the month."""
    if len(actor.area_uids) != 1:
        raise NotFound("area")
    return actor.area_uid


def case_to_change(actor: Actor, uid: str) -> cases.Case:
    """The case, while it is open. Raises NotFound."""
    case = cases.case_for_change(actor, uid)
    if not cases.is_open(case):
        raise NotFound("case")
    return case
