"""Text as a word processor can hold it."""

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_CANNOT_BE_WRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def safe_text(text: str) -> str:
    """`text` with line ends as `\\n`; what no document can hold is shown as a mark, never dropped unseen."""
    return _CANNOT_BE_WRITTEN.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))
