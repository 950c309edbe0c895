"""Several requests at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from flask.testing import FlaskClient

from tests.integration.accounts.conftest import Somebody, give_passphrase, sign_in
from tests.pages import SAME_ORIGIN, Pages

Browser = Callable[[], Pages]


def test_one_code_sent_twice_at_once_lets_in_once(browser: Browser, somebody: Somebody) -> None:
    ready = Barrier(2)
    two = [browser(), browser()]
    forms = [give_passphrase(pages, somebody.email).form_data("Continue") for pages in two]
    code = somebody.code()

    def send(number: int) -> None:
        ready.wait()
        data = {**forms[number], "code": code}
        two[number].client.post("/account/second-factor", data=data, headers=SAME_ORIGIN)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(send, range(2)))
    inside = [pages.client.get("/account/status").json for pages in two]
    assert [status["signed_in"] for status in inside if status].count(True) == 1


def test_one_recovery_code_sent_twice_at_once_lets_in_once(browser: Browser, somebody: Somebody) -> None:
    ready = Barrier(2)
    two = [browser(), browser()]
    forms = [
        give_passphrase(pages, somebody.email).follow("I cannot use the app").form_data("Continue") for pages in two
    ]

    def send(number: int) -> None:
        ready.wait()
        data = {**forms[number], "recovery_code": somebody.recovery_codes[0]}
        two[number].client.post("/account/recovery-code", data=data, headers=SAME_ORIGIN)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(send, range(2)))
    inside = [pages.client.get("/account/status").json for pages in two]
    assert [status["signed_in"] for status in inside if status].count(True) == 1


def test_pages_opened_at_once_leave_the_session_whole(app: Flask, pages: Pages, somebody: Somebody) -> None:
    sign_in(pages, somebody)
    form = pages.get("/account").form_data("Sign out")
    cookies = {cookie.key: cookie.value for cookie in (pages.client._cookies or {}).values()}

    def client() -> FlaskClient:
        made = app.test_client()
        for name, value in cookies.items():
            made.set_cookie(name, value)
        return made

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: client().get("/account").status_code, range(12)))
    assert answers == [200] * 12
    assert pages.client.post("/account/still-here", headers={"X-CSRFToken": str(form["csrf_token"])}).status_code == 204
