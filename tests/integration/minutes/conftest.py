"""A meeting of 19 November 2026 that was held and closed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.meetings import interface as meetings
from app.features.meetings.commands import attending
from app.features.notifications import interface as notifications
from app.features.returns import interface as returns
from app.platform.access import Actor, Role
from tests.conftest import Clock
from tests.factories.accounts import make_user
from tests.factories.meetings import SEATS, Group, acting, get_case, make_case, meeting_on
from tests.factories.notifications import finished
from tests.integration.meetings.conftest import MEETING, OCTOBER, beginning, group
from tests.pages import Pages

__all__ = ["beginning", "group"]

DAY = date(2026, 11, 19)
ASKED = datetime(2026, 11, 9, 9, tzinfo=UTC)
DUE = datetime(2026, 11, 13, 12, tzinfo=UTC)
DAY_AFTER = datetime(2026, 11, 20, 9, tzinfo=UTC)
ISSUED = datetime(2026, 11, 26, 9, tzinfo=UTC)
Browse = Callable[[User], Pages]


@dataclass(frozen=True)
class Held:
    """A closed meeting of three items. Robin was notified by the school: police, school and youth justice were there,
    housing came for this item alone and social care is shut out. Sam: those in the room. Kim was put off.

    Youth justice told the chair and the coordinator alone what it knows of Robin, the school told everybody.
    """

    meeting: str
    robin: str
    sam: str
    items: dict[str, str]
    notifier: User
    contact: User
    """The contact point of housing."""


@pytest.fixture
def browse(app: Flask) -> Browse:
    return lambda user: Pages(app.test_client()).sign_in(user)


@pytest.fixture
def held(app: Flask, group: Group, clock: Clock) -> Held:
    with app.app_context():
        return hold(group, clock)


def hold(group: Group, clock: Clock) -> Held:
    clock.set(OCTOBER)
    notifier = make_user(Role.NOTIFIER, agency_uid=group.agencies["EDU_SCH"], name="Nora Notifier")
    contact = make_user(Role.SPOC, agency_uid=group.agencies["LA_HOU"], name="Holly Contact")
    robin = notify(group, notifier)
    sam, kim = make_case(group, "Sam"), make_case(group, "Kim")
    clock.set(ASKED)
    with acting(group.coordinator) as actor:
        case = get_case(actor, robin)
        cases.shut_out_agency(actor=actor, case=case, agency_uid=group.agencies["LA_CSC"])
        meeting_uid = meeting_on(actor, DAY).uid
        requests = {
            kind: returns.ask(
                actor=actor, case=case, agency_uid=group.agencies[kind], meeting_uid=meeting_uid, due_at=DUE
            ).uid
            for kind in ("YOT", "EDU_SCH")
        }
    tell(group, "YOT", requests["YOT"], "Order ends in March", restrictions=["LEAD_CHAIR"])
    tell(group, "EDU_SCH", requests["EDU_SCH"], "Attends every day")
    clock.set(MEETING)
    with acting(group.coordinator) as actor:
        meeting = meetings.get_meeting(actor, meeting_uid)
        meetings.build_agenda(actor=actor, meeting=meeting)
        items = {item.case_uid: item for item in meetings.list_items(actor, meeting)}
        for kind, user in group.practitioners.items():
            meetings.record_attendance(
                actor=actor,
                meeting=meeting,
                user_uid=user.uid,
                name=user.name,
                agency_uid=group.agencies[kind],
                attendance="IN_PERSON",
                item_uids=[] if kind in SEATS else [items[robin].uid],
            )
        meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=True)
        rows = {row.name: row for row in meetings.list_attendance(actor, meeting)}
        meetings.record_attendance(
            actor=actor,
            meeting=meeting,
            user_uid=rows["Pat School"].user_uid,
            name="Pat School",
            agency_uid=group.agencies["EDU_SCH"],
            attendance="DEPUTY",
            deputy_for="Una Head",
        )
        attending.acknowledge_statement(actor=actor, meeting=meeting, rows=[rows["Pat Police"], rows["Pat School"]])
        attending.leave_room(actor=actor, item=items[sam], rows=[rows["Pat School"]])
        meetings.contribute(
            actor=actor, item=items[robin], text="Seen on Monday", agency_uid=group.agencies["POL"], name="Sgt Away"
        )
        for uid, said in ((robin, "He is back at school"), (sam, "Nothing new")):
            meetings.hear_item(actor=actor, item=items[uid], summary=said, voice_heard="Rather boxing")
        agree(actor, group, items[robin])
        meetings.decide(actor=actor, item=items[robin], code="ACTIONS_AGREED")
        meetings.decide(actor=actor, item=items[sam], code="KEEP_OPEN", detail="Look again")
        meetings.defer_item(actor=actor, item=items[kim], reason="No time left")
        meetings.close_meeting(actor=actor, meeting=meeting)
        uids = {uid: item.uid for uid, item in items.items()}
    return Held(meeting_uid, robin, sam, uids, notifier, contact)


def agree(actor: Actor, group: Group, item: meetings.AgendaItem) -> None:
    meetings.agree_action(
        actor=actor,
        item=item,
        text="Ring the school today",
        measure_of_done="Rung",
        category="CONTACT_ENGAGE",
        priority="URGENT",
        owner_agency_uid=group.agencies["YOT"],
        owner_uid=group.practitioners["YOT"].uid,
        owner_name="Pat Youth justice",
        owner_accepts=True,
        due_on=date(2026, 11, 21),
    )


def notify(group: Group, notifier: User) -> str:
    """The case of a notification that was accepted."""
    with acting(notifier) as actor:
        sent = notifications.start_notification(
            actor=actor, subject_kind="INDIVIDUAL", answers=finished(given_names="Robin", family_name="Example")
        )
        uid = notifications.submit_notification(actor=actor, notification=sent).uid
    with acting(group.coordinator) as actor:
        sent = notifications.get_notification(actor, uid)
        notifications.triage_notification(actor=actor, notification=sent, outcome="ACCEPT_FULL")
        assert sent.case_uid
        return sent.case_uid


def tell(group: Group, kind: str, request_uid: str, doing: str, **more: list[str]) -> None:
    with acting(group.practitioners[kind]) as actor:
        answer = returns.Answer(
            known="OPEN", answers={"worker": "Sam Worker", "what_we_are_doing": doing}, gateway="CDA115", **more
        )
        returns.give_return(actor=actor, request=returns.get_request(actor, request_uid), answer=answer)
