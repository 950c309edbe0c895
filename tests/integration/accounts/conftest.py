"""Somebody who can sign in with a passphrase and an app."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.features.accounts import passphrases, second_factor
from app.features.accounts.models import User
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_user, the_system
from tests.pages import Page, Pages

PASSPHRASE = "marble teapot lantern"


@dataclass
class Somebody:
    """What a person knows of their own account."""

    uid: str
    email: str
    secret: str
    recovery_codes: list[str]
    user: User

    def code(self, steps: int = 0) -> str:
        """What the app shows now, or some steps of 30 seconds later."""
        return str(pyotp.TOTP(self.secret).generate_otp(int(now().timestamp()) // 30 + steps))


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    """Time stands still until a test moves it."""
    clock.set(datetime(2026, 11, 2, 12, tzinfo=UTC))


@pytest.fixture
def somebody(app: Flask, noon: None) -> Somebody:
    return make_somebody(app)


def make_somebody(app: Flask, *roles: Role, **more: Any) -> Somebody:
    with app.app_context():
        uid = make_user(*roles, **more).uid
        with acting_as(the_system()):
            user = db.session.get(User, uid)
            assert user is not None
            user.password_hash = passphrases.hashed(PASSPHRASE)
            second_factor.new_secret(user)
            codes = second_factor.new_recovery_codes(user)
            audit.record("account.changed", user)
            db.session.commit()
            return Somebody(uid, user.email, user.totp_secret or "", codes, user)


def give_passphrase(pages: Pages, email: str, passphrase: str = PASSPHRASE) -> Page:
    return pages.get("/account/sign-in").submit("Continue", email=email, passphrase=passphrase)


def sign_in(pages: Pages, who: Somebody, steps: int = 0) -> Page:
    page = give_passphrase(pages, who.email)
    assert page.heading == "Enter the code from your app"
    return page.submit("Continue", code=who.code(steps))


@pytest.fixture
def browser(app: Flask) -> Callable[[], Pages]:
    """Another browser each time."""
    return lambda: Pages(_client(app))


def _client(app: Flask) -> FlaskClient:
    return app.test_client()
