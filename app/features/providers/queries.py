"""Reads of what is known of providers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.providers import delivering, domain
from app.features.providers.domain import Item, Standing
from app.features.providers.models import ProviderItem
from app.kernel.errors import NotFound
from app.platform.access import PROVIDES, Actor
from app.platform.database import db

OF_ONE = "TRAINING"
"""The kind that is recorded for each practitioner and module."""


def newest(agency_uids: Iterable[str]) -> dict[str, dict[str, ProviderItem]]:
    """The item of each kind that counts, by agency and kind. Training is not among them: it is of single people."""
    rows = db.session.scalars(
        select(ProviderItem)
        .where(ProviderItem.agency_uid.in_(set(agency_uids)), ProviderItem.kind != OF_ONE)
        .order_by(ProviderItem.agency_uid, ProviderItem.recorded_at, ProviderItem.uid)
    )
    return {
        agency_uid: {row.kind: row for row in of_agency}
        for agency_uid, of_agency in groupby(rows, key=lambda row: row.agency_uid or "")
    }


def lapsed_items(agency_uid: str, on: date) -> tuple[str, ...]:
    """Why nobody new is to be referred to a provider (PR-53): its lapsed safeguarding and data protection items, in
    words; empty when nothing stops it. Kinds that stop carry `stops` in the code list `provider_item_kind`."""
    return lapsed_by_agency([agency_uid], on).get(agency_uid, ())


def lapsed_by_agency(agency_uids: Iterable[str], on: date) -> dict[str, tuple[str, ...]]:
    """The same for several, those with nothing lapsed left out."""
    found = {}
    stops = {kind.code for kind in partnership.code_list("provider_item_kind") if kind.attributes.get("stops")}
    for agency_uid, items in newest(agency_uids).items():
        words = domain.lapsed_words((plain(row) for kind, row in items.items() if kind in stops), on)
        if words:
            found[agency_uid] = words
    return found


def plain(row: ProviderItem) -> Item:
    return Item(partnership.code_label("provider_item_kind", row.kind), row.state, row.expires_on)


@dataclass(frozen=True)
class Kind:
    """One kind of item of a provider: the item that counts, None when none is recorded, and how it stands."""

    code: str
    label: str
    stops: bool
    row: ProviderItem | None
    standing: Standing


@dataclass(frozen=True)
class Provider:
    """An agency with how it stands. `lapsed` says why nobody new is referred to it (PR-53)."""

    agency: partnership.AgencyItem
    kinds: tuple[Kind, ...]
    lapsed: tuple[str, ...]

    def labels(self, *standings: Standing) -> list[str]:
        return [kind.label for kind in self.kinds if kind.standing in standings]


def list_providers(actor: Actor, area_uid: str, on: date) -> list[Provider]:
    """The agencies of an area that deliver interventions, by name; for one of a provider its own alone."""
    others = delivering.told()
    agencies = [
        one
        for one in partnership.agencies_in(area_uid)
        if (one.agency_type == delivering.PROVIDER or one.uid in others)
        and (not actor.is_any(PROVIDES) or one.uid == actor.agency_uid)
    ]
    items = newest(one.uid for one in agencies)
    found = [_provider(one, items.get(one.uid, {}), area_uid, on) for one in agencies]
    return sorted(found, key=lambda one: one.agency.name.casefold())


def get_provider(actor: Actor, area_uid: str, agency_uid: str, on: date) -> Provider:
    """Raises NotFound."""
    found = next((one for one in list_providers(actor, area_uid, on) if one.agency.uid == agency_uid), None)
    if found is None:
        raise NotFound("Provider")
    return found


def _provider(agency: partnership.AgencyItem, items: dict[str, ProviderItem], area_uid: str, on: date) -> Provider:
    soon = int(partnership.number("provider.item_soon", area_uid))
    kinds = []
    for kind in partnership.code_list("provider_item_kind"):
        if kind.code == OF_ONE:
            continue
        row = items.get(kind.code)
        standing = domain.standing_of(plain(row) if row else None, on, soon)
        kinds.append(Kind(kind.code, kind.label, bool(kind.attributes.get("stops")), row, standing))
    stopping = (plain(kind.row) for kind in kinds if kind.stops and kind.row is not None)
    return Provider(agency, tuple(kinds), domain.lapsed_words(stopping, on))


def history(agency_uid: str, kind: str) -> Sequence[ProviderItem]:
    """Every item of a kind, the newest first."""
    return db.session.scalars(
        select(ProviderItem)
        .where(ProviderItem.agency_uid == agency_uid, ProviderItem.kind == kind)
        .order_by(ProviderItem.recorded_at.desc(), ProviderItem.uid.desc())
    ).all()


def training(agency_uid: str, area_uid: str, on: date) -> list[tuple[ProviderItem, Standing]]:
    """The newest of each practitioner and module, with how it stands."""
    soon = int(partnership.number("provider.item_soon", area_uid))
    newest_of = {(row.user_uid, row.module): row for row in reversed(history(agency_uid, OF_ONE))}
    return [(row, domain.standing_of(plain(row), on, soon)) for row in newest_of.values()]


def count_standing(actor: Actor, on: date) -> dict[str, int]:
    """For the home page: providers that take nobody `stopped`, items that `lapsed`, and those that lapse `soon`."""
    found = list_providers(actor, actor.area_uid, on)
    return {
        "stopped": sum(bool(one.lapsed) for one in found),
        "lapsed": sum(len(one.labels(Standing.LAPSED)) for one in found),
        "soon": sum(len(one.labels(Standing.SOON)) for one in found),
    }
