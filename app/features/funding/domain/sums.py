"""Sums of money: sharing out to the penny, percentages, match, and how a line stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from app.kernel.errors import Refused
from app.kernel.money import pounds

CORE, TOTAL = 1, 2
"""What the number `funding.match_base` says match is a share of (D4)."""


def split(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """`total` by `weights`, to the penny: the parts sum to the whole. What is left over goes to the largest remainders,
    of equal ones to the first. Raises Refused when there is nothing to go by."""
    whole = sum(weights)
    if not weights or whole <= 0 or any(weight < 0 for weight in weights):
        raise Refused("Enter the figures that the money is shared out by")
    exact = [Fraction(total) * Fraction(weight) / Fraction(whole) for weight in weights]
    parts = [int(one // 1) for one in exact]
    left = total - sum(parts)
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[:left]:
        parts[place] += 1
    return parts


def blend(population: Sequence[int], crimes: Sequence[int], weight: int) -> list[Fraction]:
    """Each area's share by its population (`weight` per cent of the whole) and its recorded serious violent crime."""
    people, recorded = sum(population), sum(crimes)
    if (weight > 0 and people == 0) or (weight < 100 and recorded == 0):
        raise Refused("Enter the figures that the money is shared out by")
    return [
        Fraction(weight, 100) * Fraction(one, people or 1)
        + Fraction(100 - weight, 100) * Fraction(crime, recorded or 1)
        for one, crime in zip(population, crimes, strict=True)
    ]


def check_parts(total: int, parts: Sequence[int]) -> None:
    """Raises Refused, saying by how much, unless the parts sum to the whole."""
    difference = sum(parts) - total
    if difference:
        words = "more" if difference > 0 else "less"
        raise Refused(f"Enter shares that sum to {pounds(total)}: these are {pounds(abs(difference))} {words}")


def percent(part: int, whole: int | None) -> str | None:
    """`9.90` of a hundred, computed and never stored (D2); None without a whole."""
    if not whole:
        return None
    exact = Decimal(part) * 100 / Decimal(whole)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def share(amount: int, per_cent: int) -> int:
    """So many per cent of an amount, half a penny up."""
    return (amount * per_cent + 50) // 100


def match_asked(amount: int, core: int | None, per_cent: int, base: int) -> int:
    """Match a grant asks for. D4: of its core, or of the whole when `base` is TOTAL."""
    return share(amount if base == TOTAL or core is None else core, per_cent)


def after(amount: int, starts: int, ends: int, last_funded: int) -> int:
    """The part of an amount, spread evenly over days `starts` to `ends` (ordinals), that falls after `last_funded`."""
    days = ends - starts + 1
    late = max(0, min(days, ends - last_funded))
    return split(amount, [days - late, late])[1] if late else 0


@dataclass(frozen=True)
class Standing:
    """How a line, or several together, stand."""

    budget: int = 0
    committed: int = 0
    """All that was promised and holds."""
    owed: int = 0
    """Of it, what is not paid yet."""
    spent: int = 0
    forecast: int = 0
    """What it is thought to come to; the budget where nobody has said."""

    @property
    def remaining(self) -> int:
        return self.budget - self.spent

    @property
    def free(self) -> int:
        """Neither spent nor promised."""
        return self.budget - self.spent - self.owed

    @property
    def variance(self) -> int:
        """Above nought: more than the budget."""
        return self.forecast - self.budget

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(
            self.budget + other.budget,
            self.committed + other.committed,
            self.owed + other.owed,
            self.spent + other.spent,
            self.forecast + other.forecast,
        )


def standing(
    budget: int, commitments: Sequence[tuple[int, int, bool]], unpromised: int, forecast: int | None
) -> Standing:
    """Of a line. Each commitment: its amount, what was paid under it, and whether it ended before its time, from when
    on it counts as what was paid. `unpromised`: paid under none."""
    committed = sum(paid if ended else amount for amount, paid, ended in commitments)
    owed = sum(max(0, amount - paid) for amount, paid, ended in commitments if not ended)
    spent = unpromised + sum(paid for _amount, paid, _ended in commitments)
    return Standing(budget, committed, owed, spent, budget if forecast is None else forecast)


def is_underspent(one: Standing, forecast: int | None, gone: tuple[int, int], per_cent: int) -> bool:
    """By the forecast where there is one; otherwise what was spent is `per_cent` of the budget behind the days gone."""
    limit = Fraction(one.budget * per_cent, 100)
    if one.budget <= 0:
        return False
    if forecast is not None:
        return one.budget - forecast >= limit
    return Fraction(one.budget * gone[0], gone[1]) - one.spent - one.owed >= limit
