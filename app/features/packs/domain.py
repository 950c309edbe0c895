"""Rules of packs: when they can be read, which gateways cover a sharing, and what is missing. Pure.

Source: domain reference 5.2, PR-24 and PR-46.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

NOT_KNOWN = frozenset({"NOT_KNOWN", "CANNOT_SHARE"})
"""Answers of an agency that share nothing."""


class PackState(StrEnum):
    NOT_RELEASED = "NOT_RELEASED"
    OPEN = "OPEN"
    WITHDRAWN = "WITHDRAWN"


def pack_state(released_at: datetime | None, withdrawn_at: datetime | None, on: date, last_day: date) -> PackState:
    """Whether packs can be read on a day: from their release to the last day, unless they are withdrawn before."""
    if released_at is None:
        return PackState.NOT_RELEASED
    return PackState.WITHDRAWN if withdrawn_at is not None or on > last_day else PackState.OPEN


@dataclass(frozen=True)
class Piece:
    """What one agency brought to an item, and the gateways that let it be shared; none: it may not be."""

    item_uid: str
    source_uid: str
    gateways: tuple[str, ...] = ()


def missing(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces that no gateway covers: a pack cannot be released with one. PR-46."""
    return [piece for piece in pieces if not piece.gateways]


def reaches(gateways: Iterable[str], recipient_type: str, not_to: Mapping[str, Collection[str]]) -> list[str]:
    """Those of `gateways` that may carry information to an agency of this type. `not_to` names, by gateway, the types
    of agency that it does not reach."""
    return [code for code in gateways if recipient_type not in not_to.get(code, ())]


def basis_of(gateways: Iterable[str]) -> str:
    """The lawful basis that goes with the gateways (section 5.2): public task, unless every one is another's."""
    codes = list(gateways)
    if codes and all(code.startswith("DUAA_") for code in codes):
        return "ART_6_1_EA"
    if codes and all(code == "VITAL" for code in codes):
        return "ART_6_1_D"
    return "ART_6_1_E"


def condition_of(*, is_child: bool) -> str:
    """The condition of Schedule 1 for what is sensitive: safeguarding a child, or else preventing unlawful acts."""
    return "SCH_1_18" if is_child else "SCH_1_10"
