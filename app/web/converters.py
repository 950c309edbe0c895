"""The `<uid:x>` part of an address."""

from werkzeug.routing import BaseConverter, ValidationError

from app.kernel.references import ALPHABET, UID_LENGTH, is_uid


class UidConverter(BaseConverter):
    """26 characters of lower-case Crockford base 32; anything else is no such page."""

    regex = f"[{ALPHABET}]{{{UID_LENGTH}}}"
    part_isolating = True

    def to_python(self, value: str) -> str:
        if not is_uid(value):
            raise ValidationError
        return value

    def to_url(self, value: str) -> str:
        if not is_uid(value):
            raise ValueError("not a uid")
        return value
