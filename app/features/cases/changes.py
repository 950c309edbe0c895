"""Pages on which a case is changed: levels, lead, review, notes, who knows of it."""

from flask import request
from flask.typing import ResponseReturnValue

from app.features.cases import commands, picture, queries, standing
from app.features.cases.blueprint import bp
from app.features.cases.forms import LeadForm, LevelsForm, NoteForm, ReviewForm, ShareForm, Versioned
from app.features.cases.models import Case
from app.features.cases.pages import head
from app.features.cases.people import agency_of, staff_choices
from app.kernel.errors import NotFound, Refused
from app.kernel.numbers import whole_number
from app.kernel.references import new_uid
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other

BACK = "cases.case"


@bp.route("/<uid:case_uid>/levels", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def levels(case_uid: str) -> ResponseReturnValue:
    """Of a network or a place. Those of a person are set by an assessment, or by a meeting."""
    actor = current_actor()
    case = queries.case_for_change(actor, case_uid)
    if case.subject_kind == "PERSON":
        raise NotFound("levels")
    form = LevelsForm(
        data={
            "ver": str(case.ver),
            "cause": case.band_cause,
            "harmed": case.band_harmed,
            "exploited": case.band_exploited,
        }
    )
    if form.validate_on_submit():
        with form.catching():
            commands.set_bands(actor=actor, case=case, ver=seen(form), **form.values)
            return see_other(BACK, case_uid=case.uid, flash="Levels of concern set")
    look_again(form, case)
    now = picture.levels(case, queries.list_entries(actor, case_uid))
    return render("cases/levels.html", form=form, head=head(actor, case, BACK), levels=now)


@bp.route("/<uid:case_uid>/lead", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def lead(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.case_for_change(actor, case_uid)
    form = LeadForm(
        data={
            "ver": str(case.ver),
            "agency_uid": case.lead_agency_uid,
            "user_uid": case.lead_user_uid,
            "name": case.lead_name,
        }
    )
    form.offer(case.area_uid, staff_choices(actor))
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            if values["user_uid"] and agency_of(actor, values["user_uid"]) != values["agency_uid"]:
                raise Refused("Select somebody who works for the lead agency", field="user_uid")
            commands.check_version(case, seen(form))
            commands.name_lead(actor=actor, case=case, **values)
            return see_other(BACK, case_uid=case.uid, flash="Lead named")
    look_again(form, case)
    return render(
        "cases/change.html", form=form, head=head(actor, case, BACK), heading="Name who leads", button="Save the lead"
    )


@bp.route("/<uid:case_uid>/review", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def review(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.case_for_change(actor, case_uid)
    form = ReviewForm(data={"ver": str(case.ver), "on": case.review_on})
    if form.validate_on_submit():
        with form.catching():
            commands.check_version(case, seen(form))
            commands.set_review(actor=actor, case=case, **form.values)
            return see_other(BACK, case_uid=case.uid, flash="Review date changed")
    look_again(form, case)
    return render(
        "cases/change.html", form=form, head=head(actor, case, BACK), heading="Change the review date", button="Save"
    )


@bp.route("/<uid:case_uid>/notes/new", methods=["GET", "POST"])
@permits(Permission.CASE_VIEW)
def note(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.case_for_change(actor, case_uid)
    form = NoteForm(data={"once": new_uid()})
    if form.validate_on_submit():
        with form.catching():
            commands.add_note(actor=actor, case=case, once=form.once.data, **form.values)
            return see_other(BACK, case_uid=case.uid, flash="Note added")
    return render(
        "cases/change.html", form=form, head=head(actor, case, BACK), heading="Add a note", button="Add the note"
    )


@bp.route("/<uid:case_uid>/agencies/share", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def share(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.case_for_change(actor, case_uid)
    form = ShareForm()
    form.offer(
        case.area_uid, {row.agency_uid for row in queries.agencies_of(case_uid)} if request.method == "GET" else set()
    )
    if form.validate_on_submit():
        with form.catching():
            standing.give_need_to_know(actor=actor, case=case, agency_uid=form.agency_uid.data or "", why="SHARED")
            return see_other("cases.agencies", case_uid=case.uid, flash="The agency can now see this case")
    return render(
        "cases/change.html",
        form=form,
        head=head(actor, case, "cases.agencies"),
        heading="Let an agency know",
        lead="Everybody in the agency who may see cases will see this one, without what is restricted.",
        button="Let the agency know",
        back="cases.agencies",
    )


@bp.route("/<uid:case_uid>/agencies/shut-out", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def shut_out(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.case_for_change(actor, case_uid)
    form = ShareForm()
    form.offer(case.area_uid, set())
    if form.validate_on_submit():
        with form.catching():
            standing.shut_out_agency(actor=actor, case=case, agency_uid=form.agency_uid.data or "")
            return see_other("cases.agencies", case_uid=case.uid, flash="The agency is shut out of this case")
    return render(
        "cases/change.html",
        form=form,
        head=head(actor, case, "cases.agencies"),
        heading="Shut an agency out",
        lead="Nobody in the agency will see this case, whatever else would let them. This cannot be undone here.",
        button="Shut the agency out",
        look="warning",
        back="cases.agencies",
    )


def seen(form: Versioned) -> int:
    """The version of the case that the person was looking at; anything odd is none there is."""
    return whole_number(form.ver.data, 0)


def look_again(form: Versioned, case: Case) -> None:
    """The page shows the case as it is now, so what is sent from it next is about that."""
    form.ver.data = str(case.ver)
