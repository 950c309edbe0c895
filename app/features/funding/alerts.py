"""What of the money is to be looked at: confirmations that are late, ends that are near, reports that are owed, and
lines that will not be spent or are overspent. Computed; nothing of it is kept."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for

from app.features.funding import fund_queries, queries
from app.features.funding.domain import states, sums, years
from app.features.funding.models import Grant
from app.features.funding.queries import Line, Money
from app.features.funding.yearly import promised_after
from app.features.partnership import interface as partnership
from app.kernel.days import day_words
from app.kernel.money import pounds
from app.platform.access import Actor

LATE, ENDS, REPORT, UNDER, OVER, AFTER = "LATE", "ENDS", "REPORT", "UNDER", "OVER", "AFTER"
KINDS = {
    LATE: ("Confirmation late", "red"),
    OVER: ("More than the budget", "red"),
    REPORT: ("Report overdue", "red"),
    AFTER: ("Promised past the funding", "yellow"),
    ENDS: ("Ends soon", "yellow"),
    UNDER: ("Underspend", "yellow"),
}
"""In the order in which they are shown."""


@dataclass(frozen=True)
class Alert:
    kind: str
    what: str
    words: str
    at: tuple[str, dict[str, Any]]
    """Where to look at it: an endpoint and its values. The worker has no addresses of pages."""
    area_uid: str | None = None
    reference: str = ""
    due_on: date | None = None

    @property
    def url(self) -> str:
        return url_for(self.at[0], **self.at[1])

    @property
    def tag(self) -> tuple[str, str]:
        return KINDS[self.kind]


def list_alerts(money: Money) -> list[Alert]:
    """Of some areas' money on a day, what presses most first."""
    on, year = money.on, years.year_of(money.on)
    found = [
        *_of_grants(money),
        *_of_commitments(money),
        *_of_reports(money),
        *(alert for one in money.lines if one.row.year == year for alert in _of_line(one, on)),
    ]
    order = list(KINDS)
    return sorted(found, key=lambda one: (order.index(one.kind), one.due_on or date.max, one.what))


def standing(actor: Actor, on: date) -> dict[str, int]:
    """How many of each are to be looked at, for the home page."""
    kinds = Counter(one.kind for one in list_alerts(queries.load_money(actor.area_uids, on)))
    return {
        "late": kinds[LATE],
        "ends": kinds[ENDS] + kinds[AFTER],
        "reports": kinds[REPORT],
        "off": kinds[UNDER] + kinds[OVER],
    }


def _notice(area_uid: str | None) -> int:
    return partnership.number("funding.ends_notice", area_uid)


def is_settled(grant: Grant, area_uids: Collection[str]) -> bool:
    """Confirmed and signed; of a grant that is shared out, by each of these areas too."""
    local = [one.agreed_on for one in grant.allocations if one.to_area_uid in area_uids]
    return None not in (grant.signed_on, grant.confirmed_on, *local)


def grant_words(grant: Grant, area_uids: Collection[str], on: date) -> states.Words:
    return states.grant_state(
        published=grant.code is not None,
        settled=is_settled(grant, area_uids),
        starts_on=grant.starts_on,
        ends_on=grant.ends_on,
        on=on,
        notice=_notice(grant.of_area_uid),
    )


def _of_grants(money: Money) -> Iterator[Alert]:
    area_uids, on = money.area_uids, money.on
    for grant in money.grants:
        if queries.money_in(grant, area_uids) is None:
            continue
        at = ("funding.grant", {"grant_uid": grant.uid})
        state = grant_words(grant, area_uids, on)
        if state == states.LATE:
            words = f"It began on {day_words(grant.starts_on)} and is not signed and confirmed"
            yield Alert(LATE, grant.name, words, at, grant.of_area_uid, grant.reference, grant.starts_on)
        if on <= grant.ends_on <= on + timedelta(days=_notice(grant.of_area_uid)):
            words = f"The money ends on {day_words(grant.ends_on)}"
            yield Alert(ENDS, grant.name, words, at, grant.of_area_uid, grant.reference, grant.ends_on)


def _of_commitments(money: Money) -> Iterator[Alert]:
    on, by_uid = money.on, {one.row.uid: one for one in money.lines}
    for row in money.commitments:
        line = by_uid[row.line_uid]
        state = states.commitment_state(
            confirmed_on=row.confirmed_on,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            ended_on=row.ended_on,
            funded_until=line.grant.ends_on,
            on=on,
            notice=_notice(row.area_uid),
        )
        at = ("funding.line", {"line_uid": row.line_uid})
        if state == states.LATE:
            words = f"It began on {day_words(row.starts_on)} and is not signed by both"
            yield Alert(LATE, row.what, words, at, row.area_uid, due_on=row.starts_on)
        elif state == states.ENDS_SOON:
            yield Alert(ENDS, row.what, f"It ends on {day_words(row.ends_on)}", at, row.area_uid, due_on=row.ends_on)
        late = promised_after(row, line.grant.ends_on, on)
        if late and row.ends_on >= on:
            words = f"{pounds(late)} falls after {day_words(line.grant.ends_on)}, when the money ends"
            yield Alert(AFTER, row.what, words, at, row.area_uid, due_on=line.grant.ends_on)


def _of_reports(money: Money) -> Iterator[Alert]:
    for due_on, row in fund_queries.list_overdue(money.area_uids, money.on):
        at = ("funding.application", {"application_uid": row.uid})
        words = f"A report was due on {day_words(due_on)}"
        yield Alert(REPORT, row.organisation, words, at, row.area_uid, row.reference, due_on)


def _of_line(one: Line, on: date) -> Iterator[Alert]:
    row, stands = one.row, one.standing
    at = ("funding.line", {"line_uid": row.uid})
    over = max(stands.spent + stands.owed, one.forecast or 0) - stands.budget
    if over > 0:
        words = f"{pounds(over)} more than its budget is spent, promised or forecast"
        yield Alert(OVER, row.name, words, at, row.area_uid)
        return
    per_cent = partnership.number("funding.underspend", row.area_uid)
    if sums.is_underspent(stands, one.forecast, years.share_gone(row.year, on), per_cent):
        words = (
            f"The forecast is {pounds(stands.budget - one.forecast)} below its budget"
            if one.forecast is not None
            else f"{pounds(stands.free)} is neither spent nor promised"
        )
        yield Alert(UNDER, row.name, words, at, row.area_uid)
