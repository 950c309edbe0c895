"""One item of a meeting on one screen: what is known on the left, what is recorded now on the right."""

from typing import Any

from flask import request, session
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.features.accounts import interface as accounts
from app.features.meetings import presence, queries
from app.features.meetings.blueprint import bp
from app.features.meetings.commands import drafting, hearing, undoing
from app.features.meetings.commands.screen import show_item
from app.features.meetings.domain import status
from app.features.meetings.forms import PARTS, ItemForm
from app.features.meetings.itemform import fill_choices, starting_values
from app.features.meetings.live import Owner, Standing, get_live_item, owners_of, standing_of, timer_of
from app.features.meetings.live_models import ItemDraft
from app.features.meetings.models import AgendaItem
from app.features.meetings.overtaking import OVERTAKEN, overtaken, seen_of
from app.features.meetings.recording import save
from app.features.meetings.routes.keys import keys_are_off
from app.features.meetings.screenful import known_of
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other

P = Permission


@bp.route("/items/<uid:item_uid>", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def item(item_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    shown = get_live_item(actor, item_uid)
    standing = standing_of(actor, shown)
    users = accounts.list_users(actor, with_roles=False)
    rows, shut_out = presence.room_of(actor, shown)
    drafts = drafting.list_drafts(actor, shown)
    owners = owners_of(users, rows, shown)
    there = notes_there(shown, drafts)
    opened = _asked_for(drafts)
    form = item_form(actor, shown, drafts, owners, standing, opened)
    clashes: dict[str, str] = {}
    if form.validate_on_submit() and not (clashes := _refuse_overtaken(there, form)):
        with form.catching():
            here = presence.agencies_here_for(rows, shown)
            remarks = save(actor, shown, form, owners={one.uid: one for one in owners}, here=here)
            return _onward(actor, shown, standing, remarks)
    audit.record("agenda.item_viewed", shown)
    names = {user.uid: user.name for user in users}
    return render(
        "meetings/item.html",
        form=form,
        item=shown,
        live=status.meeting_status(shown.meeting, today()) == status.OPEN,
        clashes=[(str(form[name].label.text), names.get(now, now)) for name, now in clashes.items()],
        standing=standing,
        timer=timer_of(shown, standing),
        operates=standing.operator_uid == actor.user_uid,
        notes={name: there[name] for name in drafting.NOTES},
        opened=opened | _wrong(form),
        people=sorted({one.name for one in owners}),
        keys_off=keys_are_off(session),
        **known_of(actor, shown, names=names, rows=rows, shut_out=shut_out),
    )


def notes_there(shown: AgendaItem, drafts: list[ItemDraft]) -> dict[str, str]:
    """What everybody may change of an item, as it is now, by field of the form."""
    notes = drafting.notes_of(shown, drafts)
    return {name: note.text for name, note in notes.items()} | {"chair_uid": hearing.chair_of(shown) or ""}


def _onward(actor: Actor, shown: AgendaItem, standing: Standing, remarks: list[str]) -> ResponseReturnValue:
    """Where to after saving: for whoever leads the room the screen goes along."""
    goal = standing.after if "next" in request.form and standing.after is not None else shown.uid
    if goal != shown.uid and standing.operator_uid == actor.user_uid:
        show_item(actor=actor, item=queries.get_item(actor, goal))
    return see_other("meetings.item", item_uid=goal, flash=". ".join([f"{shown.case.reference} saved", *remarks]))


def _refuse_overtaken(there: dict[str, str], form: ItemForm) -> dict[str, str]:
    """Refuse each field that somebody else changed meanwhile. Saving again puts what is in the form in its place."""
    clashes = overtaken(there, form)
    for name in clashes:
        form.refuse(OVERTAKEN, field=name)
    if clashes:
        form.seen.data = seen_of(there)
    return clashes


def _asked_for(drafts: list[ItemDraft]) -> set[str]:
    """The parts of the form that are shown open: those begun before, those sent, and the one a link asks for."""
    begun = {draft.part for draft in drafts if draft.part in PARTS}
    sent = {part for part in PARTS if any(name.startswith(part) and value for name, value in request.form.items())}
    return (begun | sent | {request.args.get("open", "")}) & set(PARTS)


def _wrong(form: ItemForm) -> set[str]:
    """The parts in which something is to be put right."""
    return {part for part in PARTS if any(name.startswith(part) for name in form.errors)}


def item_form(  # noqa: PLR0917 - what the page has read already
    actor: Actor,
    shown: AgendaItem,
    drafts: list[ItemDraft],
    owners: list[Owner],
    standing: Standing,
    opened: set[str],
) -> ItemForm:
    """The form with what is there, what was begun and not saved, and the choices of this area."""
    values: dict[str, Any] = starting_values(shown, notes_there(shown, drafts))
    mine = {name: value for draft in drafts if draft.part in PARTS for name, value in draft.values.items()}
    if mine and request.method == "GET":
        mine.setdefault("action_owner_accepts", "y")
        form = ItemForm(formdata=MultiDict(mine), data=values)
    else:
        form = ItemForm(data=values)
    fill_choices(actor, form, shown, owners, next_on=standing.next_on, opened=opened)
    return form


@bp.post("/items/<uid:item_uid>/decisions/<uid:decision_uid>/remove")
@permits(P.MEETING_MANAGE)
def remove_decision(item_uid: str, decision_uid: str) -> ResponseReturnValue:
    """Take out a decision written down by mistake."""
    actor = current_actor()
    shown = queries.get_item(actor, item_uid)
    by_hand = undoing.remove_decision(actor=actor, item=shown, decision_uid=decision_uid)
    return see_other("meetings.item", item_uid=item_uid, flash=" ".join(["Decision taken out.", *by_hand]))
