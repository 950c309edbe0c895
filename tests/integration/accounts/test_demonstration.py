"""Signing in without a passphrase: in a demonstration, on this machine, and nowhere else."""

import pytest
from flask import Flask
from sqlalchemy import update

from app import create_app
from app.platform.access import Role
from app.platform.database import db
from app.platform.demonstration import InstallationMark, is_demonstration, mark_as_demonstration
from config import ConfigError, Settings
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user
from tests.integration.accounts.test_signing_in import is_in
from tests.pages import Pages

pytestmark = pytest.mark.one_database


@pytest.fixture
def demonstration(app: Flask) -> str:
    """A demonstration with two people. Returns the uid of the coordinator."""
    with app.app_context():
        mark_as_demonstration()
        db.session.commit()
        make_user(Role.PRACTITIONER, name="Pat Example")
        return make_user(Role.COORD, name="Chris Example").uid


def choose(pages: Pages, uid: str, status: int | None = 200) -> int:
    token = pages.get("/account/sign-in").form_data()["csrf_token"]
    return pages.post(f"/account/demonstration/{uid}", {"csrf_token": token}, status=status).status


def test_one_button_for_each_role(pages: Pages, demonstration: str) -> None:
    page = pages.get("/account/sign-in")
    assert page.select(".concord-people__role") == ["Practitioner", "Coordinator"]
    assert page.select(".concord-people__name") == ["Pat Example", "Chris Example"]
    choose(pages, demonstration)
    assert pages.get("/account").summary()["Name"] == "Chris Example"


def test_a_real_database_neither_shows_nor_accepts_it(app: Flask, pages: Pages) -> None:
    with app.app_context():
        uid = make_user(Role.COORD).uid
        assert not is_demonstration()
    assert pages.get("/account/sign-in").select(".concord-people__role") == []
    assert choose(pages, uid, status=404) == 404
    assert not is_in(pages)


def test_a_real_database_marked_by_hand_neither_shows_nor_accepts_it(app: Flask, pages: Pages) -> None:
    with app.app_context():
        uid = make_user(Role.COORD).uid
        db.session.add(InstallationMark(id=1, kind="DEMONSTRATION", made_at="2026-11-02", digest=b"x" * 32))
        db.session.commit()
        assert not is_demonstration()
    assert pages.get("/account/sign-in").select(".concord-people__role") == []
    assert choose(pages, uid, status=404) == 404


def test_a_mark_changed_by_hand_is_no_mark(app: Flask, demonstration: str) -> None:
    with app.app_context():
        db.session.execute(update(InstallationMark).values(made_at="2020-01-01"))
        assert not is_demonstration()


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({"Host": "concord.example.org"}, "127.0.0.1"),
        ({"Host": "127.0.0.1.example.org"}, "127.0.0.1"),
        ({}, "192.0.2.7"),
        ({"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1"),
        ({"Forwarded": "for=127.0.0.1"}, "127.0.0.1"),
    ],
)
@pytest.mark.parametrize("path", ["/account/sign-in", "/", "/healthz", "/nothing"])
def test_a_demonstration_serves_only_this_machine(
    app: Flask, demonstration: str, headers: dict[str, str], address: str, path: str
) -> None:
    response = app.test_client().get(path, headers=headers, environ_base={"REMOTE_ADDR": address})
    assert response.status_code == 503
    assert b"This is a demonstration" in response.data
    assert b"Example" not in response.data.replace(b"example", b"")


def test_a_demonstration_accepts_nobody_from_elsewhere(app: Flask, pages: Pages, demonstration: str) -> None:
    token = pages.get("/account/sign-in").form_data()["csrf_token"]
    response = pages.client.post(
        f"/account/demonstration/{demonstration}",
        data={"csrf_token": token},
        headers={"X-Forwarded-For": "192.0.2.7"},
    )
    assert response.status_code == 503
    assert not is_in(pages)


def test_a_real_database_serves_everybody(app: Flask) -> None:
    response = app.test_client().get("/account/sign-in", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert response.status_code == 200


def test_a_demonstration_does_not_start_for_others(app: Flask, settings: Settings, demonstration: str) -> None:
    public = settings.model_copy(update={"public_url": "https://concord.example.org"})
    with pytest.raises(ConfigError, match="demonstration"):
        create_app(public)


def test_only_the_accounts_on_the_page_can_be_chosen(
    app: Flask, pages: Pages, demonstration: str, clock: Clock
) -> None:
    clock.advance(minutes=1)
    with app.app_context():
        second = make_user(Role.COORD).uid
        lapsed = make_user(Role.CHAIR, agency_uid=make_agency(agreement=False)).uid
    assert choose(pages, second, status=404) == 404
    assert choose(pages, lapsed, status=404) == 404
    assert not is_in(pages)


def test_the_button_needs_its_token(pages: Pages, demonstration: str) -> None:
    pages.get("/account/sign-in")
    pages.post(f"/account/demonstration/{demonstration}", {}, status=None)
    assert not is_in(pages)
