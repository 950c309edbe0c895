"""What meetings bring up the ladder: decisions, agencies that are not there, agencies that do not answer."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from app.features.escalation import interface as escalation
from app.features.escalation.commands import draft_letter
from app.features.escalation.domain import Trigger
from app.features.escalation.facts import find_all
from app.features.escalation.queries import get_escalation
from app.features.meetings import interface as meetings
from app.features.meetings.models import Meeting
from app.features.partnership.interface import area_by_code
from app.features.returns.models import InformationRequest
from app.platform import audit
from app.platform.access import acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import the_system
from tests.factories.meetings import Group, acting, make_case, meeting_on
from tests.integration.meetings.conftest import beginning, group

__all__ = ["beginning", "group"]

NOVEMBER = date(2026, 11, 19)
MEETINGS = (date(2026, 11, 19), date(2026, 12, 17), date(2027, 1, 21))


@pytest.fixture
def item(app: Flask, group: Group, clock: Clock) -> str:
    """The one item of the open meeting of 19 November, by uid."""
    with app.app_context():
        make_case(group)
        clock.set(datetime(2026, 11, 19, 14, tzinfo=UTC))
        with acting(group.coordinator) as actor:
            meeting = meeting_on(actor, NOVEMBER)
            meetings.build_agenda(actor=actor, meeting=meeting)
            meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=True)
            (only,) = meetings.list_items(actor, meeting)
    return only.uid


def decide(group: Group, item: str) -> tuple[str, str]:
    """The decision and the escalation, by uid."""
    with acting(group.coordinator) as actor:
        row = meetings.get_item(actor, item)
        told: dict[str, Any] = {"code": "ESCALATE", "detail": "No place anywhere", "level": "E3"}
        made = meetings.decide(actor=actor, item=row, **told)
        assert meetings.decide(actor=actor, item=row, **told) is made
        (found,) = [one for one in escalation.list_for_case(actor, row.case_uid) if one.ended_on is None]
        assert (found.trigger, found.next_level, found.next_on) == ("DECIDED", "E3", NOVEMBER)
        assert found.reason == "No place anywhere"
        return made.uid, found.uid


def take_back(group: Group, item: str, decision: str) -> tuple[str, ...]:
    with acting(group.coordinator) as actor:
        return meetings.remove_decision(actor=actor, item=meetings.get_item(actor, item), decision_uid=decision)


@pytest.mark.one_database
def test_a_decision_opens_one_and_taking_it_back_ends_it(app: Flask, group: Group, item: str) -> None:
    with app.app_context():
        decision, opened = decide(group, item)
        assert take_back(group, item, decision) == ()
        with acting(group.coordinator) as actor:
            assert get_escalation(actor, opened).ended_on == NOVEMBER
        decision, opened = decide(group, item)
        with acting(group.chair) as actor:
            row = get_escalation(actor, opened)
            letter = draft_letter(actor=actor, escalation=row)
            assert letter.to_name == "Steering group"
            assert letter.body.startswith(
                "To the Serious Violence Steering Group\n\nThe operational group brings case C-"
            )
            escalation.send_letter(actor=actor, escalation=row, letter=letter, expected_ver=letter.ver)
            assert (row.level, row.next_level) == ("E3", None)
        assert take_back(group, item, decision) == ("The escalation has gone further: resolve it on its page.",)


def test_agencies_that_are_not_there_or_do_not_answer_are_found(app: Flask, group: Group, clock: Clock) -> None:
    police, yot, school, care = (group.agencies[kind] for kind in ("POL", "YOT", "EDU_SCH", "LA_CSC"))
    came = ((police, yot), (yot,), (yot, school))
    with app.app_context():
        case_uid = make_case(group)
        with acting(group.coordinator) as actor:
            held = [meeting_on(actor, day) for day in MEETINGS]
            for meeting, agencies in zip(held, came, strict=True):
                clock.set(datetime.combine(meeting.held_on, datetime.min.time(), UTC))
                for uid in agencies:
                    meetings.record_attendance(
                        actor=actor, meeting=meeting, name="Pat", agency_uid=uid, attendance="IN_PERSON"
                    )
                meetings.record_attendance(
                    actor=actor, meeting=meeting, name="Ann", agency_uid=care, attendance="APOLOGIES"
                )
        with acting_as(the_system()) as actor:
            for number, day in enumerate(MEETINGS, 1):
                meeting = meeting_on(actor, day)
                meeting.opened_at = meeting.closed_at = datetime.combine(day, datetime.min.time(), UTC)
                ask(meeting, case_uid, police, number, answered=False)
                ask(meeting, case_uid, yot, number, answered=number == 2)
            audit.record("escalation.resolved")
            db.session.commit()
        clock.set(datetime(2027, 1, 25, 9, tzinfo=UTC))
        with acting_as(the_system()):
            found = find_all(area_by_code("BNES").uid, date(2027, 1, 25)).values()
    absent = {one.agency_uid: one.meetings for one in found if one.trigger is Trigger.NOT_ATTENDING}
    assert absent == {police: 2, care: 3}
    silent = {one.agency_uid: (one.meetings, one.since) for one in found if one.trigger is Trigger.NO_RETURN}
    assert silent == {police: (3, date(2026, 11, 9)), yot: (1, date(2027, 1, 9))}


def ask(meeting: Meeting, case_uid: str, agency_uid: str, number: int, *, answered: bool) -> None:
    due = datetime(meeting.held_on.year, meeting.held_on.month, 9, 12, tzinfo=UTC)
    db.session.add(
        InformationRequest(
            key_uid=case_uid,
            area_uid=meeting.area_uid,
            agency_uid=agency_uid,
            reference=f"Q-{agency_uid[:8]}-{number}",
            case_uid=case_uid,
            meeting_uid=meeting.uid,
            reason="NEW",
            asked_at=due,
            asked_by_uid=agency_uid,
            due_at=due,
            returned_at=due if answered else None,
            about={},
        )
    )
