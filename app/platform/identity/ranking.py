"""How well a record answers a question, and why, in plain words without anybody's data in them. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from rapidfuzz.distance import OSA, JaroWinkler

from app.platform.identity.phonetics import sound
from app.platform.identity.query import Query
from app.platform.identity.records import Name, Record
from app.platform.identity.spellings import Spellings

NAME, BIRTH, POSTCODE, IDENTIFIER = 1.0, 0.7, 0.3, 2.0
"""What the parts of a question count."""
ENOUGH, ENOUGH_WITH_BIRTH = 0.56, 0.5
"""Of what a question could reach at most: below, a record is no answer to it."""
LEFT_OVER = 0.03
"""What each word of a name that was not asked for takes away."""
TURNED = 0.02
OTHER_NAME = 0.03
LOOKS_ALIKE = 0.84

SAME, SHORT, LETTER, SOUNDS, LETTERS, BEGINS, INITIAL, LIKE = (
    "Same name", "A short form or other spelling of the name", "One letter different", "Sounds the same",
    "Two letters different", "Begins the same", "Same first letter", "A similar name",
)  # fmt: skip
_ORDER = (SAME, SHORT, LETTER, SOUNDS, LETTERS, BEGINS, INITIAL, LIKE)
PART = "Part of the name"
SWAPPED = "Given and family name the other way round"
KNOWN_AS = "Another name they are known by"

Likeness = tuple[float, str]
NOTHING: Likeness = (0.0, "")


@dataclass(frozen=True)
class Rank:
    """`score` is from 0 to 1; `why` has the strongest reason first."""

    score: float
    why: tuple[str, ...]


def ranker(query: Query, spellings: Spellings, *, restricted: bool) -> Callable[[Record], Rank | None]:
    """A function that ranks records for one question. `restricted`: whether whoever asks may find by what is
    restricted (identifiers, protected addresses, what a network is called on the street)."""

    @cache
    def like(asked: str, held: str) -> Likeness:
        return likeness(asked, held, spellings)

    most = (
        (NAME if query.words else 0)
        + (BIRTH if query.births else 0)
        + (POSTCODE if query.postcodes else 0)
        + (IDENTIFIER if query.identifiers else 0)
    )

    enough = ENOUGH_WITH_BIRTH if query.births else ENOUGH

    def rank(record: Record) -> Rank | None:
        score, why = 0.0, []
        for part, reasons in _parts(query, record, like, restricted=restricted):
            score += part
            why += reasons
        if not why or score / most < enough:
            return None
        return Rank(min(score / most, 1.0), tuple(dict.fromkeys(why)))

    return rank


def _parts(
    query: Query, record: Record, like: Callable[[str, str], Likeness], *, restricted: bool
) -> Iterator[tuple[float, list[str]]]:
    if query.identifiers:
        same = restricted and not set(query.identifiers).isdisjoint(record.identifiers)
        yield (IDENTIFIER, ["Same identifier"]) if same else (0.0, [])
    if query.words:
        names = [one for one in record.names if restricted or not one.restricted]
        score, why = max((_name(query.words, one, like) for one in names), default=(0.0, []), key=lambda one: one[0])
        yield NAME * score, why
    if query.births:
        score, reason = max(
            _birth(mine, theirs, record.precision) for mine in query.births for theirs in record.births or (None,)
        )
        yield BIRTH * score, [reason] if reason else []
    if query.postcodes:
        held = {*record.postcodes, *(record.restricted_postcodes if restricted else ())}
        yield (POSTCODE, ["Same postcode"]) if held & set(query.postcodes) else (0.0, [])


def _name(asked: tuple[str, ...], name: Name, like: Callable[[str, str], Likeness]) -> tuple[float, list[str]]:
    """Each word asked for is put beside the word of the name that is most like it; each is used once."""
    held = name.words
    pairs = sorted(
        ((*like(one, other), mine, theirs) for mine, one in enumerate(asked) for theirs, other in enumerate(held)),
        key=lambda pair: (-pair[0], pair[2], pair[3]),
    )
    mine_used: dict[int, int] = {}
    score, reasons = 0.0, set()
    for value, reason, mine, theirs in pairs:
        if value <= 0 or mine in mine_used or theirs in mine_used.values():
            continue
        mine_used[mine] = theirs
        score += value
        reasons.add(reason)
    if not mine_used:
        return 0.0, []
    score = score / len(asked) - LEFT_OVER * max(0, len(held) - len(mine_used))
    why = [reason for reason in _ORDER if reason in reasons]
    if len(why) > 1 and why[0] == SAME:
        why = why[1:]
    if len(mine_used) < len(asked) or (why == [SAME] and len(held) > len(mine_used)):
        why = [PART] if why == [SAME] else [*why, PART]
    if _turned(mine_used, name):
        score -= TURNED
        why = [SWAPPED] if why == [SAME] else [*why, SWAPPED]
    if name.kind != "MAIN":
        score -= OTHER_NAME
        why = [*why, KNOWN_AS]
    return score, why


def _turned(used: dict[int, int], name: Name) -> bool:
    """Whether a family name was asked for before a given one."""
    if not (name.given and name.family) or len(used) < 2:
        return False
    first, last = used[min(used)], used[max(used)]
    return first >= len(name.given) > last


def likeness(asked: str, held: str, spellings: Spellings) -> Likeness:
    """Of two folded words: a score from 0 to 1 and what they have in common."""
    if asked == held:
        return 1.0, SAME
    groups = spellings.of(asked)
    if groups & spellings.of(held):
        return 0.93, SHORT
    short, long = sorted((len(asked), len(held)))
    if len(asked) == 1 or len(held) == 1:
        return (0.6, INITIAL) if asked[0] == held[0] else NOTHING
    distance = OSA.distance(asked, held, score_cutoff=2)
    if distance == 1 and short >= 3:
        return (0.9 if long >= 5 else 0.8), LETTER
    if sound(asked) == sound(held) and short >= 3:
        return 0.84, SOUNDS
    if spellings.nearly(asked) & spellings.of(held):
        return 0.8, SHORT
    if held.startswith(asked) and len(asked) >= 2:
        return 0.68 + 0.2 * len(asked) / len(held), BEGINS
    if distance == 2 and short >= 5:
        return 0.78, LETTERS
    alike = JaroWinkler.similarity(asked, held)
    return (0.75 * alike, LIKE) if alike >= LOOKS_ALIKE and short >= 3 and asked[0] == held[0] else NOTHING


def _birth(asked: date, held: date | None, precision: str) -> Likeness:
    if held is None:
        return NOTHING
    if precision in ("YEAR", "MONTH"):
        whole = asked.year == held.year and (precision == "YEAR" or asked.month == held.month)
        return (0.7, "Same year of birth" if precision == "YEAR" else "Same month of birth") if whole else NOTHING
    if asked == held:
        return 1.0, "Same date of birth"
    if asked.year == held.year and (asked.day, asked.month) == (held.month, held.day):
        return 0.85, "Day and month of birth swapped"
    same = (asked.year == held.year) + (asked.month == held.month) + (asked.day == held.day)
    if same == 2:
        return 0.6, "One part of the date of birth is different"
    if same == 1 and asked.year == held.year:
        return 0.1, "Same year of birth"
    return 0.0, "A different date of birth"
