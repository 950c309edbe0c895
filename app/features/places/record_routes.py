"""Pages on which something is recorded of a place: its hours, what it is like, powers, problem solving."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.features.cases.interface import Case
from app.features.geography import interface as geography
from app.features.partnership import interface as partnership
from app.features.places import commands, forms, queries
from app.features.places.blueprint import bp
from app.features.places.domain import grid as grids
from app.features.places.domain import rounds
from app.features.places.domain.rounds import Step
from app.features.places.models import PlaceProfile
from app.features.subjects.interface import Place, is_home
from app.kernel.numbers import whole_number
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import SelectChoice, choice
from app.web.forms import Form
from app.web.rendering import render, see_other

MANAGE = Permission.CASE_MANAGE
STEP_FORMS: dict[Step, type[Form]] = {
    Step.ANALYSE: forms.AnalyseForm,
    Step.RESPOND: forms.RespondForm,
    Step.ASSESS: forms.AssessForm,
}


@bp.route("/cases/<uid:case_uid>/times", methods=["GET", "POST"])
@permits(MANAGE)
def times(case_uid: str) -> ResponseReturnValue:
    """Type how often something happens in each hour of the week."""
    actor = current_actor()
    case = queries.place_case_for_change(actor, case_uid)
    profile = queries.profile_of(case.uid)
    form = forms.times_form()(data=_typed(profile) | _version(profile))
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            grid = [[values[forms.cell_name(day, hour)] or 0 for hour in grids.HOURS] for day in range(len(grids.DAYS))]
            seasons = {name[7:]: value for name, value in values.items() if name.startswith("season_")}
            commands.record_times(
                actor=actor, case=case, grid=grid, basis=values["basis"], seasons=seasons, ver=_seen(form)
            )
            return see_other("places.place", case_uid=case.uid, flash="The hours are recorded")
    form["ver"].data = _version(profile)["ver"]
    return render("places/times.html", form=form, case=case, days=grids.DAYS, hours=grids.HOURS, name=forms.cell_name)


def _version(profile: PlaceProfile | None) -> dict[str, str]:
    return {"ver": str(profile.ver if profile else 0)}


def _seen(form: Form) -> int:
    """The version that was on the page the form was sent from."""
    return whole_number(form["ver"].data, 0)


def _typed(profile: PlaceProfile | None) -> dict[str, Any]:
    if profile is None:
        return {}
    cells = {
        forms.cell_name(day, hour): number
        for day, row in enumerate(profile.grid)
        for hour, number in enumerate(row)
        if number
    }
    return {
        **cells,
        **{f"season_{code}": number for code, number in profile.seasons.items()},
        "basis": profile.grid_basis,
    }


@bp.route("/cases/<uid:case_uid>/situation", methods=["GET", "POST"])
@permits(MANAGE)
def situation(case_uid: str) -> ResponseReturnValue:
    """Where the place is, what it is like, who is there and who looks after it."""
    actor = current_actor()
    case = queries.place_case_for_change(actor, case_uid)
    profile = queries.profile_of(case.uid)
    form = forms.situation_form()(data=_known(profile) | _version(profile))
    form["ward"].choices = _wards(case, profile)
    home = isinstance(case.subject, Place) and is_home(case.subject.place_type)
    if home:
        del form["lat"], form["lon"]
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            commands.record_situation(
                actor=actor,
                case=case,
                ward=values["ward"] or "",
                lat=_degrees(values.get("lat")),
                lon=_degrees(values.get("lon")),
                present={band: values[f"present_{band}"] for band in forms.BANDS},
                physical={
                    name.removeprefix("physical_"): int(value)
                    for name, value in values.items()
                    if name.startswith("physical_") and value is not None
                },
                guardians=values["guardians"],
                sessions=values["sessions"],
                minutes=values["minutes"],
                coverage_note=values["coverage_note"],
                ver=_seen(form),
            )
            return see_other("places.place", case_uid=case.uid, flash="What is known of the place is recorded")
    form["ver"].data = _version(profile)["ver"]
    return render("places/situation.html", form=form, case=case, home=home, bands=forms.BANDS)


def _known(profile: PlaceProfile | None) -> dict[str, Any]:
    if profile is None:
        return {}
    return {
        "ward": profile.ward,
        "lat": profile.lat,
        "lon": profile.lon,
        **{f"present_{band}": number for band, number in profile.present.items()},
        **{f"physical_{code}": str(score) for code, score in profile.physical.items()},
        "guardians": [dict(one) for one in profile.guardians],
        "sessions": profile.sessions,
        "minutes": profile.minutes,
        "coverage_note": profile.coverage_note,
    }


def _wards(case: Case, profile: PlaceProfile | None) -> list[SelectChoice]:
    """Those on the map, and the one that was chosen from older boundaries."""
    area = partnership.get_area(case.area_uid)
    names = [one.name for one in geography.boundaries_of(geography.newest_set(geography.WARD, area.code))]
    chosen = profile.ward if profile else None
    return [choice(name, name) for name in [*names, *([chosen] if chosen and chosen not in names else [])]]


def _degrees(value: Any) -> float | None:
    return None if value is None else float(value)


@bp.route("/cases/<uid:case_uid>/view", methods=["GET", "POST"])
@permits(MANAGE)
def view(case_uid: str) -> ResponseReturnValue:
    """Record what young people say about the place."""
    actor = current_actor()
    case = queries.place_case_for_change(actor, case_uid)
    form = forms.ViewForm()
    if form.validate_on_submit():
        with form.catching():
            commands.record_view(actor=actor, case=case, **form.values)
            return see_other("places.place", case_uid=case.uid, flash="What young people say is recorded")
    return _page(case, form, "What young people say about the place")


@bp.route("/cases/<uid:case_uid>/power", methods=["GET", "POST"])
@permits(MANAGE)
def power(case_uid: str) -> ResponseReturnValue:
    """Record a power or tool in force."""
    actor = current_actor()
    case = queries.place_case_for_change(actor, case_uid)
    form = forms.PowerForm()
    if form.validate_on_submit():
        with form.catching():
            commands.record_power(actor=actor, case=case, **form.values)
            return see_other("places.place", case_uid=case.uid, flash="What is in force is recorded")
    return _page(case, form, "Record a power or tool in force")


@bp.route("/powers/<uid:power_uid>/end", methods=["GET", "POST"])
@permits(MANAGE)
def end_power(power_uid: str) -> ResponseReturnValue:
    """End a power before its last day."""
    actor = current_actor()
    row = queries.get_power(actor, power_uid)
    case = queries.place_case_for_change(actor, row.case_uid)
    form = forms.DayForm()
    if form.validate_on_submit():
        with form.catching():
            commands.end_power(actor=actor, case=case, power=row, **form.values)
            return see_other("places.place", case_uid=case.uid, flash="Its end is recorded")
    named = partnership.code_label("rules_in_force", row.code)
    return _page(case, form, "End a power or tool", intro=f"{named}, from {row.starts_on:%-d %B %Y}")


@bp.route("/cases/<uid:case_uid>/round", methods=["GET", "POST"])
@permits(MANAGE)
def begin(case_uid: str) -> ResponseReturnValue:
    """Begin a round of problem solving."""
    actor = current_actor()
    case = queries.place_case_for_change(actor, case_uid)
    form = forms.ScanForm()
    if form.validate_on_submit():
        with form.catching():
            commands.begin_round(actor=actor, case=case, **form.values)
            return see_other("places.place", case_uid=case.uid, flash="The problem is recorded")
    return _page(case, form, rounds.NAMES[Step.SCAN], caption="Problem solving")


@bp.route("/rounds/<uid:round_uid>/step", methods=["GET", "POST"])
@permits(MANAGE)
def step(round_uid: str) -> ResponseReturnValue:
    """The next step of a round: analyse, respond, assess."""
    actor = current_actor()
    row = queries.get_round(actor, round_uid)
    case = queries.place_case_for_change(actor, row.case_uid)
    # A form that was sent twice is about the step that it was made for.
    asked = request.form.get("step", "")
    following = Step(asked) if asked in set(STEP_FORMS) else rounds.next_step(row)
    if following is None:
        return see_other("places.place", case_uid=case.uid)
    form = STEP_FORMS[following](data={"step": following})
    if form.validate_on_submit():
        with form.catching():
            commands.take_step(actor=actor, case=case, round_=row, step=following, **form.values)
            return see_other("places.place", case_uid=case.uid, flash=f"{rounds.SHORT[following]}: recorded")
    intro = f"{row.measure}: {row.before} when the round began" if following is Step.ASSESS else ""
    return _page(case, form, rounds.NAMES[following], caption=f"Problem solving, round {row.number}", intro=intro)


def _page(case: Case, form: Form, heading: str, *, caption: str = "", intro: str = "") -> str:
    back_url = url_for("places.place", case_uid=case.uid)
    return render(
        "places/record.html",
        form=form,
        case=case,
        step_heading=heading,
        caption=caption,
        intro=intro,
        back_url=back_url,
    )
