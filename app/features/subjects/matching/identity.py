"""What is compared of one record: names folded to plain letters, births, identifiers, homes. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.kernel.days import day_of
from app.kernel.folding import fold, tokens

FORMAL = frozenset({"BIRTH", "PREVIOUS", "PREFERRED", "ALIAS"})
"""Kinds of alias that are a name in full when they have two parts; the others are nicknames and handles."""
SEXES = frozenset({"F", "M"})
TITLES = frozenset({"mr", "mrs", "ms", "miss", "master", "dr", "rev", "reverend", "sir", "dame", "lady", "lord"})
TWINS = frozenset({"twin", "twins", "triplet", "triplets"})
AGE_SLACK = 1
"""Years by which an age somebody estimated may be out."""


@dataclass(frozen=True)
class Name:
    """One form of somebody's name, folded."""

    given: tuple[str, ...]
    family: tuple[str, ...]

    @property
    def first(self) -> str:
        return self.given[0] if self.given else ""

    @property
    def joined(self) -> tuple[str, str]:
        return "".join(self.given), "".join(self.family)


@dataclass(frozen=True)
class Identity:
    """What is compared of one record."""

    names: tuple[Name, ...]
    """The first is the name it is known by; then former names and names reported otherwise."""
    nicknames: frozenset[str] = frozenset()
    births: frozenset[date] = frozenset()
    exact_birth: bool = False
    born: tuple[int, int] | None = None
    """Earliest and latest year of birth, when only an age or a year is known."""
    identifiers: frozenset[tuple[str, str]] = frozenset()
    homes: frozenset[tuple[str, str]] = frozenset()
    """Folded address line and postcode."""
    household: frozenset[str] = frozenset()
    """First names of the people reported to live with them."""
    has_twin: bool = False
    """Whether somebody of their age is reported to live with them."""
    sex: str | None = None
    """F or M, where it is said."""

    @property
    def postcodes(self) -> frozenset[str]:
        return frozenset(postcode for _line, postcode in self.homes if postcode)


def identity_of(answers: Mapping[str, Any], *, on: date) -> Identity:
    """The identity in answers keyed as the notification form; `alternatives` adds what else was reported."""
    given, family = _untitled(tokens(answers.get("given_names"))), tokens(answers.get("family_name"))
    names = [Name(given, family)]
    names += [Name(words[:-1], words[-1:]) for words in _formal(answers.get("aliases")) if len(words) > 1]
    births = [answers.get("dob")]
    for other in answers.get("alternatives") or ():
        if other["field"] == "family_name":
            names.append(Name(given, tokens(other["value"])))
        elif other["field"] == "given_names":
            names.append(Name(_untitled(tokens(other["value"])), family))
        elif other["field"] == "dob":
            births.append(other["value"])
    precision = answers.get("dob_precision") or "EXACT"
    days = frozenset(day for day in map(day_of, births) if day)
    exact = precision == "EXACT"
    return Identity(
        names=tuple(dict.fromkeys(name for name in names if name.given or name.family)),
        nicknames=frozenset(fold(alias["name"]) for alias in answers.get("aliases") or () if alias.get("name")) - {""},
        births=days if precision in ("EXACT", "ESTIMATED") else frozenset(),
        exact_birth=exact,
        born=_years(days, answers.get("approx_age"), on, precision),
        identifiers=frozenset(
            (str(one.get("scheme")), fold(str(one["value"])).replace(" ", ""))
            for one in answers.get("identifiers") or ()
            if one.get("value")
        ),
        homes=frozenset(
            (fold(home.get("line") or ""), fold(home.get("postcode") or "").replace(" ", ""))
            for home in answers.get("addresses") or ()
        ),
        household=frozenset(words[0] for one in answers.get("household") or () if (words := tokens(one.get("name")))),
        has_twin=any(_is_twin(one, days) for one in answers.get("household") or ()),
        sex=answers["sex"] if answers.get("sex") in SEXES else None,
    )


def member_identity(member: Mapping[str, Any], on: date) -> Identity:
    """A member of a network as somebody to compare: the last word of a name in full is the family name."""
    words = tokens(member.get("name"))
    given, family = (words[:-1], words[-1:]) if len(words) > 1 else (words, ())
    facts: dict[str, Any] = {"given_names": " ".join(given), "family_name": " ".join(family)}
    facts |= {name: member.get(name) for name in ("dob", "approx_age")}
    return identity_of(facts | {"dob_precision": "EXACT" if member.get("dob") else "UNKNOWN"}, on=on)


def _years(days: Iterable[date], age: Any, on: date, precision: str) -> tuple[int, int] | None:
    years = [day.year for day in days]
    if years:
        slack = AGE_SLACK if precision == "ESTIMATED" else 0
        return min(years) - slack, max(years) + slack
    if isinstance(age, int):
        return on.year - age - 1 - AGE_SLACK, on.year - age + AGE_SLACK
    return None


def _is_twin(of_household: Mapping[str, Any], births: frozenset[date]) -> bool:
    words = tokens(of_household.get("relationship"))
    return not TWINS.isdisjoint(words) or day_of(of_household.get("dob")) in births


def _untitled(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in TITLES)


def _formal(aliases: Any) -> list[tuple[str, ...]]:
    return [tokens(alias.get("name")) for alias in aliases or () if alias.get("type") in FORMAL]
