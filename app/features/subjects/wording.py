"""One fact of a person in words, for a page on which somebody chooses between two."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.features.partnership.interface import code_label, code_labels
from app.features.subjects.presentation import FIELDS
from app.kernel.days import day_words

LISTS = {
    "aliases": "Other name",
    "addresses": "Address",
    "identifiers": "Identifier",
    "contact_risk_flags": "Warning about contact",
    "parents_carers": "Parent or carer",
    "household": "Member of the household",
    "alternatives": "Also reported",
    "safe_contact.methods": "Safe ways to make contact",
    "communication.communication_needs": "Communication needs",
}


def fact_label(name: str) -> str:
    """`dob`, `safe_contact.time` or `aliases` as people call it."""
    return FIELDS.get(name) or LISTS.get(name) or name.rpartition(".")[2].replace("_", " ").capitalize()


def fact_words(name: str, value: Any, *, precision: str | None = None) -> str:
    """A value of an attribute, or an entry of a list, as plain values have it. `precision` is that of a `dob`."""
    if value is None or value in ("", [], {}):
        return "Nothing recorded"
    if isinstance(value, Mapping):
        return _entry(name, value)
    if name == "dob":
        return _birth(date.fromisoformat(str(value)), precision or "EXACT")
    if name == "sex":
        return code_label("sex", value)
    if name == "communication.first_language":
        return code_label("language", value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple):
        lists = {
            "safe_contact.methods": "safe_contact_method",
            "communication.communication_needs": "communication_need",
        }
        return ", ".join(code_labels(lists[name], value) if name in lists else map(str, value))
    return str(value)


def _entry(name: str, one: Mapping[str, Any]) -> str:
    if name == "alternatives":
        return f"{fact_label(one['field'])}: {fact_words(one['field'], one['value'])}"
    if name == "aliases":
        return f"{one.get('name')} ({code_label('alias_type', one.get('type') or 'ALIAS').lower()})"
    if name == "addresses":
        text = ", ".join(str(one[part]) for part in ("line", "postcode") if one.get(part)) or "No address given"
        return f"{text} (protected)" if one.get("protected") else text
    if name == "identifiers":
        return f"{code_label('identifier_scheme', one['scheme'])}: {one.get('value')}"
    if name == "contact_risk_flags":
        words = code_label("contact_risk_flag", one["code"])
        return f"{words}: {one['person']}" if one.get("person") else words
    return ", ".join(str(one[part]) for part in ("name", "relationship") if one.get(part)) or "Name not known"


def _birth(day: date, precision: str) -> str:
    if precision == "MONTH":
        return f"{day:%B %Y} (day not known)"
    if precision == "YEAR":
        return f"{day.year} (day and month not known)"
    return day_words(day) + (" (estimated)" if precision == "ESTIMATED" else "")
