"""Who takes part in the demonstration year. Nobody is real, and every family name says so. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

Weights = tuple[tuple[Any, int], ...]

GIVEN = ("Alder", "Blythe", "Corin", "Digby", "Elowen", "Fenwick", "Gwenna", "Hollis", "Isolde", "Jasper", "Kerensa",
         "Lowen", "Merrick", "Nessa", "Orrin", "Petroc", "Quilla", "Rafe", "Senara", "Tobias", "Ursa", "Vesper",
         "Wenna", "Xanthe", "Yestin")  # fmt: skip
FAMILY = ("Ashlock", "Brambleworth", "Copperthwaite", "Dunnowby", "Eastermarsh", "Furnell", "Greywillow",
          "Hollinfeather", "Inkpenny", "Jellicorn", "Kestrelby", "Larkwhistle", "Marrowgate", "Nettlecombe",
          "Oatenshaw", "Pepperdale",
          "Quillfeather", "Ravenscroft-Moss", "Starkweather", "Thornlake", "Underwillow", "Vinegarth", "Wrenfield",
          "Yarrowby")  # fmt: skip
"""As in the demonstration month: names that nobody has."""
AGED = ((9, 1), (11, 5), (13, 14), (15, 26), (17, 25), (19, 13), (22, 11), (27, 5))
"""About how old at the start of the year, and how many in a hundred are."""
ETHNIC = (("W1", 68), ("M1", 6), ("M9", 3), ("B1", 4), ("B2", 4), ("A2", 3), ("A9", 2), ("W3", 2), ("O9", 2), (None, 6))
SEXES = (("M", 68), ("F", 29), ("X_NOT_KNOWN", 3))


@dataclass(frozen=True)
class Someone:
    number: int
    given: str
    family: str
    dob: date | None
    """None for a few of whom no date of birth is known."""
    sex: str
    ethnicity: str | None
    """What they said of themselves; None: nobody asked."""


def people(count: int, begins: date, rng: Random) -> list[Someone]:
    return [_someone(number, begins, rng) for number in range(count)]


def _someone(number: int, begins: date, rng: Random) -> Someone:
    years = weighted(AGED, rng)
    born = begins - timedelta(days=years * 365 + rng.randrange(-400, 400))
    return Someone(
        number,
        GIVEN[(number * 7) % len(GIVEN)],
        FAMILY[(number // len(GIVEN) + number) % len(FAMILY)],
        None if rng.random() < 0.02 else born,
        weighted(SEXES, rng),
        weighted(ETHNIC, rng),
    )


def weighted(options: Weights, rng: Random) -> Any:
    return rng.choices([one for one, _weight in options], [weight for _one, weight in options])[0]
