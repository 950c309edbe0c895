"""People who look at cases."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.features.accounts.models import User
from app.platform.access import Role
from tests.factories.accounts import make_user
from tests.pages import Pages

SignIn = Callable[[User], Pages]


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """A browser of its own for somebody."""

    def sign_in(user: User) -> Pages:
        return Pages(app.test_client()).sign_in(user)

    return sign_in


@pytest.fixture
def coordinator(app: Flask) -> User:
    with app.app_context():
        return make_user(Role.COORD)
