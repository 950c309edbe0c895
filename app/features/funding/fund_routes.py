"""Pages of the Community Fund: applications, the decision, reports, and what becomes of an award."""

from collections.abc import Callable

from flask import url_for
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.funding import community, forms, fund_queries, queries
from app.features.funding.allowing import may_manage
from app.features.funding.blueprint import bp
from app.features.funding.domain import states
from app.features.funding.models import Application
from app.features.funding.seeing import seeing
from app.features.funding.shown import area_names, intervention_choices, step, tabs
from app.features.interventions import interface as interventions
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.disclosing import disclosed
from app.kernel.money import pounds
from app.platform.access import RUNS_THE_MONTH, Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.forms import Form
from app.web.rendering import render, see_other

VIEW, MANAGE = Permission.FUNDING_VIEW, Permission.FUNDING_MANAGE


@bp.get("/applications")
@permits(VIEW)
def applications() -> str:
    """Every application with what became of it."""
    actor, on = current_actor(), today()
    with seeing(actor) as reader:
        rows = [(one, fund_queries.state_of(one, on)) for one in fund_queries.list_applications()]
        several = len(reader.area_uids) > 1
    return render(
        "funding/applications.html",
        tabs=tabs("funding.applications"),
        rows=rows,
        areas=area_names(),
        several=several,
        may_manage=actor.may(MANAGE),
    )


def _reached(actor: Actor, area_uid: str) -> Callable[[int], str]:
    """How a number of people is told: exactly to those who run the area or pay for its work, hidden where small and
    rounded to the hub and others above it (7.4)."""
    exact = may_manage(actor, area_uid) or (area_uid in actor.area_uids and actor.is_any(RUNS_THE_MONTH))
    smallest, rounding = (
        int(partnership.number(f"statistics.{key}", area_uid)) for key in ("smallest_count", "rounding")
    )
    return lambda count: f"{count:,}" if exact else disclosed(count, smallest=smallest, rounding=rounding)


@bp.get("/applications/<uid:application_uid>")
@permits(VIEW)
def application(application_uid: str) -> str:
    """One application: decision, award, reports, evaluation."""
    actor, on = current_actor(), today()
    with seeing(actor) as reader:
        row = fund_queries.get_application(reader, application_uid)
        of = queries.get_line(reader, row.line_uid)
        work = interventions.get_intervention(reader, row.intervention_uid) if row.intervention_uid else None
    award = row.award
    return render(
        "funding/application.html",
        row=row,
        line=of,
        award=award,
        intervention=work,
        may_view_intervention=actor.may(Permission.INTERVENTION_VIEW),
        state=fund_queries.state_of(row, on),
        reports=[(one, states.return_state(one.due_on, one.received_on, on)) for one in award.returns] if award else [],
        names=accounts.user_names(actor, {row.decided_by_uid} if row.decided_by_uid else set()),
        area=partnership.area_name(row.area_uid),
        reached=_reached(actor, row.area_uid),
        may_manage=may_manage(actor, row.area_uid),
        on=on,
    )


def _mine(application_uid: str) -> Application:
    return fund_queries.get_application(current_actor(), application_uid)


def _back(application_uid: str, flash: str) -> ResponseReturnValue:
    return see_other("funding.application", application_uid=application_uid, flash=flash)


def _step(form: Form, heading: str, row: Application, intro: str = "") -> str:
    back = url_for("funding.application", application_uid=row.uid)
    return step(form, heading, back, caption=row.reference, intro=intro)


@bp.route("/applications/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_application() -> ResponseReturnValue:
    """An organisation asks for money."""
    actor = current_actor()
    lines = {one.row.uid: one.row for one in queries.list_lines(today()) if community.is_fund(one.row)}
    form = forms.ApplicationForm()
    form.line_uid.choices = [choice(one.uid, one.name) for one in lines.values()]
    form.intervention_uid.choices = intervention_choices(actor)
    if form.validate_on_submit():
        values = form.values
        of = lines[values.pop("line_uid")]
        with form.catching():
            once = form.once.data
            row = community.apply(actor=actor, line=of, once=once, **values)
            return _back(row.uid if row else once or "", "Application recorded")
    intro = "" if lines else "There is no line of the budget for Community Fund grants yet. Add one first."
    return step(form, "Record an application", url_for("funding.applications"), intro=intro, button="Record")


@bp.route("/applications/<uid:application_uid>/decide", methods=["GET", "POST"])
@permits(MANAGE)
def decide(application_uid: str) -> ResponseReturnValue:
    """Award or refuse, with a reason and any interest declared."""
    actor, row = current_actor(), _mine(application_uid)
    of = queries.get_line(actor, row.line_uid)
    form = forms.DecisionForm(data={"amount": row.asked})
    ((standing, _forecast),) = queries.standings([of], today()).values()
    if form.validate_on_submit():
        values = form.values | {"agreed": form.agreed.data == "YES", "conflict": form.conflict.data == "YES"}
        with form.catching():
            community.decide(actor=actor, application=row, line=of, free=standing.free, **values)
            return _back(row.uid, "Decision recorded")
    words = f"{row.organisation} asks for {pounds(row.asked)}. {pounds(standing.free)} of the line is free."
    return _step(form, "Decide", row, words)


@bp.route("/applications/<uid:application_uid>/withdraw", methods=["GET", "POST"])
@permits(MANAGE)
def withdraw(application_uid: str) -> ResponseReturnValue:
    """The organisation no longer asks."""
    row, form = _mine(application_uid), forms.ReasonForm()
    if form.validate_on_submit():
        with form.catching():
            community.withdraw(actor=current_actor(), application=row, **form.values)
            return _back(row.uid, "Application withdrawn")
    return _step(form, "Withdraw the application", row)


@bp.route("/reports/<uid:report_uid>/receive", methods=["GET", "POST"])
@permits(MANAGE)
def receive_report(report_uid: str) -> ResponseReturnValue:
    """What the organisation reports."""
    actor, form = current_actor(), forms.ReportForm()
    report = fund_queries.get_report(actor, report_uid)
    row = _mine(fund_queries.application_of(actor, report.award_uid))
    if form.validate_on_submit():
        with form.catching():
            community.receive_report(actor=actor, report=report, **form.values)
            return _back(row.uid, "Report recorded")
    return _step(form, "Record a report", row)


@bp.route("/applications/<uid:application_uid>/extend", methods=["GET", "POST"])
@permits(MANAGE)
def extend_award(application_uid: str) -> ResponseReturnValue:
    """A longer time for the same money."""
    row, form = _mine(application_uid), forms.ExtendForm()
    award = fund_queries.get_award_of(current_actor(), application_uid)
    if form.validate_on_submit():
        with form.catching():
            community.extend(actor=current_actor(), award=award, **form.values)
            return _back(row.uid, "Award extended")
    return _step(form, "A longer time", row, "Reports that are not there yet follow the new last day.")


@bp.route("/applications/<uid:application_uid>/take-back", methods=["GET", "POST"])
@permits(MANAGE)
def take_back(application_uid: str) -> ResponseReturnValue:
    """Part of the money, or all of it."""
    row, form = _mine(application_uid), forms.TakeBackForm()
    award = fund_queries.get_award_of(current_actor(), application_uid)
    if form.validate_on_submit():
        with form.catching():
            community.take_back(actor=current_actor(), award=award, **form.values)
            return _back(row.uid, "Money taken back")
    intro = f"{pounds(award.amount)} was awarded. What had been paid is entered on the line when it comes back."
    return _step(form, "Take money back", row, intro)


@bp.route("/applications/<uid:application_uid>/evaluate", methods=["GET", "POST"])
@permits(MANAGE)
def evaluate(application_uid: str) -> ResponseReturnValue:
    """What it came to."""
    row, form = _mine(application_uid), forms.EvaluateForm()
    award = fund_queries.get_award_of(current_actor(), application_uid)
    if form.validate_on_submit():
        with form.catching():
            community.evaluate(actor=current_actor(), award=award, **form.values)
            return _back(row.uid, "Evaluation recorded")
    return _step(form, "Record the evaluation", row)
