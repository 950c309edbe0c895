"""Text as people type it, made safe to keep."""

import re

# Refused by PostgreSQL (NUL), by UTF-8 (lone surrogates) or by workbooks and XML (the rest).
_CANNOT_BE_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def storable(text: str, *, one_line: bool = False) -> str:
    """`text` without the characters that cannot be stored; line ends become `\\n`, or a space on one line.

    Everything else, direction marks and joiners included, is kept as typed: names need them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if one_line:
        text = text.replace("\n", " ")
    return _CANNOT_BE_KEPT.sub("", text)


def can_be_seen(text: str) -> bool:
    """Whether anything of `text` shows: spaces of no width, which pasting brings along, are no answer."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)
