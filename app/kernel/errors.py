"""What can go wrong, by meaning."""


class ConcordError(Exception):
    """Anything the application itself says no to."""


class Refused(ConcordError):
    """A rule says no. `message` is shown to the person, at `field` where one is named.

    The message begins with a verb and says what to do; it never holds personal data.
    """

    def __init__(self, message: str, *, field: str | None = None, rule: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.rule = rule


class NotFound(ConcordError):
    """There is no such thing, or the actor may not know of it: both look the same."""


class NotPermitted(ConcordError):
    """The actor's roles do not allow this at all."""


class Stale(ConcordError):
    """Somebody else changed the row first."""
