"""What waits today, whatever day it is: notifications that came in since yesterday, a draft, actions to accept.

So the demonstration shows a month at work long after its own meeting. Nobody in it is real.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from app.features.actions import interface as actions
from app.features.demonstration.cast import Cast
from app.features.demonstration.month import Month
from app.features.demonstration.replay import Memory, Step
from app.features.notifications import interface as notifications
from app.features.partnership import interface as partnership
from app.kernel.clock import local, today
from app.platform.access import Actor, Role
from app.platform.calendar import working_days

ACCEPTED = "ACCEPT_"
WHO = ("family_name", "given_names", "dob", "dob_precision", "sex")
DUE_IN = 5
"""Working days until the actions are due."""

COMMON: Mapping[str, Any] = {
    "line_manager_agreed": True,
    "immediate_danger": "NO",
    "mash_referral_made": "NOT_NEEDED",
    "already_open_elsewhere": ["NONE"],
    "relationship_to_person": "KNOWN_TO_ME",
    "source_of_information": "PROFESSIONAL",
    "dob_precision": "EXACT",
    "sex": "M",
    "role_in_violence": [{"role": "HARMED", "status": "REPORTED", "evidence": "Told a worker what happened"}],
    "notification_reason": ["ASSAULTED"],
    "harm_types": ["ABH"],
    "urgency_view": "NEXT_MEETING",
    "risk_factors": [{"code": "EV_ASSAULTED", "present": "Y", "evidence": "Bruises that two workers saw"}],
    "protective_factors": [{"code": "PF_TRUSTED_ADULT", "evidence": "Talks to one worker every week"}],
    "consent_to_service": "GIVEN",
    "person_informed": "YES",
    "parent_informed": "YES",
    "s16la_considered": "SHARED",
    "necessity_statement": "To agree with others how to keep this young person safe.",
}
IN_DANGER: dict[str, Any] = {
    "immediate_danger": "YES_MASH_TOLD",
    "mash_referral_made": "MADE",
    "family_name": "Thornapple",
    "given_names": "Peregrine",
    "notification_reason": ["RETALIATION_RISK", "ASSAULTED"],
    "what_is_worrying": "He was chased home by three older boys, who said that they would be back tonight.",
    "what_is_going_well": "He told his aunt at once, and she rang us.",
    "what_needs_to_happen": "Somewhere safe for the weekend, and somebody to speak to the three.",
    "urgency_view": "SAME_DAY",
}
THE_SAME: dict[str, Any] = {
    "family_name": "Thornapple",
    "given_names": "Peregrin",
    "what_is_worrying": "Came to us out of breath and would not say from whom he was running.",
    "what_is_going_well": "He knows where to come.",
    "what_needs_to_happen": "For somebody he trusts to ask him about it.",
}
HELD_ALREADY: dict[str, Any] = {
    "what_is_worrying": "Has not been seen at the club for a fortnight, and friends say they are worried.",
    "what_is_going_well": "Has been a regular for a year, and helps with the younger ones.",
    "what_needs_to_happen": "To hear from whoever works with them already.",
}
NEAR_THE_LIMIT: dict[str, Any] = {
    "family_name": "Candlewick",
    "given_names": "Ludo",
    "what_is_worrying": "Robbed twice this month on the way back from work, and says he will not report it.",
    "what_is_going_well": "Kept his job through all of it.",
    "what_needs_to_happen": "A safe way home, and adults’ services before he is too old for the group.",
}
BEGUN: Mapping[str, Any] = {"family_name": "Mothersole", "given_names": "Bartholomew", "immediate_danger": "NO"}

WORK: Mapping[Role, tuple[str, str]] = {
    Role.PRACTITIONER: ("TRAINING", "Book the safety planning course for colleagues who are new"),
    Role.SPOC: ("INFO_SHARE", "Say who reads the agenda at your agency while you are on leave"),
    Role.EIT: ("PATROL", "Walk the way from the station with the youth workers, on two evenings"),
}
"""Kind and words of an action of the group itself, by who is to do it."""


def steps(month: Month, cast: Cast, memory: Memory, area_uid: str, now: datetime) -> Iterator[Step]:
    """In the day before `now`, by people of the month."""
    on = local(now).date()
    boy = {"dob": _born(on, 16, 100)}
    scope = partnership.age_scope(area_uid, on)
    oldest = {"dob": _born(on, (scope and scope.max_age_exclusive) or 25, -45)}
    for hours, role, answers in (
        (26, Role.SPOC, HELD_ALREADY | _somebody_held(month)),
        (22, Role.PRACTITIONER, NEAR_THE_LIMIT | oldest),
        (4, Role.NOTIFIER, THE_SAME | boy),
        (2, Role.EIT, IN_DANGER | boy),
    ):
        yield Step(now - timedelta(hours=hours), cast.first(role), _send(answers, cast, role))
    yield Step(now - timedelta(hours=1), cast.first(Role.NOTIFIER), _begin)
    for role, (category, text) in WORK.items():
        yield Step(now - timedelta(hours=3), cast.coordinator, _agree(cast.first(role), category, text, memory))


def _born(on: date, age: int, days: int) -> str:
    """Somebody who turned `age` that many days ago."""
    return (on - timedelta(days=round(age * 365.25) + days)).isoformat()


def _somebody_held(month: Month) -> dict[str, Any]:
    """The first person of the month whose notification was accepted, as another agency would name them."""
    outcomes = month.decisions.outcomes
    record = next(
        one
        for one in month.notifications
        if one["subject_kind"] == "INDIVIDUAL"
        and one["record_id"] in outcomes
        and outcomes[one["record_id"]].code.startswith(ACCEPTED)
    )
    return {name: record[name] for name in WHO}


def _send(answers: Mapping[str, Any], cast: Cast, role: Role) -> Callable[[Actor], None]:
    part = cast.parts[cast.first(role)]

    def send(actor: Actor) -> None:
        gateways = partnership.gateways_for(actor.agency_type or "")
        draft = notifications.start_notification(actor=actor, subject_kind="INDIVIDUAL")
        notifications.save_answers(
            actor=actor,
            notification=draft,
            answers={
                **COMMON,
                **answers,
                "gateways": [one.code for one in gateways[:1]],
                "submitted_by": {"name": part.name, "role": part.job, "phone": part.phone or "01632 960199"},
            },
        )
        notifications.submit_notification(actor=actor, notification=draft)

    return send


def _begin(actor: Actor) -> None:
    notifications.start_notification(actor=actor, subject_kind="INDIVIDUAL", answers=BEGUN)


def _agree(owner: str, category: str, text: str, memory: Memory) -> Callable[[Actor], None]:
    def agree(actor: Actor) -> None:
        actions.agree_action(
            actor=actor,
            text=text,
            measure_of_done="The coordinator has been told",
            category=category,
            priority="NORMAL",
            owner_agency_uid=memory.actors[owner].agency_uid or "",
            owner_uid=memory.users[owner],
            owner_accepts=False,
            due_on=working_days().add(today(), DUE_IN),
        )

    return agree
