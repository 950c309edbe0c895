"""The people around an action: who runs the month, who owns it, and those who have nothing to do with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask

from app.features.accounts.models import User
from app.features.cases.models import Case
from app.kernel.clock import LONDON
from app.platform.access import Role
from config import Settings
from tests.beginnings import Beginning, recall
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import make_case
from tests.pages import Pages

THURSDAY = datetime(2026, 11, 19, 14, 10, tzinfo=LONDON)


@dataclass
class Group:
    """People by what they do, and one case."""

    coordinator: User
    chair: User
    owner: User
    colleague: User
    spoc: User
    outsider: User
    """A practitioner of an agency that knows nothing of the case."""
    elsewhere: User
    """A coordinator of another area."""
    provider: User
    notifier: User
    case: Case


def make_group() -> Group:
    council = make_agency("Council – community safety")
    yot = make_agency("Youth Justice Service", agency_type="YOT")
    return Group(
        coordinator=make_user(Role.COORD, agency_uid=council, name="Priya Nandakumar"),
        chair=make_user(Role.CHAIR, agency_uid=make_agency("Early help", agency_type="LA_EH")),
        owner=make_user(Role.PRACTITIONER, agency_uid=yot, name="Sorcha Brannigan", email="sorcha@example.org"),
        colleague=make_user(Role.PRACTITIONER, agency_uid=yot, name="Ivo Lund", email="ivo@example.org"),
        spoc=make_user(Role.SPOC, agency_uid=yot, name="Mei Okafor", email="spoc@example.org"),
        outsider=make_user(Role.PRACTITIONER, agency_uid=make_agency("A school", agency_type="EDU_SCH")),
        elsewhere=make_user(Role.COORD, area="NSOM"),
        provider=make_user(
            Role.PROV_WORKER, agency_uid=make_agency("A trust", agency_type="VCS_PROV"), email="prov@example.org"
        ),
        notifier=make_user(Role.NOTIFIER, agency_uid=yot),
        case=make_case(),
    )


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning | None:
    return Beginning("actions", THURSDAY, make_group) if "group" in request.fixturenames else None


@pytest.fixture
def group(app: Flask, settings: Settings, clock: Clock) -> Group:
    clock.set(THURSDAY)
    with app.app_context():
        made: Group = recall(settings.instance_dir)
    return made


@pytest.fixture
def browse(app: Flask) -> Callable[[User], Pages]:
    """`browse(user)`: a browser of their own, signed in."""
    return lambda user: Pages(app.test_client()).sign_in(user)
