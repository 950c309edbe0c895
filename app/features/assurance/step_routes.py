"""The pages on which something is done: asking, giving, judging, voiding."""

from typing import Any

from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.assurance import choosing, commands, domain, forms, queries, shown
from app.features.assurance.blueprint import bp
from app.features.assurance.levels import band_on_axis, last_review_day, stale_after
from app.features.assurance.models import Assurance
from app.features.assurance.triggering import events_since
from app.features.cases import interface as cases
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other

PERSON = "PERSON"


@bp.route("/new/<uid:case_uid>", methods=["GET", "POST"])
@permits(Permission.ASSURANCE_SEEK)
def seek(case_uid: str) -> ResponseReturnValue:
    actor, form = current_actor(), forms.SeekForm()
    case = cases.case_for_change(actor, case_uid)
    form.agency_uid.choices = choosing.agencies(actor)
    form.asked_user_uid.choices = choosing.managers(actor)
    form.risk_factors.choices = choosing.factors(actor, case)
    form.needs_factor = case.subject_kind == PERSON
    if form.validate_on_submit():
        with form.catching():
            cases.check_open(case)
            terms = {name: value for name, value in form.values.items() if name != "other_factor"}
            sought = commands.seek_assurance(actor=actor, case=case, **(terms | {"risk_factors": form.factors}))
            return see_other("assurance.assurance", assurance_uid=sought.uid, flash="Assurance asked for")
    return render("assurance/seek.html", form=form, case=case)


@bp.route("/<uid:assurance_uid>/give", methods=["GET", "POST"])
@permits(Permission.ASSURANCE_GIVE)
def give(assurance_uid: str) -> ResponseReturnValue:
    """For the agency asked alone."""
    actor, on = current_actor(), today()
    found = queries.get_assurance(actor, assurance_uid)
    if actor.agency_uid is None or actor.agency_uid != found.agency_uid:
        raise NotFound("Assurance")
    form = forms.GiveForm(data={"vouched_by": found.asked_name})
    days = stale_after(found.area_uid, on)
    if form.validate_on_submit():
        newest = domain.newest_on(form.pieces)
        if domain.is_stale(newest, on, days=days) and not form.nothing_newer.data:
            age = domain.evidence_age(newest, judged_on=None, on=on)
            message = f"Enter newer evidence, or select that there is nothing newer: the newest is {age} days old"
            form.refuse(message, field="nothing_newer")
        else:
            with form.catching():
                given = commands.give_assurance(
                    actor=actor,
                    assurance=found,
                    level=form.level.data or "",
                    statement=form.statement.data or "",
                    evidence=form.pieces,
                    would_change_our_mind=form.would_change_our_mind.data,
                    vouched_by=form.vouched_by.data,
                )
                return see_other("assurance.assurance", assurance_uid=given.uid, flash="Assurance given")
    return render("assurance/give.html", form=form, **_question(found))


@bp.route("/<uid:assurance_uid>/judge", methods=["GET", "POST"])
@permits(Permission.ASSURANCE_ACCEPT)
def judge(assurance_uid: str) -> ResponseReturnValue:
    actor, form, on = current_actor(), forms.JudgeForm(), today()
    found = queries.get_assurance(actor, assurance_uid)
    if form.validate_on_submit():
        with form.catching():
            commands.judge_assurance(actor=actor, assurance=found, **form.values)
            return see_other("assurance.assurance", assurance_uid=assurance_uid, flash="Judgement recorded")
    case = cases.get_case(actor, found.case_uid, page="assurance")
    return render(
        "assurance/judge.html",
        form=form,
        case=case,
        names=accounts.user_names(actor, (found.given_by_uid,)),
        level_given=shown.label("assurance_level", found.level_given),
        band=shown.label("band", band_on_axis(case, found.axis)),
        pieces=shown.pieces(found, on),
        events=events_since(actor, case, found.axis, found.given_on) if found.given_on else (),
        days=stale_after(found.area_uid, on),
        last_day=last_review_day(actor, found, on),
        own=actor.agency_uid in (None, found.agency_uid) or actor.user_uid == found.given_by_uid,
        **_question(found),
    )


def _question(found: Assurance) -> dict[str, Any]:
    """What was asked, and what was said about the same kind of risk before."""
    actor, on = current_actor(), today()
    (row,) = shown.show([found], on)
    return {
        "assurance": found,
        "row": row,
        "factors": partnership.code_labels("risk_factor", found.risk_factors),
        "earlier": shown.show(queries.list_before(actor, found), on),
    }


@bp.route("/<uid:assurance_uid>/void", methods=["GET", "POST"])
@permits(Permission.ASSURANCE_SEEK)
def void(assurance_uid: str) -> ResponseReturnValue:
    """Something happened: what was accepted about this kind of risk no longer holds (PR-39)."""
    actor, form = current_actor(), forms.VoidForm()
    found = queries.get_assurance(actor, assurance_uid)
    case = cases.case_for_change(actor, found.case_uid)
    if form.validate_on_submit():
        with form.catching():
            commands.void_assurance(actor=actor, case=case, axis=found.axis, reason=form.reason.data or "")
            return see_other("assurance.assurance", assurance_uid=assurance_uid, flash="It no longer holds")
    axis = partnership.code_label("axis", found.axis)
    return render("assurance/void.html", form=form, assurance=found, axis=axis)
