"""The filters of an address: what they may be, what was chosen, and each in words with the address without it."""

from typing import Any

from flask import request, url_for

from app.features.accounts import interface as accounts
from app.features.actions.interface import Status
from app.features.meetings import interface as meetings
from app.features.partnership import interface as partnership
from app.features.tracker.filters import KINDS, OPEN, Filters, describe, status_words
from app.features.tracker.forms import FilterForm
from app.kernel.days import day_words
from app.platform.access import Actor
from app.web.fields import SelectChoice, choice


def asked(actor: Actor) -> tuple[FilterForm, Filters]:
    """The filters of this address. One that cannot be read is shown as wrong and filters nothing."""
    form = FilterForm(request.args)
    form.status.choices = [choice(code, status_words(code)) for code in (OPEN, *Status)]
    form.agency_uid.choices = agencies(actor)
    people = accounts.list_users(actor, with_left=True, with_roles=False)
    form.owner_uid.choices = [choice(user.uid, user.name) for user in people]
    form.priority.choices = _codes("action_priority")
    form.category.choices = _codes("action_category")
    form.case_kind.choices = [choice(kind, words) for kind, words in KINDS.items()]
    form.meeting_uid.choices = [choice(one.uid, day_words(one.held_on)) for one in meetings.list_meetings(actor)]
    form.validate()
    values: dict[str, Any] = {name: None if form[name].errors else value for name, value in form.values.items()}
    return form, Filters(**values)


def agencies(actor: Actor) -> list[SelectChoice]:
    """Agencies of the actor's areas, by name."""
    return [choice(one.uid, one.name) for area in sorted(actor.area_uids) for one in partnership.agencies_in(area)]


def powers(actor: Actor) -> list[SelectChoice]:
    """By which the actor's agency may share about persons."""
    return [choice(one.code, one.label) for one in partnership.gateways_for(actor.agency_type or "")]


def selected(actor: Actor, chosen: Filters) -> list[tuple[str, str]]:
    """Each filter in words, and the address without it."""
    arguments: dict[str, Any] = chosen.arguments()
    return [
        (f"{called}: {value}", url_for("tracker.tracker", **{k: v for k, v in arguments.items() if k != name}))
        for name, called, value in describe(actor, arguments)
    ]


def _codes(name: str) -> list[SelectChoice]:
    return [choice(one.code, one.label) for one in partnership.code_list(name)]
