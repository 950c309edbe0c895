"""Pages of recorded crime: months side by side, and loading a month."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.geography import interface as geography
from app.features.partnership import interface as partnership
from app.features.recorded_crime import cli, commands, queries  # noqa: F401 - the commands are on the blueprint
from app.features.recorded_crime.blueprint import bp
from app.features.recorded_crime.domain.course import COLOURS, STATE_NAMES, state_of
from app.features.recorded_crime.forms import FileForm, PlainForm, ViewForm
from app.features.recorded_crime.queries import Line
from app.platform.access import Actor, Permission, current_actor
from app.web import navigation
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

navigation.add("Recorded crime", "recorded_crime.months", Permission.CRIME_VIEW, 37, section=navigation.PICTURE)

BY = {"WARD": "Wards", "LSOA": "Small areas", "STREET": "Streets", "TYPE": "Crime types"}
MOST_MONTHS = 6
"""Beside each other; and the newest of them a year before."""
MOST_STREETS = 100
NOWHERE = {"WARD": "Ward not known", "LSOA": "Small area not known", "STREET": "Street not known", "TYPE": "Not known"}


@bp.get("")
@permits(Permission.CRIME_VIEW)
def months() -> str:
    """The newest months side by side, by ward, small area, street or type."""
    actor = current_actor()
    areas = {area.code: area for area in partnership.list_areas()}
    types = {item.code: item.label for item in partnership.code_list("crime_type")}
    form = ViewForm(formdata=request.args)
    form.by.choices = [choice(code, label) for code, label in BY.items()]
    form.type.choices = [choice(code, label) for code, label in types.items()]
    form.area.choices = [choice(code, area.name) for code, area in areas.items()]
    by = _known(form.by.data, BY) or "WARD"
    kind = _known(form.type.data, types) if by != "TYPE" else None
    area_code = _known(form.area.data, areas) or _own(actor, areas)
    form.by.data, form.area.data = by, area_code
    files = queries.months_in_use()
    shown = shown_months([file.month for file in files if file.month])
    lines = queries.lines(area_code, by, shown, crime_type=kind)
    known = geography.known_small_areas() if by == "LSOA" else set()
    wards = geography.newest_set(geography.WARD, area_code)
    names = types if by == "TYPE" else {}
    if by == "WARD":
        names = {one.code: one.name for one in geography.boundaries_of(wards)}
    return render(
        "recorded_crime/months.html",
        form=form,
        by=by,
        by_words=BY[by],
        area=areas[area_code].name,
        kind=types.get(kind or ""),
        files=files,
        months=shown,
        lines=lines[:MOST_STREETS] if by == "STREET" else lines,
        left_out=max(0, len(lines) - MOST_STREETS) if by == "STREET" else 0,
        total=_total(lines),
        names=names,
        nowhere=NOWHERE[by],
        unjoined=sum(one.numbers.total() for one in lines if one.code and one.code not in known) if known else 0,
        known=known,
        wards=wards,
        weighted=bool(queries.weights("crime_type")),
        sources=queries.sources("crime_type"),
        may_load=actor.may(Permission.CRIME_LOAD),
    )


def shown_months(there: list[date]) -> list[date]:
    """The newest, the newest first, and then the newest a year before, where they are there."""
    newest = sorted(set(there), reverse=True)[:MOST_MONTHS]
    year_before = {date(one.year - 1, one.month, 1) for one in newest[:3]} & set(there)
    return sorted({*newest, *year_before}, reverse=True)


def _known(code: str | None, codes: Mapping[str, Any]) -> str | None:
    return code if code in codes else None


def _own(actor: Actor, areas: Mapping[str, partnership.AreaItem]) -> str:
    return next((code for code, area in areas.items() if area.uid in actor.area_uids), next(iter(areas)))


def _total(lines: list[Line]) -> Line:
    total = Line("", "All")
    for one in lines:
        total.numbers.update(one.numbers)
        total.harm.update(one.harm)
    return total


@bp.route("/files", methods=["GET", "POST"])
@permits(Permission.CRIME_LOAD)
def files() -> ResponseReturnValue:
    """The files that were loaded, and loading another."""
    actor = current_actor()
    form = FileForm()
    if form.validate_on_submit():
        with form.catching():
            file, new = commands.take_in(actor=actor, data=form.file.data or b"")
            said = "The file was loaded" if new else "This file was loaded before: nothing was changed"
            return see_other("recorded_crime.file", file_uid=file.uid, flash=said)
    listed = queries.list_files(actor)
    return render(
        "recorded_crime/files.html",
        form=form,
        files=[(one, state_of(one)) for one in listed],
        names=accounts.user_names(actor, {one.user_uid for one in listed if one.user_uid}),
        state_names=STATE_NAMES,
        colours=COLOURS,
    )


@bp.get("/files/<uid:file_uid>")
@permits(Permission.CRIME_LOAD)
def file(file_uid: str) -> str:
    """How far the reading of a file is, what it held, and how it stands to the month that is there."""
    found = queries.get_file(current_actor(), file_uid)
    state = state_of(found)
    return render(
        "recorded_crime/file.html",
        form=PlainForm(),
        file=found,
        state=state,
        state_words=STATE_NAMES[state],
        colour=COLOURS[state],
        label=lambda code: partnership.code_label("crime_type", code),
    )


@bp.post("/files/<uid:file_uid>/replace")
@permits(Permission.CRIME_LOAD)
def replace(file_uid: str) -> ResponseReturnValue:
    """Put the counts of a file in the place of those of its month."""
    actor = current_actor()
    commands.replace_month(actor=actor, file=queries.get_file(actor, file_uid))
    return see_other("recorded_crime.file", file_uid=file_uid, flash="The month was replaced")


@bp.post("/files/<uid:file_uid>/leave")
@permits(Permission.CRIME_LOAD)
def leave(file_uid: str) -> ResponseReturnValue:
    """Keep the month as it is."""
    actor = current_actor()
    commands.leave_month(actor=actor, file=queries.get_file(actor, file_uid))
    return see_other("recorded_crime.file", file_uid=file_uid, flash="The month stays as it is")
