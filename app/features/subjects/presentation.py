"""What of a person's identity a reader is shown. Hidden, not known and not recorded are told apart.

An address marked as protected and every identifier are restricted (visibility L of 2.1): those who may not read
them are told that there is something they do not see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.features.partnership.interface import agency_name, code_label, code_labels
from app.features.subjects.models import Person
from app.kernel.ages import Age, age
from app.kernel.days import day_words
from app.kernel.errors import NotFound

DO_NOT_DISCLOSE = "DO_NOT_DISCLOSE_ADDRESS"


@dataclass(frozen=True)
class Address:
    """`text` is None when the address is hidden from the reader."""

    text: str | None
    kind: str
    protected: bool
    safe_to_visit: bool | None
    dates: str


@dataclass(frozen=True)
class Flag:
    """A warning about contact, while it lasts."""

    code: str
    words: str
    until: date | None


@dataclass(frozen=True)
class Identity:
    """One person's identity as one reader sees it."""

    age: Age
    dob: date | None
    dob_words: str
    sex: str
    pronouns: str | None
    aliases: tuple[tuple[str, str], ...]
    addresses: tuple[Address, ...]
    identifiers: tuple[tuple[str, str], ...]
    """Scheme in words and value; empty when hidden."""
    identifiers_hidden: int
    flags: tuple[Flag, ...]
    parents: tuple[str, ...]
    household: tuple[str, ...]
    contact: tuple[str, ...]
    communication: tuple[str, ...]
    differing: tuple[tuple[str, str, str], ...]
    """What was also reported: what it is about, the words, and who said it when."""


def identity(person: Person, *, restricted: bool, on: date) -> Identity:
    """`restricted`: whether the reader may see what is marked as restricted. `on`: the day ages and flags count."""
    years = age(person.dob, person.dob_precision, person.approx_age, person.approx_age_on, on)
    flags = _flags(person, on)
    return Identity(
        age=years,
        dob=person.dob,
        dob_words=_dob_words(person),
        sex=code_label("sex", person.sex) if person.sex else "Not recorded",
        pronouns=person.pronouns,
        aliases=tuple((code_label("alias_type", one.get("type") or "ALIAS"), one["name"]) for one in person.aliases),
        addresses=_addresses(person, restricted=restricted, undisclosed=any(f.code == DO_NOT_DISCLOSE for f in flags)),
        identifiers=tuple(
            (code_label("identifier_scheme", one["scheme"]), str(one["value"])) for one in person.identifiers
        )
        if restricted
        else (),
        identifiers_hidden=0 if restricted else len(person.identifiers),
        flags=flags,
        parents=tuple(map(_parent, person.parents_carers)),
        household=tuple(map(_relative, person.household)),
        contact=_contact(person.safe_contact),
        communication=_communication(person.communication),
        differing=tuple(_differing(one) for one in person.alternatives),
    )


def _dob_words(person: Person) -> str:
    if person.dob is None:
        return "Not known"
    precision = person.dob_precision or "EXACT"
    if precision == "MONTH":
        return f"{person.dob:%B %Y} (day not known)"
    if precision == "YEAR":
        return f"{person.dob.year} (day and month not known)"
    return day_words(person.dob) + (" (estimated)" if precision == "ESTIMATED" else "")


def _addresses(person: Person, *, restricted: bool, undisclosed: bool) -> tuple[Address, ...]:
    """With the warning not to disclose, and no address marked as the one to protect, every address is protected."""
    marked = any(one.get("protected") for one in person.addresses)
    shown = []
    for one in person.addresses:
        protected = bool(one.get("protected")) or (undisclosed and not marked)
        text = ", ".join(part for part in (one.get("line"), one.get("postcode")) if part) or "No address given"
        shown.append(
            Address(
                text=text if restricted or not protected else None,
                kind=code_label("address_type", one["type"]) if one.get("type") else "Kind not recorded",
                protected=protected,
                safe_to_visit=one.get("safe_to_visit"),
                dates=_dates(one.get("from"), one.get("to")),
            )
        )
    return tuple(shown)


def _flags(person: Person, on: date) -> tuple[Flag, ...]:
    """The warnings in force, one for each kind and person it is about: the one that lasts longest."""
    found: dict[tuple[str, str], Flag] = {}
    for one in person.contact_risk_flags:
        until = date.fromisoformat(one["expires_on"]) if one.get("expires_on") else None
        if until is not None and until < on:
            continue
        about = one.get("person") or ""
        words = code_label("contact_risk_flag", one["code"])
        flag = Flag(one["code"], f"{words}: {about}" if about else words, until)
        there = found.get((one["code"], about))
        if there is None or (there.until is not None and (until is None or until > there.until)):
            found[one["code"], about] = flag
    return tuple(found.values())


def _parent(one: Mapping[str, Any]) -> str:
    words = [one.get("name") or "Name not known"]
    words += [one["relationship"]] if one.get("relationship") else []
    words += ["has parental responsibility"] if one.get("pr") else []
    if one.get("safe_to_contact"):
        words.append(f"safe to contact: {code_label('safe_to_contact', one['safe_to_contact']).lower()}")
    return ", ".join(words)


def _relative(one: Mapping[str, Any]) -> str:
    words = [one.get("name") or "Name not known"]
    words += [one["relationship"]] if one.get("relationship") else []
    words += [f"about {one['approx_age']}"] if one.get("approx_age") is not None else []
    return ", ".join(words)


def _contact(known: Mapping[str, Any]) -> tuple[str, ...]:
    words = list(code_labels("safe_contact_method", known.get("methods") or ()))
    return (*words, *(known[name] for name in ("time", "notes") if known.get(name)))


def _communication(known: Mapping[str, Any]) -> tuple[str, ...]:
    words = []
    if known.get("first_language"):
        words.append(f"First language: {code_label('language', known['first_language'])}")
    if "interpreter_needed" in known:
        words.append("Interpreter needed" if known["interpreter_needed"] else "No interpreter needed")
    if known.get("literacy"):
        words.append(f"Reading and writing: {known['literacy']}")
    words += [code_label("communication_need", need) for need in known.get("communication_needs") or ()]
    return tuple(words)


FIELDS = {
    "family_name": "Family name",
    "given_names": "Given names",
    "dob": "Date of birth",
    "approx_age": "Approximate age",
    "sex": "Sex",
    "pronouns": "Pronouns",
    "safe_contact.notes": "How to make contact",
    "safe_contact.time": "When to make contact",
    "communication.first_language": "First language",
    "communication.interpreter_needed": "Interpreter needed",
    "communication.literacy": "Reading and writing",
}


def _differing(one: Mapping[str, Any]) -> tuple[str, str, str]:
    value = one["value"]
    if one["field"] == "dob":
        value = day_words(date.fromisoformat(value))
    elif one["field"] == "sex":
        value = code_label("sex", value)
    elif one["field"] == "communication.first_language":
        value = code_label("language", value)
    elif isinstance(value, bool):
        value = "Yes" if value else "No"
    return FIELDS.get(one["field"], one["field"]), str(value), said_by(one)


def said_by(one: Mapping[str, Any]) -> str:
    """`Police, 7 October 2026`: who said it, and when."""
    words = []
    if one.get("agency_uid"):
        try:
            words.append(agency_name(one["agency_uid"]))
        except NotFound:
            words.append("An agency no longer listed")
    if one.get("on"):
        words.append(day_words(date.fromisoformat(one["on"])))
    return ", ".join(words) or "Not recorded who said it"


def _dates(start: str | None, end: str | None) -> str:
    words = [f"from {day_words(date.fromisoformat(start))}"] if start else []
    words += [f"until {day_words(date.fromisoformat(end))}"] if end else []
    return " ".join(words)
