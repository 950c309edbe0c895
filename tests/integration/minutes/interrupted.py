"""A process of its own that issues minutes, or tells people of them, and stands still half-way until it is killed.

    python -m tests.integration.minutes.interrupted web <meeting> <user> <moment>
    python -m tests.integration.minutes.interrupted worker <number> <moment>

The worker tells that many and stands still in the middle of the next. Either says "now" when it is there.
"""

import sys
import time
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
from tests.factories.accounts import the_system
from tests.pages import Pages


def stand_still(*_args: Any, **_facts: Any) -> None:
    db.session.flush()
    sys.stdout.write("now\n")
    sys.stdout.flush()
    time.sleep(600)


def issue(meeting: str, user_uid: str) -> None:
    app = create_app()
    with app.app_context(), acting_as(the_system()):
        user = db.session.get_one(User, user_uid)
    pages = Pages(app.test_client()).sign_in(user)
    page = pages.get(f"/meetings/{meeting}/minutes/issue")
    audit.record = stand_still
    page.submit("Issue the minutes")


def tell(number: int) -> None:
    record, left = audit.record, [number]

    def record_or_still(event: str, *args: Any, **facts: Any) -> None:
        if event == "minutes.told":
            if left[0] == 0:
                stand_still()
            left[0] -= 1
        record(event, *args, **facts)

    audit.record = record_or_still
    with create_app().app_context():
        bind_actor(system_actor("minutes-tell", every_area_uid()))
        jobs.tell_waiting()


if __name__ == "__main__":
    with at(datetime.fromisoformat(sys.argv[-1])):
        if sys.argv[1] == "web":
            issue(sys.argv[2], sys.argv[3])
        else:
            tell(int(sys.argv[2]))
