"""What is done in a process of its own, which stands still half-way until it is killed: minutes are issued, or people
are told of them. Either says "now" when it is there."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from app import create_app
from app.features.accounts.models import User
from app.features.minutes import jobs
from app.features.partnership.interface import every_area_uid
from app.kernel.clock import at
from app.platform import audit
from app.platform.access import acting_as, bind_actor, system_actor
from app.platform.database import db
from config import Settings
from tests.factories.accounts import the_system
from tests.pages import Pages

Say = Callable[[str], None]


def standing_still(say: Say) -> Callable[..., None]:
    def stand_still(*_args: Any, **_facts: Any) -> None:
        db.session.flush()
        say("now")
        time.sleep(600)

    return stand_still


def issue(say: Say, settings: Settings, moment: datetime, meeting: str, user_uid: str) -> None:
    with at(moment):
        app = create_app(settings)
        with app.app_context(), acting_as(the_system()):
            user = db.session.get_one(User, user_uid)
        pages = Pages(app.test_client()).sign_in(user)
        page = pages.get(f"/meetings/{meeting}/minutes/issue")
        audit.record = standing_still(say)
        page.submit("Issue the minutes")


def tell(say: Say, settings: Settings, moment: datetime, number: int) -> None:
    """Tells that many, and stands still in the middle of the next."""
    record, left = audit.record, [number]

    def record_or_still(event: str, *args: Any, **facts: Any) -> None:
        if event == "minutes.told":
            if left[0] == 0:
                standing_still(say)()
            left[0] -= 1
        record(event, *args, **facts)

    audit.record = record_or_still
    with at(moment), create_app(settings).app_context():
        bind_actor(system_actor("minutes-tell", every_area_uid()))
        jobs.tell_waiting()
