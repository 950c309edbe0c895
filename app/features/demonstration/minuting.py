"""The minutes of a meeting: to the chair, issued, corrected once, signed."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from app.features.demonstration.replay import Step
from app.features.meetings import interface as meetings
from app.features.meetings.interface import Meeting
from app.features.minutes import interface as minutes
from app.features.minutes.interface import ItemContent, Minutes
from app.features.partnership import interface as partnership
from app.kernel.clock import LONDON
from app.platform.access import Actor, acting_as, system_actor
from app.platform.calendar import working_days

MORNING = time(9, 30)
WRONG = "It reads as if we had seen them since the weekend."
INSTEAD = "Our last visit was before the weekend; the next one is arranged."
Do = Callable[[Actor, Meeting, Minutes], None]


def steps(
    uid: Callable[[], str], held_on: date, area_uid: str, *, coordinator: str, chair: str, signs: bool = True
) -> Iterator[Step]:
    """From the day after a meeting to the chair's signature, or to where it is waited for. `uid` gives the meeting once
    it was held."""

    def step(event: str, who: str, do: Do, *, later: timedelta = timedelta()) -> Step:
        day = working_days().add(held_on, partnership.number(f"cycle.{event}", area_uid, held_on))
        return Step(datetime.combine(day, MORNING, LONDON) + later, who, _of(uid, do))

    yield step("urgent_out", coordinator, _urgent)
    yield step("draft_min", coordinator, _send)
    yield step("draft_min", chair, _approve, later=timedelta(hours=5))
    yield step("min_out", coordinator, _issue)
    if not signs:
        return
    day = working_days().add(held_on, partnership.number("cycle.correct", area_uid, held_on) + 1)
    yield Step(datetime.combine(day, MORNING, LONDON), chair, _of(uid, _sign))


def correction(
    uid: Callable[[], str], held_on: date, area_uid: str, *, coordinator: str, agency: str
) -> Iterator[Step]:
    """Somebody of an agency that was there says what is wrong in an item, and it is put right."""
    day = working_days().add(held_on, partnership.number("cycle.min_out", area_uid, held_on) + 1)
    at = datetime.combine(day, MORNING, LONDON)
    yield Step(at, agency, _of(uid, _propose))
    yield Step(at + timedelta(hours=4), coordinator, _of(uid, _put_right))


def _of(uid: Callable[[], str], do: Do) -> Callable[[Actor], None]:
    def act(actor: Actor) -> None:
        meeting = meetings.get_meeting(actor, uid())
        do(actor, meeting, minutes.get_minutes(actor, meeting.uid))

    return act


def _urgent(actor: Actor, meeting: Meeting, held: Minutes) -> None:
    minutes.issue_urgent(actor=actor, minutes=held, meeting=meeting)
    _tell(actor)


def _send(actor: Actor, meeting: Meeting, held: Minutes) -> None:
    minutes.send_to_chair(actor=actor, minutes=held, meeting=meeting)


def _approve(actor: Actor, meeting: Meeting, held: Minutes) -> None:
    minutes.approve(actor=actor, minutes=held)


def _issue(actor: Actor, meeting: Meeting, held: Minutes) -> None:
    minutes.issue(actor=actor, minutes=held, meeting=meeting)
    _tell(actor)


def _tell(actor: Actor) -> None:
    """What the worker does within the minute."""
    with acting_as(system_actor("minutes-tell", actor.area_uids)):
        minutes.tell_waiting()


def _propose(actor: Actor, meeting: Meeting, held: Minutes) -> None:
    item = next(item for item in meetings.list_items(actor, meeting) if item.heard_at)
    minutes.propose_correction(actor=actor, minutes=held, meeting=meeting, item=item, wrong=WRONG, instead=INSTEAD)


def _put_right(actor: Actor, meeting: Meeting, held: Minutes) -> None:
    (one,) = minutes.list_corrections(actor, held)
    minutes.answer_correction(actor=actor, minutes=held, correction=one, accepted=True, answer="Put right, thank you.")
    latest = minutes.latest_version(actor, held, one.part_uid)
    said = ItemContent.from_json(latest.content).said
    minutes.save_item(
        actor=actor,
        minutes=held,
        item=meetings.get_item(actor, one.part_uid),
        number=latest.number,
        words={"said": f"{said} {INSTEAD}"},
        agencies={},
    )
    minutes.issue_again(actor=actor, minutes=held, after=held.rounds)
    _tell(actor)


def _sign(actor: Actor, meeting: Meeting, held: Minutes) -> None:
    minutes.lock(actor=actor, minutes=held, meeting=meeting)
