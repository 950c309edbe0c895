"""The way in and out, as a person meets it, and as somebody meets it who should not come in."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.features.accounts import passphrases
from app.features.accounts.models import SignInAttempt, User, WebSession
from app.platform.access import acting_as
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import make_agency, make_user, the_system
from tests.integration.accounts.conftest import PASSPHRASE, Somebody, give_passphrase, make_somebody, sign_in
from tests.pages import Page, Pages

Browser = Callable[[], Pages]


def events(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.seq)))


def cookies(pages: Pages) -> dict[str, str]:
    return {cookie.key: cookie.value for cookie in (pages.client._cookies or {}).values()}


def cookie(pages: Pages) -> str | None:
    return cookies(pages).get("concord")


def is_in(pages: Pages) -> bool:
    return pages.get("/account").heading == "Your account"


def without_token(page: Page) -> str:
    return re.sub(r'name="csrf_token"[^>]*>', "", page.response.get_data(as_text=True))


def test_passphrase_then_code_then_in(pages: Pages, somebody: Somebody, app: Flask) -> None:
    assert pages.get("/account").heading == "Sign in"
    sign_in(pages, somebody)
    page = pages.get("/account")
    assert page.heading == "Your account"
    assert page.summary()["Email address"] == somebody.email
    assert events(app)[-2:] == ["sign-in.passphrase-accepted", "sign-in.succeeded"]


def test_the_passphrase_alone_opens_nothing(pages: Pages, somebody: Somebody) -> None:
    give_passphrase(pages, somebody.email)
    assert pages.get("/account").heading == "Sign in"
    assert pages.client.get("/account/status").json == {"signed_in": False, "csrf_token": "", "viewer": ""}


def test_goes_on_to_the_page_that_was_asked_for(pages: Pages, somebody: Somebody) -> None:
    page = pages.get("/account/recovery-codes").submit("Continue", email=somebody.email, passphrase=PASSPHRASE)
    assert page.submit("Continue", code=somebody.code()).heading == "Renew your recovery codes"


def test_goes_on_with_what_the_address_asked_for(pages: Pages, somebody: Somebody) -> None:
    asked = "/account/recovery-codes?status=OVERDUE&tag=a&tag=b&_external=1&_anchor=x"
    page = pages.get(asked).submit("Continue", email=somebody.email, passphrase=PASSPHRASE)
    assert page.submit("Continue", code=somebody.code()).path == "/account/recovery-codes?status=OVERDUE&tag=a&tag=b"


@pytest.mark.parametrize("goal", ["https://evil.example", "//evil.example", "static", "healthz", "accounts.sign_in"])
def test_goes_nowhere_else(pages: Pages, somebody: Somebody, goal: str) -> None:
    page = pages.get(f"/account/sign-in?next={goal}").submit("Continue", email=somebody.email, passphrase=PASSPHRASE)
    response = pages.client.post("/account/second-factor", data={**page.form_data("Continue"), "code": somebody.code()})
    assert response.status_code == 303
    assert response.location.startswith("/")
    assert "evil" not in response.location


# Nothing tells whether there is an account --------------------------------------------------------------------------


@pytest.mark.parametrize("email", ["nobody@example.org", "invited@example.org"])
def test_an_unknown_address_looks_like_a_wrong_passphrase(
    app: Flask, browser: Browser, somebody: Somebody, email: str
) -> None:
    with app.app_context():
        make_user(email="invited@example.org", activated=False)
    wrong = give_passphrase(browser(), somebody.email, "wrong passphrase here")
    unknown = give_passphrase(browser(), email, "wrong passphrase here")
    assert wrong.status == unknown.status
    assert without_token(wrong).replace(somebody.email, "") == without_token(unknown).replace(email, "")
    names = [set(page.response.headers.keys()) for page in (wrong, unknown)]
    assert names[0] == names[1]


def test_an_unknown_address_costs_as_much_hashing(
    app: Flask, pages: Pages, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = passphrases._hasher.verify

    class Watched:
        def verify(self, hashed: str, passphrase: str) -> bool:
            seen.append(hashed)
            return real(hashed, passphrase)

    monkeypatch.setattr(passphrases, "_hasher", Watched())
    passphrases._nobodys.cache_clear()
    monkeypatch.setattr(passphrases, "hashed", lambda _text: somebody.user.password_hash)
    give_passphrase(pages, "nobody@example.org")
    give_passphrase(pages, somebody.email, "wrong passphrase here")
    passphrases._nobodys.cache_clear()
    assert len(seen) == 2
    assert seen[0].split("$")[:4] == seen[1].split("$")[:4]


def test_asking_for_a_link_says_and_does_the_same(
    app: Flask, browser: Browser, somebody: Somebody, mailbox: Mailbox
) -> None:
    answers = [
        browser().get("/account/forgotten").submit("Send me a link", email=email)
        for email in (somebody.email, "nobody@example.org")
    ]
    assert without_token(answers[0]) == without_token(answers[1])
    assert events(app).count("reset.asked") == 2
    assert mailbox.deliver() == 0  # nothing about it depends on the account until the worker comes


# Guessing is slowed down --------------------------------------------------------------------------------------------


def test_after_ten_failures_even_the_right_passphrase_waits(pages: Pages, somebody: Somebody, clock: Clock) -> None:
    wrong = give_passphrase(pages, somebody.email, "wrong passphrase here")
    for _ in range(9):
        give_passphrase(pages, somebody.email, "wrong passphrase here")
    throttled = give_passphrase(pages, somebody.email)
    assert throttled.status == wrong.status
    assert without_token(throttled) == without_token(wrong)
    clock.advance(minutes=6)
    assert give_passphrase(pages, somebody.email).heading == "Enter the code from your app"


def test_the_wait_grows_and_ends(pages: Pages, somebody: Somebody, clock: Clock) -> None:
    for _ in range(2):
        for _ in range(10):
            give_passphrase(pages, somebody.email, "wrong passphrase here")
        clock.advance(minutes=6)
    assert give_passphrase(pages, somebody.email).heading == "Sign in"
    clock.advance(minutes=6)
    assert give_passphrase(pages, somebody.email).heading == "Enter the code from your app"


def test_an_unknown_address_is_slowed_down_just_the_same(app: Flask, pages: Pages, clock: Clock) -> None:
    for _ in range(12):
        give_passphrase(pages, "nobody@example.org")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 20


def test_a_stranger_does_not_shut_out_the_owner(browser: Browser, somebody: Somebody, clock: Clock) -> None:
    mine = browser()
    sign_in(mine, somebody)
    mine.get("/account").submit("Sign out")
    clock.advance(minutes=1)
    for _ in range(15):
        give_passphrase(browser(), somebody.email, "wrong passphrase here")
    assert give_passphrase(browser(), somebody.email).heading == "Sign in"
    sign_in(mine, somebody)
    assert is_in(mine)


def test_a_known_browser_of_one_is_not_known_for_another(app: Flask, browser: Browser, clock: Clock) -> None:
    one, other = make_somebody(app), make_somebody(app)
    mine = browser()
    sign_in(mine, one)
    mine.get("/account").submit("Sign out")
    for _ in range(10):
        give_passphrase(mine, other.email, "wrong passphrase here")
    assert give_passphrase(mine, other.email).heading == "Sign in"


def test_codes_are_slowed_down(pages: Pages, somebody: Somebody, clock: Clock) -> None:
    page = give_passphrase(pages, somebody.email)
    for _ in range(10):
        page = page.submit("Continue", code="000000" if somebody.code() != "000000" else "111111")
    assert page.submit("Continue", code=somebody.code()).heading == "Enter the code from your app"
    assert not is_in(pages)


# The second factor --------------------------------------------------------------------------------------------------


def test_a_code_works_once(browser: Browser, somebody: Somebody, clock: Clock) -> None:
    sign_in(browser(), somebody)
    second = browser()
    page = sign_in(second, somebody)
    assert page.errors()
    assert not is_in(second)
    assert sign_in(second, somebody, steps=1).errors() == {}  # a clock may be half a minute fast
    third = browser()
    assert sign_in(third, somebody, steps=0).errors()  # older than the last one used


def test_an_old_code_does_not_work(pages: Pages, somebody: Somebody, clock: Clock) -> None:
    assert sign_in(pages, somebody, steps=-2).errors()


def test_a_recovery_code_works_once(browser: Browser, somebody: Somebody) -> None:
    first = browser()
    page = give_passphrase(first, somebody.email).follow("I cannot use the app")
    page.submit("Continue", recovery_code=somebody.recovery_codes[0].upper().replace("-", " "))
    assert first.get("/account").summary()["Recovery codes"] == "9 codes left"
    second = browser()
    page = give_passphrase(second, somebody.email).follow("I cannot use the app")
    assert page.submit("Continue", recovery_code=somebody.recovery_codes[0]).errors()
    assert not is_in(second)


def test_a_recovery_code_of_somebody_else_does_not_work(app: Flask, pages: Pages, somebody: Somebody) -> None:
    other = make_somebody(app)
    page = give_passphrase(pages, somebody.email).follow("I cannot use the app")
    assert page.submit("Continue", recovery_code=other.recovery_codes[0]).errors()


def test_the_second_step_waits_ten_minutes(pages: Pages, somebody: Somebody, clock: Clock) -> None:
    page = give_passphrase(pages, somebody.email)
    clock.advance(minutes=11)
    assert page.submit("Continue", code=somebody.code()).heading == "Sign in"


# Who may not come in although it is them ----------------------------------------------------------------------------


def test_no_agreement_no_way_in(app: Flask, pages: Pages) -> None:
    with app.app_context():
        agency = make_agency(agreement=False)
    who = make_somebody(app, agency_uid=agency)
    page = sign_in(pages, who)
    assert page.heading == "Your organisation cannot sign in at present"
    assert not is_in(pages)
    assert "sign-in.refused" in events(app)


def test_nobody_learns_of_the_agreement_without_the_passphrase(app: Flask, pages: Pages) -> None:
    with app.app_context():
        agency = make_agency(agreement=False)
    who = make_somebody(app, agency_uid=agency)
    page = give_passphrase(pages, who.email, "wrong passphrase here")
    assert page.heading == "Sign in"
    assert "organisation" not in page.text


def test_an_agreement_that_lapses_ends_the_session(app: Flask, pages: Pages, clock: Clock) -> None:
    who = make_somebody(app)
    sign_in(pages, who)
    clock.advance(days=336)
    assert not is_in(pages)
    assert sign_in(pages, who).heading == "Your organisation cannot sign in at present"


# Sessions -----------------------------------------------------------------------------------------------------------


def test_the_cookie_changes_at_every_step(pages: Pages, somebody: Somebody) -> None:
    pages.get("/account/sign-in")
    seen = [cookie(pages)]
    page = give_passphrase(pages, somebody.email)
    seen.append(cookie(pages))
    page.submit("Continue", code=somebody.code())
    seen.append(cookie(pages))
    assert len(set(seen)) == 3


@pytest.mark.parametrize("which", [0, 1])
def test_a_cookie_from_before_signing_in_is_worth_nothing(browser: Browser, somebody: Somebody, which: int) -> None:
    """Session fixation: somebody planted the cookie, or read it between the steps."""
    mine, thief = browser(), browser()
    mine.get("/account/sign-in")
    seen = [cookie(mine)]
    page = give_passphrase(mine, somebody.email)
    seen.append(cookie(mine))
    page.submit("Continue", code=somebody.code())
    thief.client.set_cookie("concord", seen[which] or "")
    assert not is_in(thief)
    assert is_in(mine)


def test_a_cookie_copied_before_signing_out_is_worth_nothing(browser: Browser, somebody: Somebody) -> None:
    mine, thief = browser(), browser()
    sign_in(mine, somebody)
    stolen = cookie(mine) or ""
    page = mine.get("/account")
    response = mine.client.post("/account/sign-out", data=page.form_data("Sign out"))
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "concord" not in cookies(mine)
    thief.client.set_cookie("concord", stolen)
    assert not is_in(thief)


def test_signing_out_everywhere(browser: Browser, somebody: Somebody, clock: Clock) -> None:
    one, other = browser(), browser()
    sign_in(one, somebody)
    clock.advance(minutes=1)
    sign_in(other, somebody)
    page = other.get("/account")
    assert len(page.table_rows("Where you are signed in")) == 2
    page.submit("Sign out everywhere")
    assert not is_in(one)
    assert not is_in(other)


def test_ending_one_session_leaves_the_other(browser: Browser, somebody: Somebody, clock: Clock) -> None:
    one, other = browser(), browser()
    sign_in(one, somebody)
    clock.advance(minutes=1)
    sign_in(other, somebody)
    page = other.get("/account")
    form = page.soup.select_one("form[action*='/sessions/']")
    assert form is not None
    other.post(str(form["action"]), {"csrf_token": page.soup.select_one("[name=csrf_token]")["value"]})  # type: ignore[index]
    assert not is_in(one)
    assert is_in(other)


def test_somebody_elses_session_cannot_be_ended(app: Flask, browser: Browser, somebody: Somebody) -> None:
    other = make_somebody(app)
    mine, theirs = browser(), browser()
    sign_in(mine, somebody)
    sign_in(theirs, other)
    with app.app_context():
        uid = db.session.scalar(select(WebSession.uid).where(WebSession.user_uid == other.uid))
    page = mine.post(f"/account/sessions/{uid}/end", mine.get("/account").form_data("Sign out"))
    assert not page.flash, "nobody was signed out, so the page does not say so"
    assert is_in(theirs)


def test_idle_for_fifteen_minutes(pages: Pages, somebody: Somebody, clock: Clock) -> None:
    sign_in(pages, somebody)
    clock.advance(minutes=14)
    assert is_in(pages)
    clock.advance(minutes=14)
    assert is_in(pages)
    clock.advance(minutes=16)
    assert not is_in(pages)


def test_asking_for_the_status_does_not_keep_a_session_awake(pages: Pages, somebody: Somebody, clock: Clock) -> None:
    sign_in(pages, somebody)
    for asked, expected in ((8, True), (16, False)):
        clock.advance(minutes=8)
        status: Any = pages.client.get("/account/status").json
        assert status["signed_in"] is expected, f"after {asked} minutes"


def test_a_page_that_says_somebody_is_there_keeps_it_awake(pages: Pages, somebody: Somebody, clock: Clock) -> None:
    sign_in(pages, somebody)
    token = pages.client.get("/account/status").json["csrf_token"]  # type: ignore[index]
    for _ in range(3):
        clock.advance(minutes=10)
        assert pages.client.post("/account/still-here", headers={"X-CSRFToken": token}).status_code == 204
    assert is_in(pages)
    clock.advance(minutes=16)
    assert pages.client.post("/account/still-here", headers={"X-CSRFToken": token}).status_code == 401


def test_ten_hours_is_the_longest(pages: Pages, somebody: Somebody, clock: Clock) -> None:
    sign_in(pages, somebody)
    for _ in range(59):
        clock.advance(minutes=10)
        pages.client.get("/account")
    assert is_in(pages)
    clock.advance(minutes=11)
    assert not is_in(pages)


def test_a_session_row_moved_to_somebody_else_in_the_database_is_worth_nothing(
    app: Flask, browser: Browser, somebody: Somebody
) -> None:
    mine = browser()
    sign_in(mine, somebody)
    with app.app_context():
        victim = make_user().uid
        row = db.session.scalars(select(WebSession).where(WebSession.user_uid == somebody.uid)).one()
        row.user_uid = victim
        db.session.commit()
    assert not is_in(mine)


def test_a_cookie_made_from_the_database_is_worth_nothing(app: Flask, browser: Browser, somebody: Somebody) -> None:
    mine, thief = browser(), browser()
    sign_in(mine, somebody)
    with app.app_context():
        row = db.session.scalars(select(WebSession).where(WebSession.user_uid == somebody.uid)).one()
    for guess in (row.token_digest.hex(), row.uid, "x" * 3000):
        thief.client.set_cookie("concord", guess)
        assert not is_in(thief)


def test_static_files_and_public_pages_make_no_session(app: Flask, pages: Pages) -> None:
    pages.client.get("/assets/concord.css").close()
    pages.client.head("/cookies")
    pages.client.get("/healthz")
    pages.client.get("/nothing-here")
    assert cookie(pages) is None
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(WebSession)) == 0


def test_an_old_hash_is_renewed_at_sign_in(app: Flask, pages: Pages, somebody: Somebody) -> None:
    from argon2 import PasswordHasher

    from app.platform import audit

    with app.app_context(), acting_as(the_system()):
        user = db.session.get(User, somebody.uid)
        assert user is not None
        user.password_hash = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSPHRASE)
        audit.record("account.changed", user)
        db.session.commit()
    sign_in(pages, somebody)
    assert is_in(pages)
    with app.app_context(), acting_as(the_system()):
        user = db.session.get(User, somebody.uid)
        assert user is not None
        assert "m=19456,t=2,p=1" in str(user.password_hash)
