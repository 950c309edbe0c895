"""Whom an intervention suits. Pure. Source: domain reference 6.1."""

from dataclasses import dataclass

from app.kernel.ages import ages_in_words


@dataclass(frozen=True)
class Suits:
    """Whom an intervention is for: ages with both ends included, and the names of its areas in words."""

    min_age: int | None
    max_age: int | None
    area_code: str
    area_name: str


@dataclass(frozen=True)
class Who:
    """The person: age in whole years (None: not known), whether that is certain, its words, and the area."""

    age: int | None
    certain: bool
    words: str
    area_code: str
    area_name: str


def eligibility(suits: Suits, who: Who) -> tuple[str, ...]:
    """What to check before offering it, each with the reason. Nothing here stops anybody: the provider decides."""
    found = []
    if suits.min_age is not None or suits.max_age is not None:
        ages = ages_in_words(suits.min_age, suits.max_age)
        if who.age is None:
            found.append(f"The person’s age is not known. This is for ages {ages}.")
        elif _outside(who.age, suits) or (not who.certain and _near_the_edge(who.age, suits)):
            found.append(f"The person is {who.words}. This is for ages {ages}.")
    if suits.area_code != who.area_code:
        found.append(f"This runs in {suits.area_name}. The case is in {who.area_name}.")
    return tuple(found)


def _outside(age: int, suits: Suits) -> bool:
    below = suits.min_age is not None and age < suits.min_age
    return below or (suits.max_age is not None and age > suits.max_age)


def _near_the_edge(age: int, suits: Suits) -> bool:
    return _outside(age - 1, suits) or _outside(age + 1, suits)
