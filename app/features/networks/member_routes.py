"""Pages that say who belongs to a network. Names are searched for by what is posted, never by an address."""

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.networks import forms, link_routes, membering, seeing, shown  # noqa: F401 - more pages
from app.features.networks.blueprint import bp
from app.features.networks.domain import Standing
from app.features.networks.pages import change_case, form_page, member_of
from app.features.subjects.interface import IndexNotReady, NetworkMember, Person, identity
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform.access import Actor, Permission, current_actor, fetch
from app.platform.identity import read_query
from app.web.access import permits
from app.web.fields import Radios, SelectChoice, choice
from app.web.rendering import render, see_other

MANAGE = Permission.CASE_MANAGE
MOST = 12
"""People offered. Whoever is not among them is searched for more exactly."""


@bp.route("/<uid:case_uid>/members/add", methods=["GET", "POST"])
@permits(MANAGE)
def add_member(case_uid: str) -> ResponseReturnValue:
    """First the person is found, then what is known is said."""
    actor = current_actor()
    case = change_case(actor, case_uid)
    find = forms.FindForm()
    if request.form.get("step") != "2":
        found = _found(actor, find) if find.validate_on_submit() else None
        if found is None:
            return form_page(case, find, "Add somebody to the network", "Find")
        return _offer(case, forms.MemberForm(formdata=None, data=_start(actor, case, find.words.data)), found)
    form = forms.MemberForm()
    find.words.data = form.words.data
    offered = _found(actor, find) or []
    form.person_uid.choices = [*offered, choice(forms.NOBODY, "None of these: mention the name only")]
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            uid = values.pop("person_uid")
            person = fetch(actor, Person, uid) if uid != forms.NOBODY else None
            standing = Standing.MEMBER if person else Standing.MENTIONED
            name = (form.words.data or "").strip()
            membering.add_member(actor=actor, case=case, standing=standing, person=person, name=name, **values)
            flash = "Member added" if person else "Mentioned, not a member"
            return see_other("networks.network", case_uid=case.uid, flash=flash)
    return _offer(case, form, offered)


def _offer(case: Case, form: forms.MemberForm, found: Sequence[SelectChoice]) -> str:
    form.person_uid.choices = [*found, choice(forms.NOBODY, "None of these: mention the name only")]
    return render("networks/add_member.html", case=case, form=form)


def _start(actor: Actor, case: Case, words: str | None) -> dict[str, object]:
    return {"words": words, "expires_on": membering.latest_expiry(case, actor)}


def _found(actor: Actor, form: forms.FindForm) -> list[SelectChoice] | None:
    """The people that what was typed may mean; None when it cannot be looked for, which is said at the field."""
    query = read_query(form.words.data or "", today())
    if query.empty:
        form.refuse("Enter a name or a reference", field="words")
        return None
    try:
        people = cases.find_people(actor, query)
    except IndexNotReady:
        form.refuse("Enter it again in a moment: the names are still being read", field="words")
        return None
    return [_person_choice(person) for person in people[:MOST]]


def _person_choice(person: Person) -> SelectChoice:
    known = identity(person, restricted=False, on=today())
    return choice(person.uid, person.title, hint=f"{person.reference}, born {known.dob_words}, age {known.age.words}")


@bp.route("/<uid:case_uid>/told", methods=["GET", "POST"])
@permits(MANAGE)
def told(case_uid: str) -> ResponseReturnValue:
    """What notifications told of people, decided together: a member, only mentioned, or left out."""
    actor = current_actor()
    case = change_case(actor, case_uid)
    rows = shown.person_rows(seeing.see(actor, case).told)
    form = _told_form(rows, case, actor)
    if form.validate_on_submit():
        with form.catching():
            chosen = {row.uid: form[f"m_{row.uid}"].data for row in rows if form[f"m_{row.uid}"].data}
            if not chosen:
                raise Refused("Select what to make of at least one person")
            membering.take_over(actor=actor, case=case, chosen=chosen, expires_on=form.expires_on.data)
            return see_other("networks.network", case_uid=case.uid, flash="Decided")
    return render("networks/told.html", case=case, form=form, rows=rows)


def _told_form(rows: Sequence[shown.PersonRow], case: Case, actor: Actor) -> forms.ToldForm:
    asked = {
        f"m_{row.uid}": Radios(
            row.name, choices=[choice(code, words) for code, words in forms.STANDINGS.items()], inline=True, small=True
        )
        for row in rows
    }
    start = {"expires_on": membering.latest_expiry(case, actor)}
    form: forms.ToldForm = type("ToldFormOfNetwork", (forms.ToldForm,), asked)(data=start)
    return form


@bp.route("/<uid:case_uid>/members/<uid:member_uid>/decide", methods=["GET", "POST"])
@permits(MANAGE)
def decide(case_uid: str, member_uid: str) -> ResponseReturnValue:
    """One person alone, with a basis that was not told."""
    actor = current_actor()
    case = change_case(actor, case_uid)
    member = member_of(actor, case, member_uid)
    details, said = member.details, membering.membership_of(member)
    form = forms.DecideForm(
        data={
            "standing": said.standing if said else None,
            "position": said.position if said else details.get("position"),
            "grade": said.grade if said else details.get("grade"),
            "basis": list((said.basis if said else details.get("basis")) or ()),
            "evidence": said.evidence if said else None,
            "expires_on": membering.latest_expiry(case, actor),
        }
    )
    if form.validate_on_submit():
        with form.catching():
            membering.decide_member(actor=actor, case=case, member=member, **form.values)
            return see_other("networks.network", case_uid=case.uid, flash="Decided")
    return form_page(case, form, "Decide who this is to the network", "Save", about=_named(actor, case, member))


@bp.route("/<uid:case_uid>/members/<uid:member_uid>/identify", methods=["GET", "POST"])
@permits(MANAGE)
def identify(case_uid: str, member_uid: str) -> ResponseReturnValue:
    """Say that somebody named with a network is a person of the area."""
    actor = current_actor()
    case = change_case(actor, case_uid)
    member = member_of(actor, case, member_uid)
    form = forms.IdentifyForm()
    find = forms.FindForm(formdata=None, data={"words": member.name})
    form.person_uid.choices = _found(actor, find) or []
    if form.validate_on_submit():
        with form.catching():
            person = fetch(actor, Person, form.person_uid.data or "")
            membering.say_who(actor=actor, case=case, member=member, person=person)
            return see_other("networks.network", case_uid=case.uid, flash="Said who it is")
    return render("networks/identify.html", case=case, form=form, about=_named(actor, case, member))


@bp.route("/<uid:case_uid>/members/<uid:member_uid>/renew", methods=["GET", "POST"])
@permits(MANAGE)
def renew_member(case_uid: str, member_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = change_case(actor, case_uid)
    member = member_of(actor, case, member_uid)
    form = forms.RenewForm(data={"expires_on": membering.latest_expiry(case, actor)})
    if form.validate_on_submit():
        with form.catching():
            membering.renew_member(actor=actor, case=case, member=member, **form.values)
            return see_other("networks.network", case_uid=case.uid, flash="Renewed")
    intro = "Only evidence later than what is there renews it."
    return form_page(case, form, "Renew with fresh evidence", "Renew", intro=intro, about=_named(actor, case, member))


@bp.route("/<uid:case_uid>/members/<uid:member_uid>/end", methods=["GET", "POST"])
@permits(MANAGE)
def end_member(case_uid: str, member_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = change_case(actor, case_uid)
    member = member_of(actor, case, member_uid)
    form = forms.EndForm()
    if form.validate_on_submit():
        with form.catching():
            membering.end_member(actor=actor, case=case, member=member, reason=form.reason.data or "")
            return see_other("networks.network", case_uid=case.uid, flash="No longer part of it")
    return form_page(case, form, "Part of it no longer", "Save", about=_named(actor, case, member))


def _named(actor: Actor, case: Case, member: NetworkMember) -> str:
    """What somebody is called on the network's page, with how they stand."""
    seen = seeing.see(actor, case)
    every = (*seen.people, *seen.told, *seen.apart)
    one = next((one for one in every if one.uid == member.uid), None)
    return f"{one.name}: {shown.STATE_WORDS[one.state].lower()}" if one else member.name
