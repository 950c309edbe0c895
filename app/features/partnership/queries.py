"""Reads. Nothing here is about a person, so no actor is asked for; everything is answered from memory."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import TypeVar

from sqlalchemy import select

from app.features.partnership import domain
from app.features.partnership.domain import (
    AgencyItem,
    AgeScopeItem,
    AgreementItem,
    AreaItem,
    CodeItem,
    ForumItem,
    NameTerm,
    NumberItem,
    SeatItem,
)
from app.features.partnership.models import Agency, Agreement, Area, Forum, Hub, HubTerm, Seat
from app.features.partnership.snapshot import members, reference
from app.kernel.clock import today
from app.kernel.errors import ConcordError, NotFound, Refused
from app.platform.database import db

M = TypeVar("M", Agency, Agreement, Area, Forum, Seat)


class UnknownList(ConcordError):
    """A code list, or a number, that the reference files do not have."""


# Codes --------------------------------------------------------------------------------------------------------------


def code_list(name: str, on: date | None = None) -> list[CodeItem]:
    """The choices of a list in force `on` a day (today), in the order to show. Raises UnknownList."""
    day = on or today()
    return [item for item in code_history(name) if domain.in_force(item, day)]


def code_history(name: str) -> list[CodeItem]:
    """Every choice a list has ever had or will have."""
    try:
        return reference().codes[name]
    except KeyError:
        raise UnknownList(name) from None


def list_code_lists() -> list[str]:
    return sorted(reference().codes)


def code_item(name: str, code: str, on: date | None = None) -> CodeItem | None:
    """One choice as it stood `on` a day; one that has ended is still found, so that old records can be shown."""
    terms = reference().terms_of_code.get((name, code), [])
    if len(terms) == 1:  # nearly every code, dozens of times a page: the day makes no difference
        return terms[0]
    return domain.nearest_term(terms, on or today())


def code_label(name: str, code: str, on: date | None = None) -> str:
    """The words for a code; a code nobody knows is shown as it is."""
    item = code_item(name, code, on)
    return item.label if item else code


def code_labels(name: str, codes: Iterable[str], on: date | None = None) -> list[str]:
    return [code_label(name, code, on) for code in codes]


def is_code(name: str, code: str, on: date | None = None) -> bool:
    """Whether `code` may be chosen `on` a day."""
    item = domain.term_on(reference().terms_of_code.get((name, code), []), on or today())
    return item is not None


def resolve_code(name: str, text: str) -> str | None:
    """The code for a code or one of its aliases, as files from outside write it; None when there is none."""
    for item in code_history(name):
        if text == item.code or text in item.aliases:
            return item.code
    return None


def gateways_for(agency_type: str, on: date | None = None, *, personal: bool = True) -> list[CodeItem]:
    """The gateways in force that an agency of this type may share through. See `domain.gateways_for`."""
    return domain.gateways_for(agency_type, code_list("gateway", on), personal=personal)


# Numbers ------------------------------------------------------------------------------------------------------------


def number_item(key: str, area_uid: str | None = None, on: date | None = None) -> NumberItem:
    """The number of the area, or else of everybody, `on` a day. Raises UnknownList."""
    day = on or today()
    numbers = reference().numbers
    item = domain.term_on(numbers.get((key, area_uid), []), day) if area_uid else None
    item = item or domain.nearest_term(numbers.get((key, None), []), day)
    if item is None:
        raise UnknownList(key)
    return item


def number(key: str, area_uid: str | None = None, on: date | None = None) -> int:
    """A whole number: `number("action.due.default", area_uid)` is -5."""
    item = number_item(key, area_uid, on)
    return int(item.value)


def factor(key: str, area_uid: str | None = None, on: date | None = None) -> float:
    """A number that need not be whole: `factor("place.recency.3_6")` is 0.8."""
    return float(number_item(key, area_uid, on).value)


def time_of_day(key: str, area_uid: str | None = None, on: date | None = None) -> time:
    """A time on a clock in England: `time_of_day("cycle.cutoff.time")` is 12:00."""
    return time.fromisoformat(number_item(key, area_uid, on).value)


def list_numbers(area_uid: str | None = None, on: date | None = None) -> list[NumberItem]:
    """Every number as it stands for an area (None: for everybody)."""
    keys = sorted({key for key, _area in reference().numbers})
    return [number_item(key, area_uid, on) for key in keys]


def number_history(key: str) -> list[NumberItem]:
    return [item for (found, _area), items in reference().numbers.items() if found == key for item in items]


# Areas and forums ---------------------------------------------------------------------------------------------------


def list_areas(on: date | None = None) -> list[AreaItem]:
    """Every area with its name `on` a day, by code."""
    day = on or today()
    return [AreaItem(uid, code, _name(names, code, day), hub) for uid, code, hub, names in reference().areas]


def every_area_uid() -> frozenset[str]:
    """For the system's own jobs."""
    return frozenset(uid for uid, _code, _hub, _names in reference().areas)


def get_area(uid: str, on: date | None = None) -> AreaItem:
    """Raises NotFound."""
    return _one((area for area in list_areas(on) if area.uid == uid), "area")


def hold_area(area_uid: str) -> None:
    """Until the end of the transaction nobody else holds the area: what is sent twice at once comes one after the
    other."""
    db.session.scalar(select(Area.uid).where(Area.uid == area_uid).with_for_update())


def area_by_code(code: str, on: date | None = None) -> AreaItem:
    """Raises NotFound."""
    return _one((area for area in list_areas(on) if area.code == code), "area")


def area_name(uid: str, on: date | None = None) -> str:
    return get_area(uid, on).name


def list_forums(area_uid: str, on: date | None = None) -> list[ForumItem]:
    """The forums an area has `on` a day, by the name they have then."""
    day = on or today()
    return [
        ForumItem(uid, area, code, term.name)
        for uid, area, code, names in reference().forums
        if area == area_uid and (term := domain.term_on(names, day))
    ]


def forum_name(area_uid: str, code: str, on: date | None = None) -> str:
    """What an area calls a forum, or else its words in the code list."""
    day = on or today()
    for _uid, area, found, names in reference().forums:
        if area == area_uid and found == code:
            return _name(names, code_label("forum", code, day), day)
    return code_label("forum", code, day)


def age_scope(area_uid: str, on: date | None = None) -> AgeScopeItem | None:
    """The ages the group of an area covers `on` a day; None: no scope is set, so every age."""
    return domain.term_on(age_scopes(area_uid), on or today())


def age_scopes(area_uid: str) -> list[AgeScopeItem]:
    """Past, present and planned."""
    return reference().age_scopes.get(area_uid, [])


def hub_name(on: date | None = None) -> str:
    rows = db.session.execute(
        select(HubTerm.hub_uid, HubTerm.name, HubTerm.valid_from, HubTerm.valid_to).join(
            Hub, Hub.uid == HubTerm.hub_uid
        )
    )
    return _name([NameTerm(*row) for row in rows], "Hub", on or today())


# Agencies -----------------------------------------------------------------------------------------------------------


def list_agencies(on: date | None = None) -> list[AgencyItem]:
    """Every agency as it stands `on` a day, by name."""
    day = on or today()
    found = [term for terms in members().agencies.values() if (term := domain.nearest_term(terms, day))]
    return sorted(found, key=lambda agency: agency.name.casefold())


def agencies_in(area_uid: str, on: date | None = None) -> list[AgencyItem]:
    """The agencies of an area and those that serve the whole hub, by name; one that has ended is left out."""
    day = on or today()
    return [
        agency for agency in list_agencies(day) if agency.area_uid in (area_uid, None) and domain.in_force(agency, day)
    ]


def get_agency(uid: str, on: date | None = None) -> AgencyItem:
    """An agency as it stands `on` a day. Raises NotFound."""
    agency = domain.nearest_term(members().agencies.get(uid, []), on or today())
    if agency is None:
        raise NotFound("agency")
    return agency


def agency_name(uid: str, on: date | None = None) -> str:
    return get_agency(uid, on).name


NEVER_TOLD = ("off_by_default", "raises_only")
"""Attributes of a type of agency that what the group holds is not for: it decides about housing, benefits or
immigration, or raises concerns alone."""


def may_receive(agency_uid: str) -> bool:
    """Whether an agency may be told what the group holds about anybody, by its type. The one place that says so:
    PR-31."""
    kind = code_item("agency_type", get_agency(agency_uid).agency_type)
    return kind is None or not any(kind.attributes.get(name) for name in NEVER_TOLD)


def recipients_in(area_uid: str) -> list[AgencyItem]:
    """The agencies to choose from where somebody is told of a case."""
    return [one for one in agencies_in(area_uid) if may_receive(one.uid)]


def check_recipient(agency_uid: str, *, field: str | None = None) -> None:
    """Raises Refused(rule="PR-31") at `field` for an agency that may not be told."""
    if not may_receive(agency_uid):
        raise Refused(
            "Choose another agency: what the group holds is not for this kind of body. One disclosure to it needs the "
            "chair and the data protection officer",
            field=field,
            rule="PR-31",
        )


def agency_history(uid: str) -> list[AgencyItem]:
    return members().agencies.get(uid, [])


def agreements_of(agency_uid: str) -> list[AgreementItem]:
    return members().agreements.get(agency_uid, [])


def current_agreement(agency_uid: str, on: date | None = None) -> AgreementItem | None:
    day = on or today()
    return next((agreement for agreement in reversed(agreements_of(agency_uid)) if agreement.in_force(day)), None)


def has_current_agreement(agency_uid: str, on: date | None = None) -> bool:
    """Whether the agency has signed and its agreement is in date: without it nobody there may sign in. PR-02."""
    return current_agreement(agency_uid, on) is not None


def list_seats(area_uid: str, on: date | None = None) -> list[SeatItem]:
    """Who sits in the group of an area `on` a day: core seats first, then by name."""
    day = on or today()
    seats = [seat for seat in members().seats.get(area_uid, []) if domain.in_force(seat, day)]
    return sorted(seats, key=lambda seat: (seat.kind != "CORE", agency_name(seat.agency_uid, day).casefold()))


def seats_of(agency_uid: str) -> list[SeatItem]:
    """Every seat an agency has had or will have, in any area."""
    return [seat for seats in members().seats.values() for seat in seats if seat.agency_uid == agency_uid]


# Rows to change -----------------------------------------------------------------------------------------------------


def row(model: type[M], uid: str) -> M:
    """The row itself, for a command. Raises NotFound."""
    found = db.session.get(model, uid)
    if found is None:
        raise NotFound(model.__name__)
    return found


def _name(terms: Sequence[NameTerm], otherwise: str, on: date) -> str:
    term = domain.nearest_term(terms, on)
    return term.name if term else otherwise


def _one(found: Iterable[AreaItem], what: str) -> AreaItem:
    item = next(iter(found), None)
    if item is None:
        raise NotFound(what)
    return item
