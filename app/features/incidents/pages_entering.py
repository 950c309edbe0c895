"""Entering an incident, putting it right, and what came of it."""

from typing import Any

from flask.typing import ResponseReturnValue

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.incidents import changing, forms, queries
from app.features.incidents.blueprint import bp
from app.features.incidents.domain import CAUSED
from app.features.incidents.models import Incident
from app.features.incidents.wording import sees_home
from app.features.subjects.interface import Person, Place
from app.kernel.errors import NotFound, NotPermitted
from app.kernel.numbers import whole_number
from app.kernel.references import new_uid
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

POLICE = "POL"


@bp.route("/cases/<uid:case_uid>/new", methods=["GET", "POST"])
@permits(Permission.CASE_VIEW)
def add(case_uid: str) -> ResponseReturnValue:
    """Add an incident from the case of somebody in it, of a network or of a place."""
    actor = current_actor()
    case = cases.case_for_change(actor, case_uid)
    if not cases.is_open(case):
        raise NotFound("case")
    form = _form_for(actor, case)
    if form.validate_on_submit():
        with form.catching():
            of_person = {"roles": form.told(), "injury": form.injury.data} if isinstance(case.subject, Person) else {}
            made = changing.add_incident(
                actor=actor,
                case=case,
                once=form.once.data or "",
                police_graded=bool("police_graded" in form and form.police_graded.data),
                **of_person,
                **form.what(),
            )
            return see_other("incidents.incident", incident_uid=made.uid, flash="Incident added")
    return render("incidents/add.html", form=form, case=case)


def _form_for(actor: Actor, case: Case) -> Any:
    kind = forms.IncidentForm if isinstance(case.subject, Person) else forms.ContextForm
    form = kind(data={"once": new_uid()})
    offer(form, actor)
    if isinstance(case.subject, Place):
        del form.place_uid
    if actor.agency_type != POLICE and not actor.may(Permission.CASE_MANAGE):
        del form.police_graded
    return form


def offer(form: Any, actor: Actor, incident: Incident | None = None) -> None:
    """What may be chosen, and no field that this person would not see again."""
    form.place_uid.choices = [choice(one.uid, one.title) for one in queries.open_subjects(actor, "PLACE")]
    form.network_uids.choices = [choice(one.uid, one.title) for one in queries.open_subjects(actor, "NETWORK")]
    if incident is not None:
        if not sees_home(actor, incident):
            del form.home
        there = {one.value for one in form.network_uids.choices}
        more = [one for one in queries.networks_in(actor, incident) if one.uid not in there]
        form.network_uids.choices += [choice(one.uid, one.title) for one in more]


@bp.route("/<uid:incident_uid>/correct", methods=["GET", "POST"])
@permits(Permission.CASE_VIEW)
def correct(incident_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = to_change(actor, incident_uid)
    said = found.told.get("reported_to_police")
    form = forms.CorrectForm(
        data={
            **found.told,
            "ver": str(found.ver),
            "happened_on": found.happened_on,
            "kind": found.kind,
            "place_uid": found.place_uid,
            "weapons": [dict(one) for one in found.told.get("weapons") or ()],
            "network_uids": [one.uid for one in queries.networks_in(actor, found)],
            "reported_to_police": None if said is None else "YES" if said else "NO",
        }
    )
    offer(form, actor, found)
    if form.validate_on_submit():
        with form.catching():
            kept = {name: found.told.get(name) for name in ("outcome", "outcome_on", "outcome_source")}
            changing.correct(
                actor=actor,
                incident=found,
                ver=whole_number(form.ver.data, 0),
                why=form.why.data,
                **kept,
                **form.what(),
            )
            return see_other("incidents.incident", incident_uid=found.uid, flash="Incident put right")
    form.ver.data = str(found.ver)
    return render("incidents/correct.html", form=form, incident=found)


@bp.route("/<uid:incident_uid>/outcome", methods=["GET", "POST"])
@permits(Permission.CASE_VIEW)
def outcome(incident_uid: str) -> ResponseReturnValue:
    """What came of it, once that is known. No outcome lowers what somebody who was harmed has suffered. PR-32."""
    actor = current_actor()
    found = to_change(actor, incident_uid)
    people = queries.people_in(actor, [found.uid]).get(found.uid, [])
    causing = [one for one in people if any(role["role"] == CAUSED for role in one.roles)]
    form = forms.OutcomeForm(
        data={
            "outcome": found.told.get("outcome"),
            "outcome_source": found.told.get("outcome_source"),
            "people": [one.subject.uid for one in causing],
        }
    )
    form.people.choices = [choice(one.subject.uid, one.subject.title) for one in causing]
    if not causing:
        del form.people
    if form.validate_on_submit():
        with form.catching():
            changing.record_outcome(actor=actor, incident=found, **form.values)
            return see_other("incidents.incident", incident_uid=found.uid, flash="Outcome recorded")
    return render("incidents/step.html", form=form, incident=found, heading="What came of it", button="Save")


def to_change(actor: Actor, incident_uid: str) -> Incident:
    found = queries.incident_for_change(actor, incident_uid)
    if not changing.may_change(actor, found):
        raise NotPermitted("change the incident")
    return found
