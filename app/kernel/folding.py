"""Names as they are compared, never as they are kept: folded to plain letters."""

import unicodedata

_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"})
_JOINS = frozenset("'’‘`´.")


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
