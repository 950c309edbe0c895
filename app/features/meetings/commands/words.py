"""Words somebody must give."""

from app.kernel.errors import Refused


def needed(text: str | None, message: str, field: str) -> str:
    """`text` without the blanks around it. Raises Refused with `message` at `field` when nothing is left."""
    text = (text or "").strip()
    if not text:
        raise Refused(message, field=field)
    return text
