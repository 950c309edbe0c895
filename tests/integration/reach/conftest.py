"""A demonstration with somebody in each role, in which a year can be loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app.features.accounts.models import User
from app.features.demonstration.year.loading import load_year
from app.features.demonstration.year.shapes import Year
from app.features.partnership.interface import area_by_code
from app.platform import audit
from app.platform.access import Role, acting_as
from app.platform.database import db
from app.platform.demonstration import mark_as_demonstration
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.referrals import load_catalogue

SMALL: dict[str, Any] = {"people": 40, "sessions": 400, "contacts": 900}
AFTER = datetime(2027, 4, 1, 9, tzinfo=UTC)
"""The day after the financial year 2026/27: the year that is loaded is that one."""


@dataclass
class Cast:
    area_uid: str
    coordinator: User
    hub: User
    commissioner: User
    load: Callable[..., Year]


@pytest.fixture
def cast(app: Flask, clock: Clock) -> Cast:
    clock.set(AFTER)

    def load(**size: Any) -> Year:
        with app.app_context():
            return load_year(**size)

    with app.app_context():
        load_catalogue()
        with acting_as(the_system()):
            mark_as_demonstration()
            audit.record("demonstration.begun")
            db.session.commit()
        for name in ("Canal Studio", "Riverside Youth"):
            make_user(Role.PROV_WORKER, agency_uid=make_agency(name, agency_type="VCS_PROV"))
        council = make_agency("Council")
        return Cast(
            area_by_code("BNES").uid,
            make_user(Role.COORD, agency_uid=council),
            make_user(Role.HUB, agency_uid=make_agency("Hub", agency_type="LPB", area=""), area="BRIS"),
            make_user(Role.COMMISSIONER, agency_uid=council),
            load,
        )
