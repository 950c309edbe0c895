"""GOV.UK Notify as a way for mail to leave: one template there, with `((subject))` and `((body))`.

Its key is three parts in one: a name, the service's id and the secret. A request carries a token made with the secret
(a JSON Web Token, HS256), good for some seconds. Notify knows each mail by our reference, so that one which may have
gone is asked for before it is sent again, and never goes twice.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from app.kernel.clock import now
from app.platform.mail.senders import NotDeliverable

UUID_LENGTH = 36
TIMEOUT_SECONDS = 20
SEND, LOOK_UP = "/v2/notifications/email", "/v2/notifications"


class NotifySender:
    """Invitations go without a file for the calendar, which Notify does not carry: the link in the text leads there."""

    def __init__(self, url: str, api_key: str, template: str) -> None:
        self.url, self.template = url.rstrip("/"), template
        self.service, self.secret = api_key[-2 * UUID_LENGTH - 1 : -UUID_LENGTH - 1], api_key[-UUID_LENGTH:]

    def send(
        self, uid: str, address: str, subject: str, body: str, calendar: bytes | None = None, *, again: bool = False
    ) -> None:
        if again and self._ask(f"{LOOK_UP}?{urlencode({'reference': uid})}")["notifications"]:
            return
        sent = {
            "email_address": address,
            "template_id": self.template,
            "personalisation": {"subject": subject, "body": body},
            "reference": uid,
        }
        try:
            self._ask(SEND, sent)
        except HTTPError as refused:
            with refused:
                if refused.code == HTTPStatus.BAD_REQUEST and _is_about_address(refused.read()):
                    raise NotDeliverable(str(refused.code)) from None
            raise

    def returned(self) -> Iterable[tuple[str, str]]:
        """Those of the last week that could not be delivered, as far as Notify lists them on one page."""
        found = self._ask(f"{LOOK_UP}?{urlencode({'template_type': 'email', 'status': 'permanent-failure'})}")
        return [(one["reference"], "permanent-failure") for one in found["notifications"] if one.get("reference")]

    def _ask(self, path: str, sent: dict[str, Any] | None = None) -> Any:
        request = Request(  # noqa: S310 - the settings allow https alone
            self.url + path,
            data=None if sent is None else json.dumps(sent).encode(),
            headers={"Authorization": f"Bearer {self.token()}", "Content-Type": "application/json"},
        )
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return json.load(answer)

    def token(self) -> str:
        claims = {"iss": self.service, "iat": int(now().timestamp())}
        signed = b".".join(_part(one) for one in ({"typ": "JWT", "alg": "HS256"}, claims))
        mac = hmac.new(self.secret.encode(), signed, hashlib.sha256).digest()
        return (signed + b"." + _encoded(mac)).decode()


def _is_about_address(answer: bytes) -> bool:
    """Whether a refusal is about the address; any other means that the service is set up wrongly, and may be mended."""
    try:
        errors = json.loads(answer)["errors"]
    except (ValueError, KeyError, TypeError):
        return False
    return any("email_address" in str(one.get("message")) for one in errors)


def _part(value: dict[str, Any]) -> bytes:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _encoded(value: bytes) -> bytes:
    return base64.urlsafe_b64encode(value).rstrip(b"=")
