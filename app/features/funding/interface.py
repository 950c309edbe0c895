"""What other rooms may use of the money. Amounts are whole pence."""

from app.features.funding.spending import Spend, spend_by_intervention, spend_on

__all__ = ["Spend", "spend_by_intervention", "spend_on"]
