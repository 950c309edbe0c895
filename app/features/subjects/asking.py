"""How somebody is looked for in the index, to be compared. Pure."""

from collections.abc import Iterator

from app.features.subjects.matching import Identity
from app.platform.identity import Query


def questions(wanted: Identity) -> Iterator[Query]:
    """The ways to look for somebody: by names, by birth, by where they live, by identifiers, and by all of it."""
    names = [word for name in wanted.names for word in (*name.given, *name.family)]
    words = tuple(dict.fromkeys([*names, *(word for one in sorted(wanted.nicknames) for word in one.split())]))
    births, postcodes = tuple(sorted(wanted.births)), tuple(sorted(wanted.postcodes))
    identifiers = tuple(sorted(value for _scheme, value in wanted.identifiers))
    asked = [
        Query(words=words),
        Query(births=births),
        Query(identifiers=identifiers),
        Query(words=words, births=births, postcodes=postcodes),
    ]
    yield from (question for question in dict.fromkeys(asked) if not question.empty)
