"""Before the button is pressed: which agency will be given how many items, and what notifiers will be told (PR-57)."""

from dataclasses import dataclass

from sqlalchemy import select

from app.features.cases.models import CaseAgency
from app.features.cases.visibility import NEED_TO_KNOW
from app.features.meetings import interface as meetings
from app.features.meetings.interface import Meeting
from app.features.minutes import queries
from app.features.minutes.commands.issuing import notifiers_to_tell
from app.features.minutes.content import ItemContent
from app.features.minutes.models import Minutes
from app.features.notifications import interface as notifications
from app.platform.access import Actor
from app.platform.database import db


@dataclass(frozen=True)
class AgencyGiven:
    name: str
    references: list[str]
    """Of the cases whose items it may read."""


@dataclass(frozen=True)
class NotifierTold:
    reference: str
    text: str


def by_agency(actor: Actor, minutes: Minutes, meeting: Meeting) -> list[AgencyGiven]:
    """The agencies that need to know of an item or were at the meeting, by name."""
    items = {item.case_uid: item for item in meetings.list_items(actor, meeting, withdrawn=True)}
    given: dict[str, list[str]] = {
        row.agency_uid: [] for row in meetings.list_attendance(actor, meeting) if row.agency_uid
    }
    rows = db.session.execute(
        select(CaseAgency.agency_uid, CaseAgency.case_uid).where(
            CaseAgency.case_uid.in_(sorted(items)), CaseAgency.standing == NEED_TO_KNOW
        )
    )
    for agency_uid, case_uid in rows:
        given.setdefault(agency_uid, []).append(items[case_uid].case.reference)
    found = [AgencyGiven(meetings.agency_words(uid), sorted(references)) for uid, references in given.items()]
    return sorted(found, key=lambda one: one.name.casefold())


def notifiers(actor: Actor, minutes: Minutes, meeting: Meeting) -> list[NotifierTold]:
    """Each notification with the words its notifier will read, by reference."""
    words = {
        version.case_uid: ItemContent.from_json(version.content).notifier
        for version in queries.current_versions(actor, minutes, issued=False).values()
        if version.case_uid and version.content
    }
    told = notifiers_to_tell(actor, meeting)
    behind = notifications.list_for_cases(actor, [uid for uid, text in words.items() if text])
    found = [NotifierTold(one.reference or "", words[one.case_uid or ""]) for one in behind if one.uid in told]
    return sorted(found, key=lambda one: one.reference)


def changed(actor: Actor, minutes: Minutes, meeting: Meeting) -> list[str]:
    """What each part is called that changed since it was issued."""
    titles = {item.uid: item.case.reference for item in meetings.list_items(actor, meeting, withdrawn=True)}
    return sorted(
        titles.get(uid, "The meeting as a whole")
        for uid, version in queries.current_versions(actor, minutes, issued=False).items()
        if version.issued_round is None
    )
