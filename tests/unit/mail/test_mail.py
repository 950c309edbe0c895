"""Waiting, Notify's token and answers, refusals of SMTP, and reports of mails that came back."""

import base64
import hashlib
import hmac
import json
import smtplib
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.reminders.words import problem_words
from app.platform.mail import NotDeliverable, NotifySender, Patience, SmtpSender, read_notice
from app.platform.mail.senders import message

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"our-key-{SERVICE}-{SECRET}"


@given(uid=st.text("0123456789abcdef", min_size=26, max_size=26), tries=st.integers(1, 200))
def test_waiting_doubles_within_a_cap_and_is_drawn_from_the_mail(uid: str, tries: int) -> None:
    patience = Patience(timedelta(minutes=2), timedelta(hours=6), 20)
    wait = patience.wait(uid, tries)
    plain = min(timedelta(hours=6), timedelta(minutes=2) * 2 ** min(tries - 1, 20))
    assert plain * 0.75 <= wait <= min(timedelta(hours=6), plain * 1.25)
    assert wait == patience.wait(uid, tries)
    assert patience.is_over(tries) is (tries >= 20)


def test_mails_that_failed_together_come_back_apart() -> None:
    waits = {Patience().wait(f"{number:026}", 5) for number in range(50)}
    assert len(waits) == 50
    assert max(waits) - min(waits) > timedelta(minutes=10)


# Notify -------------------------------------------------------------------------------------------------------------


class Notify:
    """A service that answers as Notify does, on this machine."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any], str]] = []
        self.answer: Callable[[str, dict[str, Any]], tuple[int, Any]] = lambda _path, _sent: (201, {"id": "1"})


@pytest.fixture
def notify() -> Iterator[tuple[Notify, NotifySender]]:
    service = Notify()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = json.loads(self.rfile.read(length)) if length else {}
            service.asked.append((self.path, sent, self.headers["Authorization"]))
            status, answer = service.answer(self.path, sent)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_GET = do_POST = _do  # noqa: N815 - as the library calls them

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service, NotifySender(f"http://127.0.0.1:{server.server_port}", KEY, "template-1")
    server.shutdown()
    thread.join()
    server.server_close()


def test_notify_gets_the_mail_with_a_token_of_the_key(notify: tuple[Notify, NotifySender]) -> None:
    service, sender = notify
    sender.send("uid1", "someone@example.org", "A thing waits", "Open it")
    ((path, sent, authorisation),) = service.asked
    assert (path, sent["reference"], sent["template_id"]) == ("/v2/notifications/email", "uid1", "template-1")
    assert sent["personalisation"] == {"subject": "A thing waits", "body": "Open it"}
    head, claims, mac = authorisation.removeprefix("Bearer ").split(".")
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["iss"] == SERVICE
    made = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(mac + "==") == made


def test_a_mail_that_may_have_gone_is_asked_for_first(notify: tuple[Notify, NotifySender]) -> None:
    service, sender = notify
    service.answer = lambda path, _sent: (200, {"notifications": [{"reference": "uid1"}] if "uid1" in path else []})
    sender.send("uid1", "someone@example.org", "A", "B", again=True)
    assert [parse_qs(urlsplit(path).query) for path, _sent, _by in service.asked] == [{"reference": ["uid1"]}]
    sender.send("uid2", "someone@example.org", "A", "B", again=True)
    assert [path.split("?")[0] for path, _sent, _by in service.asked[1:]] == [
        "/v2/notifications",
        "/v2/notifications/email",
    ]


@pytest.mark.parametrize(
    ("status", "message", "problem"),
    [
        (400, "email_address Not a valid email address", NotDeliverable),
        (400, "template_id is not a valid UUID", HTTPError),
        (403, "Invalid token: API key not found", HTTPError),
        (429, "Exceeded rate limit", HTTPError),
        (500, "Internal server error", HTTPError),
    ],
)
def test_only_a_wrong_address_is_refused_for_good(
    notify: tuple[Notify, NotifySender], status: int, message: str, problem: type[Exception]
) -> None:
    service, sender = notify
    service.answer = lambda _path, _sent: (status, {"errors": [{"error": "X", "message": message}]})
    with pytest.raises(problem) as raised:
        sender.send("uid1", "nobody", "A", "B")
    if isinstance(raised.value, HTTPError):
        raised.value.close()


def test_notify_tells_what_it_could_not_deliver(notify: tuple[Notify, NotifySender]) -> None:
    service, sender = notify
    service.answer = lambda _path, _sent: (200, {"notifications": [{"reference": "uid1"}, {"reference": None}]})
    assert list(sender.returned()) == [("uid1", "permanent-failure")]
    assert "status=permanent-failure" in service.asked[0][0]


# SMTP ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (smtplib.SMTPRecipientsRefused({"x@y": (550, b"5.1.1 <x@y> unknown")}), "550 5.1.1"),
        (smtplib.SMTPRecipientsRefused({"x@y": (550, b"No such user x@y")}), "550"),
        (smtplib.SMTPDataError(552, b"5.2.2 full"), "552 5.2.2"),
        (smtplib.SMTPRecipientsRefused({"x@y": (450, b"4.2.0 greylisted")}), None),
        (smtplib.SMTPDataError(451, b"later"), None),
        (smtplib.SMTPSenderRefused(550, b"5.7.1 not you", "us"), None),
        (smtplib.SMTPServerDisconnected("gone"), None),
    ],
)
def test_what_smtp_refuses_for_good_and_what_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, refusal: Exception, code: str | None
) -> None:
    class Server:
        def __init__(self, *_args: object, **_more: object) -> None: ...

        def __enter__(self) -> "Server":
            return self

        def __exit__(self, *_: object) -> None: ...

        def starttls(self) -> None: ...

        def send_message(self, _mail: object) -> None:
            raise refusal

    monkeypatch.setattr(smtplib, "SMTP", Server)
    with pytest.raises(NotDeliverable if code else type(refusal)) as raised:
        SmtpSender("mail.example.org", 587, None, None, "us@example.org").send("uid1", "x@y", "A", "B")
    if code:
        assert str(raised.value) == code, "the code alone: the words may repeat the address"


NOTICE = """From: MAILER-DAEMON@example.org
To: us@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; example.org

Final-Recipient: rfc822; x@y
Action: {action}
Status: {status}
--b
Content-Type: {headers}

{original}
--b--
"""


@pytest.mark.parametrize("headers", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize(
    ("action", "status", "host", "found"),
    [
        ("failed", "5.1.1", "concord", ("uid1", "5.1.1")),
        ("failed", "5.2.2 (mailbox full)", "concord", ("uid1", "5.2.2")),
        ("delayed", "4.4.1", "concord", None),
        ("delivered", "2.0.0", "concord", None),
        ("failed", "5.1.1", "elsewhere.example", None),
    ],
)
def test_a_report_is_known_by_our_identifier(
    headers: str, action: str, status: str, host: str, found: tuple[str, str] | None
) -> None:
    original = message("us@example.org", "uid1", "x@y", "A", "B").as_string().replace("@concord>", f"@{host}>")
    raw = NOTICE.format(action=action, status=status, headers=headers, original=original).encode()
    assert read_notice(raw) == found


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\x00 nothing", b"Subject: Out of office\n\nI am away", NOTICE[:300].encode()]
)
def test_what_is_no_report_says_nothing(raw: bytes) -> None:
    assert read_notice(raw) is None


def test_a_mail_says_that_nobody_typed_it() -> None:
    mail = message_from_bytes(bytes(message("us@example.org", "uid1", "x@y", "A", "B")), policy=policy.default)
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<uid1@concord>", "auto-generated")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("550 5.1.1", "There is no such address"),
        ("5.2.2", "The mailbox takes no mail: it is full or closed"),
        ("550", "There is no such mailbox"),
        ("GIVEN_UP", "The mail server could not be reached for days"),
        ("599 5.9.9", "The mail server refused it"),
        (None, "The mail server refused it"),
    ],
)
def test_a_code_in_words(code: str | None, words: str) -> None:
    assert problem_words(code) == words
