"""What of a subject goes into the identity index. Sealed names become folded words in memory, and nothing else.

What only few may read is marked, so that only they find somebody by it: every identifier, protected addresses (as
`presentation` has them), what a network is called unless that is a code name, and the postcode of every place. Which
kinds of place are homes (PR-12) is a code list, and nothing may be looked up here: on SQLite that waits for a request.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.features.subjects.matching import FORMAL
from app.features.subjects.models import Network, Person, Place, Subject
from app.features.subjects.presentation import DO_NOT_DISCLOSE
from app.features.subjects.spellings import spellings
from app.kernel.days import day_of
from app.kernel.folding import fold, tokens
from app.platform.identity import Name, Record, Source, provide


def describe(subject: Subject) -> Record | None:
    """None for who was erased, and for a record that was joined to another."""
    if subject.erased_on is not None or subject.joined_to is not None:
        return None
    if isinstance(subject, Person):
        return _person(subject)
    if isinstance(subject, Network):
        shut = not subject.has_neutral_name
        said = ((subject.working_name, shut), (subject.street_name, True))
        names = [Name("MAIN", (), words, restricted) for name, restricted in said if (words := tokens(name))]
        return Record("NETWORK", subject.uid, subject.area_uid, tuple(names))
    if isinstance(subject, Place):
        names, where = [Name("MAIN", (), tokens(subject.name))], _closed([subject.postcode])
        return Record("PLACE", subject.uid, subject.area_uid, tuple(names), restricted_postcodes=where)
    raise TypeError(subject.kind)


def _person(person: Person) -> Record | None:
    births: list[Any] = [person.dob]
    births += [one["value"] for one in person.alternatives if one["field"] == "dob"]
    protected = [one.get("postcode") for one in person.addresses if _is_protected(one, person)]
    shown = [one.get("postcode") for one in person.addresses if not _is_protected(one, person)]
    return Record(
        kind="PERSON",
        uid=person.uid,
        area_uid=person.area_uid,
        names=tuple(dict.fromkeys(_names(person))),
        births=tuple(dict.fromkeys(day for one in births if (day := day_of(one)))),
        postcodes=_closed(shown),
        restricted_postcodes=_closed(protected),
        identifiers=_closed(one.get("value") for one in person.identifiers),
        precision=person.dob_precision or "EXACT",
        sex=person.sex or "",
    )


def _names(person: Person) -> Iterator[Name]:
    given, family = tokens(person.given_names), tokens(person.family_name)
    if given or family:
        yield Name("MAIN", given, family)
    for one in person.alternatives:
        if one["field"] == "family_name":
            yield Name("OTHER", given, tokens(one["value"]))
        elif one["field"] == "given_names":
            yield Name("OTHER", tokens(one["value"]), family)
    for alias in person.aliases:
        words, kind = tokens(alias.get("name")), alias.get("type") or "ALIAS"
        if words and kind in FORMAL and len(words) > 1:
            yield Name(kind, words[:-1], words[-1:])
        elif words:
            yield Name(kind, words, ())
            if kind not in FORMAL and family:
                yield Name(kind, words, family)


def _is_protected(address: Mapping[str, Any], person: Person) -> bool:
    """As `presentation` decides it, but whether or not the warning has run out: to be found takes more than to be
    read."""
    undisclosed = any(flag.get("code") == DO_NOT_DISCLOSE for flag in person.contact_risk_flags)
    marked = any(one.get("protected") for one in person.addresses)
    return bool(address.get("protected")) or (undisclosed and not marked)


def _closed(values: Iterable[Any]) -> tuple[str, ...]:
    folded = (fold(str(value)).replace(" ", "") for value in values if value)
    return tuple(dict.fromkeys(one for one in folded if one))


provide(Source(Subject, describe, spellings()))
