"""Pages of a line: its budget, what is promised and paid, forecasts, and what is asked for what is left."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.funding import forms, lines, paying, queries
from app.features.funding.allowing import may_manage
from app.features.funding.blueprint import bp
from app.features.funding.domain import states, years
from app.features.funding.models import BudgetLine, Commitment
from app.features.funding.seeing import seeing
from app.features.funding.shown import intervention_choices, step
from app.features.interventions import interface as interventions
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.money import pounds
from app.kernel.numbers import whole_number
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

VIEW, MANAGE = Permission.FUNDING_VIEW, Permission.FUNDING_MANAGE


@bp.get("/lines/<uid:line_uid>")
@permits(VIEW)
def line(line_uid: str) -> str:
    """One line of the budget, with every row behind its sums."""
    actor, on = current_actor(), today()
    with seeing(actor) as reader:
        row = queries.get_line(reader, line_uid)
        ((standing, forecast),) = queries.standings([row], on).values()
        commitments = [(one, commitment_words(one, row)) for one in queries.list_commitments([row.uid])]
        actuals = queries.list_actuals([row.uid])
        forecasts = queries.list_forecasts(row.uid)
        asked = [
            (one, states.underspend_state(one.decided_on, one.agreed)) for one in queries.list_underspends(row.uid)
        ]
        of = interventions.get_intervention(reader, row.intervention_uid) if row.intervention_uid else None
    names = accounts.user_names(actor, {one.entered_by_uid for one in actuals} | {one.made_by_uid for one in forecasts})
    return render(
        "funding/line.html",
        row=row,
        standing=standing,
        forecast=forecast,
        commitments=commitments,
        paid_under=_paid_under(actuals),
        actuals=actuals,
        reversed={one.reverses_uid for one in actuals if one.reverses_uid},
        forecasts=forecasts,
        asked=asked,
        intervention=of,
        may_view_intervention=actor.may(Permission.INTERVENTION_VIEW),
        names=names,
        area=partnership.area_name(row.area_uid),
        label=partnership.code_label,
        year_words=years.year_words,
        may_manage=may_manage(actor, row.area_uid),
    )


def _paid_under(actuals) -> dict[str, int]:  # type: ignore[no-untyped-def]
    found: dict[str, int] = {}
    for one in actuals:
        if one.commitment_uid:
            found[one.commitment_uid] = found.get(one.commitment_uid, 0) + one.amount
    return found


def commitment_words(row: Commitment, of: BudgetLine) -> states.Words:
    return states.commitment_state(
        confirmed_on=row.confirmed_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        ended_on=row.ended_on,
        funded_until=of.grant.ends_on,
        on=today(),
        notice=partnership.number("funding.ends_notice", row.area_uid),
    )


def _mine(line_uid: str) -> BudgetLine:
    return queries.get_line(current_actor(), line_uid)


def _at(line_uid: str) -> str:
    return url_for("funding.line", line_uid=line_uid)


def _back(line_uid: str, flash: str) -> ResponseReturnValue:
    return see_other("funding.line", line_uid=line_uid, flash=flash)


@bp.route("/lines/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_line() -> ResponseReturnValue:
    """A line of the area's budget."""
    actor = current_actor()
    area_uid = actor.area_uid
    grants = {one.uid: one for one in queries.list_grants() if queries.money_in(one, [area_uid]) is not None}
    start = {"grant_uid": request.args.get("grant"), "year": str(years.year_of(today()))}
    form = forms.LineForm(data=start)
    form.grant_uid.choices = [choice(one.uid, one.name) for one in grants.values()]
    form.intervention_uid.choices = intervention_choices(actor)
    if form.validate_on_submit():
        values = form.values
        of, year = grants[values.pop("grant_uid")], int(values.pop("year"))
        with form.catching():
            once = form.once.data
            row = lines.add_line(actor=actor, grant=of, area_uid=area_uid, year=year, once=once, **values)
            return _back(row.uid if row else once or "", "Line added")
    return step(form, "Add a line", url_for("funding.overview"), caption=partnership.area_name(area_uid))


@bp.route("/lines/<uid:line_uid>/change", methods=["GET", "POST"])
@permits(MANAGE)
def change_line(line_uid: str) -> ResponseReturnValue:
    """More or less money, or another name."""
    row = _mine(line_uid)
    form = forms.ChangeLineForm(data={"ver": str(row.ver), "name": row.name, "amount": row.amount})
    if form.validate_on_submit():
        ver = whole_number(form.ver.data, -1)
        with form.catching():
            lines.change_line(actor=current_actor(), line=row, grant=row.grant, expected_ver=ver, **form.values)
            return _back(row.uid, "Line changed")
    return step(form, "Change the line", _at(row.uid), caption=row.name)


@bp.route("/lines/<uid:line_uid>/commitments/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_commitment(line_uid: str) -> ResponseReturnValue:
    """Money promised by a contract or an order."""
    row, form = _mine(line_uid), forms.CommitmentForm()
    if form.validate_on_submit():
        with form.catching():
            once = form.once.data
            paying.commit_money(actor=current_actor(), line=row, grant=row.grant, once=once, **form.values)
            return _back(row.uid, "Commitment recorded")
    return step(form, "Record a commitment", _at(row.uid), caption=row.name)


@bp.route("/commitments/<uid:commitment_uid>/confirm", methods=["GET", "POST"])
@permits(MANAGE)
def confirm_commitment(commitment_uid: str) -> ResponseReturnValue:
    """Both have signed."""
    actor, form = current_actor(), forms.ConfirmForm()
    row = queries.get_commitment(actor, commitment_uid)
    if form.validate_on_submit():
        with form.catching():
            paying.confirm_commitment(actor=actor, commitment=row, **form.values)
            return _back(row.line_uid, "Commitment confirmed")
    return step(form, "Signed by both", _at(row.line_uid), caption=row.what)


@bp.route("/commitments/<uid:commitment_uid>/end", methods=["GET", "POST"])
@permits(MANAGE)
def end_commitment(commitment_uid: str) -> ResponseReturnValue:
    """It ends before its time."""
    actor, form = current_actor(), forms.EndForm()
    row = queries.get_commitment(actor, commitment_uid)
    if form.validate_on_submit():
        with form.catching():
            paying.end_commitment(actor=actor, commitment=row, **form.values)
            return _back(row.line_uid, "End recorded")
    return step(form, "End a commitment", _at(row.line_uid), caption=row.what)


@bp.route("/lines/<uid:line_uid>/payments/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_actual(line_uid: str) -> ResponseReturnValue:
    """Enter money that was paid."""
    actor, row = current_actor(), _mine(line_uid)
    form = forms.ActualForm()
    form.commitment_uid.choices = [choice(one.uid, one.what) for one in queries.list_commitments([row.uid])]
    form.intervention_uid.choices = intervention_choices(actor)
    if form.validate_on_submit():
        with form.catching():
            paying.pay(actor=actor, line=row, once=form.once.data, **form.values)
            return _back(row.uid, "Payment entered")
    return step(form, "Enter a payment", _at(row.uid), caption=row.name, button="Enter")


@bp.route("/payments/<uid:actual_uid>/reverse", methods=["GET", "POST"])
@permits(MANAGE)
def reverse_actual(actual_uid: str) -> ResponseReturnValue:
    """Take a wrong payment off by another row."""
    actor, form = current_actor(), forms.ReverseForm()
    row = queries.get_actual(actor, actual_uid)
    if form.validate_on_submit():
        with form.catching():
            paying.reverse(actor=actor, actual=row, line=_mine(row.line_uid), **form.values)
            return _back(row.line_uid, "Payment reversed. Enter the right figure if there is one")
    return step(form, "Reverse a payment", _at(row.line_uid), caption=f"{pounds(row.amount)}, {row.what}")


@bp.route("/lines/<uid:line_uid>/forecast", methods=["GET", "POST"])
@permits(MANAGE)
def forecast(line_uid: str) -> ResponseReturnValue:
    """What the line is thought to come to."""
    row, form = _mine(line_uid), forms.ForecastForm()
    if form.validate_on_submit():
        with form.catching():
            lines.make_forecast(actor=current_actor(), line=row, once=form.once.data, **form.values)
            return _back(row.uid, "Forecast saved")
    return step(form, "Forecast", _at(row.uid), caption=row.name, intro=f"The budget is {pounds(row.amount)}.")


@bp.route("/lines/<uid:line_uid>/underspend", methods=["GET", "POST"])
@permits(MANAGE)
def ask_underspend(line_uid: str) -> ResponseReturnValue:
    """Ask what may be done with money that will not be spent."""
    row, form = _mine(line_uid), forms.UnderspendForm()
    if form.validate_on_submit():
        with form.catching():
            lines.ask_underspend(actor=current_actor(), line=row, once=form.once.data, **form.values)
            return _back(row.uid, "Request recorded")
    return step(form, "Ask about an underspend", _at(row.uid), caption=row.name)


@bp.route("/underspends/<uid:underspend_uid>/answer", methods=["GET", "POST"])
@permits(MANAGE)
def answer_underspend(underspend_uid: str) -> ResponseReturnValue:
    """What whoever gives the money said."""
    actor, form = current_actor(), forms.AnswerForm()
    row = queries.get_underspend(actor, underspend_uid)
    if form.validate_on_submit():
        values = form.values | {"agreed": form.agreed.data == "YES"}
        with form.catching():
            lines.answer_underspend(actor=actor, request=row, **values)
            return _back(row.line_uid, "Answer recorded")
    return step(form, "Record the answer", _at(row.line_uid), caption=pounds(row.amount))
