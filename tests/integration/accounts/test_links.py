"""Mailed links: setting up an account, and choosing a new passphrase."""

import re
from collections.abc import Callable

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.jobs import send_mail
from app.features.accounts.models import MailedLink
from app.kernel.clock import now
from app.platform.access import acting_as
from app.platform.database import db
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import make_user, the_system
from tests.integration.accounts.conftest import PASSPHRASE, Somebody, give_passphrase, sign_in
from tests.integration.accounts.test_signing_in import is_in
from tests.pages import Page, Pages

NEW = "teapot lantern gravel"
Browser = Callable[[], Pages]


@pytest.fixture
def invited(app: Flask, mailbox: Mailbox) -> str:
    """The path of the link that was mailed."""
    with app.app_context():
        make_user(name="Bernadette Quill", email="b.quill@example.org", activated=False)
    return newest_link(app, mailbox, "b.quill@example.org")


def newest_link(app: Flask, mailbox: Mailbox, address: str) -> str:
    with app.app_context(), acting_as(the_system()):
        send_mail()
    text = mailbox.to(address)[-1].get_content()
    found = re.search(r"http://localhost(/\S+)", text)
    assert found
    return found[1]


def code_of(page: Page) -> str:
    secret = page.select(".concord-secret")[0].replace(" ", "")
    return str(pyotp.TOTP(secret).generate_otp(int(now().timestamp()) // 30))


def test_an_invitation_leads_to_an_account(pages: Pages, invited: str, clock: Clock) -> None:
    page = pages.get(invited)
    assert page.heading == "Choose a passphrase"
    page = page.submit("Continue", passphrase=NEW)
    assert page.heading == "Set up a second factor"
    assert page.soup.select_one("img[src^='data:image/svg+xml']")
    page = page.submit("Continue", code=code_of(page))
    assert page.heading == "Keep your recovery codes"
    codes = page.select(".concord-codes li")
    assert len(codes) == len(set(codes)) == 10
    assert is_in(pages)
    assert pages.get(invited, status=404).heading == "This link does not work any more"


def test_the_mail_names_nobody(pages: Pages, invited: str, mailbox: Mailbox) -> None:
    mail = mailbox.to("b.quill@example.org")[-1]
    text = f"{mail['Subject']} {mail.get_content()}"
    assert "Quill" not in text
    assert "quill" not in text
    assert mail["Subject"] == "Set up your account"


def test_neither_the_link_nor_the_address_is_in_the_database(app: Flask, invited: str) -> None:
    token = invited.rpartition("/")[2]
    with app.app_context(), db.engine.connect() as connection:
        tables = ("user_account", "mailed_link", "outbox_mail", "mail_delivery", "audit_entry", "web_session")
        everything = repr([connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in tables])
    for secret in (token, "quill", "Quill"):
        assert secret not in everything


def test_an_invitation_ends_after_a_week(pages: Pages, app: Flask, mailbox: Mailbox, clock: Clock) -> None:
    with app.app_context():
        make_user(email="late@example.org", activated=False)
    link = newest_link(app, mailbox, "late@example.org")
    clock.advance(days=6, hours=23)
    assert pages.get(link).heading == "Choose a passphrase"
    clock.advance(hours=2)
    pages.get(link, status=404)


def test_opening_the_link_does_not_use_it_up(pages: Pages, invited: str) -> None:
    """Scanners of mail open links."""
    for _ in range(3):
        assert pages.get(invited).heading == "Choose a passphrase"


def test_an_invited_account_cannot_sign_in_before_the_second_factor(browser: Browser, invited: str) -> None:
    browser().get(invited).submit("Continue", passphrase=NEW)
    other = browser()
    page = give_passphrase(other, "b.quill@example.org", NEW)
    assert not is_in(other)
    assert page.heading in ("Sign in", "Enter the code from your app")


@pytest.mark.parametrize(
    "passphrase",
    [
        "short words",
        "password1234",
        "bernadette quill",
        "b.quill@example.org",
        "Concord2026!",
        "lantern lantern lantern",
    ],
)
def test_a_passphrase_that_is_easily_guessed_is_refused(pages: Pages, invited: str, passphrase: str) -> None:
    page = pages.get(invited).submit("Continue", passphrase=passphrase)
    assert list(page.errors()) == ["passphrase"]
    assert next(iter(page.errors().values())).startswith("Enter a passphrase")


def test_a_long_passphrase_counts_to_its_last_letter(browser: Browser, invited: str, clock: Clock) -> None:
    long = "".join(f"{number} gravel teapot " for number in range(12))[:200] + "x"
    page = browser().get(invited).submit("Continue", passphrase=long)
    page.submit("Continue", code=code_of(page))
    assert give_passphrase(browser(), "b.quill@example.org", long[:-1]).heading == "Sign in"
    assert give_passphrase(browser(), "b.quill@example.org", long).heading == "Enter the code from your app"


def test_a_wrong_code_at_setting_up(pages: Pages, invited: str) -> None:
    page = pages.get(invited).submit("Continue", passphrase=NEW)
    wrong = "000000" if code_of(page) != "000000" else "111111"
    page = page.submit("Continue", code=wrong)
    assert list(page.errors()) == ["code"]
    assert not is_in(pages)


def test_a_link_written_into_the_database_by_hand_is_worth_nothing(app: Flask, pages: Pages, invited: str) -> None:
    with app.app_context():
        victim = make_user(activated=False).uid
        link = db.session.scalars(select(MailedLink).where(MailedLink.user_uid != victim)).one()
        link.user_uid = victim
        db.session.commit()
    pages.get(invited, status=404)


def test_a_link_to_reset_is_no_invitation(app: Flask, pages: Pages, invited: str) -> None:
    pages.get(invited.replace("invitation", "reset"), status=404)


# A forgotten passphrase ---------------------------------------------------------------------------------------------


def test_a_forgotten_passphrase(
    app: Flask, browser: Browser, somebody: Somebody, mailbox: Mailbox, clock: Clock
) -> None:
    other = browser()
    sign_in(other, somebody)
    mine = browser()
    page = mine.get("/account/sign-in").follow("I have forgotten my passphrase")
    assert page.submit("Send me a link", email=somebody.email).heading == "Look for a message from us"
    link = newest_link(app, mailbox, somebody.email)
    page = mine.get(link).submit("Continue", passphrase=NEW)
    assert page.heading == "Your passphrase is changed"
    assert not is_in(other)
    assert not is_in(mine)
    assert give_passphrase(mine, somebody.email, PASSPHRASE).heading == "Sign in"
    clock.advance(minutes=1)
    page = give_passphrase(mine, somebody.email, NEW)
    page.submit("Continue", code=somebody.code())  # the second factor is still asked for
    assert is_in(mine)
    mine.get(link, status=404)


def test_a_link_to_reset_ends_after_an_hour(
    app: Flask, pages: Pages, somebody: Somebody, mailbox: Mailbox, clock: Clock
) -> None:
    pages.get("/account/forgotten").submit("Send me a link", email=somebody.email)
    link = newest_link(app, mailbox, somebody.email)
    clock.advance(minutes=61)
    pages.get(link, status=404)


def test_asking_twice_mails_once_and_a_newer_link_replaces_the_older(
    app: Flask, pages: Pages, somebody: Somebody, mailbox: Mailbox
) -> None:
    for _ in range(3):
        pages.get("/account/forgotten").submit("Send me a link", email=somebody.email)
    first = newest_link(app, mailbox, somebody.email)
    assert len(mailbox.to(somebody.email)) == 1 + 0
    pages.get("/account/forgotten").submit("Send me a link", email=somebody.email)
    newest_link(app, mailbox, somebody.email)
    pages.get(first, status=404)


def test_the_link_opens_although_a_stranger_has_been_guessing(
    app: Flask, browser: Browser, somebody: Somebody, mailbox: Mailbox, clock: Clock
) -> None:
    for _ in range(10):
        give_passphrase(browser(), somebody.email, "wrong passphrase here")
    mine = browser()
    mine.get("/account/forgotten").submit("Send me a link", email=somebody.email)
    mine.get(newest_link(app, mailbox, somebody.email)).submit("Continue", passphrase=NEW)
    mine.client.environ_base["REMOTE_ADDR"] = "127.0.0.9"
    assert give_passphrase(mine, somebody.email, NEW).heading == "Enter the code from your app"
