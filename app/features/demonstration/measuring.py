"""Two people who were with a provider before the meeting: what is measured, what one of them thinks of it, and an
evaluation."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.demonstration.cast import Cast
from app.features.demonstration.replay import Memory, Step
from app.features.interventions.models import Intervention
from app.features.outcomes import interface as outcomes
from app.features.outcomes.interface import Entry, Expected, Occasion, Point
from app.features.referrals import interface as referrals
from app.features.referrals.interface import Referral
from app.features.subjects.interface import Person
from app.kernel.clock import today
from app.platform.access import Actor, beside, fetch
from app.platform.database import db

CRUSH = "I11"
TRIED_FOR = ("O5", "O8")
WITH_THEM = "Meet in the afternoon, away from the centre. Quiet at first."
GOALS = ("Say what I think without shouting", "Get to college three days a week")
SCORES = ((3.0, 4.0), (7.0, 4.0))
"""Of the two outcomes: at the start, at the end."""
PLANNED = timedelta(days=29)
Do = Callable[[Actor, Referral], None]


def steps(cast: Cast, memory: Memory, now: datetime) -> Iterator[Step]:
    """Counted back from today: one has finished early, and the other has just begun."""
    lead, coordinator = cast.first("PROV_LEAD"), cast.coordinator
    agency_uid = memory.actors[lead].agency_uid or ""
    found: list[str] = []

    def suggest(actor: Actor) -> None:
        found.extend(_suggest(actor, agency_uid))

    yield Step(now - PLANNED, cast.first("COMMISSIONER"), _plan)
    yield Step(now - timedelta(days=28), coordinator, suggest)
    for place, ago, do in (
        (0, 27, _begin),
        (0, 26, _measure_start),
        (0, 10, _ask_and_answer),
        (0, 4, _end_early),
        (1, 3, _begin),
    ):
        yield Step(now - timedelta(days=ago), lead, _with(found, place, do))


def _with(found: list[str], place: int, do: Do) -> Callable[[Actor], None]:
    def step(actor: Actor) -> None:
        if place < len(found):
            do(actor, fetch(actor, Referral, found[place]))

    return step


def _suggest(actor: Actor, agency_uid: str) -> Iterator[str]:
    """The first two people of concern there are, offered a programme and referred."""
    crush = _crush()
    for case in cases.list_cases(actor, cases.CaseFilter(kind="PERSON"), limit=2):
        if crush is None or not isinstance(case.subject, Person) or not case.subject.given_names:
            continue
        referral = referrals.link_person(
            actor=actor, case=case, intervention_uid=crush.uid, reason="Asked for help with how arguments go"
        )
        referrals.offer(actor=actor, referral=referral, consent="GIVEN")
        referrals.refer(
            actor=actor,
            referral=referral,
            agency_uid=agency_uid,
            first_name=case.subject.given_names.split()[0],
            risk_summary=WITH_THEM,
            outcomes=TRIED_FOR,
        )
        yield referral.uid


def _begin(actor: Actor, referral: Referral) -> None:
    referrals.accept(actor=actor, referral=referral)
    referrals.start(actor=actor, referral=referral)


def _measure_start(actor: Actor, referral: Referral) -> None:
    """Where somebody stands at the start, and what they want."""
    _record(actor, referral, Point.BASELINE, 0)
    for score, words in enumerate(GOALS, start=2):
        outcomes.set_goal(
            actor=actor, referral=referral, words=words, score=score, completed_by="SELF", mode="IN_PERSON"
        )


def _ask_and_answer(actor: Actor, referral: Referral) -> None:
    """Handed a link, they answer it on their own phone."""
    secret = outcomes.ask(actor=actor, referral=referral, way=outcomes.LINK, given_by="SELF")
    said = {"HELPED": "YES", "LISTENED": "YES", "SAFE": "BIT", "AGAIN": "YES"}
    with beside(outcomes.public_system()) as system:
        outcomes.answer(actor=system, secret=secret, answers=said, words="I like that nobody rushes me.")


def _end_early(actor: Actor, referral: Referral) -> None:
    """It went well sooner than planned, and is measured again."""
    referrals.end(actor=actor, referral=referral, reason="COMPLETED_EARLY_POSITIVE")
    _record(actor, referral, Point.EXIT, 1)


def _record(actor: Actor, referral: Referral, point: Point, place: int) -> None:
    outcomes.record_point(
        actor=actor,
        referral=referral,
        occasion=Occasion(point, today(), "IN_PERSON"),
        entries=[
            Entry(Expected(code, "RATING"), SCORES[place][number], "SELF") for number, code in enumerate(TRIED_FOR)
        ],
    )


def _plan(actor: Actor) -> None:
    """How it will be found out whether it helps."""
    crush = _crush()
    if crush is None:
        return
    outcomes.record_evaluation(
        actor=actor,
        intervention=crush,
        kind="PROCESS",
        stage="UNDER_WAY",
        evaluator="Larkspur University, fictional",
        question="Who stays for all sessions, who does not, and what do they say about it?",
        logic_model="An adult who stays the same, and a small group. Trust comes first, then plans.",
        budget=6_000,
        starts_on=today(),
    )


def _crush() -> Intervention | None:
    return db.session.scalar(select(Intervention).where(Intervention.code == CRUSH))
