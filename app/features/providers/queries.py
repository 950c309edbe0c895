"""Reads of what is known of providers."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.providers import domain
from app.features.providers.domain import Item
from app.features.providers.models import ProviderItem
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
