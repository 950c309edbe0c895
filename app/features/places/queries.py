"""What is recorded of one place. The rule of its case is added to every one of these by the session."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.interface import Case
from app.features.places.models import PlacePower, PlaceProfile, PlaceRound
from app.kernel.errors import NotFound
from app.platform.access import Actor, fetch
from app.platform.database import db

PLACE = "PLACE"


def get_place_case(actor: Actor, case_uid: str) -> Case:
    """The case of a place, for reading; the view is recorded. Raises NotFound."""
    return _of_place(cases.get_case(actor, case_uid, page="place"))


def place_case_for_change(actor: Actor, case_uid: str) -> Case:
    """The same for a command, while the case is open."""
    case = _of_place(cases.case_for_change(actor, case_uid))
    if not cases.is_open(case):
        raise NotFound("place")
    return case


def _of_place(case: Case) -> Case:
    if case.subject_kind != PLACE:
        raise NotFound("place")
    return case


def profile_of(case_uid: str) -> PlaceProfile | None:
    return db.session.scalar(select(PlaceProfile).where(PlaceProfile.case_uid == case_uid))


def list_rounds(case_uid: str) -> Sequence[PlaceRound]:
    """The newest first."""
    of_case = select(PlaceRound).where(PlaceRound.case_uid == case_uid)
    return db.session.scalars(of_case.order_by(PlaceRound.number.desc())).all()


def get_round(actor: Actor, uid: str) -> PlaceRound:
    return fetch(actor, PlaceRound, uid)


def list_powers(case_uid: str) -> Sequence[PlacePower]:
    """The newest first."""
    of_case = select(PlacePower).where(PlacePower.case_uid == case_uid)
    return db.session.scalars(of_case.order_by(PlacePower.starts_on.desc(), PlacePower.uid)).all()


def get_power(actor: Actor, uid: str) -> PlacePower:
    return fetch(actor, PlacePower, uid)


def powers_ending(area_uid: str, since: date, until: date) -> list[tuple[str, date, str, str]]:
    """Code, last day, uid and reference of the case of powers that end between two days while the case is open, the
    first to end first."""
    ending = select(PlacePower.code, PlacePower.ends_on, Case.uid, Case.reference).join(
        Case, Case.uid == PlacePower.case_uid
    )
    ending = ending.where(
        PlacePower.area_uid == area_uid,
        PlacePower.ends_on.between(since, until),
        PlacePower.ended_on.is_(None),
        Case.closed_on.is_(None),
    )
    rows = db.session.execute(ending.order_by(PlacePower.ends_on, PlacePower.uid))
    return [(code, ends_on, uid, reference) for code, ends_on, uid, reference in rows if ends_on]
