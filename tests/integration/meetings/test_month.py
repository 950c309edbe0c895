"""The real month's meeting, held by the commands and again by the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.actions import interface as actions
from app.features.cases import interface as cases
from app.features.meetings import interface as meetings
from app.features.meetings.models import Decision
from app.features.subjects import interface as subjects
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests import minuted as reading
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.meetings import acting, make_series
from tests.factories.minutes import issue_by_pages
from tests.minuted import Places, hold_minuted
from tests.month_meeting import MONTH, hold_meeting, read_minutes, read_notifications, read_truth
from tests.pages import Pages

pytestmark = pytest.mark.skipif(not MONTH.exists(), reason="the month is kept outside the project")

DAY = date(2026, 11, 19)
RUNS = {"Marianne Okell": Role.CHAIR, "Insp Tomos Redfearn": Role.CHAIR, "Priya Nandakumar": Role.ADMIN}


@dataclass
class Month:
    minuted: dict[str, Any]
    agencies: dict[tuple[str, str], str]
    users: dict[tuple[str, str], str]
    cases: dict[str, str]
    coordinator: User
    practitioners: dict[str, User]

    @property
    def places(self) -> Places:
        return Places(
            agency=lambda one: self.agencies[one["agency_type"], one["name"]],
            agency_of_type=lambda kind: next(uid for (of, _name), uid in self.agencies.items() if of == kind),
            user=lambda name, agency_uid: self.users.get((name, agency_uid)),
        )


def make_month(clock: Clock) -> Month:
    """The agencies and people of the month, and a case for each minuted item. Commits."""
    clock.set(datetime(2026, 10, 15, 9, tzinfo=UTC))
    minuted, notified = read_minutes(), read_notifications()
    month = Month(minuted, {}, {}, {}, make_user(Role.COORD), {})
    named = [one["agency"] for one in minuted["attendees"]]
    named += [one["owner_agency"] for one in minuted["actions"]]
    named += [one["asked_of"] for one in minuted["assurance"]]
    named += [one["submitted_by_agency"] for one in notified.values()]
    for agency in named:
        key = (agency["agency_type"], agency["name"])
        if key not in month.agencies:
            month.agencies[key] = make_agency(agency["name"], agency_type=agency["agency_type"])
    for person in minuted["attendees"]:
        agency_uid = month.agencies[person["agency"]["agency_type"], person["agency"]["name"]]
        role = RUNS.get(person["name"], Role.PRACTITIONER)
        if person["agency"]["agency_type"] == "VCS_PROV":
            role = Role.PROV_WORKER
        user = make_user(role, agency_uid=agency_uid, name=person["name"])
        month.users[person["name"], agency_uid] = user.uid
        month.practitioners[person["name"]] = user
    make_series(month)
    clock.set(datetime(2026, 11, 6, 9, tzinfo=UTC))
    with acting(month.coordinator) as actor:
        (area_uid,) = actor.area_uids
        for item in minuted["items"]:
            first = notified[item["subject_record_ids"][0]]
            agency = first["submitted_by_agency"]
            agency_uid = month.agencies[agency["agency_type"], agency["name"]]
            subject = subjects.create_subject(actor=actor, area_uid=area_uid, kind=item["subject_kind"], answers=first)
            case = cases.open_case(actor=actor, subject=subject, agency_uid=agency_uid, opened_on=date(2026, 11, 6))
            drafts = cases.entries_from_answers(item["subject_kind"], first, agency_uid, None, date(2026, 11, 6))
            cases.add_entries(actor=actor, case=case, drafts=drafts)
            for other in _shut_out(first, month.agencies):
                cases.shut_out_agency(actor=actor, case=case, agency_uid=other)
            month.cases[item["record_id"]] = case.uid
    with acting(month.coordinator) as actor:
        meetings.build_agenda(actor=actor, meeting=the_meeting(actor))
    return month


def _shut_out(answers: Mapping[str, Any], agencies: Mapping[tuple[str, str], str]) -> list[str]:
    unwanted = {one.get("agency_type") for one in answers.get("do_not_share_with") or () if isinstance(one, Mapping)}
    return [uid for (kind, _name), uid in agencies.items() if kind in unwanted]


def the_meeting(actor: Any) -> meetings.Meeting:
    return next(meeting for meeting in meetings.list_meetings(actor) if meeting.held_on == DAY)


def check_the_month(month: Month) -> None:
    """What the minutes say is there, and what they should not say is not."""
    minuted = month.minuted
    with acting(month.coordinator) as actor:
        items = meetings.list_items(actor, the_meeting(actor))
        assert len(items) == len(minuted["items"]) == 22
        assert {meetings.item_status(item) for item in items} == {"DECIDED"}
        by_case = {item.case_uid: item for item in items}
        for one in minuted["items"]:
            item = by_case[month.cases[one["record_id"]]]
            assert item.summary == one["summary"]
            assert (item.voice_heard or None) == one["subject_view_heard"]
            made = [decision.code for decision in item.decisions]
            assert {decision["code"] for decision in one["decisions"]} <= set(made), one["record_id"]
            if one["bands_set"]:
                case = item.case
                bands = {"cause": case.band_cause, "harmed": case.band_harmed, "exploited": case.band_exploited}
                assert bands == one["bands_set"]
            under = reading.actions_under(minuted, one["record_id"])
            agreed = actions.list_for_item(actor, item.uid)
            assert sorted(action.text for action in agreed) == sorted(action["text"] for action in under)
        proposed = {"O-T006", "O-T012", "O-T028"} | {"O-T026", "O-T029"} | {"O-T037"}
        texts = {one["text"] for one in minuted["actions"] if one["record_id"] in proposed}
        waiting = set()
        for item in items:
            waiting |= {one.text for one in actions.list_for_item(actor, item.uid) if one.accepted_on is None}
        assert waiting == texts, "an agency that is not there has not accepted (4.4)"
        closed = {row["item_record_id"]: row["closure_reason"] for row in minuted["closures"]}
        for record_id, reason in closed.items():
            case = by_case[month.cases[record_id]].case
            assert (case.closed_on, case.closure_reason) == (DAY, reason)
        named = by_case[month.cases["O-I19"]].case.closure_note
        assert named is not None
        assert "Dev Chauhan" in named, "the plan that holds the risk is named"
        undecided = by_case[month.cases["O-I13"]]
        returns = [one.returns_on for one in undecided.decisions if one.code == "NO_DECISION"]
        assert returns == [date(2026, 12, 17)]
        jonah = by_case[month.cases["O-I16"]]
        assert [dict(one) for one in jonah.conflicts] == [
            {
                "name": "Jonah Etheridge",
                "nature": "Mentors the young person; left for the decision",
                "left_room": True,
            }
        ]
        (eighteen,) = [item for item in items if item.case_uid == month.cases["O-I18"]]
        assert eighteen.chair_uid == month.practitioners["Insp Tomos Redfearn"].uid
        assert eighteen.case.lead_user_uid == month.practitioners["Marianne Okell"].uid
        meeting = the_meeting(actor)
        assert meetings.quorum_of(meeting, meetings.list_attendance(actor, meeting)).met
        assert len(meetings.list_attendance(actor, meeting)) == 20
        december = next(one for one in meetings.list_meetings(actor) if one.held_on == date(2026, 12, 17))
        meetings.build_agenda(actor=actor, meeting=december)
        due_back = {item.case_uid for item in meetings.list_items(actor, december)}
        assert month.cases["O-I13"] in due_back
        assert month.cases["O-I19"] not in due_back


@pytest.mark.one_database  # on PostgreSQL by the pages, which use the same commands
def test_the_meeting_by_the_commands(context: Flask, clock: Clock) -> None:
    month = make_month(clock)
    clock.set(datetime(2026, 11, 19, 14, tzinfo=UTC))
    with acting(month.practitioners["Priya Nandakumar"]) as actor:
        held = hold_minuted(
            actor=actor, meeting=the_meeting(actor), minuted=month.minuted, cases=month.cases, places=month.places
        )
        assert {(one.record_id, one.rule) for one in held.refused} == {("O-I18", "PR-03"), ("O-C01", "PR-41")}
        traps = {(one["record_id"], one["rule"]) for one in read_truth()["meeting_traps"]}
        assert ("O-I18", "PR-03") in traps
        assert len(held.actions) == 33
        assert len(held.assurance) == 8
        assert len(reading.actions_under(month.minuted, None)) == 5
    check_the_month(month)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # on SQLite in tests/integration/month
def test_the_meeting_by_the_pages(app: Flask, clock: Clock, pages: Pages) -> None:
    with app.app_context():
        month = make_month(clock)
        with acting(month.coordinator) as actor:
            meeting = the_meeting(actor)
            by_case = {item.case_uid: item for item in meetings.list_items(actor, meeting)}
            item_uids = {record_id: by_case[uid].uid for record_id, uid in month.cases.items()}
            meeting_uid = meeting.uid
    clock.set(datetime(2026, 11, 19, 14, tzinfo=UTC))
    pages.sign_in(month.practitioners["Priya Nandakumar"])

    def here(agency_uid: str, record_id: str) -> bool:
        return any(
            month.agencies[one["agency"]["agency_type"], one["agency"]["name"]] == agency_uid
            and one["attendance"] == "IN_PERSON"
            and (not invited_for or record_id in invited_for)
            for one, invited_for in reading.attendees(month.minuted)
        )

    held = hold_meeting(
        pages,
        clock,
        month.minuted,
        meeting_uid=meeting_uid,
        item_uids=item_uids,
        places=month.places,
        here=here,
    )
    assert "lead_user_uid" in held.refused["O-I18"]
    assert "which plan holds the risk now" in str(held.refused["O-I19"])
    assert set(held.refused) == {"O-I18", "O-I19"}
    with app.app_context():
        check_the_month(month)
        with acting_as(the_system()):
            assert len(db.session.scalars(select(Decision)).all()) >= 22
    page = pages.get(f"/meetings/{meeting_uid}/minutes")
    assert page.heading == "Minutes of 19 November 2026"
    page = issue_by_pages(pages, meeting_uid, month.coordinator, month.practitioners["Marianne Okell"])
    assert "Issued 19 November 2026" in page.text
    assert len(page.select("section.concord-minuted")) == 22
    pages.sign_in(month.practitioners["Colin Tarrant"])
    page = pages.get(f"/meetings/{meeting_uid}/minutes")
    sections = page.select("section.concord-minuted")
    assert 1 <= len(sections) < 22, "only the items the fire service was there for, notified or owns an action in"
    assert "Tyrell" not in page.text
