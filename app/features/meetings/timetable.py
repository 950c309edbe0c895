"""Where in the month a meeting is: what is done, what is next, what is late, and the page that does it.

Whether a step is done follows from facts and is never typed. This room knows those of `cycle_facts`; other rooms say
theirs with `add_fact`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from app.features.meetings import queries
from app.features.meetings.domain import cycle
from app.features.meetings.domain.status import NOT_HELD, meeting_status
from app.features.meetings.models import Meeting
from app.features.meetings.words import STEP_STATES
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.platform.access import Actor, Permission
from app.platform.calendar import working_days
from app.web.rendering import count, day


@dataclass(frozen=True)
class StepState:
    """`done` None: nothing keeps count of it. `left`: how many of `what` ("notification") are still to do. `url`: the
    page that does it. `note`: what is done outside Concord, or how it is counted."""

    done: bool | None
    left: int | None = None
    what: str = ""
    url: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Step:
    """A step as it is shown. `state` is DONE, LATE, DUE, COMING or PASSED."""

    code: str
    label: str
    begins: date
    day: date
    at: time | None
    state: str
    left: int | None
    what: str
    url: str | None
    note: str


def task_of(step: Step, more: str = "") -> dict[str, Any]:
    """A step as a line of `kit/list.html`'s list of tasks; `more` stands at the end of its hint."""
    words, colour = STEP_STATES[step.state]
    begins = f"{day(step.begins)} to " if step.begins != step.day else ""
    at = f" at {step.at.isoformat('minutes')}" if step.at else ""
    note = f". {step.note}" if step.note else ""
    left = f". {count(step.left, step.what)} to do" if step.left else ""
    return {
        "title": step.label,
        "href": step.url if step.state != cycle.DONE else None,
        "status": words,
        "colour": colour,
        "hint": f"{begins}{day(step.day)}{at}{left}{note}{more}",
    }


Fact = Callable[[Actor, Meeting], StepState]

_facts: dict[str, Fact] = {}
_early: set[str] = set()


def add_fact(code: str, fact: Fact, *, early: bool = False) -> None:
    """Let `fact(actor, meeting)` say how the step `code` (list `cycle_event`) stands, in place of who said it before.
    It is asked from the day the step begins; `early`: before that too, for what may be done ahead of time."""
    _facts[code] = fact
    _early.discard(code)
    if early:
        _early.add(code)


OtherSource = Callable[[Actor, Meeting], cycle.OtherGroup | None]

_other: list[OtherSource] = []


def set_other_source(source: OtherSource) -> None:
    """Let `source(actor, meeting)` say when the exploitation group meets; None: the area has none."""
    _other[:] = [source]


def planned(
    meeting: Meeting, following: date | None, *, held_on: date | None = None, other: cycle.OtherGroup | None = None
) -> list[cycle.Planned]:
    """The steps of a meeting, were it held on `held_on`, with the numbers of its area on that day."""
    held = held_on or meeting.held_on
    offsets = queries.offsets(meeting.area_uid, held)
    times = {"MEETING": time.fromisoformat(meeting.starts_at), **queries.times(meeting.area_uid, held)}
    return cycle.plan(
        held,
        offsets,
        times,
        working_days(),
        following=following,
        extraordinary=meeting.extraordinary,
        other=other,
    )


def timetable(actor: Actor, meeting: Meeting, following: date | None = None) -> tuple[Step, ...]:
    """Every step of a meeting in order. Those who do not run the month see the days alone: what is left to do counts
    cases they may not know of. Of a meeting that was not held nothing is left to do.

    `following`: the day of the next meeting, when the caller knows it.
    """
    if following is None:
        after = queries.meeting_after(meeting)
        following = after.held_on if after else None
    moment, on = now(), today()
    asks = actor.may(Permission.MEETING_MANAGE) and meeting_status(meeting, on) != NOT_HELD
    steps = []
    other = _other[0](actor, meeting) if asks and _other else None
    for step in planned(meeting, following, other=other):
        fact = _facts.get(step.code) if asks else None
        asked = fact is not None and (step.begins <= on or step.code in _early)
        state = fact(actor, meeting) if fact is not None and asked else StepState(None)
        steps.append(
            Step(
                code=step.code,
                label=partnership.code_label("cycle_event", step.code, meeting.held_on),
                begins=step.begins,
                day=step.day,
                at=step.at,
                state=cycle.standing(
                    step, moment, done=state.done, over=meeting.closed_at is not None and step.day < meeting.held_on
                ),
                left=state.left,
                what=state.what,
                url=state.url,
                note=state.note,
            )
        )
    return tuple(steps)


@dataclass(frozen=True)
class Today:
    """Where in the cycle today is, over the last meeting and the next: the first that are `late`, what is to be done
    `now`, and what comes `next`; each with its meeting. `done` of `total` steps of the next meeting are done, and
    `count_late` are late."""

    late: list[tuple[Meeting, Step]]
    now: list[tuple[Meeting, Step]]
    next: list[tuple[Meeting, Step]]
    done: int
    total: int
    count_late: int


MOST_LATE, MOST_NEXT = 5, 3


def where_today_is(actor: Actor, meeting: Meeting, before: Meeting | None) -> Today:
    """`meeting` is the next, `before` the last that was opened."""
    steps = timetable(actor, meeting)
    rows = [(meeting, step) for step in steps]
    if before is not None:
        rows += [(before, step) for step in timetable(actor, before, meeting.held_on)]
    rows.sort(key=lambda row: (row[1].day, row[1].at or time.min))
    late = _in(rows, cycle.LATE)
    return Today(
        late=late[:MOST_LATE],
        now=_in(rows, cycle.DUE),
        next=_in(rows, cycle.COMING)[:MOST_NEXT],
        done=sum(step.state in {cycle.DONE, cycle.PASSED} for step in steps),
        total=len(steps),
        count_late=len(late),
    )


def _in(rows: Iterable[tuple[Meeting, Step]], state: str) -> list[tuple[Meeting, Step]]:
    return [row for row in rows if row[1].state == state]
