"""Forms of incidents."""

from typing import Any

from app.features.partnership.interface import code_choices, code_item
from app.web.fields import (
    Checkbox,
    Checkboxes,
    Hidden,
    NearDate,
    Radios,
    Select,
    TextArea,
    TextField,
    choice,
)
from app.web.forms import Form, Group, Repeating

STATUSES = {"HARMED": "harmed_status", "ALLEGED_CAUSE": "cause_status"}
"""Roles that have a status, and the field that asks for it."""


def statuses(role: str) -> list[Any]:
    item = code_item("role_in_violence", role)
    return code_choices("role_status", only=item.attributes.get("statuses", ()) if item else ())


class FilterForm(Form):
    """What the list shows; sent in the address, so without a token."""

    class Meta:
        csrf = False

    kind = Select("What happened", choices=lambda: code_choices("violence_type", hints=False), blank="Anything")
    since = NearDate("From", past=True)
    until = NearDate("To", past=True)


class WeaponGroup(Group):
    weapon = Select("Weapon", choices=lambda: code_choices("weapon"))
    involvement = Select("How it was involved", choices=lambda: code_choices("weapon_involvement"))


class WhatForm(Form):
    """What happened, without the people in it."""

    happened_on = NearDate("Day", past=True, required="Enter the day it happened, or the nearest you know")
    date_precision = Select("How exact the day is", choices=lambda: code_choices("date_precision"))
    time = TextField("Time", hint="For example, 22:15", width=5)
    kind = Select("What happened", choices=lambda: code_choices("violence_type"), required="Select what happened")
    description = TextArea(
        "In a few words",
        hint="Do not name people here: add them in their roles, so that each is shown only to those who may see them",
        rows=4,
        max_length=4000,
    )
    place_uid = Select("Place of concern", choices=[], blank="None of these")
    place = TextField("Or where it was, in words", hint="Not somebody’s home", width=30)
    postcode = TextField("Postcode of the place", width=10)
    home = TextField(
        "If it was at a home, which",
        hint="Shown only to the chair, the coordinator and the administrator",
        width=30,
    )
    weapons = Repeating(WeaponGroup, "Weapons", item="Weapon", add="Add another weapon", least=1, most=8)
    network_uids = Checkboxes("Networks it had to do with", choices=[], small=True)
    crime_ref = TextField("Crime or log number", width=20, autocomplete="off")
    reported_to_police = Radios(
        "Has it been reported to the police?", choices=[choice("YES", "Yes"), choice("NO", "No")], inline=True
    )
    source = Select("How it is known", choices=lambda: code_choices("source_of_information"))
    grade = Select("How sure it is", choices=lambda: code_choices("info_grade"))

    def what(self) -> dict[str, Any]:
        """The values as commands take them."""
        values = {name: self[name].data for name in WHAT if name in self}
        said = values.pop("reported_to_police")
        return values | {"reported_to_police": None if said is None else said == "YES"}


WHAT = (
    "happened_on", "date_precision", "time", "kind", "description", "place_uid", "place", "postcode", "home",
    "weapons", "network_uids", "crime_ref", "reported_to_police", "source", "grade",
)  # fmt: skip


class RolesForm(Form):
    """Several roles for one person are normal. PR-07."""

    roles = Checkboxes(
        "Their part in it",
        hint="Select all that apply. Somebody can be harmed and cause harm in one incident",
        choices=lambda: code_choices("role_in_violence"),
        reveals=STATUSES,
        required="Select at least one role",
        small=True,
    )
    harmed_status = Select("How far that is known", choices=lambda: statuses("HARMED"))
    cause_status = Select("How far that is known", choices=lambda: statuses("ALLEGED_CAUSE"))
    injury = Select("Injury", choices=lambda: code_choices("injury"))

    def told(self) -> list[dict[str, Any]]:
        """The roles, each with its status where it has one."""
        return [
            {"role": role, "status": self[STATUSES[role]].data if role in STATUSES else None}
            for role in self.roles.data or ()
        ]


class IncidentForm(WhatForm, RolesForm):
    """A new incident, from the case of a person: with their own part in it."""

    once = Hidden()
    police_graded = Checkbox("Police-graded", hint="Shown to the police and to those who run the month alone")


class ContextForm(WhatForm):
    """A new incident, from the case of a network or a place."""

    once = Hidden()
    police_graded = Checkbox("Police-graded", hint="Shown to the police and to those who run the month alone")


class CorrectForm(WhatForm):
    ver = Hidden()
    why = TextField("Why it is put right", required="Enter why it is put right", width=30)


class PersonForm(RolesForm):
    pass


class FindForm(Form):
    words = TextField(
        "Who was in it",
        hint="A name in any spelling, or a reference. Only people whom you may see are found",
        required="Enter a name or a reference",
        autocomplete="off",
        spellcheck=False,
    )


class ReasonForm(Form):
    reason = TextArea("Reason", required="Enter the reason", rows=3, max_length=2000)


class OutcomeForm(Form):
    outcome = Select(
        "What came of it", choices=lambda: code_choices("incident_outcome"), required="Select what came of it"
    )
    outcome_on = NearDate("On which day", past=True, required="Enter the day of the outcome")
    outcome_source = Select("How that is known", choices=lambda: code_choices("source_of_information"))
    people = Checkboxes(
        "Whom it is about",
        hint="Their status changes with it. After no further action or an acquittal it counts for nothing, and a "
        "review starts",
        choices=[],
        small=True,
    )


class JoinForm(Form):
    into = Radios("The same event as", choices=[], reveals={"OTHER": "reference"}, required="Select the other incident")
    reference = TextField("Its reference", hint="For example, I-2026-0014", width=20)
    reason = TextArea(
        "How you know that they are one event", required="Enter how you know that the two are one event", rows=3
    )
