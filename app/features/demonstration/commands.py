"""Loading a demonstration into an empty database: the month happens again, each step by whoever took it.

Up to today: what the files date later is left out, so that before the meeting its agenda waits, and between the
meeting and its follow-ups actions are still open. Something always waits, whatever day it is.
"""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from app.features.accounts.models import User
from app.features.demonstration import (
    assessing,
    at_places,
    commissioning,
    extraordinary,
    following,
    governing,
    happened,
    looking,
    measuring,
    nominations,
    other_groups,
    police,
    referrals,
    returning,
    sessions,
    setting,
    sitting,
    spending,
    still_open,
    surroundings,
)
from app.features.demonstration.cast import cast_of
from app.features.demonstration.month import Month, find_folder, read_month, sent_at
from app.features.demonstration.replay import Memory, Say, Step, replay
from app.kernel import clock
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import acting_as, system_actor
from app.platform.database import db
from app.platform.demonstration import is_demonstration, mark_as_demonstration

audit.declare("demonstration.begun")

BEFORE_THE_FIRST = timedelta(days=21)
BEFORE_TODAY = timedelta(days=2)


def load_demonstration(
    *, folder: Path | None = None, say: Say = lambda _line: None, still_open_today: bool = True
) -> Memory:
    """Load the month of `folder` (by default the one there is) into an empty database, committing as it goes.

    `still_open_today` adds what came in since yesterday, whatever day it is.

    The mark that this is a demonstration is made first. Raises Refused when somebody has an account already, or when
    a demonstration was begun: then the database has to be made anew.
    """
    _refuse_unless_empty()
    month = read_month(folder or find_folder())
    cast = cast_of(month)
    now = clock.now()
    began = min(_first_moment(month) - BEFORE_THE_FIRST, now - BEFORE_TODAY)
    with acting_as(system_actor(setting.JOB, frozenset())):
        mark_as_demonstration()
        audit.record("demonstration.begun")
        db.session.commit()
    area_uid = setting.load_reference(month.meeting["area"])
    memory = setting.set_up(cast, area_uid, began, now)
    surroundings.load(month.meeting["area"], setting.JOB, now)
    say(f"{len(cast.bodies)} agencies and {len(cast.parts)} accounts")

    planning = Step(began, cast.coordinator, lambda actor: sitting.plan(month, area_uid, actor))
    replay([planning], memory, now)
    steps = [
        *governing.steps(cast, began, now),
        *commissioning.steps(cast, memory, area_uid, began, now),
        *nominations.steps(month, cast, memory),
        *extraordinary.steps(month, cast, memory, area_uid),
        *other_groups.steps(month, cast, area_uid),
        *happened.steps(month, cast, area_uid),
        *returning.steps(month, cast, memory),
        *sitting.steps(month, cast, memory, area_uid),
        *following.steps(month, cast, memory),
        *referrals.steps(month, cast, memory),
        *sessions.steps(month, cast),
        *assessing.steps(month, cast, memory, area_uid, now),
        *looking.steps(month, memory, cast, now),
        *(still_open.steps(month, cast, memory, area_uid, now) if still_open_today else ()),
        *(spending.steps(cast, now) if still_open_today else ()),
        *(police.steps(cast, now) if still_open_today else ()),
        *(sessions.still_open(cast, memory, now) if still_open_today else ()),
        *(at_places.steps(cast, memory, now) if still_open_today else ()),
        *(measuring.steps(cast, memory, now) if still_open_today else ()),
    ]
    say(f"{len(month.notifications)} notifications, {len(month.items)} items, {len(month.actions)} actions…")
    taken = replay(steps, memory, now, say)
    say(f"{taken} of {len(steps)} steps of the month have happened by today")
    return memory


def _refuse_unless_empty() -> None:
    with acting_as(system_actor(setting.JOB, frozenset())):
        if is_demonstration():
            raise Refused("Start with an empty database: a demonstration was loaded, or begun, in this one")
        if db.session.scalar(select(User.uid).limit(1)) is not None:
            raise Refused("Start with an empty database: this one is in use")


def _first_moment(month: Month) -> datetime:
    """Before anybody does anything: the first notification, or the first action carried forward."""
    carried = [datetime.fromisoformat(f"{one['status_log'][0]['on']}T09:00:00+00:00") for one in month.actions]
    return min([*map(sent_at, month.notifications), *carried])
