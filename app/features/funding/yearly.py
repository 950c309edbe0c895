"""A year’s money as a whole: totals, the share spent on interventions, match, and what is promised past its end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add

from app.features.funding import queries
from app.features.funding.domain import sums, years
from app.features.funding.domain.sums import Standing
from app.features.funding.models import Commitment, Grant, Match
from app.features.funding.queries import Line, Money
from app.features.funding.spending import HOME_OFFICE
from app.features.partnership import interface as partnership


@dataclass(frozen=True)
class Brought:
    """Match of a grant: what it asks of these areas (None: nothing is asked), and what was given."""

    grant: Grant
    asked: int | None
    per_cent: int | None
    by_total: bool
    given: int

    @property
    def missing(self) -> int:
        return max(0, (self.asked or 0) - self.given)


@dataclass(frozen=True)
class Year:
    year: int
    lines: list[Line]
    total: Standing
    home_office: int
    """Spent of Home Office money, and of it on interventions."""
    on_interventions: int
    after_funding: int
    """Promised for days after the grant it is paid from."""
    match: list[Brought]

    @property
    def share_on_interventions(self) -> str | None:
        return sums.percent(self.on_interventions, self.home_office) if self.home_office > 0 else None


def year_of_money(year: int, money: Money) -> Year:
    """What some areas have, promised and spent in a financial year, as it stands on a day."""
    lines = [one for one in money.lines if one.row.year == year]
    home_office = [one for one in lines if one.grant.source == HOME_OFFICE]
    grants = [grant for grant in money.grants if _runs(grant, year)]
    return Year(
        year=year,
        lines=lines,
        total=total(lines),
        home_office=sum(one.standing.spent for one in home_office),
        on_interventions=sum(one.standing.spent for one in home_office if is_for_interventions(one.row.kind)),
        after_funding=_after_funding(lines, money),
        match=match_of(grants, queries.list_match(grant.uid for grant in grants), money.area_uids),
    )


def total(lines: Sequence[Line]) -> Standing:
    return reduce(add, (one.standing for one in lines), Standing())


def is_for_interventions(kind: str) -> bool:
    item = partnership.code_item("budget_kind", kind)
    return item is not None and bool(item.attributes.get("intervention"))


def match_of(grants: Sequence[Grant], given: Sequence[Match], area_uids: Collection[str]) -> list[Brought]:
    """Of grants (loaded with their shares) that ask for match, or were given some."""
    found = []
    for grant in grants:
        brought = sum(one.amount for one in given if one.grant_uid == grant.uid and one.area_uid in area_uids)
        asked = match_asked(grant)
        if asked is not None:
            asked = _part(grant, asked, area_uids)
        if asked is not None or brought:
            found.append(Brought(grant, asked, match_per_cent(grant), match_base(grant) == sums.TOTAL, brought))
    return found


def match_per_cent(grant: Grant) -> int | None:
    """How many per cent the year of the programme asks for."""
    if grant.match_year is None:
        return None
    step = min(grant.match_year, 3)
    return partnership.number(f"funding.match.{step}", grant.of_area_uid, grant.starts_on)


def match_base(grant: Grant) -> int:
    """D4: the setting that was in force when the grant began."""
    return partnership.number("funding.match_base", grant.of_area_uid, grant.starts_on)


def match_asked(grant: Grant) -> int | None:
    """Of the whole grant; None when it asks for none, or its amount is not stated."""
    per_cent = match_per_cent(grant)
    if per_cent is None or grant.amount is None:
        return None
    return sums.match_asked(grant.amount, grant.core_amount, per_cent, match_base(grant))


def _part(grant: Grant, asked: int, area_uids: Collection[str]) -> int | None:
    """The areas' part of what a grant asks for, as the grant itself is shared out."""
    if grant.of_area_uid is not None:
        return asked if grant.of_area_uid in area_uids else None
    shares = grant.allocations
    if not shares:
        return None
    parts = sums.split(asked, [one.amount for one in shares])
    own = [part for one, part in zip(shares, parts, strict=True) if one.to_area_uid in area_uids]
    return sum(own) if own else None


def _runs(grant: Grant, year: int) -> bool:
    return grant.starts_on <= years.last_day(year) and grant.ends_on >= years.first_day(year)


def _after_funding(lines: Sequence[Line], money: Money) -> int:
    ends = {one.row.uid: one.grant.ends_on for one in lines}
    return sum(promised_after(one, ends[one.line_uid], money.on) for one in money.commitments if one.line_uid in ends)


def promised_after(commitment: Commitment, funded_until: date, on: date) -> int:
    """The part of a commitment, spread evenly over its days, that falls after the money ends."""
    if commitment.ended_on is not None and commitment.ended_on <= on:
        return 0
    days = commitment.starts_on.toordinal(), commitment.ends_on.toordinal(), funded_until.toordinal()
    return sums.after(commitment.amount, *days)
