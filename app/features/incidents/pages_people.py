"""Who was in an incident: found by name, added in their roles, taken out; and two incidents said to be one."""

from flask.typing import ResponseReturnValue

from app.features.cases import interface as cases
from app.features.incidents import forms, joining, people, queries
from app.features.incidents.blueprint import bp
from app.features.incidents.models import Incident
from app.features.incidents.wording import title, when
from app.features.subjects.interface import IndexNotReady, Person, get_subject, identity
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.platform.access import Actor, Permission, current_actor, fetch
from app.platform.identity import read_query
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

NOBODY = "Nobody whom you may see is found. Notify the group of them first, or ask the coordinator to add them"
MOST = 10


@bp.route("/<uid:incident_uid>/people", methods=["GET", "POST"])
@permits(Permission.CASE_VIEW)
def find(incident_uid: str) -> ResponseReturnValue:
    """Find somebody who was in it. What is typed is posted: it is never part of an address."""
    actor = current_actor()
    incident = queries.incident_for_change(actor, incident_uid)
    form = forms.FindForm()
    found: list[Person] | None = None
    if form.validate_on_submit():
        with form.catching():
            found = _find(actor, form.words.data or "")
    born = {one.uid: identity(one, restricted=False, on=today()).dob_words for one in found or ()}
    there = {one.subject.uid for one in queries.people_in(actor, [incident.uid]).get(incident.uid, [])}
    return render(
        "incidents/find.html", form=form, incident=incident, found=found, born=born, there=there, nobody=NOBODY
    )


def _find(actor: Actor, words: str) -> list[Person]:
    query = read_query(words, today())
    if query.empty:
        raise Refused("Enter at least 2 letters of a name, or a reference", field="words")
    try:
        return cases.find_people(actor, query)[:MOST]
    except IndexNotReady as wait:
        raise Refused(
            f"Try again in a moment: names are being made ready, {wait.percent} % is done", field="words"
        ) from wait


@bp.route("/<uid:incident_uid>/people/<uid:subject_uid>", methods=["GET", "POST"])
@permits(Permission.CASE_VIEW)
def person(incident_uid: str, subject_uid: str) -> ResponseReturnValue:
    """Somebody's roles in it."""
    actor = current_actor()
    incident = queries.incident_for_change(actor, incident_uid)
    subject = get_subject(actor, subject_uid)
    if not isinstance(subject, Person):
        raise NotFound("person")
    part = people.part_of(actor, incident, subject.uid)
    roles = {str(one["role"]): one.get("status") for one in part.roles} if part else {}
    form = forms.PersonForm(
        data={
            "roles": list(roles),
            "injury": part.injury if part else None,
            **{field: roles.get(role) for role, field in forms.STATUSES.items()},
        }
    )
    if form.validate_on_submit():
        with form.catching():
            people.add_person(
                actor=actor, incident=incident, subject_uid=subject.uid, roles=form.told(), injury=form.injury.data
            )
            return see_other("incidents.incident", incident_uid=incident.uid, flash="Roles saved")
    return render("incidents/person.html", form=form, incident=incident, name=subject.title, there=part is not None)


@bp.route("/<uid:incident_uid>/people/<uid:subject_uid>/take-out", methods=["GET", "POST"])
@permits(Permission.CASE_VIEW)
def take_out(incident_uid: str, subject_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    incident = queries.incident_for_change(actor, incident_uid)
    if people.part_of(actor, incident, subject_uid) is None:
        raise NotFound("person")
    form = forms.ReasonForm()
    if form.validate_on_submit():
        with form.catching():
            people.take_out(actor=actor, incident=incident, subject_uid=subject_uid, reason=form.reason.data)
            return see_other("incidents.list_incidents", flash="Taken out of the incident")
    return render(
        "incidents/step.html",
        form=form,
        incident=incident,
        heading="Take a person out of the incident",
        lead=f"{get_subject(actor, subject_uid).title} will not be in this incident any more. What their case says of "
        "it goes, and with it what it counted for. Use this only where they were not in it.",
        button="Take out",
        look="warning",
    )


# One event ----------------------------------------------------------------------------------------------------------


@bp.route("/<uid:incident_uid>/same", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def join(incident_uid: str) -> ResponseReturnValue:
    """Say that another incident is the same event."""
    actor = current_actor()
    incident = queries.incident_for_change(actor, incident_uid)
    form = forms.JoinForm()
    form.into.choices = [
        *(
            choice(one.uid, f"{one.reference}: {title(one)}, {when(one)}", hint="; ".join(words).capitalize())
            for one, words in queries.may_be_same(actor, incident)
        ),
        choice("OTHER", "Another incident"),
    ]
    if form.validate_on_submit():
        with form.catching():
            other = _other(actor, form.into.data or "", form.reference.data or "")
            joining.join(actor=actor, incident=other, into=incident, reason=form.reason.data)
            return see_other("incidents.incident", incident_uid=incident.uid, flash="The two are one event now")
    return render("incidents/join.html", form=form, incident=incident)


def _other(actor: Actor, uid: str, reference: str) -> Incident:
    if uid != "OTHER":
        return fetch(actor, Incident, uid)
    found = queries.find_by_reference(actor, reference) if reference else None
    if found is None:
        raise Refused("Enter the reference of an incident that you may see", field="reference")
    return found


@bp.route("/<uid:incident_uid>/take-apart", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def take_apart(incident_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    incident = fetch(actor, Incident, incident_uid)
    form = forms.ReasonForm()
    if form.validate_on_submit():
        with form.catching():
            joining.take_apart(actor=actor, incident=incident, reason=form.reason.data)
            return see_other("incidents.incident", incident_uid=incident.uid, flash="The two stand apart again")
    return render(
        "incidents/step.html",
        form=form,
        incident=incident,
        heading="Take two incidents apart",
        lead="Each will be as it was told, with the people who were told to be in it.",
        button="Take apart",
    )
