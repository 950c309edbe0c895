"""What a count is made from: rows of the rooms below, read in bulk as the system, without a name.

What is plain is read by the thousand; who somebody is, `knowing` opens once for each person.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from app.features.cases.models import Case
from app.features.funding import interface as funding
from app.features.interventions.models import Intervention
from app.features.outcomes.models import Measure
from app.features.partnership import interface as partnership
from app.features.reach.domain.cells import QUARTER, TO_DATE
from app.features.reach.domain.facts import Course, Facts, Held, Other, Plan, Seen, Spend, Tally
from app.features.reach.domain.periods import Quarter, Span
from app.features.reach.knowing import People
from app.features.referrals.models import Referral
from app.features.sessions.models import Attendance, ContactTally, Session
from app.platform.database import db

BANDS = {"U10": "U10", "A10_14": "10_14", "A15_17": "15_17", "A18_24": "18_24", "A25": "25"}
"""Code list `contact_age_band`; another code is an age nobody knows."""
CAMPAIGN, WORKFORCE = "CMP", "WRK"
BEGINNING, EXIT = "BASELINE", "EXIT"


def gather(interventions: Sequence[Intervention], quarter: Quarter) -> Facts:
    """Everything of the areas of whoever acts, up to the end of the quarter. A person is the record theirs was joined
    to."""
    year = quarter.to_date
    seen, others = _came(year)
    courses = _courses(year)
    before = _before(year, {one.person for one in seen})
    people = People({one.person for one in seen} | {one.person for one in courses})
    return Facts(
        plans={one.uid: _plan(one) for one in interventions},
        known=people.known,
        seen=[_as(one, people) for one in seen],
        courses=[_as(one, people) for one in courses],
        held=list(_held(year)),
        tallies=list(_tallies(year)),
        others=others,
        before=_joined(before, people),
        spend={
            (uid, period): Spend(paid.home_office, paid.match, paid.other)
            for period, span in ((QUARTER, quarter.span), (TO_DATE, year))
            for uid, paid in funding.spend_by_intervention(span.since, span.until).items()
        },
    )


def _plan(row: Intervention) -> Plan:
    minutes = row.sessions_planned * row.minutes_planned if row.sessions_planned and row.minutes_planned else None
    return Plan(row.capacity, minutes, CAMPAIGN in row.kind_codes, WORKFORCE in row.kind_codes)


def attended_codes() -> list[str]:
    return [one.code for one in partnership.code_list("attend_code") if one.attributes.get("attended")]


def _that_counted(*until: Any) -> tuple[Any, ...]:
    """Sessions that happened, with the people who came."""
    return Session.happened.is_(True), Session.cancelled_on.is_(None), Attendance.code.in_(attended_codes()), *until


def _came(year: Span) -> tuple[list[Seen], list[Other]]:
    rows = db.session.execute(
        select(
            Session.intervention_uid, Session.held_on, Session.mode, Attendance.participant_uid, Attendance.adult,
            Attendance.minutes, Referral.case_uid, Case.subject_uid,
        )
        .join(Session, Session.uid == Attendance.session_uid)
        .join(Referral, Referral.uid == Attendance.referral_uid)
        .join(Case, Case.uid == Referral.case_uid)
        .where(*_that_counted(Session.held_on.between(year.since, year.until)))
    )  # fmt: skip
    seen, others = [], []
    for uid, on, mode, participant, adult, minutes, case_uid, person in rows:
        if participant is None:
            seen.append(Seen(uid, person, case_uid, on, mode, minutes or 0))
        elif adult:
            others.append(Other(uid, participant, on))
    return seen, others


def _before(year: Span, people: set[str]) -> dict[tuple[str, str], int]:
    """Minutes that people had before the year began."""
    if not people:
        return {}
    rows = db.session.execute(
        select(Session.intervention_uid, Case.subject_uid, func.sum(Attendance.minutes))
        .join(Session, Session.uid == Attendance.session_uid)
        .join(Referral, Referral.uid == Attendance.referral_uid)
        .join(Case, Case.uid == Referral.case_uid)
        .where(*_that_counted(Session.held_on < year.since, Attendance.participant_uid.is_(None)))
        .group_by(Session.intervention_uid, Case.subject_uid)
    )
    return {(uid, person): int(minutes or 0) for uid, person, minutes in rows if person in people}


def _courses(year: Span) -> list[Course]:
    """Referrals that were open at some time of the year."""
    measured = _measured(year)
    rows = db.session.execute(
        select(
            Referral.uid, Referral.intervention_uid, Case.subject_uid, Referral.case_uid, Referral.referred_on,
            Referral.declined_on, Referral.started_on, Referral.ended_on, Referral.end_reason,
        )
        .join(Case, Case.uid == Referral.case_uid)
        .where(Referral.referred_on <= year.until)
        .where(Referral.ended_on.is_(None) | (Referral.ended_on >= year.since))
        .where(Referral.declined_on.is_(None) | (Referral.declined_on >= year.since))
    )  # fmt: skip
    return [
        Course(uid, person, case, referred, declined, started, ended, reason, measured=referral in measured)
        for referral, uid, person, case, referred, declined, started, ended, reason in rows
    ]


def _measured(year: Span) -> set[str]:
    """Referrals that ended in the year with the same outcome scored with the same tool at the start and the exit."""
    rows = db.session.execute(
        select(Measure.referral_uid, Measure.outcome, Measure.tool, Measure.goal_uid, Measure.point)
        .join(Referral, Referral.uid == Measure.referral_uid)
        .where(Measure.point.in_((BEGINNING, EXIT)), Measure.missing_reason.is_(None))
        .where(Referral.ended_on.between(year.since, year.until))
    )
    points: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for referral_uid, outcome, tool, goal_uid, point in rows:
        points[referral_uid, outcome, tool, goal_uid].add(point)
    return {key[0] for key, found in points.items() if len(found) == 2}


def _held(year: Span) -> Iterator[Held]:
    unrecorded = dict(
        db.session.execute(
            select(Attendance.session_uid, func.count(Attendance.uid))
            .join(Session, Session.uid == Attendance.session_uid)
            .where(Session.held_on.between(year.since, year.until), Session.happened.is_(True))
            .where(Attendance.code.is_(None))
            .group_by(Attendance.session_uid)
        ).all()
    )
    rows = db.session.execute(
        select(Session.uid, Session.intervention_uid, Session.held_on, Session.happened, Session.cancelled_on).where(
            Session.held_on.between(year.since, year.until)
        )
    )
    for uid, intervention_uid, on, happened, cancelled_on in rows:
        yield Held(intervention_uid, on, False if cancelled_on else happened, unrecorded.get(uid, 0))


def _tallies(year: Span) -> Iterator[Tally]:
    people, talks = func.sum(ContactTally.people), func.sum(ContactTally.conversations)
    by = (ContactTally.intervention_uid, ContactTally.held_on, ContactTally.age_band)
    rows = db.session.execute(
        select(*by, people, talks).where(ContactTally.held_on.between(year.since, year.until)).group_by(*by)
    )
    for uid, on, band, met, conversations in rows:
        yield Tally(uid, on, BANDS.get(band, "NK"), int(met or 0), int(conversations or 0))


def _as(row: Any, people: People) -> Any:
    """A row under the record the person's was joined to."""
    whose = people.one(row.person)
    return row if whose == row.person else replace(row, person=whose)


def _joined(minutes: dict[tuple[str, str], int], people: People) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for (uid, person), number in minutes.items():
        found[uid, people.one(person)] += number
    return found
