"""What other rooms may use of the money. Amounts are whole pence."""

from app.features.funding.alerts import standing
from app.features.funding.community import apply, decide
from app.features.funding.domain.years import first_day, last_day, year_of
from app.features.funding.granting import Basis, record_grant, share_out
from app.features.funding.lines import add_line, ask_underspend, make_forecast
from app.features.funding.loading import load_figures
from app.features.funding.matching import add_match
from app.features.funding.paying import commit_money, pay, reverse
from app.features.funding.queries import list_grants, list_lines
from app.features.funding.spending import Spend, spend_by_intervention, spend_on

__all__ = [
    "Basis",
    "Spend",
    "add_line",
    "add_match",
    "apply",
    "ask_underspend",
    "commit_money",
    "decide",
    "first_day",
    "last_day",
    "list_grants",
    "list_lines",
    "load_figures",
    "make_forecast",
    "pay",
    "record_grant",
    "reverse",
    "share_out",
    "spend_by_intervention",
    "spend_on",
    "standing",
    "year_of",
]
