"""Other people's accounts, for coordinators and the system administrator."""

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import commands, handover
from app.features.accounts.domain import Status, account_status, grantable_roles, roles_on
from app.features.accounts.forms import (
    DetailsForm,
    InviteForm,
    LeaveForm,
    RolesForm,
    agency_choices,
    area_choices,
    role_choices,
)
from app.features.accounts.models import User
from app.features.accounts.queries import get_user, list_users
from app.features.accounts.routes import bp
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission, Role, current_actor
from app.web import navigation
from app.web.access import permits
from app.web.paging import paging
from app.web.rendering import render, see_other

COLOURS = {
    Status.INVITED.name: "blue",
    Status.ACTIVE.name: "green",
    Status.SUSPENDED.name: "yellow",
    Status.LEFT.name: "grey",
}
NO_AGENCY = "NONE"

navigation.add(
    "Accounts",
    "accounts.people",
    Permission.ACCOUNT_INVITE,
    90,
    pages=(
        "accounts.invite",
        "accounts.person",
        "accounts.details",
        "accounts.roles",
        "accounts.leave",
        "accounts.hand_over",
    ),
    section=navigation.RUNNING,
)


@bp.get("/people")
@permits(Permission.ACCOUNT_INVITE)
def people() -> ResponseReturnValue:
    actor = current_actor()
    chosen = request.args.get("status", "")
    on = today()
    users = [
        user
        for user in list_users(actor, with_left=True)
        if (account_status(user, on) == chosen if chosen in COLOURS else account_status(user, on) != Status.LEFT.name)
    ]
    page = paging(len(users))
    rows = [_shown(user) for user in users[page.offset : page.offset + page.limit]]
    return render(
        "accounts/people.html", rows=rows, page=page, chosen=chosen, statuses=[(one.name, one.value) for one in Status]
    )


@bp.route("/people/invite", methods=["GET", "POST"])
@permits(Permission.ACCOUNT_INVITE)
def invite() -> ResponseReturnValue:
    actor = current_actor()
    everywhere = Role.SYSADMIN in actor.roles
    areas = [area.uid for area in partnership.list_areas()] if everywhere else sorted(actor.area_uids)
    form = InviteForm()
    form.area_uid.choices = area_choices(areas)
    form.agency_uid.choices = agency_choices(areas, none=everywhere)
    form.roles.choices = role_choices(_grantable(actor))
    if len(areas) == 1:
        form.area_uid.data = areas[0]
    if form.validate_on_submit():
        with form.catching():
            user = commands.create_user(
                actor=actor,
                name=form.name.data or "",
                email=form.email.data or "",
                job_title=form.job_title.data,
                phone=form.phone.data,
                area_uid=form.area_uid.data or "",
                agency_uid=None if form.agency_uid.data == NO_AGENCY else form.agency_uid.data,
                roles=form.roles.data or [],
            )
            return see_other("accounts.person", user_uid=user.uid, flash="Invitation sent")
    return render("accounts/invite.html", form=form, one_area=len(areas) == 1)


@bp.get("/people/<uid:user_uid>")
@permits(Permission.ACCOUNT_INVITE)
def person(user_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    user = get_user(actor, user_uid)
    return render(
        "accounts/person.html",
        person=user,
        shown=_shown(user),
        history=sorted(user.roles, key=lambda term: (term.valid_to is not None, term.valid_from), reverse=False),
        may_change=commands.may_change(actor, user),
        role_label=lambda code: partnership.code_label("user_role", code),
    )


@bp.route("/people/<uid:user_uid>/details", methods=["GET", "POST"])
@permits(Permission.ACCOUNT_INVITE)
def details(user_uid: str) -> ResponseReturnValue:
    actor, user = _to_change(user_uid)
    form = DetailsForm(data={"name": user.name, "job_title": user.job_title, "phone": user.phone})
    if form.validate_on_submit():
        with form.catching():
            commands.change_details(
                actor=actor,
                user=user,
                name=form.name.data or "",
                job_title=form.job_title.data,
                phone=form.phone.data,
            )
            return see_other("accounts.person", user_uid=user.uid, flash="Details saved")
    return render("accounts/details.html", form=form, person=user)


@bp.route("/people/<uid:user_uid>/roles", methods=["GET", "POST"])
@permits(Permission.ACCOUNT_INVITE)
def roles(user_uid: str) -> ResponseReturnValue:
    actor, user = _to_change(user_uid)
    form = RolesForm(data={"roles": roles_on(user.roles, today())})
    form.roles.choices = role_choices(_grantable(actor))
    if form.validate_on_submit():
        with form.catching():
            commands.change_roles(actor=actor, user=user, roles=form.roles.data or [])
            return see_other("accounts.person", user_uid=user.uid, flash="Roles saved")
    return render("accounts/roles.html", form=form, person=user)


@bp.post("/people/<uid:user_uid>/invite-again")
@permits(Permission.ACCOUNT_INVITE)
def invite_again(user_uid: str) -> ResponseReturnValue:
    actor, user = _to_change(user_uid)
    commands.invite_again(actor=actor, user=user)
    return see_other("accounts.person", user_uid=user.uid, flash="New invitation sent")


@bp.post("/people/<uid:user_uid>/suspend")
@permits(Permission.ACCOUNT_INVITE)
def suspend(user_uid: str) -> ResponseReturnValue:
    actor, user = _to_change(user_uid)
    commands.suspend(actor=actor, user=user)
    return see_other("accounts.person", user_uid=user.uid, flash="Account suspended")


@bp.post("/people/<uid:user_uid>/restore")
@permits(Permission.ACCOUNT_INVITE)
def restore(user_uid: str) -> ResponseReturnValue:
    actor, user = _to_change(user_uid)
    commands.restore(actor=actor, user=user)
    return see_other("accounts.person", user_uid=user.uid, flash="Account restored")


@bp.route("/people/<uid:user_uid>/leave", methods=["GET", "POST"])
@permits(Permission.ACCOUNT_INVITE)
def leave(user_uid: str) -> ResponseReturnValue:
    actor, user = _to_change(user_uid)
    form = LeaveForm(data={"left_on": user.left_on or today()})
    if form.validate_on_submit() and form.left_on.data is not None:
        with form.catching():
            commands.leave(actor=actor, user=user, left_on=form.left_on.data)
            goes_on = "accounts.hand_over" if handover.in_hand(actor, user_uid).held else "accounts.person"
            return see_other(goes_on, user_uid=user_uid, flash="Last day saved")
    return render("accounts/leave.html", form=form, person=user)


def _to_change(user_uid: str) -> tuple[Actor, User]:
    """An account that this actor does not look after is, for this, not there."""
    actor = current_actor()
    user = get_user(actor, user_uid)
    if not commands.may_change(actor, user):
        raise NotFound("account")
    return actor, user


def _grantable(actor: Actor) -> list[str]:
    return grantable_roles([role.value for role in actor.roles], [role.value for role in Role])


def _shown(user: User) -> dict[str, str]:
    on = today()
    status = account_status(user, on)
    return {
        "uid": user.uid,
        "name": user.name,
        "agency": partnership.agency_name(user.agency_uid) if user.agency_uid else "No organisation",
        "area": partnership.area_name(user.area_uid),
        "roles": ", ".join(partnership.code_label("user_role", role) for role in roles_on(user.roles, on)),
        "status": Status[status].value,
        "code": status,
        "colour": COLOURS[status],
    }
