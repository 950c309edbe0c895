"""The measures of referrals: what is expected, what is there, what is due. Read for many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select

from app.features.outcomes import tools
from app.features.outcomes.domain import points
from app.features.outcomes.domain.points import Clocks, Course, Point, Standing, Window
from app.features.outcomes.domain.tools import GOAL, Expected, Tool, expected
from app.features.outcomes.models import Goal, Measure
from app.features.partnership import interface as partnership
from app.features.referrals.interface import Referral
from app.kernel.clock import today
from app.platform.access import Actor
from app.platform.calendar import working_days
from app.platform.database import db
from app.platform.vault import open_all


@dataclass(frozen=True)
class Sheet:
    """Everything measured of one referral. `tools` are those its intervention is measured with now."""

    referral: Referral
    goals: Sequence[Goal]
    measures: Sequence[Measure]
    tools: Sequence[Tool]
    windows: Sequence[Window]

    @cached_property
    def found(self) -> dict[tuple[Point, Expected], Measure]:
        return {(Point(row.point), what(row)): row for row in self.measures}

    @cached_property
    def expected(self) -> tuple[Expected, ...]:
        """What is asked at every point that is still to come. Empty when nobody has said what is tried for."""
        return expected(
            desired=tuple(self.referral.outcomes) or tuple(self.referral.intervention.outcomes_claimed or ()),
            chosen=self.tools,
            goals=[goal.uid for goal in self.goals if goal.dropped_on is None],
            measured={one for _point, one in self.found},
            general=tools.general_tool(),
        )

    def at(self, point: Point) -> tuple[Expected, ...]:
        """What is asked at `point`: what is expected, and goals dropped since that were measured then."""
        dropped = [one for of, one in self.found if of is point and one.goal_uid and one not in self.expected]
        return (*self.expected, *sorted(dropped))

    def is_complete(self, point: Point) -> bool:
        """Everything expected has a score, or a reason why there is none."""
        return bool(self.expected) and all((point, one) in self.found for one in self.expected)

    def standing(self, window: Window, on: date) -> Standing:
        return points.standing(window, complete=self.is_complete(window.point), on=on)

    def due(self, on: date) -> list[tuple[Window, Standing]]:
        """What can be measured now and is not, overdue first."""
        found = [(window, self.standing(window, on)) for window in self.windows]
        waiting = [one for one in found if one[1] in (Standing.OPEN, Standing.OVERDUE)]
        return sorted(waiting, key=lambda one: (one[0].due_on or date.max, one[0].opens_on))

    def goal(self, uid: str) -> Goal | None:
        return next((goal for goal in self.goals if goal.uid == uid), None)


def what(measure: Measure) -> Expected:
    return Expected(measure.outcome, measure.tool, measure.goal_uid)


def sheet(actor: Actor, referral: Referral) -> Sheet:
    return sheets(actor, [referral])[referral.uid]


def sheets(actor: Actor, referrals: Sequence[Referral]) -> dict[str, Sheet]:
    """The sheets of referrals the actor sees, by uid: three queries, however many there are."""
    uids = [one.uid for one in referrals]
    goals: dict[str, list[Goal]] = {}
    for goal in db.session.scalars(select(Goal).where(Goal.referral_uid.in_(uids)).order_by(Goal.set_on, Goal.uid)):
        goals.setdefault(goal.referral_uid, []).append(goal)
    measures: dict[str, list[Measure]] = {}
    for row in db.session.scalars(select(Measure).where(Measure.referral_uid.in_(uids)).order_by(Measure.measured_on)):
        measures.setdefault(row.referral_uid, []).append(row)
    chosen = tools.chosen_for(one.intervention_uid for one in referrals)
    open_all(referrals)
    return {
        one.uid: Sheet(
            referral=one,
            goals=goals.get(one.uid, ()),
            measures=measures.get(one.uid, ()),
            tools=chosen.get(one.intervention_uid, ()),
            windows=windows_of(one),
        )
        for one in referrals
    }


def windows_of(referral: Referral) -> tuple[Window, ...]:
    """When somebody is measured: the one place where a referral's days meet the numbers of its area."""
    course = Course(
        accepted_on=referral.accepted_on,
        started_on=referral.started_on,
        ended_on=referral.ended_on,
        weeks_planned=referral.intervention.weeks_planned,
        measured=_is_measured(referral.end_reason),
    )
    return points.windows(course, _clocks(referral.area_uid), working_days().add)


def _is_measured(end_reason: str | None) -> bool:
    item = partnership.code_item("intervention_state", end_reason) if end_reason else None
    return item is None or bool(item.attributes.get("measured", True))


def _clocks(area_uid: str) -> Clocks:
    return Clocks(
        baseline=partnership.number("outcome.baseline", area_uid),
        middle_weeks=partnership.number("outcome.middle.weeks", area_uid),
        middle=partnership.number("outcome.middle", area_uid),
        exit=partnership.number("intervention.outcome", area_uid),
        follow_up_months=partnership.number("intervention.follow_up", area_uid),
        follow_up=partnership.number("outcome.follow_up", area_uid),
    )


def outcome_label(one: Expected, sheet_of: Sheet | None = None) -> str:
    """The words of an outcome; a goal is told in the person's own where the sheet is at hand."""
    if one.outcome != GOAL:
        return partnership.code_label("outcome9", one.outcome)
    goal = sheet_of.goal(one.goal_uid) if sheet_of and one.goal_uid else None
    return goal.words if goal else "Goals in the person’s own words"


def due_now(
    actor: Actor, referrals: Iterable[Referral], on: date | None = None
) -> list[tuple[Sheet, Window, Standing]]:
    """What waits to be measured for these people, what was due first foremost."""
    day = on or today()
    found = [
        (sheet_of, window, stands)
        for sheet_of in sheets(actor, list(referrals)).values()
        for window, stands in sheet_of.due(day)
    ]
    return sorted(found, key=lambda one: (one[1].due_on or date.max, one[0].referral.uid))
