"""Pages of places: the map with its list, and the page of one place. Those that record are in `record_routes`."""

from flask import Response, jsonify, request

from app.features.cases import interface as cases
from app.features.partnership import interface as partnership
from app.features.places import drawing, queries, record_routes, shown
from app.features.places.blueprint import bp
from app.features.places.board import board
from app.features.places.domain.trend import ARROWS, WORDS
from app.platform.access import Permission, current_actor
from app.web import navigation
from app.web.access import permits
from app.web.rendering import render

__all__ = ["bp", "record_routes"]

navigation.add("Places", "places.overview", Permission.CASE_VIEW, 36, section=navigation.PICTURE)


@bp.get("")
@permits(Permission.CASE_VIEW)
def overview() -> str:
    """The map of places by ward, and the list that says the same."""
    made = board(current_actor())
    drawn = drawing.drawn(made, _layer(), _area())
    return render(
        "places/overview.html",
        board=made,
        map=drawn,
        layers=drawing.LAYERS,
        sheet=drawing.sheet_of(drawn),
        label=lambda code: partnership.code_label("place_type", code) if code else "Not recorded",
        words=WORDS,
        arrows=ARROWS,
    )


@bp.get("/map.json")
@permits(Permission.CASE_VIEW)
def shapes() -> Response:
    """The same for the page's script."""
    return jsonify(drawing.as_data(drawing.drawn(board(current_actor()), _layer(), _area())))


def _layer() -> str:
    asked = request.args.get("layer", "")
    return asked if asked in drawing.LAYERS else "places"


def _area() -> str:
    """The code of the reader's own area; "" for somebody without one."""
    mine = current_actor().area_uids
    return next((area.code for area in partnership.list_areas() if area.uid in mine), "")


@bp.get("/cases/<uid:case_uid>")
@permits(Permission.CASE_VIEW)
def place(case_uid: str) -> str:
    """Everything about one place: which comes first, when, how it is looked after, and what is done."""
    actor = current_actor()
    case = queries.get_place_case(actor, case_uid)
    made = board(actor, case)
    return render(
        "places/place.html",
        case=case,
        board=made,
        one=made.of(case.uid),
        times=shown.times(made.of(case.uid)),
        crime=shown.crime_near(made.of(case.uid), _area()),
        rounds=shown.rounds_of(case.uid),
        powers=shown.powers_of(case.uid, case.area_uid),
        facts=shown.facts(made.of(case.uid)),
        manages=actor.may(Permission.CASE_MANAGE) and cases.is_open(case),
        label=partnership.code_label,
        words=WORDS,
        arrows=ARROWS,
    )
