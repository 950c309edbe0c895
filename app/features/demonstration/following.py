"""What follows the meeting: actions step by step, assurance given and judged, people taken on by a provider."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.demonstration.cast import Cast, judge_of
from app.features.demonstration.month import Month, Record
from app.features.demonstration.replay import Memory, Step
from app.features.demonstration.sitting import accepted_at_once, action_terms
from app.features.partnership import interface as partnership
from app.kernel.clock import LONDON
from app.kernel.errors import NotPermitted, Refused
from app.platform.access import Actor, Permission
from app.platform.calendar import working_days

CARRIED_FORWARD = time(15, 0)
IN_THE_MORNING = time(11, 0)
EACH = timedelta(minutes=5)
AFTER_THE_ITEM = timedelta(minutes=1)
LATER = timedelta(minutes=2)
GIVEN = time(15, 30)
AT_THE_END = time(16, 30)
TOLD = "Given in writing. The evidence named is held by the agency."
NEVER_CAME = "Nothing was returned by the date it was due."
HELD = "In the agency’s own record"
WHY_CONFIDENT = {
    "H": "Two agencies say the same, and the evidence is new.",
    "M": "The plan is sound; nobody else has confirmed it yet.",
    "L": "It rests on one source, and the evidence is old.",
}


def steps(month: Month, cast: Cast, memory: Memory) -> Iterator[Step]:
    for record in month.actions:
        yield from _steps_of_action(record, month, cast, memory)
    for record in month.assurances:
        yield from _steps_of_assurance(record, month, cast, memory)


# Actions ------------------------------------------------------------------------------------------------------------


def _steps_of_action(record: Record, month: Month, cast: Cast, memory: Memory) -> Iterator[Step]:
    owner, coordinator = record["owner_person"], cast.coordinator
    recorder = coordinator if owner != coordinator else cast.chair
    log = record["status_log"]
    if record["item_record_id"] is None:
        yield Step(_on(log[0]["on"], CARRIED_FORWARD), coordinator, _carried(record, memory))
    for number, entry in enumerate(log):
        at = _moment(entry["on"], month, number)
        who = recorder if entry["status"] == "DONE_VERIFIED" else owner
        step = _step(record, entry["status"], memory)
        if step is not None:
            yield Step(at, who, step)


def _carried(record: Record, memory: Memory) -> Callable[[Actor], None]:
    """An action from an earlier meeting, about no case that is here."""

    def agree(actor: Actor) -> None:
        terms = action_terms(record, memory)
        accepted = accepted_at_once(record)
        agreed = actions.agree_action(actor=actor, owner_accepts=accepted, **terms)
        memory.actions[record["record_id"]] = agreed.uid

    return agree


def _step(record: Record, status: str, memory: Memory) -> Callable[[Actor], None] | None:
    take = {
        "ACCEPTED": _accept,
        "IN_PROGRESS": _start,
        "DONE": _complete,
        "DONE_VERIFIED": _verify,
        "NOT_DONE_REASON": _not_done,
    }.get(status)
    if take is None:
        return None

    def step(actor: Actor) -> None:
        uid = memory.actions.get(record["record_id"])
        if uid is not None:
            take(actor, actions.get_action(actor, uid), record)

    return step


def _accept(actor: Actor, action: actions.Action, record: Record) -> None:
    actions.apply_step(actor=actor, action=action, step=actions.Step.ACCEPT)


def _start(actor: Actor, action: actions.Action, record: Record) -> None:
    actions.apply_step(actor=actor, action=action, step=actions.Step.START)


def _complete(actor: Actor, action: actions.Action, record: Record) -> None:
    what_was_done = record["measure_of_done"]
    actions.apply_step(actor=actor, action=action, step=actions.Step.COMPLETE, what_was_done=what_was_done)


def _verify(actor: Actor, action: actions.Action, record: Record) -> None:
    verifier_name = record["completion_verified_by"]
    actions.apply_step(actor=actor, action=action, step=actions.Step.VERIFY, verifier_name=verifier_name)


def _not_done(actor: Actor, action: actions.Action, record: Record) -> None:
    code = record["not_done_reason"]
    words = partnership.code_label("not_done_reason", code)
    actions.apply_step(actor=actor, action=action, step=actions.Step.NOT_DONE, reason_code=code, text=words)


def _moment(on: str, month: Month, number: int) -> datetime:
    """On the day of the meeting, after it; otherwise in the morning. `number` keeps the order within a day."""
    if date.fromisoformat(on) == month.held_on:
        return month.moment(month.meeting["end"]) + timedelta(minutes=10) + number * EACH
    return _on(on, IN_THE_MORNING) + number * EACH


# Assurance ----------------------------------------------------------------------------------------------------------


def _steps_of_assurance(record: Record, month: Month, cast: Cast, memory: Memory) -> Iterator[Step]:
    manager, judge = record["asked_of"]["manager"], judge_of(record) or cast.chair
    if record["given_on"] is None:
        if record["result"]:
            yield Step(_on(record["due"], AT_THE_END), judge, _reject(record, memory))
        return
    if date.fromisoformat(record["given_on"]) == month.held_on:
        item = next(one for one in month.items if one["record_id"] == record["item_record_id"])
        given_at = month.moment(item["start"]) + AFTER_THE_ITEM
        judged_at = given_at + LATER
    else:
        given_at = _on(record["given_on"], GIVEN)
        judged_at = datetime.combine(working_days().next_working_day(given_at.date()), IN_THE_MORNING, LONDON)
    yield Step(given_at, manager, _give(record, memory))
    if record["result"]:
        yield Step(judged_at, judge, _judge(record, memory))


def _give(record: Record, memory: Memory) -> Callable[[Actor], None]:
    def give(actor: Actor) -> None:
        uid = memory.assurances.get(record["record_id"])
        if uid is not None:
            assurance.give_assurance(
                actor=actor,
                assurance=assurance.get_assurance(actor, uid),
                level=record["level_given"],
                statement=TOLD,
                evidence=[
                    assurance.Evidence(kind, date.fromisoformat(record["newest_evidence_date"]), HELD)
                    for kind in record["evidence"]
                ],
                would_change_our_mind=record["what_would_change_our_mind"],
            )

    return give


def _judge(record: Record, memory: Memory) -> Callable[[Actor], None]:
    """What the rules do not let anybody accept (PR-36, PR-38) goes on waiting for a judgement."""

    def judge(actor: Actor) -> None:
        uid = memory.assurances.get(record["record_id"])
        if uid is None or not actor.may(Permission.ASSURANCE_ACCEPT):
            return
        try:
            assurance.judge_assurance(
                actor=actor,
                assurance=assurance.get_assurance(actor, uid),
                result=record["result"],
                level_accepted=record["level_accepted"],
                confidence=record["confidence"],
                confidence_why=WHY_CONFIDENT[record["confidence"]],
                review_on=date.fromisoformat(record["review_date"]) if record["review_date"] else None,
                reason=record.get("reason"),
            )
        except (Refused, NotPermitted):
            return

    return judge


def _reject(record: Record, memory: Memory) -> Callable[[Actor], None]:
    def reject(actor: Actor) -> None:
        uid = memory.assurances.get(record["record_id"])
        if uid is not None:
            assurance.judge_assurance(
                actor=actor,
                assurance=assurance.get_assurance(actor, uid),
                result=record["result"],
                level_accepted=None,
                confidence=None,
                confidence_why=None,
                review_on=date.fromisoformat(record["review_date"]) if record["review_date"] else None,
                reason=NEVER_CAME,
            )

    return reject


def _on(day: str, at: time) -> datetime:
    return datetime.combine(date.fromisoformat(day), at, LONDON)
