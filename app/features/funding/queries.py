"""Reads of money, in a number of statements that does not grow with the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from app.features.funding.domain import sums
from app.features.funding.domain.sums import Standing
from app.features.funding.models import Actual, BudgetLine, Commitment, Forecast, Grant, Match, Underspend
from app.kernel.errors import NotFound
from app.platform.access import Actor, fetch
from app.platform.database import db

WITH_SHARES = selectinload(Grant.allocations)


@dataclass(frozen=True)
class Line:
    """A line with how it stands."""

    row: BudgetLine
    grant: Grant
    standing: Standing
    forecast: int | None


@dataclass(frozen=True)
class Money:
    """All that the pages of a year and the alerts look at: of some areas, on a day."""

    area_uids: frozenset[str]
    on: date
    lines: list[Line]
    grants: Sequence[Grant]
    commitments: Sequence[Commitment]


def load_money(area_uids: Iterable[str], on: date) -> Money:
    """Lines of every year with how each stands, grants with their shares, and commitments."""
    areas = frozenset(area_uids)
    statement = _lines().where(BudgetLine.area_uid.in_(sorted(areas)))
    rows = db.session.scalars(statement).all()
    commitments = list_commitments(row.uid for row in rows)
    stands = standings(rows, on, commitments)
    lines = [Line(row, row.grant, *stands[row.uid]) for row in rows]
    return Money(areas, on, lines, list_grants(), commitments)


def _lines() -> Select[BudgetLine]:
    order = BudgetLine.area_uid, Grant.name, BudgetLine.name, BudgetLine.uid
    statement = select(BudgetLine).join(BudgetLine.grant).options(contains_eager(BudgetLine.grant))
    return statement.order_by(*order)


def list_grants(*, published: bool = False) -> Sequence[Grant]:
    """Those that run, or the figures of the documents; each with its shares."""
    wanted = Grant.code.is_not(None) if published else Grant.code.is_(None)
    order = (Grant.code,) if published else (Grant.starts_on.desc(), Grant.name, Grant.uid)
    return db.session.scalars(select(Grant).where(wanted).order_by(*order).options(WITH_SHARES)).all()


def get_grant(actor: Actor, uid: str) -> Grant:
    """With its shares. Raises NotFound."""
    grant = db.session.scalar(select(Grant).where(Grant.uid == uid).options(WITH_SHARES))
    if grant is None:
        raise NotFound("grant")
    return grant


def money_in(grant: Grant, area_uids: Iterable[str]) -> int | None:
    """What some areas have of a grant that was loaded with its shares; None when nothing is theirs, or stated."""
    areas = set(area_uids)
    if grant.of_area_uid is not None:
        return grant.amount if grant.of_area_uid in areas else None
    parts = [one.amount for one in grant.allocations if one.to_area_uid in areas]
    return sum(parts) if parts else None


def get_line(actor: Actor, uid: str) -> BudgetLine:
    """With its grant. Raises NotFound."""
    statement = select(BudgetLine).join(BudgetLine.grant).options(contains_eager(BudgetLine.grant))
    line = db.session.scalar(statement.where(BudgetLine.uid == uid))
    if line is None:
        raise NotFound("budget line")
    return line


def list_lines(on: date, *, year: int | None = None, grant_uid: str | None = None) -> list[Line]:
    """Lines of a year, of a grant, or both, with how each stands on a day: five statements for any number."""
    statement = _lines()
    if year is not None:
        statement = statement.where(BudgetLine.year == year)
    if grant_uid is not None:
        statement = statement.where(BudgetLine.grant_uid == grant_uid)
    rows = db.session.scalars(statement).all()
    stands = standings(rows, on)
    return [Line(line, line.grant, *stands[line.uid]) for line in rows]


def standings(
    lines: Sequence[BudgetLine], on: date, commitments: Sequence[Commitment] | None = None
) -> dict[str, tuple[Standing, int | None]]:
    """By uid of a line: how it stands, and its newest forecast."""
    uids = [line.uid for line in lines]
    if not uids:
        return {}
    paid: dict[tuple[str, str | None], int] = {}
    by = Actual.line_uid, Actual.commitment_uid
    for line_uid, commitment_uid, amount in db.session.execute(
        select(*by, func.sum(Actual.amount)).where(Actual.line_uid.in_(uids)).group_by(*by)
    ):
        paid[line_uid, commitment_uid] = int(amount)
    promised: dict[str, list[tuple[int, int, bool]]] = {}
    for one in list_commitments(uids) if commitments is None else commitments:
        ended = one.ended_on is not None and one.ended_on <= on
        promised.setdefault(one.line_uid, []).append((one.amount, paid.get((one.line_uid, one.uid), 0), ended))
    made = select(Forecast.line_uid, Forecast.amount).where(Forecast.line_uid.in_(uids))
    newest_last = db.session.execute(made.order_by(Forecast.made_at, Forecast.uid))
    thought: dict[str, int] = {str(one.line_uid): int(one.amount) for one in newest_last}
    return {
        line.uid: (
            sums.standing(
                line.amount, promised.get(line.uid, []), paid.get((line.uid, None), 0), thought.get(line.uid)
            ),
            thought.get(line.uid),
        )
        for line in lines
    }


def list_commitments(line_uids: Iterable[str]) -> Sequence[Commitment]:
    """The newest first."""
    statement = select(Commitment).where(Commitment.line_uid.in_(sorted(set(line_uids))))
    return db.session.scalars(statement.order_by(Commitment.starts_on.desc(), Commitment.uid)).all()


def list_actuals(line_uids: Iterable[str]) -> Sequence[Actual]:
    """In the order of the days, a reversal beside what it takes off."""
    statement = select(Actual).where(Actual.line_uid.in_(sorted(set(line_uids))))
    return db.session.scalars(
        statement.order_by(Actual.paid_on, Actual.entered_at, Actual.reverses_uid.is_not(None), Actual.uid)
    ).all()


def list_forecasts(line_uid: str) -> Sequence[Forecast]:
    """The newest first."""
    statement = select(Forecast).where(Forecast.line_uid == line_uid)
    return db.session.scalars(statement.order_by(Forecast.made_at.desc(), Forecast.uid)).all()


def list_underspends(line_uid: str) -> Sequence[Underspend]:
    """The newest first."""
    statement = select(Underspend).where(Underspend.line_uid == line_uid)
    return db.session.scalars(statement.order_by(Underspend.asked_on.desc(), Underspend.uid)).all()


def get_commitment(actor: Actor, uid: str) -> Commitment:
    return fetch(actor, Commitment, uid)


def get_actual(actor: Actor, uid: str) -> Actual:
    return fetch(actor, Actual, uid)


def get_underspend(actor: Actor, uid: str) -> Underspend:
    return fetch(actor, Underspend, uid)


def get_match(actor: Actor, uid: str) -> Match:
    return fetch(actor, Match, uid)


def list_match(grant_uids: Iterable[str]) -> Sequence[Match]:
    """The newest first."""
    statement = select(Match).where(Match.grant_uid.in_(sorted(set(grant_uids))))
    return db.session.scalars(statement.order_by(Match.given_on.desc(), Match.entered_at.desc(), Match.uid)).all()
