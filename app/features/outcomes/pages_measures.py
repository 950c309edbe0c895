"""What changed for one person: the measures of each point, goals, and what the provider still owes."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from app.features.outcomes import asking, goals, measuring, queries, shown, tools
from app.features.outcomes import forms_measures as forms
from app.features.outcomes.blueprint import bp
from app.features.outcomes.domain import points
from app.features.outcomes.domain.change import ASSOCIATED
from app.features.outcomes.domain.points import Point
from app.features.outcomes.measuring import Occasion
from app.features.outcomes.sheets import Sheet, outcome_label
from app.features.outcomes.sheets import sheet as sheet_of
from app.features.partnership import interface as partnership
from app.features.referrals.interface import Referral
from app.kernel.clock import today
from app.platform.access import PROVIDES, Permission, current_actor, fetch
from app.web.access import permits
from app.web.rendering import render, see_other

SLUGS = {Point.BASELINE: "start", Point.MIDDLE: "middle", Point.EXIT: "end", Point.MONTHS_3: "three-months"}
POINTS = {slug: point for point, slug in SLUGS.items()}
RECORD = Permission.OUTCOME_RECORD, Permission.INTERVENTION_LINK
READ = Permission.REFERRAL_VIEW, Permission.INTERVENTION_VIEW


@bp.get("/outcomes/due")
@permits(Permission.REFERRAL_VIEW)
def due() -> str:
    """Everything my agency owes a measure of."""
    return render("outcomes/due.html", rows=queries.due_of_agency(current_actor()), **words())


@bp.get("/outcomes/referrals/<uid:referral_uid>")
@permits(*READ)
def changes(referral_uid: str) -> str:
    """Everything measured of one person, what changed, their goals and what they said."""
    actor = current_actor()
    referral = queries.get_referral(actor, referral_uid)
    sheet = sheet_of(actor, referral)
    return render(
        "outcomes/changes.html",
        referral=referral,
        sheet=sheet,
        lines=shown.lines(sheet),
        windows=[(window, sheet.standing(window, today())) for window in sheet.windows],
        feedback=queries.feedback_shown(actor, referral.uid),
        may_record=measuring.may_record(actor, referral),
        associated=ASSOCIATED,
        home=home(referral),
        **words(),
    )


@bp.route("/outcomes/referrals/<uid:referral_uid>/<slug>", methods=["GET", "POST"])
@permits(*RECORD)
def point(referral_uid: str, slug: str) -> ResponseReturnValue:
    """All measures of one point."""
    actor = current_actor()
    referral = to_record(referral_uid)
    sheet = sheet_of(actor, referral)
    of = POINTS.get(slug)
    window = points.find(sheet.windows, of) if of else None
    if of is None or window is None or window.opens_on > today():
        abort(404)
    start = {"measured_on": today(), "seen": measuring.version(sheet, of), **forms.starting(sheet, of)}
    form = forms.point_form(sheet, of)(data=start)
    if form.validate_on_submit():
        with form.catching():
            measuring.record_point(
                actor=actor,
                referral=referral,
                occasion=Occasion(of, form["measured_on"].data, form["mode"].data or ""),
                entries=forms.entries(form, sheet, of),
                seen=form["seen"].data,
            )
            return see_other("outcomes.changes", referral_uid=referral.uid, flash="Measures saved")
    return render(
        "outcomes/point.html",
        form=form,
        referral=referral,
        sheet=sheet,
        window=window,
        groups=_groups(sheet, of),
        **words(),
    )


@bp.route("/outcomes/referrals/<uid:referral_uid>/goals", methods=["GET", "POST"])
@permits(*RECORD)
def goal(referral_uid: str) -> ResponseReturnValue:
    """Set a goal in the person's own words, with where they stand today."""
    referral = to_record(referral_uid)
    form = forms.GoalForm(data={"completed_by": "SELF"})
    if form.validate_on_submit():
        with form.catching():
            values = form.values | {"score": int(form.score.data or 0)}
            goals.set_goal(actor=current_actor(), referral=referral, **values)
            return see_other("outcomes.changes", referral_uid=referral.uid, flash="Goal saved")
    return render("outcomes/goal.html", form=form, referral=referral)


@bp.route("/outcomes/goals/<uid:goal_uid>/drop", methods=["GET", "POST"])
@permits(*RECORD)
def drop(goal_uid: str) -> ResponseReturnValue:
    """It is no longer measured."""
    actor = current_actor()
    row = queries.get_goal(actor, goal_uid)
    referral = to_record(row.referral_uid)
    if row.dropped_on is not None:
        return see_other("outcomes.changes", referral_uid=referral.uid)
    form = forms.DropForm()
    if form.validate_on_submit():
        with form.catching():
            goals.drop_goal(actor=actor, referral=referral, goal=row, **form.values)
            return see_other("outcomes.changes", referral_uid=referral.uid, flash="Goal taken off the list")
    return render("outcomes/drop.html", form=form, referral=referral, goal=row)


def to_record(referral_uid: str) -> Referral:
    """The referral, for somebody who may record its outcomes. Not there for anybody else."""
    actor = current_actor()
    referral = fetch(actor, Referral, referral_uid)
    if not measuring.may_record(actor, referral):
        abort(404)
    return referral


def home(referral: Referral) -> str:
    """The page of the referral: the provider's own, or the group's."""
    endpoint = "referrals.referral" if current_actor().is_any(PROVIDES) else "referrals.linked"
    return url_for(endpoint, referral_uid=referral.uid)


def words() -> dict[str, object]:
    return {
        "slugs": SLUGS,
        "point_label": shown.point_label,
        "label": partnership.code_label,
        "given_by": asking.GIVEN_BY,
        "on": today(),
    }


def _groups(sheet: Sheet, of: Point) -> list[tuple[str, list[str]]]:
    """The fields of the page under the outcome they are about; a goal or a rating says that itself."""
    groups: dict[str, list[str]] = {}
    for one in sheet.at(of):
        heading = "" if one.goal_uid or one.tool == tools.general_tool() else outcome_label(one, sheet)
        groups.setdefault(heading, []).append(one.name)
    return sorted(groups.items(), key=lambda group: not group[0])
