"""What the vault refuses."""

from app.kernel.errors import ConcordError


class VaultError(ConcordError):
    """The vault cannot do what was asked."""


class Tampered(VaultError):
    """A sealed value does not open: it, or a plain column bound to it, is not as it was written."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} does not open: it was changed outside Concord")
        self.what = what


class KeyDestroyed(VaultError):
    """The data key was destroyed: what it sealed is erased."""

    def __init__(self, key_uid: str) -> None:
        super().__init__(f"the data key {key_uid} was destroyed")
        self.key_uid = key_uid
