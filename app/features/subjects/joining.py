"""Two records of one person become one, field by field. Pure. PR-13. How they come apart again: `parting`.

A record is its facts: the attributes of `FACTS` by name, as plain values (dates in ISO words). Nothing that was said is
lost by joining: of two that differ one is chosen, and the other is kept beside it with its source.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.features.subjects.identity import LISTS, NOTHING_SAID, Source, united, values_given
from app.kernel.errors import Refused
from app.kernel.folding import fold

FIRST, SECOND = "FIRST", "SECOND"
CHOSEN = ("family_name", "given_names", "dob", "approx_age", "sex", "pronouns")
"""What a person has one of: where two records differ, somebody chooses."""
TOGETHER = {"dob": "dob_precision", "approx_age": "approx_age_on"}
"""What goes with what: a date of birth and how exact it is, an age and the day it was said."""
KEYED = ("safe_contact", "communication")
FACTS = (*CHOSEN, *TOGETHER.values(), *LISTS, *KEYED, "alternatives")
NOT_TO_DISCLOSE = "DO_NOT_DISCLOSE_ADDRESS"
Facts = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """What two records say differently: `name` is an attribute, or `safe_contact.time` for a part of one."""

    name: str
    first: Any
    second: Any

    @property
    def field(self) -> str:
        """Its name on a form."""
        return self.name.replace(".", "__")


def facts_of(person: Any) -> Facts:
    """The facts of a person, or of anything with the same attributes."""
    return {name: plain(getattr(person, name)) for name in FACTS}


def write_facts(person: Any, facts: Mapping[str, Any]) -> None:
    """Give a person these facts."""
    for name in FACTS:
        value = facts.get(name)
        if name in ("dob", "approx_age_on") and value is not None:
            value = date.fromisoformat(value)
        elif value is None and name in (*LISTS, "alternatives"):
            value = []
        elif value is None and name in KEYED:
            value = {}
        setattr(person, name, value)


def differences(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[Difference]:
    """Where somebody has to choose: both say something, and not the same."""
    found = [
        Difference(name, first[name], second[name])
        for name in CHOSEN
        if said(name, first[name]) and said(name, second[name]) and not same(first[name], second[name])
    ]
    for name in KEYED:
        for key in sorted((first[name] or {}).keys() & (second[name] or {}).keys()):
            mine, theirs = first[name][key], second[name][key]
            if not isinstance(mine, list) and not same(mine, theirs):
                found.append(Difference(f"{name}.{key}", mine, theirs))
    return found


def join(
    first: Mapping[str, Any], second: Mapping[str, Any], chosen: Mapping[str, str], sources: tuple[Source, Source]
) -> Facts:
    """The facts of the one person. `chosen` says FIRST or SECOND for each `Difference.field`; `sources` are who each
    record came from. Raises Refused at the field of a choice that is missing."""
    records = (first, second)
    joined: Facts = {name: plain(first.get(name)) for name in FACTS}
    left: list[Facts] = []
    picked: dict[str, int] = {}
    for one in differences(first, second):
        if chosen.get(one.field) not in (FIRST, SECOND):
            raise Refused("Select which of the two is right", field=one.field, rule="PR-13")
        picked[one.name] = 0 if chosen[one.field] == FIRST else 1
        left.append(_alternative(one.name, (one.second, one.first)[picked[one.name]], sources[1 - picked[one.name]]))
    for name in CHOSEN:
        taken = picked.get(name, 0 if said(name, first.get(name)) else 1)
        joined[name] = plain(records[taken].get(name))
        if name in TOGETHER:
            joined[TOGETHER[name]] = plain(
                records[
                    _surer(first, second)
                    if name == "dob" and name not in picked and first.get("dob") == second.get("dob")
                    else taken
                ].get(TOGETHER[name])
            )
    for name, key in LISTS.items():
        mine, theirs = (_marked(name, record) for record in records)
        joined[name] = united(mine, theirs, key) or mine
    for name in KEYED:
        joined[name] = _together(name, first[name] or {}, second[name] or {}, picked)
    names = [_name_in_full(record) for record in records]
    joined["aliases"] = [*joined["aliases"], *_other_names(joined, names, sources)]
    before = [*(first.get("alternatives") or ()), *(second.get("alternatives") or ())]
    joined["alternatives"] = _distinct([*map(plain, before), *left])
    return joined


def plain(value: Any) -> Any:
    """A value of its own, with dates in ISO words: as it is sealed."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def said(name: str, value: Any) -> bool:
    """Whether a value of an attribute says something."""
    return bool(values_given(value) and value not in NOTHING_SAID.get(name, ()))


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same but for case and accents."""
    return bool(_folded(one) == _folded(other))


def _folded(value: Any) -> Any:
    return fold(value) or value if isinstance(value, str) else value


def _surer(first: Mapping[str, Any], second: Mapping[str, Any]) -> int:
    """Which of two who say the same date of birth is to be believed on how exact it is."""
    return 1 if second.get("dob_precision") == "EXACT" and first.get("dob_precision") != "EXACT" else 0


def _together(name: str, mine: Mapping[str, Any], theirs: Mapping[str, Any], picked: Mapping[str, int]) -> Facts:
    facts = {key: plain(value) for key, value in theirs.items()} | {key: plain(value) for key, value in mine.items()}
    for key in mine.keys() & theirs.keys():
        if isinstance(mine[key], list | tuple):
            facts[key] = [*plain(mine[key]), *(one for one in plain(theirs[key]) if one not in mine[key])]
        elif picked.get(f"{name}.{key}") == 1:
            facts[key] = plain(theirs[key])
    return facts


def _marked(name: str, record: Mapping[str, Any]) -> list[Facts]:
    """A list of a record. Where a warning protects every address because none is marked, each is marked: beside an
    address of the other record that is marked, the warning alone would protect them no more."""
    values = [dict(plain(one)) for one in record.get(name) or ()]
    warned = any(flag.get("code") == NOT_TO_DISCLOSE for flag in record.get("contact_risk_flags") or ())
    if name == "addresses" and warned and not any(one.get("protected") for one in values):
        return [one | {"protected": True} for one in values]
    return values


def _name_in_full(record: Mapping[str, Any]) -> tuple[str, str]:
    return str(record.get("given_names") or ""), str(record.get("family_name") or "")


def _other_names(joined: Facts, names: Iterable[tuple[str, str]], sources: tuple[Source, Source]) -> list[Facts]:
    """A name in full that would be found no more: neither part of it is part of the name that was chosen."""
    chosen = tuple(map(fold, _name_in_full(joined)))
    known = {fold(one.get("name") or "") for one in joined["aliases"]}
    found = []
    for (given, family), source in zip(names, sources, strict=True):
        apart = fold(given) != chosen[0] and fold(family) != chosen[1]
        if given and family and apart and fold(f"{given} {family}") not in known:
            by = {"agency_uid": source.agency_uid, "on": source.on.isoformat()}
            found.append({"name": f"{given} {family}", "type": "ALIAS", **by})
    return found


def _alternative(name: str, value: Any, source: Source) -> Facts:
    by = {"agency_uid": source.agency_uid, "source_uid": source.source_uid, "on": source.on.isoformat()}
    return {"field": name, "value": plain(value), **by}


def _distinct(alternatives: Iterable[Facts]) -> list[Facts]:
    found: dict[Any, Facts] = {}
    for one in alternatives:
        found.setdefault(mark(one), one)
    return list(found.values())


def mark(one: Mapping[str, Any]) -> tuple[Any, str]:
    """What makes two alternatives the same."""
    return one.get("field"), str(_folded(one.get("value")))
