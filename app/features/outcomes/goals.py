"""Goals in the person's own words."""

from app.features.outcomes import sheets
from app.features.outcomes.domain.points import Point
from app.features.outcomes.domain.tools import GOAL, GOAL_TOOL, Expected
from app.features.outcomes.following import tell_referral
from app.features.outcomes.measuring import Entry, Occasion, check_entry, check_occasion, hold, put
from app.features.outcomes.models import Goal
from app.features.referrals.interface import Referral
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("outcome.goal_set")
audit.declare("outcome.goal_dropped")


def set_goal(*, actor: Actor, referral: Referral, words: str, score: int, completed_by: str, mode: str) -> Goal:
    """A goal in the person's own words, with where they stand today: without that nothing could be compared later."""
    sheet = hold(actor, referral)
    words = words.strip()
    if not words:
        raise Refused("Enter the goal in the person’s own words", field="words")
    again = next((goal for goal in sheet.goals if goal.words == words and goal.dropped_on is None), None)
    if again is not None:
        return again
    if not sheet.windows:
        raise Refused("Wait until the provider has accepted before setting goals")
    goal = Goal(
        key_uid=referral.key_uid,
        agency_uid=referral.agency_uid,
        area_uid=referral.area_uid,
        referral_uid=referral.uid,
        set_on=today(),
        recorded_by_uid=actor.user_uid,
        words=words,
    )
    db.session.add(goal)
    db.session.flush()
    entry = Entry(Expected(GOAL, GOAL_TOOL, goal.uid), float(score), completed_by)
    sheet = sheets.sheet(actor, referral)
    occasion = Occasion(Point.BASELINE, today(), mode)
    check_occasion(sheet, occasion)
    check_entry(sheet, Point.BASELINE, entry, prefix="")
    put(actor, sheet, occasion, entry)
    db.session.flush()
    audit.record("outcome.goal_set", goal)
    return goal


def drop_goal(*, actor: Actor, referral: Referral, goal: Goal, why: str) -> None:
    """The goal is no longer measured: it was reached, or is not theirs any more. What was measured stays."""
    hold(actor, referral)
    why = why.strip()
    if not why:
        raise Refused("Enter why it is no longer a goal", field="why")
    if goal.dropped_on is not None:
        return
    goal.dropped_on, goal.why_dropped = today(), why
    audit.record("outcome.goal_dropped", goal)
    db.session.flush()
    tell_referral(actor, sheets.sheet(actor, referral))
