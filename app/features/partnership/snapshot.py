"""The partnership as one process remembers it: read once, and again after a change.

Pages ask for dozens of labels and names. Each transaction reads the tokens; what was read under the same token
before is still true. There are two: the reference data is large and hardly changes, agencies come and go.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from functools import cached_property
from itertools import groupby
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Select, select

from app.features.partnership import domain
from app.features.partnership.models import (
    Agency,
    AgencyTerm,
    AgeScope,
    Agreement,
    Area,
    AreaTerm,
    Code,
    Forum,
    ForumTerm,
    Number,
    PartnershipChange,
    Seat,
)
from app.kernel.references import new_uid
from app.platform.database import db

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
S = TypeVar("S", "Reference", "Members")

SEEN = "partnership.seen"
KEPT = 8

_kept: OrderedDict[str, Any] = OrderedDict()
_lock = Lock()


class Reference:
    """Codes, numbers, areas and forums, of all times, as plain values."""

    CHANGE = 1

    @cached_property
    def codes(self) -> dict[str, list[domain.CodeItem]]:
        """Per list, in the order to show, every term of every code."""
        rows = db.session.execute(
            select(
                Code.list,
                Code.code,
                Code.label,
                Code.hint,
                Code.position,
                Code.valid_from,
                Code.valid_to,
                Code.attributes,
            ).order_by(Code.list, Code.position, Code.code, Code.valid_from)
        )
        return _grouped((domain.CodeItem(*row) for row in rows), lambda item: item.list)

    @cached_property
    def terms_of_code(self) -> dict[tuple[str, str], list[domain.CodeItem]]:
        found: dict[tuple[str, str], list[domain.CodeItem]] = {}
        for items in self.codes.values():
            for item in items:
                found.setdefault((item.list, item.code), []).append(item)
        return found

    @cached_property
    def areas(self) -> list[tuple[str, str, str, list[domain.NameTerm]]]:
        """uid, code, hub, names."""
        names = _names(select(AreaTerm.area_uid, AreaTerm.name, AreaTerm.valid_from, AreaTerm.valid_to))
        rows = db.session.execute(select(Area.uid, Area.code, Area.hub_uid).order_by(Area.code))
        return [(uid, code, hub, names.get(uid, [])) for uid, code, hub in rows]

    @cached_property
    def forums(self) -> list[tuple[str, str, str, list[domain.NameTerm]]]:
        """uid, area, code, names."""
        names = _names(select(ForumTerm.forum_uid, ForumTerm.name, ForumTerm.valid_from, ForumTerm.valid_to))
        rows = db.session.execute(select(Forum.uid, Forum.area_uid, Forum.code).order_by(Forum.code))
        return [(uid, area, code, names.get(uid, [])) for uid, area, code in rows]

    @cached_property
    def numbers(self) -> dict[tuple[str, str | None], list[domain.NumberItem]]:
        rows = db.session.execute(
            select(
                Number.key,
                Number.area_uid,
                Number.value,
                Number.unit,
                Number.label,
                Number.source,
                Number.valid_from,
                Number.valid_to,
            ).order_by(Number.key, Number.area_uid, Number.valid_from)
        )
        return _grouped((domain.NumberItem(*row) for row in rows), lambda item: (item.key, item.area_uid))

    @cached_property
    def age_scopes(self) -> dict[str, list[domain.AgeScopeItem]]:
        rows = db.session.execute(
            select(
                AgeScope.area_uid,
                AgeScope.min_age,
                AgeScope.max_age_exclusive,
                AgeScope.valid_from,
                AgeScope.valid_to,
                AgeScope.note,
            ).order_by(AgeScope.area_uid, AgeScope.valid_from)
        )
        return _grouped((domain.AgeScopeItem(*row) for row in rows), lambda item: item.area_uid)


class Members:
    """Agencies with their agreements and seats, of all times, as plain values."""

    CHANGE = 2

    @cached_property
    def agencies(self) -> dict[str, list[domain.AgencyItem]]:
        """uid → every term, first to last."""
        rows = db.session.execute(
            select(
                Agency.uid,
                Agency.area_uid,
                Agency.agency_type,
                AgencyTerm.name,
                AgencyTerm.duty_status,
                AgencyTerm.s16_party,
                AgencyTerm.health_or_social_care,
                AgencyTerm.competent_authority_part3,
                AgencyTerm.dp_registration_no,
                AgencyTerm.controller_role,
                AgencyTerm.valid_from,
                AgencyTerm.valid_to,
            )
            .join(AgencyTerm, AgencyTerm.agency_uid == Agency.uid)
            .order_by(Agency.uid, AgencyTerm.valid_from)
        )
        return _grouped((domain.AgencyItem(*tuple(row)) for row in rows), lambda item: item.uid)

    @cached_property
    def agreements(self) -> dict[str, list[domain.AgreementItem]]:
        rows = db.session.execute(
            select(
                Agreement.uid, Agreement.agency_uid, Agreement.signed_on, Agreement.review_due, Agreement.ended_on
            ).order_by(Agreement.agency_uid, Agreement.signed_on)
        )
        return _grouped((domain.AgreementItem(*row) for row in rows), lambda item: item.agency_uid)

    @cached_property
    def seats(self) -> dict[str, list[domain.SeatItem]]:
        """By area."""
        rows = db.session.execute(
            select(
                Seat.uid, Seat.area_uid, Seat.agency_uid, Seat.kind, Seat.quorum_group, Seat.valid_from, Seat.valid_to
            ).order_by(Seat.area_uid, Seat.valid_from)
        )
        return _grouped((domain.SeatItem(*row) for row in rows), lambda item: item.area_uid)


def _names(statement: Select[str, str, date, date | None]) -> dict[str, list[domain.NameTerm]]:
    terms = sorted(
        (domain.NameTerm(*row) for row in db.session.execute(statement)), key=lambda term: (term.of, term.valid_from)
    )
    return _grouped(terms, lambda term: term.of)


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Items already in the order of `key`."""
    return {found: list(group) for found, group in groupby(items, key)}


def reference() -> Reference:
    """The reference data as this transaction sees it."""
    return _current()[0]


def members() -> Members:
    """The agencies as this transaction sees them."""
    return _current()[1]


def _current() -> tuple[Reference, Members]:
    session = db.session()
    transaction = session.get_transaction()
    seen = session.info.get(SEEN)
    if seen is not None and seen[0] is transaction and transaction is not None:
        found: tuple[Reference, Members] = seen[1]
        return found
    tokens = {row.id: row.token for row in session.execute(_TOKENS)}
    found = _remembered(Reference, tokens), _remembered(Members, tokens)
    session.info[SEEN] = (session.get_transaction(), found)
    return found


_TOKENS = select(PartnershipChange.id, PartnershipChange.token)


def _remembered(kind: type[S], tokens: Mapping[int, str]) -> S:
    token = tokens.get(kind.CHANGE)
    if token is None:
        return kind()
    with _lock:
        snapshot: S = _kept.setdefault(token, kind())
        _kept.move_to_end(token)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return snapshot


def changed(kind: type[Reference | Members]) -> None:
    """Let every process read again once this transaction is committed; this one does at once."""
    session = db.session()
    row = session.get(PartnershipChange, kind.CHANGE, with_for_update=True)
    if row is None:
        session.add(PartnershipChange(id=kind.CHANGE, token=new_uid()))
    else:
        row.token = new_uid()
    session.flush()
    session.info.pop(SEEN, None)
