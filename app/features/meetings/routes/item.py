"""One item of a meeting on one screen: what is known, what was said, what was decided."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.cases import interface as cases
from app.features.interventions import interface as interventions
from app.features.meetings import presence, queries
from app.features.meetings.blueprint import bp
from app.features.meetings.commands import items as commands
from app.features.meetings.domain import deciding, status
from app.features.meetings.forms import ItemForm, agency_choices
from app.features.meetings.minutes import decided
from app.features.meetings.models import AgendaItem
from app.features.meetings.overtaking import OVERTAKEN, overtaken, seen_of
from app.features.meetings.picture import agency_words, picture_of
from app.features.meetings.recording import save
from app.features.meetings.routes.agenda import item_row
from app.features.meetings.words import item_words
from app.features.partnership import interface as partnership
from app.features.subjects.interface import Person, identity
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import Actor, Permission, Role, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

P = Permission


@bp.route("/items/<uid:item_uid>", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def item(item_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    shown = queries.get_item(actor, item_uid)
    order = queries.item_order(actor, shown.meeting)
    before, after = _neighbours(shown.uid, order)
    users = accounts.list_users(actor)
    form = item_form(actor, shown, users)
    live = status.meeting_status(shown.meeting, today()) == status.OPEN
    clashes: dict[str, str] = {}
    if form.validate_on_submit() and not (clashes := _refuse_overtaken(shown, form)):
        with form.catching():
            save(actor, shown, form, {user.uid: user.agency_uid for user in users})
            onward = after if "next" in request.form and after is not None else shown.uid
            return see_other("meetings.item", item_uid=onward, flash=f"{shown.case.reference} saved")
    audit.record("agenda.item_viewed", shown)
    return render(
        "meetings/item.html",
        form=form,
        item=shown,
        live=live,
        clashes=[(str(form[name].label.text), _named(name, now, users)) for name, now in clashes.items()],
        before=before,
        after=after,
        number=1 + order.index(shown.uid) if shown.uid in order else None,
        total=len(order),
        **_known(actor, shown, {user.uid: user.name for user in users}),
    )


def _refuse_overtaken(shown: AgendaItem, form: ItemForm) -> dict[str, str]:
    """Refuse each field that somebody else changed meanwhile. Saving again puts what is in the form in its place."""
    clashes = overtaken(shown, form)
    for name in clashes:
        form.refuse(OVERTAKEN, field=name)
    if clashes:
        form.seen.data = seen_of(shown)
    return clashes


def _named(field: str, now: str, users: Sequence[Any]) -> str:
    """What somebody else saved, in words: a chair by name."""
    return next((user.name for user in users if user.uid == now), now) if field == "chair_uid" else now


def _neighbours(uid: str, order: Sequence[str]) -> tuple[str | None, str | None]:
    """The items before and after one, by uid."""
    if uid not in order:
        return None, None
    place = order.index(uid)
    return (order[place - 1] if place else None), (order[place + 1] if place + 1 < len(order) else None)


def item_form(actor: Actor, shown: AgendaItem, users: Sequence[Any]) -> ItemForm:
    """The form with what is there, and the choices of this area."""
    form = ItemForm(
        data={
            "seen": seen_of(shown),
            "chair_uid": commands.chair_of(shown),
            "voice_heard": shown.voice_heard,
            "summary": shown.summary,
            "action_priority": "NORMAL",
        }
    )
    agencies = agency_choices(shown.area_uid)
    names = {one.value: one.label for one in agencies}
    people = [
        choice(user.uid, user.name, group=names.get(user.agency_uid, "Other"))
        for user in sorted(users, key=lambda user: (names.get(user.agency_uid, ""), user.name.casefold()))
        if user.agency_uid
    ]
    form.chair_uid.choices = [
        choice(user.uid, user.name) for user in users if Role.CHAIR in accounts.actor_for(user).roles
    ]
    for field in (form.action_owner_uid, form.lead_user_uid):
        field.choices = people
    for field in (form.action_owner_agency_uid, form.assurance_agency_uid, form.lead_agency_uid):
        field.choices = agencies
    form.intervention_uid.choices = [
        choice(one.uid, f"{one.name} ({one.provider_name})") for one in interventions.list_catalogue(actor)
    ]
    return form


def _known(actor: Actor, shown: AgendaItem, names: dict[str, str]) -> dict[str, Any]:
    """What the screen shows beside the form."""
    case, on = shown.case, today()
    attendance = presence.list_attendance(actor, shown.meeting)
    every = actions.list_for_case(actor, case.uid)
    asked = assurance.list_for_case(actor, case.uid)
    last = queries.item_before(actor, shown)
    chair_uid = commands.chair_of(shown)
    return {
        "row": item_row(shown),
        "state": item_words(status.item_status(shown)),
        "status": status.item_status(shown),
        "is_person": isinstance(case.subject, Person),
        "flags": identity(case.subject, restricted=True, on=on).flags if isinstance(case.subject, Person) else (),
        "picture": picture_of(cases.list_entries(actor, case.uid)),
        "lead": _lead(case, names),
        "chair_leads": chair_uid is not None
        and deciding.is_same_person(chair_uid, names.get(chair_uid, ""), case.lead_user_uid, case.lead_name),
        "chair": names.get(chair_uid or "", "Nobody yet"),
        "to_leave": [agency_words(uid) for uid in presence.agencies_to_leave(attendance, shown)],
        "here": sorted({agency_words(uid) for uid in presence.agencies_here_for(attendance, shown)}),
        "last": last,
        "last_decisions": [decided(one) for one in last.decisions] if last else [],
        "decisions": [decided(one) for one in shown.decisions],
        "removable": {one.uid for one in shown.decisions if one.code not in commands.LASTING},
        "actions": [_action(one, on) for one in every if one.ended_on is None and _from_before(one, shown)],
        "agreed": [_action(one, on) for one in every if one.item_uid == shown.uid],
        "assurance": [_asked(one, on) for one in asked if _from_before(one, shown)],
        "sought": [_asked(one, on) for one in asked if one.item_uid == shown.uid],
    }


def _from_before(one: actions.Action | assurance.Assurance, shown: AgendaItem) -> bool:
    """Whether it was there when the meeting began: neither agreed under this item nor since."""
    agreed_on = one.proposed_on if isinstance(one, actions.Action) else one.sought_on
    return one.item_uid != shown.uid and agreed_on <= shown.meeting.held_on


def _action(one: actions.Action, on: date) -> tuple[actions.Action, str, str, str]:
    state = actions.action_status(one, on)
    return one, agency_words(one.agency_uid), partnership.code_label("action_status", state), state


def _asked(one: assurance.Assurance, on: date) -> tuple[assurance.Assurance, str, str]:
    return one, agency_words(one.agency_uid), assurance.STATUS_NAMES[assurance.assurance_status(one, on)]


def _lead(case: cases.Case, names: dict[str, str]) -> str:
    if case.lead_agency_uid is None:
        return "Nobody yet"
    name = case.lead_name or names.get(case.lead_user_uid or "")
    return ", ".join(part for part in (name, agency_words(case.lead_agency_uid)) if part)


@bp.post("/items/<uid:item_uid>/decisions/<uid:decision_uid>/remove")
@permits(P.MEETING_MANAGE)
def remove_decision(item_uid: str, decision_uid: str) -> ResponseReturnValue:
    """Take out a decision written down by mistake."""
    actor = current_actor()
    shown = queries.get_item(actor, item_uid)
    commands.remove_decision(actor=actor, item=shown, decision_uid=decision_uid)
    return see_other("meetings.item", item_uid=item_uid, flash="Decision taken out")
