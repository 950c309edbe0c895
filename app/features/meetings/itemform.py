"""What the form of an item begins with, so that few keys are needed, and what it offers to choose from."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from app.features.accounts import interface as accounts
from app.features.actions import interface as actions
from app.features.cases.interface import Case
from app.features.interventions import interface as interventions
from app.features.meetings import queries
from app.features.meetings.forms import ItemForm, recipient_choices
from app.features.meetings.live import Owner
from app.features.meetings.models import AgendaItem
from app.features.meetings.overtaking import seen_of
from app.features.meetings.recording import OVER
from app.features.partnership import interface as partnership
from app.features.subjects.interface import Person
from app.kernel.clock import today
from app.platform.access import Actor, Role
from app.web.fields import choice
from app.web.rendering import day

BANDS = ("GREEN", "AMBER", "RED")


def starting_values(shown: AgendaItem, there: Mapping[str, str]) -> dict[str, Any]:
    """What is there, and what is usual for the rest."""
    return {
        **there,
        "seen": seen_of(there),
        "action_priority": "NORMAL",
        "action_owner_accepts": True,
        "assurance_axis": highest_axis(shown.case),
        "assurance_kind": "PLAN_IN_PLACE",
        "assurance_agency_uid": shown.case.lead_agency_uid,
    }


def highest_axis(case: Case) -> str | None:
    """The kind of risk with the highest band; None where none is set."""
    bands = {"CAUSE": case.band_cause, "HARMED": case.band_harmed, "EXPLOITED": case.band_exploited}
    found = {axis: BANDS.index(band) for axis, band in bands.items() if band in BANDS}
    return max(found, key=lambda axis: found[axis]) if found else None


def fill_choices(
    actor: Actor,
    form: ItemForm,
    shown: AgendaItem,
    owners: Sequence[Owner],
    *,
    next_on: date | None,
    opened: Collection[str],
) -> None:
    """What there is to choose from. The parts that are seldom used, and read more from the database, are there when
    they were `opened`."""
    if "chair" in opened:
        form.chair_uid.choices = [
            choice(user.uid, user.name) for user in accounts.holders_of(shown.area_uid, Role.CHAIR)
        ]
    else:
        del form.chair_uid
    if "intervention" in opened and isinstance(shown.case.subject, Person):
        form.intervention_uid.choices = [
            choice(one.uid, f"{one.name} ({one.provider_name})") for one in interventions.list_catalogue(actor)
        ]
    else:
        del form.intervention_uid, form.intervention_reason
    people = [choice(one.uid, one.name, group=_group(one)) for one in owners]
    for field in (form.action_owner_uid, form.lead_user_uid):
        field.choices = people
    here = {one.agency_uid for one in owners if one.here}
    agencies = sorted(recipient_choices(shown.area_uid), key=lambda one: one.value not in here)
    for field in (form.action_owner_agency_uid, form.assurance_agency_uid, form.lead_agency_uid):
        field.choices = agencies
    _say_due(form, shown, next_on)


def _group(owner: Owner) -> str:
    name = partnership.agency_name(owner.agency_uid)
    return f"Here: {name}" if owner.here else name


def _say_due(form: ItemForm, shown: AgendaItem, next_on: date | None) -> None:
    """The dates that are taken where none is entered."""
    usual = actions.usual_due_date("NORMAL", area_uid=shown.area_uid, agreed_on=today(), next_meeting_on=next_on)
    if usual is not None:
        form.action_due_on.description = f"Left empty: {day(usual)}, or sooner for a higher priority"
    form.assurance_due_on.description = f"Left empty: {day(queries.cycle(shown.meeting)[OVER])}"
