"""The way in and out, as a person meets it."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.integration.accounts.conftest import Somebody, give_passphrase, sign_in
from tests.pages import Pages


def test_passphrase_then_code_then_in(pages: Pages, somebody: Somebody) -> None:
    assert pages.get("/account").heading == "Sign in"
    sign_in(pages, somebody)
    page = pages.get("/account")
    assert page.heading == "Your account"
    assert page.summary()["Email address"] == somebody.email
