"""Money in whole pence: as people type it and as it is shown. Never a float."""

import re

MOST = 99_999_999_999
"""Just under a thousand million pounds: more is a slip of the keyboard."""

_TYPED = re.compile(r"(?P<pounds>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<pence>[0-9]{1,2}))?")


def pence_of(text: str) -> int | None:
    """`£1,234.50`, `1234.5` and `1,234` as pence; None for what cannot be read as an amount without guessing."""
    typed = text.strip().removeprefix("£").strip()
    found = _TYPED.fullmatch(typed) if len(typed) <= 20 else None
    if found is None:
        return None
    return int(found["pounds"].replace(",", "")) * 100 + int((found["pence"] or "").ljust(2, "0"))


def pounds(pence: int | None, otherwise: str = "Not stated") -> str:
    """`£1,234.50`; below nought `-£1,234.50`. No amount is said in words."""
    if pence is None:
        return otherwise
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{whole:,}.{rest:02}"
