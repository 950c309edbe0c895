"""Names for things that tell nothing about them."""

import os
import re

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
UID_LENGTH = 26
_UID = re.compile(f"[{ALPHABET}]{{{UID_LENGTH}}}")
PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
"""Two characters at a time, for ten bits."""


def new_uid() -> str:
    """128 random bits as 26 lower-case characters (Crockford base 32)."""
    bits = int.from_bytes(os.urandom(16)) << 2
    return "".join([PAIRS[(bits >> shift) & 1023] for shift in range(120, -10, -10)])


def is_uid(text: str) -> bool:
    return _UID.fullmatch(text) is not None


def reference(prefix: str, year: int, number: int) -> str:
    """A reference people can say aloud: `reference("C", 2026, 14)` is `C-2026-0014`."""
    return f"{prefix}-{year}-{number:04d}"
