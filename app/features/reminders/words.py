"""Why a mail did not arrive, for whoever can do something about it."""

from app.platform.mail import GIVEN_UP

_BY_CODE = {
    GIVEN_UP: "The mail server could not be reached for days",
    "5.1": "There is no such address",
    "5.2": "The mailbox takes no mail: it is full or closed",
    "5.4": "The way to the address is broken",
    "5.7": "The receiver’s server does not let our mail in",
    "permanent-failure": "There is no such address",
    "400": "This is not an address that mail can be sent to",
    "550": "There is no such mailbox",
    "552": "The mailbox is full",
}


def problem_words(code: str | None) -> str:
    """By the status a mail server gives (RFC 3463), or else by its answer."""
    server, _space, enhanced = (code or "").rpartition(" ")
    for known in (".".join(enhanced.split(".")[:2]), enhanced, server):
        if known in _BY_CODE:
            return _BY_CODE[known]
    return "The mail server refused it"
