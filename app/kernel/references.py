"""Names for things that tell nothing about them."""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
UID_LENGTH = 26


def new_uid() -> str:
    """128 random bits as 26 lower-case characters (Crockford base 32)."""
    number = secrets.randbits(128)
    letters = []
    for _ in range(UID_LENGTH):
        number, rest = divmod(number, 32)
        letters.append(ALPHABET[rest])
    return "".join(reversed(letters))


def is_uid(text: str) -> bool:
    return len(text) == UID_LENGTH and all(letter in ALPHABET for letter in text)


def reference(prefix: str, year: int, number: int) -> str:
    """A reference people can say aloud: `reference("C", 2026, 14)` is `C-2026-0014`."""
    return f"{prefix}-{year}-{number:04d}"
