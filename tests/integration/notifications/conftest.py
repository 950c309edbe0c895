"""People and a finished notification for tests of pages."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app.features.accounts.interface import start_session
from app.features.accounts.models import User
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.notifications import finished
from tests.pages import Pages

Browser = Callable[..., Pages]
WEDNESDAY = datetime(2026, 11, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_a_wednesday(clock: Clock) -> None:
    """Working days are counted from a day everybody knows."""
    clock.set(WEDNESDAY)


@pytest.fixture
def school(app: Flask, on_a_wednesday: None) -> str:
    with app.app_context():
        return make_agency("Brassmill School", agency_type="EDU_SCH")


@pytest.fixture
def sign_in(app: Flask, on_a_wednesday: None) -> Browser:
    """A browser in which a new person with these roles is signed in."""

    def browser(*roles: Role, agency_uid: str | None = None, area: str = "BNES", **more: Any) -> Pages:
        pages = Pages(app.test_client())
        with app.app_context():
            uid = make_user(*roles, agency_uid=agency_uid, area=area, **more).uid
            with acting_as(the_system()):
                user = db.session.get(User, uid)
                assert user is not None
                token = start_session(user)
        pages.client.set_cookie(app.session_interface.cookie, token)  # type: ignore[attr-defined]
        return pages

    return browser


@pytest.fixture
def notifier(sign_in: Browser, school: str) -> Pages:
    return sign_in(Role.PRACTITIONER, agency_uid=school)


@pytest.fixture
def coordinator(sign_in: Browser) -> Pages:
    return sign_in(Role.COORD, email="coordinator@example.org")


@pytest.fixture
def record() -> dict[str, Any]:
    return finished()
