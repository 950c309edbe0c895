"""Pages of assurance."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.assurance import choosing, commands, forms, queries, shown
from app.features.assurance.blueprint import bp, tabs
from app.features.assurance.domain import Status, may_renew
from app.features.assurance.levels import last_review_day
from app.features.assurance.models import Assurance
from app.features.cases import interface as cases
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other


@bp.get("")
@permits(Permission.ASSURANCE_VIEW)
def asked() -> str:
    """What my agency owes."""
    rows = queries.list_asked_of_my_agency(current_actor())
    return _list("asked", rows, "Assurance asked of my agency", "What your agency is asked to give assurance about")


@bp.get("/waiting")
@permits(Permission.ASSURANCE_VIEW)
def to_judge() -> str:
    rows = queries.list_to_judge(current_actor())
    return _list("to_judge", rows, "Assurance waiting for judgement", "Assurance that was given and not yet judged")


@bp.get("/lapsing")
@permits(Permission.ASSURANCE_VIEW)
def lapsing() -> str:
    rows = queries.list_lapsing(current_actor(), partnership.number("assurance.lapsing"))
    what = "Accepted assurance that has lapsed, or will soon"
    return _list("lapsing", rows, "Assurance lapsed or lapsing", what)


@bp.get("/owed")
@permits(Permission.ASSURANCE_VIEW)
def owed() -> str:
    rows = queries.list_owed(current_actor())
    return _list("owed", rows, "Assurance owed", "Assurance that an agency has still to give, or to give again")


def _list(endpoint: str, rows: Sequence[Assurance], heading: str, what: str) -> str:
    return render(
        "assurance/list.html",
        rows=shown.show(rows, today()),
        tabs=tabs(endpoint),
        heading=heading,
        what=what,
    )


@bp.get("/<uid:assurance_uid>")
@permits(Permission.ASSURANCE_VIEW)
def assurance(assurance_uid: str) -> str:
    actor, on = current_actor(), today()
    found = queries.view_assurance(actor, assurance_uid)
    (row,) = shown.show([found], on)
    return render(
        "assurance/assurance.html",
        row=row,
        assurance=found,
        names=accounts.user_names(actor, (found.given_by_uid, found.judged_by_uid)),
        judged_by_agency=partnership.agency_name(found.judged_by_agency_uid) if found.judged_by_agency_uid else None,
        level_given=_level(found.level_given),
        level_accepted=_level(found.level_accepted),
        confidence=partnership.code_label("confidence", found.confidence) if found.confidence else None,
        evidence=partnership.code_labels("assurance_evidence", found.evidence),
        factors=partnership.code_labels("risk_factor", found.risk_factors),
        before=queries.renewed_by(found),
        after=queries.renewal_of(found),
        may_give=_may_give(actor, found),
        may_judge=_may_judge(actor, found),
        may_void=actor.may(Permission.ASSURANCE_SEEK) and row.status in {Status.ACCEPTED, Status.ACCEPTED_TIME_LIMITED},
    )


def _level(code: str | None) -> str | None:
    return partnership.code_label("assurance_level", code) if code else None


@bp.route("/new/<uid:case_uid>", methods=["GET", "POST"])
@permits(Permission.ASSURANCE_SEEK)
def seek(case_uid: str) -> ResponseReturnValue:
    actor, form = current_actor(), forms.SeekForm()
    case = cases.case_for_change(actor, case_uid)
    form.agency_uid.choices = choosing.agencies(actor)
    form.asked_user_uid.choices = choosing.managers(actor)
    form.risk_factors.choices = choosing.factors(actor, case)
    if form.validate_on_submit():
        with form.catching():
            cases.check_open(case)
            sought = commands.seek_assurance(actor=actor, case=case, **form.values)
            return see_other("assurance.assurance", assurance_uid=sought.uid, flash="Assurance asked for")
    return render("assurance/seek.html", form=form, case=case)


@bp.route("/<uid:assurance_uid>/give", methods=["GET", "POST"])
@permits(Permission.ASSURANCE_GIVE)
def give(assurance_uid: str) -> ResponseReturnValue:
    """For the agency asked alone."""
    actor, form = current_actor(), forms.GiveForm()
    found = queries.get_assurance(actor, assurance_uid)
    if actor.agency_uid is None or actor.agency_uid != found.agency_uid:
        raise NotFound("Assurance")
    if form.validate_on_submit():
        with form.catching():
            given = commands.give_assurance(actor=actor, assurance=found, **form.values)
            return see_other("assurance.assurance", assurance_uid=given.uid, flash="Assurance given")
    return render("assurance/give.html", form=form, assurance=found)


@bp.route("/<uid:assurance_uid>/judge", methods=["GET", "POST"])
@permits(Permission.ASSURANCE_ACCEPT)
def judge(assurance_uid: str) -> ResponseReturnValue:
    actor, form, on = current_actor(), forms.JudgeForm(), today()
    found = queries.get_assurance(actor, assurance_uid)
    (row,) = shown.show([found], on)
    if form.validate_on_submit():
        with form.catching():
            commands.judge_assurance(actor=actor, assurance=found, **form.values)
            return see_other("assurance.assurance", assurance_uid=assurance_uid, flash="Judgement recorded")
    return render(
        "assurance/judge.html",
        form=form,
        assurance=found,
        row=row,
        level_given=_level(found.level_given),
        evidence=partnership.code_labels("assurance_evidence", found.evidence),
        last_day=last_review_day(actor, found, on),
    )


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


def _may_give(actor: Actor, found: Assurance) -> bool:
    never = found.given_on is None and found.result is None
    mine = actor.agency_uid is not None and actor.agency_uid == found.agency_uid
    return mine and actor.may(Permission.ASSURANCE_GIVE) and (never or may_renew(found, today()))


def _may_judge(actor: Actor, found: Assurance) -> bool:
    ready = found.given_on is not None or found.due_on <= today()
    return actor.may(Permission.ASSURANCE_ACCEPT) and found.result is None and ready
