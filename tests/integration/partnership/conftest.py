"""People who work with the partnership. This room lies below the one of accounts, so nobody has an account here."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.features.partnership import interface as partnership
from app.kernel.references import new_uid
from app.platform.access import Actor, Role, acting_as, bind_actor, system_actor
from app.platform.database import db
from tests.pages import Pages

SignIn = Callable[..., Pages]


@pytest.fixture
def acting(context: Flask) -> Actor:
    """The system, bound to the session."""
    actor = system_actor("test", partnership.every_area_uid())
    bind_actor(actor)
    return actor


@pytest.fixture
def bnes(context: Flask) -> str:
    return partnership.area_by_code("BNES").uid


@pytest.fixture
def sign_in(app: Flask, client: FlaskClient) -> SignIn:
    """`sign_in(Role.COORD)`: a browser of somebody of an agency in Bath and North East Somerset."""

    def sign_in(*roles: Role) -> Pages:
        with app.app_context():
            area_uid = partnership.area_by_code("BNES").uid
            actor = Actor(new_uid(), _council(area_uid), frozenset({area_uid}), frozenset(roles), "LA_CS")
        _act_in_every_request(app, actor)
        app.config["WTF_CSRF_ENABLED"] = False  # its secret belongs to a session, and there is none
        return Pages(client)

    return sign_in


def _council(area_uid: str) -> str:
    with acting_as(system_actor("test", frozenset({area_uid}))) as actor:
        agency = partnership.add_agency(
            actor=actor,
            area_uid=area_uid,
            agency_type="LA_CS",
            name="Council – community safety",
            valid_from=date(2026, 1, 1),
        )
        partnership.sign_agreement(actor=actor, agency=agency, signed_on=date(2026, 1, 1), review_due=date(2030, 1, 1))
        db.session.commit()
        return agency.uid


def _act_in_every_request(app: Flask, actor: Actor) -> None:
    """Bind `actor` between the reading of the session and the check of access."""
    before = app.before_request_funcs[None]
    check = next(place for place, one in enumerate(before) if one.__module__ == "app.web.access")
    before.insert(check, lambda: bind_actor(actor))
