"""What the pages and the file of the return share: figures in words, states, groups of cells."""

from typing import Any

from app.features.reach import queries
from app.features.reach.domain import cells
from app.features.reach.domain.checks import Finding
from app.features.reach.domain.disclosing import Limits, Tier, divided
from app.features.reach.domain.states import State, state_of
from app.features.reach.models import ReachReturn

STATES = {
    State.DRAFT: ("Draft", "grey"),
    State.SUBMITTED: ("With the hub", "yellow"),
    State.RETURNED: ("Sent back", "red"),
    State.VALIDATED: ("Validated", "blue"),
    State.LOCKED: ("Locked", "green"),
}
MONEY = ("spend_ho", "spend_match", "spend_other")
HIDDEN = "Hidden"
NOT_DIVIDED = "Not worked out"


def state_words(row: ReachReturn) -> tuple[str, str]:
    """Words and colour."""
    return STATES[state_of(row)]


def number_words(code: str, number: int | None) -> str:
    """A figure as a page shows it: money in pounds; a hidden one says so."""
    if number is None:
        return HIDDEN
    return pounds(number) if code in MONEY else f"{number:,}"


def pounds(pence: int | None) -> str:
    return NOT_DIVIDED if pence is None else f"£{pence / 100:,.2f}"


def lines(row: ReachReturn, of: str, tier: Tier) -> list[tuple[str, list[dict[str, Any]]]]:
    """Every cell of an intervention (or ALL) by group, with the figures of both periods."""
    figures = queries.shown_figures(row, tier).get(of, {})
    return [
        (
            group,
            [
                {
                    "cell": cell,
                    "numbers": [
                        (period, number_words(cell.code, figures.get(period, {}).get(cell.code, 0)))
                        for period in cells.PERIODS
                    ],
                }
                for cell in cells.in_group(group, of)
            ],
        )
        for group in cells.GROUPS
    ]


def gathered(row: ReachReturn, found: list[Finding]) -> list[tuple[Finding, list[str]]]:
    """Findings that say the same, once, with the interventions they are about."""
    order = {of: place for place, of in enumerate((cells.ALL, *queries.listed(row)))}
    together: dict[tuple[str, bool], list[Finding]] = {}
    for one in sorted(found, key=lambda one: order.get(one.of, len(order))):
        together.setdefault((one.words, one.wrong), []).append(one)
    return [(ones[0], [queries.label_of(row, one.of) for one in ones]) for ones in together.values()]


def costs(row: ReachReturn, tier: Tier) -> list[dict[str, Any]]:
    """What each person reached, and each completion, cost in the year to date, intervention by intervention."""
    figures, limits = queries.shown_figures(row, tier), queries.limits(row.area_uid)
    return [
        {"of": of, "name": queries.label_of(row, of)} | _cost(figures.get(of, {}).get(cells.TO_DATE, {}), tier, limits)
        for of in (*queries.listed(row), cells.ALL)
    ]


def _cost(found: dict[str, int | None], tier: Tier, limits: Limits) -> dict[str, str]:
    spent = sum(found.get(code, 0) or 0 for code in MONEY)
    people, completed = found.get(cells.PEOPLE, 0), found.get("completed", 0)
    return {
        "spent": pounds(spent),
        "people": number_words(cells.PEOPLE, people),
        "each": pounds(divided(spent, people, tier, limits) if spent else None),
        "completed": number_words("completed", completed),
        "each_completed": pounds(divided(spent, completed, tier, limits) if spent else None),
    }
