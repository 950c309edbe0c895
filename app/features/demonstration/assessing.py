"""Assessments after the meeting, and a version of the scoring model that waits to be approved."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal

from app.features.cases import interface as cases
from app.features.demonstration.cast import Cast
from app.features.demonstration.month import Month
from app.features.demonstration.replay import Memory, Step
from app.features.risk import interface as risk
from app.kernel.clock import LONDON, today
from app.platform.access import Actor
from app.platform.calendar import working_days

AT = time(10, 15)
FIRST, AGAIN = 1, 7
"""Working days after the meeting."""
HOW_MANY = 4
SINCE_YESTERDAY = timedelta(hours=20)
BANDS = {"CAUSE": "band_cause", "HARMED": "band_harmed", "EXPLOITED": "band_exploited"}
SUMMARY = "As the group saw it at its meeting, with what agencies returned."
DIFFERS = "The group knows what protects them, and weighed it."
AFTERWARDS = "Robbed of a telephone on the way home, and told a worker the same evening."
WHY = "Being assaulted weighs too little: three people who were hurt again had been suggested green."


def steps(month: Month, cast: Cast, memory: Memory, area_uid: str, now: datetime) -> Iterator[Step]:
    """A few people whom the meeting heard are assessed; of one more is told, and the levels are judged again."""
    heard = [one["subject_record_ids"][0] for one in month.items if one.get("bands_set")][:HOW_MANY]
    for number, record_id in enumerate(heard):
        moment = datetime.combine(working_days().add(month.held_on, FIRST), AT, LONDON) + timedelta(minutes=number)
        yield Step(moment, cast.coordinator, _assess(memory, record_id, "SOON" if number == 0 else "POSSIBLE"))
    for record_id in heard[:1]:
        moment = datetime.combine(working_days().add(month.held_on, AGAIN), AT, LONDON)
        yield Step(moment, cast.coordinator, _tell_more(memory, record_id))
        yield Step(moment + timedelta(minutes=9), cast.chair, _assess(memory, record_id, "SOON"))
    yield Step(now - SINCE_YESTERDAY, cast.coordinator, lambda actor: _draft(actor, area_uid))


def _assess(memory: Memory, record_id: str, imminence: str) -> Callable[[Actor], None]:
    def assess(actor: Actor) -> None:
        case = _case(actor, memory, record_id)
        if case is None:
            return
        risk.make_assessment(
            actor=actor,
            case=case,
            bands={axis: getattr(case, name) or "GREEN" for axis, name in BANDS.items()},
            reasons=dict.fromkeys(BANDS, DIFFERS),
            imminence=imminence,
            reason=SUMMARY,
        )

    return assess


def _tell_more(memory: Memory, record_id: str) -> Callable[[Actor], None]:
    def tell(actor: Actor) -> None:
        case = _case(actor, memory, record_id)
        if case is not None:
            risk.add_factor(actor=actor, case=case, code="EV_ROBBED", evidence=AFTERWARDS, grade="B", on=today())

    return tell


def _case(actor: Actor, memory: Memory, record_id: str) -> cases.Case | None:
    """The case that was made of a notification, while it is open and about a person."""
    uid = memory.cases.get(record_id)
    case = cases.case_for_change(actor, uid) if uid else None
    return case if case is not None and case.subject_kind == "PERSON" and cases.is_open(case) else None


def _draft(actor: Actor, area_uid: str) -> None:
    draft = risk.draft_model(actor=actor, area_uid=area_uid, why=WHY, valid_from=today() + timedelta(days=28))
    risk.change_values(actor=actor, draft=draft, values={"weight.EV_ASSAULTED.HARMED": Decimal(20)})
    risk.try_model(actor=actor, draft=draft)
