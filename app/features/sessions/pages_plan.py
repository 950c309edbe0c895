"""Planning: which intervention, what and when, then the days to look over before they are made."""

from collections.abc import Collection
from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from app.features.incidents import interface as incidents
from app.features.incidents.interface import GoingOn
from app.features.interventions import interface as interventions
from app.features.interventions.interface import Intervention
from app.features.partnership import interface as partnership
from app.features.sessions import forms, people, planning, queries
from app.features.sessions.blueprint import bp
from app.features.sessions.domain import planning as rules
from app.features.sessions.domain.planning import Dates
from app.features.sessions.people import Somebody, key_text, read_key
from app.features.sessions.planning import Plan
from app.features.sessions.warning import Warned, warned
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.kernel.references import new_uid
from app.platform.access import Actor, Permission, current_actor
from app.platform.calendar import working_days
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

RECORD = Permission.SESSION_RECORD


@bp.route("/plan", methods=["GET", "POST"])
@permits(RECORD)
def choose() -> ResponseReturnValue:
    """In which intervention? Straight on where there is only one."""
    rows = queries.interventions_of(current_actor())
    if len(rows) == 1:
        return see_other("sessions.plan", intervention_uid=rows[0].uid)
    form = forms.InterventionForm()
    form.intervention_uid.choices = [choice(row.uid, row.name) for row in rows]
    if form.validate_on_submit():
        return see_other("sessions.plan", intervention_uid=form.intervention_uid.data)
    return render("sessions/choose.html", form=form, rows=rows)


@bp.route("/plan/<uid:intervention_uid>", methods=["GET", "POST"])
@permits(RECORD)
def plan(intervention_uid: str) -> ResponseReturnValue:
    """One session or a series. The days are looked over before they are made: `stage` is make then, or change to go
    back to the form."""
    actor = current_actor()
    row = interventions.get_intervention(actor, intervention_uid)
    if not planning.works_in(actor, row):
        raise NotFound("Intervention")
    somebody = people.who_may_come(actor, row.uid)
    form = forms.PlanForm(data=_beginning(actor, row, somebody))
    fill_choices(form, actor, row, somebody)
    stage = request.form.get("stage", "look")
    found = warned(actor, {read_key(text)[0] for text in form.people.data or ()}, form.venue_uid.data)
    reason = form.between_reason
    if stage != "make" or not found:
        del form.between_reason
    dates = None
    if stage != "change" and form.validate_on_submit():
        with form.catching():
            dates = _dates(form)
            if stage == "make":
                wanted = _plan_of(form, row, tuple(day for day in dates.held if day.isoformat() in _ticked()))
                made = planning.plan(actor=actor, plan=wanted, token=form.token.data or "", reason=reason.data)
                return see_other("sessions.session", session_uid=made[0].uid, flash=_said(len(wanted.dates)))
            planning.check(actor, _plan_of(form, row, dates.held))
            return _look_over(form, row, dates, found, somebody, fresh=True)
    if stage == "make" and (dates or set(form.errors) == {incidents.REASON}):
        return _look_over(form, row, dates or _dates(form), found, somebody)
    return render("sessions/plan.html", form=form, row=row, somebody=somebody)


def _look_over(
    form: forms.PlanForm,
    row: Intervention,
    dates: Dates,
    found: Warned,
    somebody: list[Somebody],
    *,
    fresh: bool = False,
) -> str:
    """The days, who and what, and what to be warned of; everything entered is carried along."""
    going_on = form if not fresh else GoingOn(formdata=None)
    chosen = set(form.people.data or ())
    holidays = working_days().bank_holidays
    return render(
        "sessions/look_over.html",
        form=going_on,
        row=row,
        days=[(day, fresh or day.isoformat() in _ticked(), day in holidays) for day in dates.held],
        left_out=dates.left_out,
        warnings=found.words,
        names=[one.name for one in somebody if key_text(one.key) in chosen],
        mode=form.mode.data,
        counts=form.mode.data in rules.COUNTING,
        starts_at=rules.read_time(form.starts_at.data),
        minutes=form.minutes.data,
        parallel=form.parallel.data,
        carried=[(name, value) for name in form.values | {"token": ""} for value in request.form.getlist(name)],
        label=partnership.code_label,
    )


def _ticked() -> set[str]:
    return set(request.form.getlist("dates"))


def _dates(form: forms.PlanForm) -> Dates:
    return rules.series_dates(
        form.held_on.data or today(),
        form.rhythm.data,
        form.times.data or 0,
        weekdays={int(number) for number in form.weekdays.data or ()},
        holidays=working_days().bank_holidays if form.skip_holidays.data else (),
    )


def _plan_of(form: forms.PlanForm, row: Intervention, dates: tuple[date, ...]) -> Plan:
    return Plan(
        intervention_uid=row.uid,
        mode=form.mode.data,
        dates=dates,
        starts_at=rules.read_time(form.starts_at.data),
        minutes=form.minutes.data,
        venue_uid=form.venue_uid.data,
        worker_uids=tuple(form.worker_uids.data or ()),
        people=tuple(read_key(text) for text in form.people.data or ()),
        parallel=form.parallel.data,
    )


def _said(days: int) -> str:
    return "Session planned" if days == 1 else f"{days} sessions planned"


def _beginning(actor: Actor, row: Intervention, somebody: list[Somebody]) -> dict[str, object]:
    """What the form starts with: who was asked for in the address, and what the catalogue says of a session."""
    asked = request.args.get("referral")
    chosen = [key_text(one.key) for one in somebody if one.referral.uid == asked and one.participant is None]
    return {
        "token": new_uid(),
        "rhythm": rules.ONCE,
        "mode": rules.ONE if chosen else request.args.get("mode"),
        "people": chosen,
        "held_on": today(),
        "minutes": row.minutes_planned,
        "times": row.sessions_planned,
        "skip_holidays": True,
        "worker_uids": [actor.user_uid],
    }


def fill_choices(form: forms.SessionForm, actor: Actor, row: Intervention, somebody: Collection[Somebody]) -> None:
    form.venue_uid.choices = [choice(venue.uid, venue.name) for venue in interventions.venues_of(row)]
    form.worker_uids.choices = [choice(user.uid, user.name) for user in planning.colleagues(actor)]
    form.people.choices = [
        choice(key_text(one.key), one.name, hint=f"Comes for {one.referral.first_name}" if one.participant else None)
        for one in somebody
    ]
