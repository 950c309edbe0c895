"""What a provider does with the people it took on: one-to-one work, a group and its parents, an evening out."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from app.features.cases import interface as cases
from app.features.demonstration.cast import Cast
from app.features.demonstration.month import Month
from app.features.demonstration.replay import Memory, Step
from app.features.interventions import interface as interventions
from app.features.referrals import interface as referrals
from app.features.sessions import interface as sessions
from app.kernel.clock import LONDON, today
from app.kernel.references import new_uid
from app.platform.access import Actor
from app.platform.calendar import working_days

PLANNED, RECORDED = time(12, 0), time(18, 30)
AFTER_ACCEPTING = 3
WEEKS = 4
EVENING = ("19:00", 150)
STUDIO = "I07"
MET = (
    ("A10_14", "F", "NEW", 2, 1),
    ("A15_17", "M", "KNOWN", 5, 3),
    ("A15_17", "F", "NEW", 3, 1),
    ("A18_24", "M", "NOT_SAID", 1, 0),
)
"""Of one evening: age, sex, new or known, people, conversations."""


def steps(month: Month, cast: Cast) -> Iterator[Step]:
    """Planned once people are taken on; recorded a week later."""
    lead = cast.parts[cast.first("PROV_LEAD")]
    if lead.body is None:
        return
    day = working_days().add(month.held_on, AFTER_ACCEPTING)
    yield Step(datetime.combine(day, PLANNED, LONDON), lead.name, _plan)
    yield Step(datetime.combine(day + timedelta(days=8), RECORDED, LONDON), lead.name, _record)


def still_open(cast: Cast, memory: Memory, now: datetime) -> Iterator[Step]:
    """Whatever day it is: people who were taken on some days ago, sessions of today, and an evening that waits."""
    lead = cast.parts[cast.first("PROV_LEAD")]
    if lead.body is None:
        return
    agency_uid = memory.agencies[lead.body]
    yield Step(now - timedelta(days=9), cast.coordinator, lambda actor: _refer(actor, agency_uid))
    yield Step(now - timedelta(days=8, hours=2), lead.name, _accept)
    yield Step(now - timedelta(days=8), lead.name, _plan)
    yield Step(now - timedelta(hours=2), lead.name, _record)
    yield Step(now - timedelta(minutes=30), lead.name, _of_today)


def _refer(actor: Actor, agency_uid: str) -> None:
    """Two young people who want to make music, and said so."""
    studio = next(row for row in interventions.list_catalogue(actor) if row.code == STUDIO)
    people = [case for case in cases.list_cases(actor) if case.subject_kind == "PERSON" and cases.is_open(case)]
    for case in people[:2]:
        referral = referrals.link_person(
            actor=actor, case=case, intervention_uid=studio.uid, reason="Music is what they ask for."
        )
        names = str(getattr(case.subject, "given_names", None) or "Somebody").split()
        referrals.offer(actor=actor, referral=referral, consent="GIVEN")
        referrals.refer(
            actor=actor,
            referral=referral,
            agency_uid=agency_uid,
            first_name=names[0],
            risk_summary="Meet at the studio door, and not after dark. Ask before a third person joins.",
            outcomes=["O5", "O8"],
        )


def _accept(actor: Actor) -> None:
    for referral in referrals.list_referrals(actor):
        if referral.intervention.code == STUDIO and referral.accepted_on is None:
            referrals.accept(actor=actor, referral=referral)


def _plan(actor: Actor) -> None:
    people = referrals.active_referrals(actor)
    for number, referral in enumerate(people):
        days = [today() + timedelta(days=1 + number % 5 + 7 * week) for week in range(WEEKS)]
        _make(actor, referral.intervention_uid, "ONE", days, ("15:30", 60), people=[(referral.uid, None)])
    for intervention_uid in {one.intervention_uid for one in people[:1]}:
        group = [one for one in people if one.intervention_uid == intervention_uid]
        parent = referrals.add_participant(
            actor=actor, referral=group[0], first_name="Marigold", role="PARENT_CARER", adult=True
        )
        keys: list[sessions.Key] = [(one.uid, None) for one in group]
        days = [today() + timedelta(days=2 + 7 * week) for week in range(WEEKS)]
        _make(
            actor,
            intervention_uid,
            "GROUP",
            days,
            ("17:00", 90),
            people=[*keys, (group[0].uid, parent.uid)],
            parallel=True,
        )


def _record(actor: Actor) -> None:
    """Everybody came to what is over, but for one who was late and one who was not brought."""
    for number, session in enumerate(sessions.not_recorded_yet(actor)):
        sessions.record_held(actor=actor, session=session)
        rows = sessions.rows_of(session)
        answers = []
        if number == 1 and not rows[0].adult:
            answers = [sessions.Answer(rows[0].uid, "WNB", reason_by="FAMILY", note="The bus did not come")]
        elif rows:
            answers = [sessions.Answer(rows[0].uid, "L", minutes=40, feedback=None if rows[0].adult else 4)]
        sessions.record_attendance(actor=actor, session=session, answers=answers, everybody_came=True)


def _of_today(actor: Actor) -> None:
    people = referrals.active_referrals(actor)
    for referral in people[:1]:
        keys: list[sessions.Key] = [
            (one.uid, None) for one in people if one.intervention_uid == referral.intervention_uid
        ]
        _make(actor, referral.intervention_uid, "GROUP", [today()], ("16:00", 60), people=keys)
    for row in sessions.interventions_of(actor)[:1]:
        counted = _make(actor, row.uid, "DETACHED", [today() - timedelta(days=2)], EVENING)
        sessions.record_held(actor=actor, session=counted)
        lines = [sessions.Counted(sessions.Kind(*line[:3]), line[3], line[4]) for line in MET]
        sessions.count_contacts(actor=actor, session=counted, lines=lines)
        _make(actor, row.uid, "DETACHED", [today() - timedelta(days=1)], EVENING)


def _make(
    actor: Actor,
    intervention_uid: str,
    mode: str,
    days: list[date],
    when: tuple[str, int],
    *,
    people: Sequence[sessions.Key] = (),
    parallel: bool = False,
) -> sessions.Session:
    wanted = sessions.Plan(
        intervention_uid=intervention_uid,
        mode=mode,
        dates=tuple(days),
        starts_at=when[0],
        minutes=when[1],
        worker_uids=(actor.user_uid,),
        people=tuple(people),
        parallel=parallel,
    )
    return sessions.plan(
        actor=actor, plan=wanted, token=new_uid(), reason="They come and go by different doors, with a worker each."
    )[0]
