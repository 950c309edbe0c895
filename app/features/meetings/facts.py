"""What is known of each open case when an agenda is built."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.assurance.models import Assurance
from app.features.cases.interface import is_suspected_false, is_trigger, red_triggers
from app.features.cases.models import Case, CaseEntry
from app.features.meetings import queries
from app.features.meetings.domain import dates
from app.features.meetings.domain.agenda import CaseFacts
from app.features.meetings.going_on import Past, going_on
from app.features.meetings.models import AgendaItem, Decision, Meeting
from app.features.notifications import interface as notifications
from app.features.notifications.models import Notification
from app.features.partnership import interface as partnership
from app.features.subjects.interface import Person, identity
from app.kernel.clock import local, today
from app.platform.access import Actor
from app.platform.calendar import working_days
from app.platform.database import db

BRIEF = "ACCEPT_BRIEF"
WEAK = ("LIMITED", "NONE")
"""Levels of assurance that go up the ladder. Sections 4.5 and 4.7."""
BANDS_BY_RANK = {3: "red", 2: "amber", 1: "green"}


def gather(actor: Actor, meeting: Meeting, *, case_uids: Iterable[str] | None = None) -> dict[str, CaseFacts]:
    """The facts by uid of every open case of the meeting's area, or of those in `case_uids` alone."""
    wanted = (
        select(Case)
        .options(joinedload(Case.subject))
        .where(Case.area_uid == meeting.area_uid, Case.closed_on.is_(None))
    )
    if case_uids is not None:
        wanted = wanted.where(Case.uid.in_(sorted(case_uids)))
    cases = list(db.session.scalars(wanted))
    going = going_on(cases, meeting.area_uid)
    before_now = _past(meeting)
    heard, past = going.heard(before_now), going.past(before_now, meeting.held_on)
    told = _told(meeting.area_uid)
    urgent = going.here(uid for uid, one in told.items() if one.urgent)
    on = meeting.held_on
    days = queries.monthly_days(meeting.area_uid, on)
    triggers = going.newest(_red_triggers(meeting, heard))
    long_overdue, weak = map(going.here, _escalated(actor, meeting, heard))
    overdue = going.here(actions.cases_with_overdue_actions(actor, on))
    owed = going.here(assurance.cases_with_assurance_due(actor, on))
    late = frozenset() if meeting.extraordinary else notifications.deferred_case_uids(actor, queries.cutoff_at(meeting))
    review = {rank: partnership.number(f"review.{band}", meeting.area_uid, on) for rank, band in BANDS_BY_RANK.items()}
    facts: dict[str, CaseFacts] = {}
    for case in cases:
        before = past.get(case.uid, Past())
        facts[case.uid] = CaseFacts(
            case_uid=case.uid,
            reference=case.reference,
            kind=case.subject.kind,
            is_child=isinstance(case.subject, Person) and is_child(case.subject, on),
            band_rank=case.band_rank,
            opened_on=case.opened_on,
            meetings_since=None if before.is_new else _meetings_since(before.heard_on, days),
            review_every=review.get(case.band_rank, review[3]),
            review_on=_review_on(case, before),
            returns_on=before.returns_on,
            was_deferred=before.was_deferred,
            has_overdue_action=case.uid in overdue,
            needs_assurance=case.uid in owed,
            sent_late=case.uid in late,
            urgent=case.uid in urgent,
            heard_on=before.heard_on,
            red_trigger_on=triggers.get(case.uid),
            has_long_overdue_action=case.uid in long_overdue,
            has_weak_assurance=case.uid in weak,
            brief=told[case.uid].brief if case.uid in told else False,
            on_hold_since=case.on_hold_since,
            transferred_on=case.transferred_on,
        )
    return facts


def is_child(person: Person, on: date) -> bool:
    """Under the adult age on a day; somebody of an age nobody knows counts as a child."""
    return identity(person, restricted=False, on=on).age.is_child


def _meetings_since(heard_on: date | None, days: list[date]) -> int | None:
    return None if heard_on is None else sum(day > heard_on for day in days)


def _review_on(case: Case, before: Past) -> date | None:
    """A review day counts until the case is heard on it or after."""
    if case.review_on is None or (before.heard_on is not None and before.heard_on >= case.review_on):
        return None
    return case.review_on


def _past(meeting: Meeting) -> dict[str, Past]:
    """By case: the last time it was heard before `meeting`, how its last item ended and when it was to return."""
    returns = {
        row[0]: row[1]
        for row in db.session.execute(
            select(Decision.item_uid, func.min(Decision.returns_on))
            .where(Decision.area_uid == meeting.area_uid, Decision.returns_on.is_not(None))
            .group_by(Decision.item_uid)
        )
    }
    rows = db.session.execute(
        select(AgendaItem.case_uid, AgendaItem.uid, AgendaItem.heard_at, AgendaItem.deferred_at, Meeting.held_on)
        .join(Meeting, Meeting.uid == AgendaItem.meeting_uid)
        .where(
            Meeting.area_uid == meeting.area_uid,
            or_(Meeting.held_on < meeting.held_on, Meeting.closed_at.is_not(None)),
            Meeting.held_on <= meeting.held_on,
            Meeting.uid != meeting.uid,
            Meeting.cancelled_at.is_(None),
            AgendaItem.withdrawn_at.is_(None),
            or_(AgendaItem.heard_at.is_not(None), AgendaItem.deferred_at.is_not(None)),
        )
        .order_by(Meeting.held_on)
    )
    found: dict[str, Past] = {}
    for case_uid, item_uid, heard_at, deferred_at, held_on in rows:
        past = replace(found.get(case_uid, Past()), last_on=held_on, was_deferred=deferred_at is not None)
        if heard_at is not None and deferred_at is None:
            past = replace(past, heard_on=held_on, returns_on=returns.get(item_uid), is_new=False)
        found[case_uid] = past
    return found


@dataclass(frozen=True)
class Told:
    """What the notifications of a case said of hearing it: any was urgent; the last was taken on as a brief item."""

    urgent: bool
    brief: bool


def _told(area_uid: str) -> dict[str, Told]:
    rows = db.session.execute(
        select(Notification.case_uid, Notification.urgent, Notification.triage_outcome)
        .where(Notification.area_uid == area_uid, Notification.case_uid.is_not(None))
        .order_by(Notification.submitted_at)
    )
    found: dict[str, Told] = {}
    for uid, urgent, outcome in rows:
        case_uid = uid or ""
        before = found.get(case_uid, Told(urgent=False, brief=False))
        found[case_uid] = Told(before.urgent or urgent, brief=outcome == BRIEF)
    return found


def _red_triggers(meeting: Meeting, heard: Mapping[str, date]) -> dict[str, date]:
    """The newest red-trigger event of each case told since it was last heard, and no older than a trigger counts."""
    days = partnership.number("risk.trigger.notice", meeting.area_uid, meeting.held_on)
    since = meeting.held_on - timedelta(days=days)
    triggers = red_triggers(meeting.held_on)
    rows = db.session.scalars(
        select(CaseEntry).where(
            CaseEntry.area_uid == meeting.area_uid,
            CaseEntry.kind.in_(sorted({one.kind for one in triggers})),
            CaseEntry.happened_on >= since,
            CaseEntry.recorded_at >= dates.moment_on(min(heard.values(), default=meeting.held_on), time.min),
        )
    )
    found: dict[str, date] = {}
    for row in rows:
        told_since = row.case_uid in heard and local(row.recorded_at).date() > heard[row.case_uid]
        if (
            told_since
            and row.happened_on
            and not is_suspected_false(row.details)
            and is_trigger(row.kind, row.details, triggers)
        ):
            found[row.case_uid] = max(found.get(row.case_uid, row.happened_on), row.happened_on)
    return found


def _escalated(actor: Actor, meeting: Meeting, heard: Mapping[str, date]) -> tuple[set[str], set[str]]:
    """Cases with an action overdue today for as long as goes up the ladder; cases with weak assurance given since they
    were last heard."""
    on = min(meeting.held_on, today())
    late_by = partnership.number("escalation.e1.overdue", meeting.area_uid, on)
    long_overdue = actions.cases_with_overdue_actions(actor, working_days().add(on, -late_by))
    weak = db.session.execute(
        select(Assurance.case_uid, func.max(Assurance.given_on))
        .where(Assurance.level_given.in_(WEAK), Assurance.given_on.is_not(None), Assurance.renewed_on.is_(None))
        .group_by(Assurance.case_uid)
    )
    return long_overdue, {uid for uid, given_on in weak if given_on and given_on > heard.get(uid, date.min)}
