"""What a record, or a question, is looked up by: trigrams, sounds, forms of a name, dates and identifiers.

Each is a number of 32 bits. Two that fall together only bring a candidate too many, which the ranking then drops.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from zlib import crc32

from app.platform.identity.phonetics import sound
from app.platform.identity.records import Name, Record
from app.platform.identity.spellings import Spellings

RESTRICTED = "!"
"""Before the features of what only few may find somebody by."""


@lru_cache(maxsize=4_096)
def trigrams(word: str) -> tuple[str, ...]:
    padded = f"  {word} "
    return tuple(f"3{padded[at : at + 3]}" for at in range(len(padded) - 2))


def of_word(word: str, spellings: Spellings) -> Iterator[str]:
    yield from trigrams(word)
    if key := sound(word):
        yield f"s{key}"
    for group in spellings.of(word):
        yield f"n{group}"


def of_birth(day: date) -> tuple[str, ...]:
    """The day, and each two of its three parts, so that one wrong part is found."""
    return (f"d{day:%Y%m%d}", f"e{day:%Y%m}", f"f{day:%m%d}", f"g{day.year}-{day.day}")


def number(feature: str) -> int:
    return crc32(feature.encode("utf-8", "surrogatepass"))


def features(record: Record, spellings: Spellings) -> set[int]:
    """Everything a record is found by."""
    found = {number(one) for day in record.births for one in of_birth(day)}
    found |= {number(f"p{one}") for one in record.postcodes}
    found |= {number(f"{RESTRICTED}p{one}") for one in record.restricted_postcodes}
    found |= {number(f"{RESTRICTED}i{one}") for one in record.identifiers}
    found |= _of_names((one for one in record.names if not one.restricted), "", spellings)
    found |= _of_names((one for one in record.names if one.restricted), RESTRICTED, spellings)
    return found


def _of_names(names: Iterable[Name], before: str, spellings: Spellings) -> set[int]:
    words = {word for name in names for word in name.words}
    if not words:
        return set()
    of_words = _numbers_of_word if not before else _restricted_numbers_of_word
    return set().union(*(of_words(word, spellings) for word in words))


@lru_cache(maxsize=4_096)
def _numbers_of_word(word: str, spellings: Spellings) -> frozenset[int]:
    return frozenset(map(number, of_word(word, spellings)))


@lru_cache(maxsize=4_096)
def _restricted_numbers_of_word(word: str, spellings: Spellings) -> frozenset[int]:
    return frozenset(number(RESTRICTED + one) for one in of_word(word, spellings))
