"""Two records that were joined come apart again, exactly as they were, each with what came since and is theirs. Pure.

What came since may be about either: somebody says whose it is. PR-13.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.features.subjects.identity import LISTS, values_given
from app.features.subjects.joining import CHOSEN, FACTS, FIRST, KEYED, SECOND, TOGETHER, Facts, mark, plain, said, same
from app.kernel.errors import Refused


@dataclass(frozen=True)
class Added:
    """Something that came to a joined record since. `field` is its name on a form, `name` the attribute, `key` which
    part of it when that has parts."""

    field: str
    name: str
    key: str
    value: Any


def added_since(after: Mapping[str, Any], now: Mapping[str, Any]) -> list[Added]:
    """What `now` says and `after`, the record as it was joined, did not."""
    found = [
        Added(f"new_{name}", name, "", plain(now[name]))
        for name in CHOSEN
        if said(name, now.get(name)) and not same(now.get(name), after.get(name))
    ]
    for name, key in LISTS.items():
        known = {key(one) for one in after.get(name) or ()}
        found += [
            Added(f"new_{name}_{number}", name, str(number), plain(one))
            for number, one in enumerate(now.get(name) or ())
            if key(one) not in known
        ]
    for name in KEYED:
        known_facts = after.get(name) or {}
        for part, value in (now.get(name) or {}).items():
            more = _more(known_facts.get(part), value)
            if values_given(more):
                found.append(Added(f"new_{name}_{part}", name, part, plain(more)))
    known_others = {mark(one) for one in after.get("alternatives") or ()}
    found += [
        Added(f"new_alternatives_{number}", "alternatives", str(number), plain(one))
        for number, one in enumerate(now.get("alternatives") or ())
        if mark(one) not in known_others
    ]
    return found


def part(
    first: Mapping[str, Any],
    second: Mapping[str, Any],
    after: Mapping[str, Any],
    now: Mapping[str, Any],
    belongs: Mapping[str, str],
) -> tuple[Facts, Facts]:
    """The two records as they were, each with what was added since and belongs to it.

    `after` is the record as it was joined, `now` as it is; `belongs` says FIRST or SECOND for each `Added.field`.
    Raises Refused at the field of an answer that is missing. An address that was marked as protected since is protected
    in both.
    """
    records = ({name: plain(first.get(name)) for name in FACTS}, {name: plain(second.get(name)) for name in FACTS})
    for one in added_since(after, now):
        if belongs.get(one.field) not in (FIRST, SECOND):
            raise Refused("Select whose this is", field=one.field, rule="PR-13")
        _put(records[0 if belongs[one.field] == FIRST else 1], one, now)
    newly = _protected(now) - _protected(after)
    for record in records:
        for address in record["addresses"] or ():
            if LISTS["addresses"](address) in newly:
                address["protected"] = True
    return records


def _put(record: Facts, one: Added, now: Mapping[str, Any]) -> None:
    if one.name in LISTS or one.name == "alternatives":
        record[one.name] = [*(record[one.name] or ()), one.value]
    elif one.name in KEYED:
        facts = dict(record[one.name] or {})
        there = facts.get(one.key)
        if isinstance(there, list) and isinstance(one.value, list):
            facts[one.key] = [*there, *(value for value in one.value if value not in there)]
        else:
            facts[one.key] = one.value
        record[one.name] = facts
    else:
        record[one.name] = one.value
        if one.name in TOGETHER:
            record[TOGETHER[one.name]] = plain(now.get(TOGETHER[one.name]))


def _more(known: Any, value: Any) -> Any:
    """What of `value` is not in `known`."""
    if isinstance(value, list | tuple) and isinstance(known, list | tuple):
        return [one for one in value if one not in known]
    return None if same(known, value) else value


def _protected(record: Mapping[str, Any]) -> set[Any]:
    return {LISTS["addresses"](one) for one in record.get("addresses") or () if one.get("protected")}
