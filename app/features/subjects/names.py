"""Names as they are compared, never as they are kept: folded to plain letters, and told apart by a letter or two."""

import unicodedata

_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"})
_JOINS = frozenset("'’‘`´.")
SHORTEST_NEAR = 4
"""A name of fewer letters than this is not taken for another by one letter: "Ali" and "Eli" are different names."""


def fold(text: str) -> str:
    """Lower case, no accents, apostrophes closed up, everything else that is no letter or digit as one space."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = (
        letter if letter.isalnum() else " "
        for letter in plain
        if letter not in _JOINS and not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"
    )
    return " ".join("".join(kept).split())


def tokens(text: str | None) -> tuple[str, ...]:
    """The folded parts of a name: `tokens("Nowak-Wiśniewski")` is `("nowak", "wisniewski")`."""
    return tuple(fold(text).split()) if text else ()


def one_letter_off(one: str, other: str) -> bool:
    """Whether two folded words differ by one letter changed, added, left out or swapped with its neighbour."""
    if one == other:
        return False
    if min(len(one), len(other)) < SHORTEST_NEAR or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = next((at for at, letter in enumerate(one) if letter != other[at]), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        return True
    return one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]


def alike(one: str, other: str) -> bool:
    """The same folded word, or one letter off."""
    return one == other or one_letter_off(one, other)
