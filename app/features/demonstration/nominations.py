"""The weeks before the meeting: agencies notify, the coordinator decides and answers."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from app.features.cases import interface as cases
from app.features.demonstration.cast import Cast
from app.features.demonstration.month import Month, Record, sent_at
from app.features.demonstration.replay import Memory, Step
from app.features.notifications import interface as notifications
from app.features.subjects import interface as subjects
from app.kernel.clock import LONDON, local
from app.kernel.errors import Refused
from app.platform.access import Actor, fetch
from app.platform.calendar import working_days

WRITING = timedelta(minutes=20)
ACKNOWLEDGED = time(9, 15)
DECIDED = time(10, 0)
EACH = timedelta(minutes=15)
SAME, DIFFERENT = "SAME", "DIFFERENT"


def steps(month: Month, cast: Cast, memory: Memory) -> Iterator[Step]:
    """Started, sent, acknowledged and decided; what is refused when it is sent stays with its notifier as a draft."""
    decided: dict[date, int] = {}
    for record in month.notifications:
        story = _Story(record, month, memory)
        who = record["submitted_by"]["name"]
        sent = sent_at(record)
        day = working_days().next_working_day(local(sent).date())
        decided[day] = decided.get(day, 0) + 1
        yield Step(sent - WRITING, who, story.start)
        yield Step(sent, who, story.submit)
        yield Step(datetime.combine(day, ACKNOWLEDGED, LONDON), cast.coordinator, story.acknowledge)
        yield Step(datetime.combine(day, DECIDED, LONDON) + decided[day] * EACH, cast.coordinator, story.triage)


def decided_on(record: Record) -> date:
    """The day a notification is decided: the working day after it was sent."""
    return working_days().next_working_day(local(sent_at(record)).date())


class _Story:
    """One notification from first draft to answer."""

    def __init__(self, record: Record, month: Month, memory: Memory) -> None:
        self.record = record
        self.uid = record["record_id"]
        self.month = month
        self.memory = memory
        self.person = month.decisions.person_of.get(self.uid)

    def start(self, actor: Actor) -> None:
        draft = notifications.start_notification(actor=actor, subject_kind=self.record["subject_kind"])
        notifications.save_answers(actor=actor, notification=draft, answers=self.record)
        self.memory.notifications[self.uid] = draft.uid

    def submit(self, actor: Actor) -> None:
        try:
            notifications.submit_notification(actor=actor, notification=self._own(actor))
        except Refused:
            del self.memory.notifications[self.uid]

    def acknowledge(self, actor: Actor) -> None:
        if self.uid in self.memory.notifications:
            notifications.acknowledge(actor=actor, notification=self._own(actor))

    def triage(self, actor: Actor) -> None:
        outcome = self.month.decisions.outcomes.get(self.uid)
        if self.uid not in self.memory.notifications or outcome is None:
            return
        notification = notifications.start_triage(
            actor=actor,
            notification=notifications.get_notification(actor, self.memory.notifications[self.uid]),
        )
        known = self.memory.subjects.get(self.person) if self.person else None
        notifications.triage_notification(
            actor=actor,
            notification=notification,
            outcome=outcome.code,
            reason=None if outcome.code.startswith("ACCEPT_") else outcome.reason,
            same_as_subject_uid=known,
            likeness=self._likeness(actor, notification, known),
        )
        if notification.case_uid:
            case = cases.case_for_change(actor, notification.case_uid)
            self.memory.cases[self.uid] = case.uid
            if self.person:
                self.memory.subjects.setdefault(self.person, case.subject_uid)

    def _own(self, actor: Actor) -> notifications.Notification:
        return fetch(actor, notifications.Notification, self.memory.notifications[self.uid])

    def _likeness(self, actor: Actor, notification: notifications.Notification, known: str | None) -> dict[str, str]:
        """Each person found by likeness is the same, or somebody else: a coordinator says which (PR-13)."""
        if self.record["subject_kind"] != "INDIVIDUAL":
            return {}
        return {
            one.subject_uid: SAME if one.subject_uid == known else DIFFERENT
            for one in subjects.similar_people(actor, notification.answers)
        }


def identify_members(month: Month, memory: Memory, actor: Actor) -> None:
    """Say which members of the networks are people who were notified by themselves."""
    for record in month.notifications:
        case_uid = memory.cases.get(record["record_id"])
        if record["subject_kind"] != "NETWORK" or case_uid is None:
            continue
        rows = {
            row.name: row for row in subjects.list_members(actor, cases.case_for_change(actor, case_uid).subject_uid)
        }
        for member in record["members"]:
            person = month.decisions.person_of.get(member.get("member_id", ""))
            subject_uid = memory.subjects.get(person) if person else None
            if subject_uid and member["name"] in rows:
                subjects.identify_member(
                    actor=actor, member=rows[member["name"]], person=fetch(actor, subjects.Person, subject_uid)
                )
