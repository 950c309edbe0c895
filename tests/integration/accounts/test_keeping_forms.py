"""What was typed when a session ran out is offered back to the same person, and to nobody else."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.features.accounts import parking
from app.features.accounts.jobs import clear
from app.features.accounts.models import ParkedForm, User
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_user, the_system
from tests.integration.accounts.conftest import PASSPHRASE, Somebody, give_passphrase, make_somebody
from tests.integration.accounts.test_signing_in import is_in
from tests.pages import Page, Pages

pytestmark = pytest.mark.one_database

TYPED = "Head of things nobody else does"


@pytest.fixture
def coordinator(app: Flask, noon: None) -> Somebody:
    return make_somebody(app, Role.COORD)


@pytest.fixture
def colleague(app: Flask, noon: None) -> str:
    with app.app_context():
        return make_user().uid


def sign_in_now(pages: Pages, who: Somebody) -> Page:
    """Signing in as it goes on after a time-out: from the page that is shown, without opening another."""
    return give_passphrase(pages, who.email).submit("Continue", code=who.code())


def job_title(app: Flask, uid: str) -> str:
    with app.app_context(), acting_as(the_system()):
        return str(db.session.scalars(select(User).where(User.uid == uid)).one().job_title)


def count(app: Flask) -> int | None:
    with app.app_context(), acting_as(the_system()):
        return db.session.scalar(select(func.count()).select_from(ParkedForm))


def send_too_late(pages: Pages, who: Somebody, colleague: str, clock: Clock) -> Page:
    sign_in_now(pages, who)
    page = pages.get(f"/account/people/{colleague}/details")
    clock.advance(minutes=16)
    return page.submit("Save", job_title=TYPED)


def test_nothing_typed_is_lost(app: Flask, pages: Pages, coordinator: Somebody, colleague: str, clock: Clock) -> None:
    page = send_too_late(pages, coordinator, colleague, clock)
    assert page.heading == "Sign in"
    assert job_title(app, colleague) == "Officer"
    page = page.submit("Continue", email=coordinator.email, passphrase=PASSPHRASE)
    page = page.submit("Continue", code=coordinator.code())
    assert page.heading == "You were in the middle of something"
    assert TYPED in page.text
    page = page.submit("Send it now")
    assert page.flash == "Details saved"
    assert job_title(app, colleague) == TYPED
    assert count(app) == 0


def test_also_when_the_page_was_asked_for_again_first(
    app: Flask, pages: Pages, coordinator: Somebody, colleague: str, clock: Clock
) -> None:
    """Another tab found the session over before the form was sent."""
    sign_in_now(pages, coordinator)
    page = pages.get(f"/account/people/{colleague}/details")
    clock.advance(minutes=16)
    assert not is_in(pages)
    page = page.submit("Save", job_title=TYPED)
    assert page.heading == "Sign in"


@pytest.mark.parametrize("where", ["another tab", "another browser"])
def test_also_after_signing_out_everywhere(
    pages: Pages, coordinator: Somebody, colleague: str, clock: Clock, where: str
) -> None:
    app = pages.client.application
    sign_in_now(pages, coordinator)
    page = pages.get(f"/account/people/{colleague}/details")
    elsewhere = pages
    if where == "another browser":
        clock.advance(minutes=1)
        elsewhere = Pages(app.test_client())
        sign_in_now(elsewhere, coordinator)
    elsewhere.get("/account").submit("Sign out everywhere")
    assert not is_in(pages)
    page = page.submit("Save", job_title=TYPED)
    assert page.heading == "Sign in"
    assert job_title(app, colleague) == "Officer"
    clock.advance(minutes=1)
    assert TYPED in sign_in_now(pages, coordinator).text


def test_a_page_left_open_still_sends_after_signing_in_again_in_another_tab(
    app: Flask, pages: Pages, coordinator: Somebody, colleague: str, clock: Clock
) -> None:
    sign_in_now(pages, coordinator)
    page = pages.get(f"/account/people/{colleague}/details")
    clock.advance(minutes=16)
    assert not is_in(pages)
    sign_in_now(pages, coordinator)
    page.submit("Save", job_title=TYPED)
    assert job_title(app, colleague) == TYPED


def test_a_page_of_somebody_else_does_not_send_after_another_person_signed_in(
    app: Flask, pages: Pages, coordinator: Somebody, colleague: str, clock: Clock
) -> None:
    sign_in_now(pages, coordinator)
    page = pages.get(f"/account/people/{colleague}/details")
    clock.advance(minutes=16)
    assert not is_in(pages)
    sign_in_now(pages, make_somebody(app, Role.COORD))
    page.submit("Save", job_title=TYPED, status=None)
    assert job_title(app, colleague) == "Officer"


def test_another_person_does_not_see_it(
    app: Flask, pages: Pages, coordinator: Somebody, colleague: str, clock: Clock
) -> None:
    send_too_late(pages, coordinator, colleague, clock)
    other = make_somebody(app, Role.COORD)
    page = sign_in_now(pages, other)  # in the very same browser
    assert page.heading != "You were in the middle of something"
    page = pages.get("/account/kept")
    assert TYPED not in page.text
    assert page.select(".concord-empty__title") == ["Nothing is waiting"]
    with app.app_context(), acting_as(the_system()):
        uid = db.session.scalar(select(ParkedForm.uid))
    pages.post(f"/account/kept/{uid}/discard", pages.get("/account").form_data("Sign out"))
    assert count(app) == 1


def test_it_can_be_discarded_twice(
    app: Flask, pages: Pages, coordinator: Somebody, colleague: str, clock: Clock
) -> None:
    send_too_late(pages, coordinator, colleague, clock)
    page = sign_in_now(pages, coordinator)
    page.submit("Discard it")
    page.submit("Discard it")
    assert count(app) == 0
    assert job_title(app, colleague) == "Officer"


def test_it_is_sealed_and_goes_after_a_day(
    app: Flask, pages: Pages, coordinator: Somebody, colleague: str, clock: Clock
) -> None:
    send_too_late(pages, coordinator, colleague, clock)
    with app.app_context(), db.engine.connect() as connection:
        assert TYPED not in repr(connection.exec_driver_sql("SELECT * FROM parked_form").all())
    for hours, kept in ((23, 1), (2, 0)):
        clock.advance(hours=hours)
        with app.app_context(), acting_as(the_system()):
            clear()
            db.session.commit()
        assert count(app) == kept


def test_a_forged_form_is_not_kept(
    app: Flask, pages: Pages, coordinator: Somebody, colleague: str, clock: Clock
) -> None:
    sign_in_now(pages, coordinator)
    clock.advance(minutes=16)
    path = f"/account/people/{colleague}/details"
    pages.post(path, {"job_title": TYPED, "csrf_token": "made up"}, status=None)
    assert count(app) == 0


def test_a_passphrase_is_never_kept(app: Flask, pages: Pages, coordinator: Somebody, clock: Clock) -> None:
    sign_in_now(pages, coordinator)
    page = pages.get("/account/passphrase")
    clock.advance(minutes=16)
    page.submit("Change passphrase", current=PASSPHRASE, passphrase="gravel teapot lantern")
    assert count(app) == 0


def test_what_a_page_carries_unseen_is_not_shown_as_typed() -> None:
    carried = [["once", "4" * 26], ["seen", "a digest of what was shown"], ["ver", "7" * 30]]
    form = ParkedForm(key_uid="u", area_uid="a", path="/", fields=[*carried, ["text", "He was seen"]])
    assert parking.words(form) == ["He was seen"]
