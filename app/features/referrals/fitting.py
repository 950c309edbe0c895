"""What fits a person and why, what is full, what does not run, and what does not exist; and the same over a caseload.

Pure. Source: domain reference 6.1. Nothing is decided by it, no number is worked out of anybody, and nothing orders
people: services are listed by name (PR-59).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.features.referrals.eligibility import Who
from app.kernel.ages import ages_in_words

LEEWAY = 2
"""By how many years an age that is not certain may be off before it shuts somebody out."""


class Place(StrEnum):
    FITS = "FITS"
    FULL = "FULL"
    STOPPED = "STOPPED"
    """Its provider takes nobody new. PR-53."""
    NOT_RUNNING = "NOT_RUNNING"
    NOT_FOR = "NOT_FOR"
    """It is for other ages."""


EXISTS = frozenset({Place.FITS, Place.FULL, Place.STOPPED})
"""It runs here for this age, even if there is no place today."""


@dataclass(frozen=True)
class Service:
    """A row of the catalogue that runs, or ran, in the area of a case. `banner` says what is to be known of its money,
    `lapsed` why its provider takes nobody, `away` at which of its venues the person is not to be."""

    uid: str
    name: str
    factors: frozenset[str]
    is_live: bool
    min_age: int | None = None
    max_age: int | None = None
    banner: str | None = None
    capacity: int | None = None
    taken: int = 0
    waiting: int = 0
    waiting_list: bool = False
    named: bool = True
    evidence: str = ""
    lapsed: tuple[str, ...] = ()
    away: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """A service with the factors of the person that it addresses, and what is to be known or asked first."""

    service: Service
    place: Place
    why: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Fitting:
    """`nothing`: factors that no service which runs here for this age addresses."""

    fits: tuple[Fit, ...]
    nothing: tuple[str, ...]

    def at(self, place: Place) -> list[Fit]:
        return [one for one in self.fits if one.place is place]


def fitting(services: Iterable[Service], who: Who, factors: Sequence[str]) -> Fitting:
    """What there is for somebody with these `factors` (codes, in the order to show)."""
    found = []
    for service in sorted(services, key=lambda one: one.name.casefold()):
        why = tuple(code for code in factors if code in service.factors)
        if why:
            place = place_of(service, who)
            found.append(Fit(service, place, why, _checks(service, who)))
    met = {code for one in found if one.place in EXISTS for code in one.why}
    return Fitting(tuple(found), tuple(code for code in factors if code not in met))


def place_of(service: Service, who: Who) -> Place:
    if shut_out_by_age(service, who):
        return Place.NOT_FOR
    if not service.is_live:
        return Place.NOT_RUNNING
    if service.lapsed:
        return Place.STOPPED
    if service.capacity is not None and service.taken >= service.capacity:
        return Place.FULL
    return Place.FITS


def shut_out_by_age(service: Service, who: Who) -> bool:
    """Somebody whose age is not known is shut out of nothing; one whose age is about right neither."""
    if who.age is None:
        return False
    leeway = 0 if who.certain else LEEWAY
    too_young = service.min_age is not None and who.age + leeway < service.min_age
    return too_young or (service.max_age is not None and who.age - leeway > service.max_age)


def _checks(service: Service, who: Who) -> tuple[str, ...]:
    found = []
    stated = service.min_age is not None or service.max_age is not None
    ages = ages_in_words(service.min_age, service.max_age) if stated else ""
    if stated and who.age is None:
        found.append(f"Ask how old they are: it is for ages {ages}.")
    elif stated and not who.certain:
        found.append(f"Ask how old they are: they are {who.words}, and it is for ages {ages}.")
    if not stated:
        found.append("Its ages are not stated: ask the provider.")
    if service.banner and service.is_live:
        found.append(service.banner)
    found += [f"Not at {name}: ask the coordinator where else." for name in service.away]
    if not service.named:
        found.append("It is for everybody, not for named people: it needs no referral.")
    return tuple(found)


def places_words(service: Service) -> str:
    """`3 of 12 places taken, 2 wait for an answer`."""
    if service.capacity is None:
        words = f"{service.taken} there now; how many it takes is not stated"
    else:
        words = f"{service.taken} of {service.capacity} places taken"
    return f"{words}, {service.waiting} waiting" if service.waiting else words


@dataclass(frozen=True)
class Somebody:
    """A person with an open case, for counting alone: their factors, and the services they are linked to now."""

    who: Who
    factors: frozenset[str]
    linked: frozenset[str]


@dataclass(frozen=True)
class Gap:
    """A factor over the caseload: how many have it recorded, and of these how many are linked to a service that runs
    and addresses it, how many could be, and how many have nothing here. The three add up to `recorded`."""

    code: str
    recorded: int
    linked: int
    possible: int
    nothing: int
    services: tuple[str, ...]
    """Names of what runs here and addresses it, for any age."""


def gaps(factors: Sequence[str], people: Sequence[Somebody], services: Sequence[Service]) -> list[Gap]:
    """One for each factor, in the order given, with those that nobody has."""
    return [_gap(code, [one for one in people if code in one.factors], services) for code in factors]


def _gap(code: str, people: Sequence[Somebody], services: Sequence[Service]) -> Gap:
    running = [one for one in services if one.is_live and code in one.factors]
    uids = {one.uid for one in running}
    linked = [one for one in people if one.linked & uids]
    others = [one for one in people if not one.linked & uids]
    possible = [one for one in others if any(place_of(service, one.who) in EXISTS for service in running)]
    names = tuple(sorted((one.name for one in running), key=str.casefold))
    return Gap(code, len(people), len(linked), len(possible), len(others) - len(possible), names)
