"""Pages of the partnership: areas, agencies, agreements, seats, code lists, numbers and ages."""

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from app.features.partnership import commands, forms, queries
from app.features.partnership.domain import AgencyItem, CodeItem, NumberItem, check_number
from app.features.partnership.models import Agency, Agreement, Area, Forum, Seat
from app.kernel.clock import today
from app.kernel.errors import NotFound, NotPermitted, Refused
from app.platform.access import Permission, current_actor
from app.web import navigation
from app.web.access import permits
from app.web.fields import choice
from app.web.forms import Form
from app.web.rendering import render, see_other

bp = Blueprint("partnership", __name__, url_prefix="/partnership", template_folder="templates")
navigation.add("Partnership", "partnership.overview", Permission.PARTNERSHIP_VIEW, 80, section=navigation.RUNNING)

VIEW, MANAGE = Permission.PARTNERSHIP_VIEW, Permission.PARTNERSHIP_MANAGE
HUB = Permission.HUB_MANAGE
"""What every area shares."""
AGES = (
    "Reaching an age limit never closes a case. The change is proposed first, under Governance, and made here once "
    "both impact assessments were approved since."
)


def editing(form: Form, heading: str, back: str, *, intro: str = "", button: str = "Save") -> str:
    """A page with one form."""
    return render("partnership/edit.html", form=form, heading=heading, back_url=back, intro=intro, button=button)


def must_change(area_uid: str | None) -> None:
    """Do not show a form to somebody whom the command would refuse: of another area it is not there for them."""
    if not commands.may_change(current_actor(), area_uid):
        raise NotFound("this part of the partnership")


# Overview and areas -------------------------------------------------------------------------------------------------


@bp.get("")
@permits(VIEW)
def overview() -> str:
    agencies = queries.list_agencies()
    areas = [
        (area, sum(agency.area_uid == area.uid for agency in agencies), len(queries.list_seats(area.uid)))
        for area in queries.list_areas()
    ]
    whole = [agency for agency in agencies if agency.area_uid is None]
    return render(
        "partnership/overview.html",
        hub=queries.hub_name(),
        areas=areas,
        whole=_agency_rows(whole),
        may_change=commands.may_change(current_actor(), None),
    )


@bp.get("/areas/<uid:area_uid>")
@permits(VIEW)
def area(area_uid: str) -> str:
    return render(
        "partnership/area.html",
        area=queries.get_area(area_uid),
        names=queries.row(Area, area_uid).terms,
        agencies=_agency_rows(queries.agencies_in(area_uid)),
        seats=queries.list_seats(area_uid),
        forums=queries.list_forums(area_uid),
        ages=list(reversed(queries.age_scopes(area_uid))),
        label=queries.code_label,
        agency_name=queries.agency_name,
        may_change=commands.may_change(current_actor(), area_uid),
        may_rename=commands.may_change(current_actor(), None),
        day=today(),
    )


@bp.route("/areas/<uid:area_uid>/name", methods=["GET", "POST"])
@permits(HUB)
def rename_area(area_uid: str) -> ResponseReturnValue:
    row, back = queries.row(Area, area_uid), url_for("partnership.area", area_uid=area_uid)
    form = forms.NameForm(data={"name": queries.area_name(area_uid)})
    if form.validate_on_submit():
        with form.catching():
            commands.rename_area(actor=current_actor(), area=row, **form.values)
            return see_other("partnership.area", area_uid=area_uid, flash="Name changed")
    return editing(form, "Change the name of the area", back)


@bp.route("/areas/<uid:area_uid>/ages", methods=["GET", "POST"])
@permits(MANAGE)
def ages(area_uid: str) -> ResponseReturnValue:
    must_change(area_uid)
    now, back = queries.age_scope(area_uid), url_for("partnership.area", area_uid=area_uid)
    form = forms.AgesForm(data={"min_age": now.min_age, "max_age_exclusive": now.max_age_exclusive} if now else {})
    if form.validate_on_submit():
        with form.catching():
            commands.change_age_scope(actor=current_actor(), area_uid=area_uid, **form.values)
            return see_other("partnership.area", area_uid=area_uid, flash="Ages changed")
    return editing(form, "Change the ages the group covers", back, intro=AGES)


@bp.route("/areas/<uid:area_uid>/forums/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_forum(area_uid: str) -> ResponseReturnValue:
    must_change(area_uid)
    form, back = forms.ForumForm(), url_for("partnership.area", area_uid=queries.get_area(area_uid).uid)
    if form.validate_on_submit():
        with form.catching():
            commands.add_forum(actor=current_actor(), area_uid=area_uid, **form.values)
            return see_other("partnership.area", area_uid=area_uid, flash="Forum added")
    return editing(form, "Add a forum", back)


@bp.route("/forums/<uid:forum_uid>/name", methods=["GET", "POST"])
@permits(MANAGE)
def rename_forum(forum_uid: str) -> ResponseReturnValue:
    row = queries.row(Forum, forum_uid)
    must_change(row.area_uid)
    form = forms.NameForm(data={"name": queries.forum_name(row.area_uid, row.code)})
    if form.validate_on_submit():
        with form.catching():
            commands.rename_forum(actor=current_actor(), forum=row, **form.values)
            return see_other("partnership.area", area_uid=row.area_uid, flash="Name changed")
    return editing(form, "Change the name of the forum", url_for("partnership.area", area_uid=row.area_uid))


# Agencies -----------------------------------------------------------------------------------------------------------


@bp.get("/agencies/<uid:agency_uid>")
@permits(VIEW)
def agency(agency_uid: str) -> str:
    now = queries.get_agency(agency_uid)
    return render(
        "partnership/agency.html",
        agency=now,
        area=queries.get_area(now.area_uid) if now.area_uid else None,
        history=list(reversed(queries.agency_history(agency_uid))),
        agreements=list(reversed(queries.agreements_of(agency_uid))),
        signed=queries.current_agreement(agency_uid),
        seats=queries.seats_of(agency_uid),
        label=queries.code_label,
        area_name=queries.area_name,
        may_change=commands.may_change(current_actor(), now.area_uid),
        day=today(),
    )


@bp.route("/agencies/new", methods=["GET", "POST"])
@permits(HUB)
def new_hub_agency() -> ResponseReturnValue:
    return _new_agency(None, url_for("partnership.overview"))


@bp.route("/areas/<uid:area_uid>/agencies/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_agency(area_uid: str) -> ResponseReturnValue:
    return _new_agency(queries.get_area(area_uid).uid, url_for("partnership.area", area_uid=area_uid))


def _new_agency(area_uid: str | None, back: str) -> ResponseReturnValue:
    must_change(area_uid)
    form = forms.AgencyForm()
    if form.validate_on_submit():
        with form.catching():
            added = commands.add_agency(actor=current_actor(), area_uid=area_uid, **form.values)
            return see_other("partnership.agency", agency_uid=added.uid, flash="Agency added")
    intro = "" if area_uid else "This agency will serve every area, as the police force does."
    return editing(form, "Add an agency", back, intro=intro, button="Add agency")


@bp.route("/agencies/<uid:agency_uid>/change", methods=["GET", "POST"])
@permits(MANAGE)
def change_agency(agency_uid: str) -> ResponseReturnValue:
    now, row = queries.get_agency(agency_uid), queries.row(Agency, agency_uid)
    must_change(row.area_uid)
    form = forms.AgencyTermForm(data={**_fields_of(now), "valid_from": None})
    if form.validate_on_submit():
        with form.catching():
            commands.change_agency(actor=current_actor(), agency=row, **form.values)
            return see_other("partnership.agency", agency_uid=agency_uid, flash="Agency changed")
    intro = "What was true before stays in the history."
    return editing(form, "Change an agency", url_for("partnership.agency", agency_uid=agency_uid), intro=intro)


@bp.route("/agencies/<uid:agency_uid>/end", methods=["GET", "POST"])
@permits(MANAGE)
def end_agency(agency_uid: str) -> ResponseReturnValue:
    row = queries.row(Agency, agency_uid)
    must_change(row.area_uid)
    form = forms.LastDayForm()
    if form.validate_on_submit():
        with form.catching():
            commands.end_agency(actor=current_actor(), agency=row, **form.values)
            return see_other("partnership.agency", agency_uid=agency_uid, flash="Last day recorded")
    return editing(form, "Record an agency leaving", url_for("partnership.agency", agency_uid=agency_uid))


@bp.route("/agencies/<uid:agency_uid>/agreement", methods=["GET", "POST"])
@permits(MANAGE)
def sign_agreement(agency_uid: str) -> ResponseReturnValue:
    row = queries.row(Agency, agency_uid)
    must_change(row.area_uid)
    form = forms.AgreementForm()
    if form.validate_on_submit():
        with form.catching():
            commands.sign_agreement(actor=current_actor(), agency=row, **form.values)
            return see_other("partnership.agency", agency_uid=agency_uid, flash="Agreement recorded")
    intro = "Nobody of an agency can sign in without an agreement in date. A new one takes the place of the one before."
    return editing(form, "Record an agreement", url_for("partnership.agency", agency_uid=agency_uid), intro=intro)


@bp.route("/agreements/<uid:agreement_uid>/end", methods=["GET", "POST"])
@permits(MANAGE)
def end_agreement(agreement_uid: str) -> ResponseReturnValue:
    row = queries.row(Agreement, agreement_uid)
    must_change(queries.get_agency(row.agency_uid).area_uid)
    form = forms.AgreementEndForm()
    if form.validate_on_submit():
        with form.catching():
            commands.end_agreement(actor=current_actor(), agreement=row, **form.values)
            return see_other("partnership.agency", agency_uid=row.agency_uid, flash="End of the agreement recorded")
    return editing(form, "End an agreement", url_for("partnership.agency", agency_uid=row.agency_uid))


# Seats --------------------------------------------------------------------------------------------------------------


@bp.route("/areas/<uid:area_uid>/seats/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_seat(area_uid: str) -> ResponseReturnValue:
    must_change(area_uid)
    form, back = forms.SeatForm(), url_for("partnership.area", area_uid=queries.get_area(area_uid).uid)
    form.agency_uid.choices = [choice(one.uid, one.name) for one in queries.agencies_in(area_uid)]
    if form.validate_on_submit():
        values = form.values
        row = queries.row(Agency, values.pop("agency_uid"))
        group = values.pop("quorum_group")
        with form.catching():
            commands.give_seat(
                actor=current_actor(),
                area_uid=area_uid,
                agency=row,
                quorum_group=None if group == forms.NO_GROUP else group,
                **values,
            )
            return see_other("partnership.area", area_uid=area_uid, flash="Seat given")
    return editing(form, "Give an agency a seat", back, button="Give seat")


@bp.route("/seats/<uid:seat_uid>/end", methods=["GET", "POST"])
@permits(MANAGE)
def end_seat(seat_uid: str) -> ResponseReturnValue:
    row = queries.row(Seat, seat_uid)
    must_change(row.area_uid)
    form = forms.LastDayForm()
    if form.validate_on_submit():
        with form.catching():
            commands.end_seat(actor=current_actor(), seat=row, **form.values)
            return see_other("partnership.area", area_uid=row.area_uid, flash="Last day of the seat recorded")
    return editing(form, "End a seat", url_for("partnership.area", area_uid=row.area_uid))


# Code lists ---------------------------------------------------------------------------------------------------------


@bp.get("/lists")
@permits(VIEW)
def lists() -> str:
    names = queries.list_code_lists()
    return render("partnership/lists.html", lists=[(name, len(queries.code_list(name))) for name in names])


@bp.get("/lists/<name>")
@permits(VIEW)
def code_list(name: str) -> str:
    return render(
        "partnership/list.html",
        name=name,
        items=_codes(name),
        may_change=commands.may_change(current_actor(), None),
        day=today(),
    )


@bp.route("/lists/<name>/new", methods=["GET", "POST"])
@permits(HUB)
def new_code(name: str) -> ResponseReturnValue:
    _codes(name)
    form = forms.NewCodeForm()
    if form.validate_on_submit():
        with form.catching():
            commands.add_code(actor=current_actor(), list_name=name, **form.values)
            return see_other("partnership.code_list", name=name, flash="Choice added")
    return editing(form, "Add a choice", url_for("partnership.code_list", name=name), button="Add choice")


@bp.route("/lists/<name>/change/<path:code>", methods=["GET", "POST"])
@permits(HUB)
def change_code(name: str, code: str) -> ResponseReturnValue:
    now = _code(name, code)
    form = forms.CodeForm(data={"label": now.label, "hint": now.hint, "position": now.position})
    if form.validate_on_submit():
        with form.catching():
            commands.change_code(actor=current_actor(), list_name=name, code=code, **form.values)
            return see_other("partnership.code_list", name=name, flash="Choice changed")
    intro = f"Code {code}. Records made before keep the words of their day."
    return editing(form, "Change a choice", url_for("partnership.code_list", name=name), intro=intro)


@bp.route("/lists/<name>/end/<path:code>", methods=["GET", "POST"])
@permits(HUB)
def end_code(name: str, code: str) -> ResponseReturnValue:
    now = _code(name, code)
    form = forms.LastDayForm()
    if form.validate_on_submit():
        with form.catching():
            commands.end_code(actor=current_actor(), list_name=name, code=code, **form.values)
            return see_other("partnership.code_list", name=name, flash="Last day recorded")
    intro = f"“{now.label}” is no longer offered after this day. Records that hold it keep showing it."
    return editing(form, "Stop offering a choice", url_for("partnership.code_list", name=name), intro=intro)


# Numbers ------------------------------------------------------------------------------------------------------------


@bp.get("/numbers")
@permits(VIEW)
def numbers() -> str:
    local = {area.uid: area.name for area in queries.list_areas()}
    return render(
        "partnership/numbers.html",
        numbers=[
            (item, [one for one in queries.number_history(item.key) if one.area_uid]) for item in queries.list_numbers()
        ],
        areas=local,
        may_change=_may_change_something(),
    )


@bp.route("/numbers/<key>", methods=["GET", "POST"])
@permits(MANAGE)
def change_number(key: str) -> ResponseReturnValue:
    if not _may_change_something():
        raise NotPermitted("numbers")
    if key not in {item.key for item in queries.list_numbers()}:
        raise NotFound("number")
    now = queries.number_item(key)
    form = forms.NumberForm(data={"value": now.value})
    actor = current_actor()
    form.area_uid.choices = [
        choice(one.uid, one.name) for one in queries.list_areas() if commands.may_change(actor, one.uid)
    ]
    everywhere = commands.may_change(actor, None)
    if not everywhere:
        form.area_uid.blank = "Select an area"
    if form.validate_on_submit():
        values = form.values
        area_uid = values.pop("area_uid") or None
        if area_uid is None and not everywhere:
            form.refuse("Select an area", field="area_uid")
        else:
            with form.catching():
                commands.change_number(actor=actor, key=key, area_uid=area_uid, **values)
                return see_other("partnership.numbers", flash="Number changed")
    return render(
        "partnership/number.html",
        form=form,
        unusable=_unusable(now),
        number=now,
        history=list(reversed(queries.number_history(key))),
        areas={one.uid: one.name for one in queries.list_areas()},
    )


# Shared -------------------------------------------------------------------------------------------------------------


def _agency_rows(agencies: list[AgencyItem]) -> list[dict[str, Any]]:
    return [
        {
            "agency": one,
            "kind": queries.code_label("agency_type", one.agency_type),
            "agreement": queries.current_agreement(one.uid),
        }
        for one in agencies
    ]


def _fields_of(item: AgencyItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__dataclass_fields__}


def _may_change_something() -> bool:
    actor = current_actor()
    return any(commands.may_change(actor, uid) for uid in [None, *queries.every_area_uid()])


def _unusable(number: NumberItem) -> str:
    """What is wrong with a number as it stands: it may have been kept before there were limits."""
    try:
        check_number(number.key, number.value, number.unit)
    except Refused as refused:
        return refused.message
    return ""


def _codes(name: str) -> list[CodeItem]:
    try:
        return queries.code_history(name)
    except queries.UnknownList:
        raise NotFound("code list") from None


def _code(name: str, code: str) -> CodeItem:
    item = queries.code_item(name, code)
    if item is None:
        raise NotFound("code")
    return item


from app.features.partnership import planned_routes  # noqa: E402, F401 - it adds routes
