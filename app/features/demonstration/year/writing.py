"""Writing the demonstration year: rows as the rooms would have made them, in large commits, sealed and in the audit."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cache
from itertools import islice
from typing import Any

from app.features.cases.models import Case, CaseAgency, CaseEntry
from app.features.demonstration.year.shapes import Course, Year
from app.features.interventions.models import Intervention
from app.features.outcomes.models import Measure
from app.features.referrals.models import Referral, ReferralParticipant, ReferralWorker
from app.features.subjects.models import Person
from app.kernel.references import new_uid, reference
from app.platform import audit
from app.platform.database import Base, db
from app.platform.database.numbering import next_number

AT_ONCE = 1_000
GIVEN, REFUSED = "GIVEN", "REFUSED"
Say = Callable[[str], None]

audit.declare("demonstration.year_written", facts={"rows"})


@dataclass
class Stage:
    """Where the year happens: the area, the agency that told of people, who recorded, and who delivers what."""

    area_uid: str
    told_by: str
    user_uid: str
    interventions: dict[str, Intervention]
    """By code."""
    providers: dict[str, tuple[str, tuple[str, ...]]]
    """By code: the agency, and its workers."""
    cases: dict[int, Case] = field(default_factory=dict)
    """By the person's number."""
    referrals: dict[int, Referral] = field(default_factory=dict)
    """By the course's number."""
    parents: dict[int, str] = field(default_factory=dict)

    def worker(self, code: str, number: int) -> str:
        workers = self.providers[code][1]
        return workers[number % len(workers)]


def at_noon(day: Any) -> datetime:
    return datetime.combine(day, time(12), UTC)


def written(rows: Iterable[Any], say: Say, what: str) -> int:
    """Add rows a thousand at a time, each lot committed with its entry in the audit. Returns how many."""
    done = 0
    rest: Iterator[Any] = iter(rows)
    while part := list(islice(rest, AT_ONCE)):
        for table in sorted({row.__tablename__ for row in part}, key=_place):
            db.session.add_all(row for row in part if row.__tablename__ == table)
            db.session.flush()
        done += len(part)
        audit.record("demonstration.year_written", rows=len(part))
        db.session.commit()
        say(f"{done:,} {what}")
        db.session.expunge_all()
    return done


@cache
def _places() -> dict[str, int]:
    return {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}


def _place(table: str) -> int:
    """Tables that others point to come first."""
    return _places()[table]


def of_people(stage: Stage, year: Year) -> Iterator[Any]:
    """Each person with a case that the group took on, and what they said of their ethnicity."""
    opened = year.begins
    for one in year.people:
        uid = new_uid()
        own = {"key_uid": uid, "area_uid": stage.area_uid, "agency_uid": stage.told_by}
        person = Person(
            uid=uid, reference=reference("P", opened.year, next_number("P", opened.year)), given_names=one.given,
            family_name=one.family, dob=one.dob, dob_precision="EXACT" if one.dob else "UNKNOWN", sex=one.sex, **own,
        )  # fmt: skip
        case = Case(
            uid=new_uid(), subject_uid=uid, subject_kind="PERSON", opened_on=opened, accepted_on=opened,
            reference=reference("C", opened.year, next_number("C", opened.year)), roles=["HARMED"],
            under_18=one.dob is None or (opened - one.dob).days < 18 * 365, **own,
        )  # fmt: skip
        stage.cases[one.number] = case
        yield person
        yield case
        yield CaseAgency(
            case_uid=case.uid, agency_uid=stage.told_by, standing="NEED_TO_KNOW", why="NOTIFIED", since=opened
        )  # fmt: skip
        yield _told(stage, case, "ROLE", {"role": "HARMED", "status": "REPORTED", "grade": "B"})
        if one.ethnicity:
            told = {"block": "equality", "ethnicity_self_defined": one.ethnicity}
            yield _told(stage, case, "STATUS", told, visibility="E")


def _told(stage: Stage, case: Case, kind: str, details: dict[str, Any], *, visibility: str = "A") -> CaseEntry:
    return CaseEntry(
        case_uid=case.uid, kind=kind, visibility=visibility, happened_on=case.opened_on, details=details,
        recorded_at=at_noon(case.opened_on), recorded_by_uid=stage.user_uid, key_uid=case.key_uid,
        area_uid=stage.area_uid, agency_uid=stage.told_by,
    )  # fmt: skip


def of_courses(stage: Stage, year: Year) -> Iterator[Any]:
    """Referrals as far as they went, with who works with whom, the parents who come along, and the measures."""
    for course in year.courses:
        case = stage.cases[course.person.number]
        agency_uid, _workers = stage.providers[course.intervention]
        own = {"key_uid": case.key_uid, "area_uid": stage.area_uid, "agency_uid": agency_uid}
        row = stage.referrals[course.number] = _referral(stage, course, case, own)
        yield row
        if course.answered_on and course.state != "DECLINED":
            yield ReferralWorker(
                referral_uid=row.uid, agency_uid=agency_uid, area_uid=stage.area_uid,
                worker_uid=stage.worker(course.intervention, course.number), assigned_by_uid=stage.user_uid,
                from_on=course.answered_on, until_on=course.ended_on,
            )  # fmt: skip
        if "PAR" in stage.interventions[course.intervention].kind_codes and course.started_on:
            parent = stage.parents[course.number] = new_uid()
            yield ReferralParticipant(
                uid=parent, referral_uid=row.uid, role="PARENT_CARER", adult=True, added_on=course.started_on,
                first_name="Parent of " + course.person.given, **own,
            )  # fmt: skip
        for outcome, point, on, score in course.scores:
            yield Measure(
                referral_uid=row.uid, case_uid=case.uid, intervention_uid=row.intervention_uid, outcome=outcome,
                tool="RATING", point=point, measured_on=on, recorded_at=at_noon(on),
                recorded_by_uid=stage.worker(course.intervention, course.number),
                score=None if score is None else float(score), completed_by=None if score is None else "SELF",
                mode=None if score is None else "IN_PERSON",
                missing_reason="LEFT_EARLY" if score is None else None, **own,
            )  # fmt: skip


def _referral(stage: Stage, course: Course, case: Case, own: dict[str, Any]) -> Referral:
    state, began = course.state, course.started_on
    received = state not in ("SUGGESTED", "OFFERED", "REFUSED", "REFERRED")
    return Referral(
        uid=new_uid(), case_uid=case.uid, intervention_uid=stage.interventions[course.intervention].uid,
        suggested_on=course.suggested_on, offered_on=course.offered_on, referred_on=course.referred_on,
        received_on=course.referred_on if received else None,
        waitlisted_on=course.answered_on if state == "WAITLIST" else None,
        accepted_on=course.answered_on if state not in ("WAITLIST", "DECLINED") else None,
        declined_on=course.answered_on if state == "DECLINED" else None,
        decline_reason="CAPACITY" if state == "DECLINED" else None,
        first_contact_on=began or (course.answered_on if state == "NEVER_BEGAN" else None), started_on=began,
        paused_on=began if state == "PAUSED" else None, ended_on=course.ended_on, end_reason=course.end_reason,
        consent={"SUGGESTED": None, "OFFERED": "NOT_YET", "REFUSED": REFUSED}.get(state, GIVEN),
        reason="Suggested at the meeting of the demonstration", factors=["BG_FEAR"], outcomes=["O4", "O8"],
        risk_summary="Meet in the day, away from the bus station" if course.referred_on else None,
        first_name=course.person.given if course.referred_on else None, **own,
    )  # fmt: skip
