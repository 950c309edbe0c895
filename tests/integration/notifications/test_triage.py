"""Triage, and what the notifier sees of it."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases.interface import Case
from app.features.cases.models import CaseAgency
from app.features.demonstration.month import OWN
from app.features.meetings import queries as meetings
from app.features.merging.models import Pair
from app.features.notifications.interface import (
    MeetingDay,
    deferred_case_uids,
    set_cutoff_source,
    set_meeting_source,
)
from app.features.notifications.models import Notification
from app.features.subjects import candidates
from app.kernel.clock import today
from app.platform.access import Role, acting_as
from app.platform.database import db
from app.platform.identity import identity_service
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import make_agency, the_system
from tests.factories.notifications import finished
from tests.factories.reminders import remind_everybody
from tests.integration.notifications.conftest import WEDNESDAY
from tests.month import likenesses, open_triage, submit, triage
from tests.pages import Pages

Browser = Callable[..., Pages]


def reference_of(pages: Pages, **changed: Any) -> str:
    sent = submit(pages, finished(**changed))
    assert sent.reference
    return sent.reference


def network_of(pages: Pages, members: list[dict[str, Any]]) -> str:
    """The network of the demonstration's month, with other members."""
    lines = (OWN / "notifications.jsonl").read_text(encoding="utf-8").splitlines()
    record = next(one for one in map(json.loads, lines) if one["subject_kind"] == "NETWORK")
    sent = submit(pages, record | {"members": members})
    assert sent.reference, sent.refused
    return sent.reference


def test_accepting_opens_a_case_and_answers_the_notifier(
    notifier: Pages, coordinator: Pages, mailbox: Mailbox, app: Flask
) -> None:
    reference = reference_of(notifier)
    page = open_triage(coordinator, reference)
    assert page.text.index("Talks to his tutor") < page.text.index("Bruises seen")
    triage(coordinator, reference, "ACCEPT_FULL")
    mine = notifier.get("/notifications").follow(reference)
    assert "The group has taken it on" in mine.text
    assert "discuss your concern in full" in mine.text
    mailbox.deliver()
    (mail,) = [mail for mail in mailbox.mails if "answer" in str(mail["Subject"])]
    assert reference in mail.get_content()
    assert "Zebracrossing" not in mail.get_content()
    assert coordinator.get("/notifications/decided").table_rows()[0]["Outcome"] == "Accepted for full discussion"
    assert "Zebracrossing" in coordinator.get("/notifications/decided").follow(reference).follow("See the case").text


@pytest.mark.one_database
def test_a_home_is_not_accepted_as_a_place(notifier: Pages, coordinator: Pages) -> None:
    """PR-12: unless it was taken over, or is something else as well."""
    lines = (OWN / "notifications.jsonl").read_text(encoding="utf-8").splitlines()
    record = next(one for one in map(json.loads, lines) if one["subject_kind"] == "PLACE")
    for name, kind, accepted in (
        ("Flat 2, Quince House", "RESIDENTIAL_BLOCK", False),
        ("Flat 2, Quince House", "CUCKOOED_ADDRESS", True),
        ("5 Plums, Union Street", "FAST_FOOD", True),
    ):
        sent = submit(notifier, record | {"name": name, "place_type": kind, "gateways": ["CA04_16LA"]})
        assert sent.reference, sent.refused
        page = triage(coordinator, sent.reference, "ACCEPT_PLACE")
        assert ("somebody’s home is no place of concern" in page.text) is not accepted
        assert list(page.errors()) == ([] if accepted else ["outcome"])


def test_others_that_wait_and_members_who_may_be_held_are_pointed_out(notifier: Pages, coordinator: Pages) -> None:
    first, second = reference_of(notifier), reference_of(notifier, given_names="Quil")
    other = reference_of(notifier, given_names="Ludo", family_name="Candlewick", dob="2009-01-01")
    page = open_triage(coordinator, first)
    assert "Another notification that waits" in page.text
    assert second in page.links
    assert other not in page.links
    assert page.follow(second).heading == f"Decide what happens with {second}"
    triage(coordinator, first, "ACCEPT_FULL")
    assert first not in open_triage(coordinator, second).links
    members: list[dict[str, Any]] = [{"name": "Quill Zebracrossing", "approx_age": 16}, {"name": "Sam"}]
    page = open_triage(coordinator, network_of(notifier, members))
    assert "Members who may be people the group already holds" in page.text
    assert "Quill Zebracrossing may be Quill Zebracrossing , P-2026-0001: Same name" in page.text
    assert "Sam may be" not in page.text


def test_a_message_sent_again_after_back_is_there_once(notifier: Pages) -> None:
    reference = reference_of(notifier)
    sent = notifier.get("/notifications").follow(reference)
    form = notifier.get(f"{sent.path}/add")
    form.submit(text="He moved to his aunt’s")
    again = form.submit(text="He moved to his aunt’s")
    assert again.text.count("He moved to his aunt’s") == 1
    assert notifier.get(f"{sent.path}/add").submit(text="And back").text.count("And back") == 1


def test_deciding_twice_changes_nothing(notifier: Pages, coordinator: Pages, app: Flask) -> None:
    reference = reference_of(notifier)
    page = open_triage(coordinator, reference)
    fields = {"outcome": "ACCEPT_FULL"}
    page.submit("Decide and answer the notifier", fields)
    again = page.submit("Decide and answer the notifier", fields | {"outcome": "INSUFFICIENT", "reason": "No"})
    assert "Accepted" in again.text
    with app.app_context(), acting_as(the_system()):
        assert len(db.session.scalars(select(Case)).all()) == 1


@pytest.mark.one_database
def test_a_reason_is_needed_unless_it_is_accepted(notifier: Pages, coordinator: Pages) -> None:
    reference = reference_of(notifier)
    page = open_triage(coordinator, reference).submit("Decide and answer the notifier", outcome="REDIRECT_MARAC")
    assert page.errors() == {"reason": "Enter the reason"}
    page = page.submit("Decide and answer the notifier", reason="Partner abuse", answer="MARAC has it from here.")
    assert "decided" in page.flash
    mine = notifier.get("/notifications").follow(reference)
    assert "MARAC has it from here." in mine.text
    assert "Partner abuse" not in mine.text


def test_the_same_person_joins_only_when_somebody_says_so(
    notifier: Pages, coordinator: Pages, sign_in: Browser, app: Flask
) -> None:
    triage(coordinator, reference_of(notifier), "ACCEPT_FULL")
    second = reference_of(notifier, what_needs_to_happen="Something new")
    page = open_triage(coordinator, second)
    assert "Perhaps somebody the group already holds" in page.text
    offered = likenesses(page)
    assert {"different", "undecided"} < set(offered)
    theirs = sign_in(Role.CHAIR).get(page.path)
    assert "Perhaps somebody the group already holds" not in theirs.text, "PR-13: the coordinator alone"
    assert "Another notification that waits" not in theirs.text
    assert "shown to the coordinator alone" in theirs.text
    assert "same_as" not in theirs.form_data("Decide and answer the notifier")
    assert not theirs.soup.select("[name=same_as]")
    refused = page.submit("Decide and answer the notifier", outcome="ACCEPT_FULL")
    assert "same_as" in refused.errors()
    refused = page.submit(
        "Decide and answer the notifier", outcome="ALREADY_HELD_ADD_INFO", reason="Twice", same_as="different"
    )
    assert "same_as" in refused.errors()
    triage(coordinator, second, "ALREADY_HELD_ADD_INFO", reason="Same boy", same_as="Quill")
    third = reference_of(notifier)
    triage(coordinator, third, "ACCEPT_BRIEF", same_as="different")
    with app.app_context(), acting_as(the_system()):
        rows = db.session.scalars(select(Notification).order_by(Notification.reference)).all()
        assert rows[0].case_uid == rows[1].case_uid != rows[2].case_uid
        assert set(rows[1].likeness.values()) == {"SAME"}
        assert set(rows[2].likeness.values()) == {"DIFFERENT"}
        pair = db.session.scalars(select(Pair)).one()
        assert pair.verdict == "DIFFERENT", "remembered of the two people"
    fourth = open_triage(coordinator, reference_of(notifier))
    assert "Said before: not the same person (1)" in fourth.text


@pytest.mark.one_database
def test_candidates_are_told_field_by_field_to_the_coordinator_alone_and_waited_for(
    notifier: Pages, coordinator: Pages, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    triage(coordinator, reference_of(notifier), "ACCEPT_FULL")
    second = reference_of(notifier, given_names="Quil")
    page = open_triage(coordinator, second)
    assert "Compare with P-2026-0001 field by field" in page.text
    assert "Given names: one letter different" in page.text
    assert "P-2026-0001" not in notifier.get("/notifications").follow(second).text
    with app.app_context():
        service = identity_service()
    monkeypatch.setattr(service, "ready", lambda wait=0.0: False)
    monkeypatch.setattr(candidates, "FEW", 0)
    page = open_triage(coordinator, second)
    assert "The people the group holds are still being read" in page.text
    assert "Nobody the group holds looks like" not in page.text
    page = page.submit("Decide and answer the notifier", outcome="ACCEPT_FULL", answer="We take it on.")
    assert "Wait a minute and decide again" in page.errors()["outcome"]
    assert "We take it on." in page.text
    monkeypatch.undo()
    assert "Perhaps somebody the group already holds" in open_triage(coordinator, second).text


def test_a_case_is_joined_by_its_reference(notifier: Pages, coordinator: Pages) -> None:
    triage(coordinator, reference_of(notifier), "ACCEPT_FULL")
    other = reference_of(notifier, family_name="Quite", given_names="Other", dob="2009-09-09")
    page = open_triage(coordinator, other)
    wrong = page.submit(
        "Decide and answer the notifier", outcome="ALREADY_HELD_ADD_INFO", reason="Same", case_reference="C-2026-0999"
    )
    assert "case_reference" in wrong.errors()
    page = wrong.submit("Decide and answer the notifier", case_reference="c-2026-0001")
    assert "decided" in page.flash


def test_agencies_that_must_not_see_it_are_shut_out(
    notifier: Pages, coordinator: Pages, sign_in: Browser, app: Flask
) -> None:
    with app.app_context():
        named = make_agency("Limestone Homes", agency_type="RSL")
        spared = make_agency("Other Homes", agency_type="RSL")
        each = [make_agency(f"Charity {number}", agency_type="VCS_OTHER") for number in (1, 2)]
    reference = reference_of(
        notifier,
        do_not_share_with=[
            {"agency_type": "RSL", "agency_name": "LIMESTONE homes", "reason": "A cousin works there"},
            {"agency_type": "VCS_OTHER", "agency_name": "Spelt otherwise", "reason": "A friend"},
        ],
    )
    triage(coordinator, reference, "ACCEPT_FULL")
    with app.app_context(), acting_as(the_system()):
        rows = db.session.scalars(select(CaseAgency)).all()
        out = {row.agency_uid for row in rows if row.standing == "EXCLUDED"}
    assert out == {named, *each}
    assert spared not in out


def test_a_protected_address_is_not_on_the_triage_page(notifier: Pages, coordinator: Pages) -> None:
    home = {"line": "7 Hidden Row", "postcode": "BA1 4EF", "type": "HOME", "protected": True}
    reference = reference_of(notifier, addresses=[home])
    page = open_triage(coordinator, reference)
    assert "A protected address" in page.text
    one = page.path.removesuffix("/triage")
    for hidden in (page, coordinator.get(one), coordinator.get(f"{one}/print")):
        assert "BA1 4EF" not in hidden.text
        assert "Hidden Row" not in hidden.text
    assert "BA1 4EF" in notifier.get("/notifications").follow(reference).text


@pytest.mark.one_database
def test_what_is_returned_is_mended_and_sent_again(notifier: Pages, coordinator: Pages) -> None:
    triage(coordinator, reference_of(notifier), "ACCEPT_FULL")
    reference = reference_of(notifier)
    triage(coordinator, reference, "INSUFFICIENT", reason="Who saw it?", same_as="different")
    page = notifier.get("/notifications").follow(reference)
    assert "Please send it again by" in page.text
    draft = page.submit("Mend it and send it again")
    assert draft.heading == "Your notification"
    again = page.submit("Mend it and send it again")
    assert again.path == draft.path
    sent = draft.follow("Check your answers").submit("Send notification")
    assert sent.heading == "Notification sent"
    page = open_triage(coordinator, sent.select(".govuk-panel__body strong")[0])
    assert reference in page.text
    assert "Said before: not the same person (1)" in page.text
    assert not likenesses(page), "nobody is asked again"


def test_adding_and_taking_back(notifier: Pages, coordinator: Pages, mailbox: Mailbox) -> None:
    reference = reference_of(notifier)
    page = notifier.get("/notifications").follow(reference)
    page = page.follow("Add information").submit("Add information", text="He came in with a new bruise")
    assert "new bruise" in page.text
    mailbox.deliver()
    assert [str(mail["Subject"]) for mail in mailbox.to("coordinator@example.org")] == [
        "More information about a notification"
    ]
    assert "new bruise" in open_triage(coordinator, reference).text
    ask = page.follow("Take it back")
    assert "You took this back" in ask.submit("Take it back").text
    assert "You took this back" in ask.submit("Take it back").text
    assert "Nothing is waiting" in coordinator.get("/notifications/triage").text


@pytest.mark.one_database
def test_too_late_to_take_back(notifier: Pages, coordinator: Pages) -> None:
    reference = reference_of(notifier)
    ask = notifier.get("/notifications").follow(reference).follow("Take it back")
    triage(coordinator, reference, "ACCEPT_FULL")
    assert ask.submit("Take it back").errors()


def test_acknowledging_one_and_all(notifier: Pages, coordinator: Pages) -> None:
    first = reference_of(notifier)
    reference_of(notifier)
    reference_of(notifier)
    page = coordinator.get("/notifications/triage").submit(f"Acknowledge {first}")
    assert page.flash == f"{first} acknowledged"
    page = page.submit("Acknowledge all 2")
    assert page.flash == "2 notifications acknowledged"
    assert "will decide what happens next" in notifier.get("/notifications").follow(first).text


@pytest.fixture
def one_meeting() -> Any:
    """Nominations for the meeting of 19 November have closed; the next one is in December."""
    set_cutoff_source(lambda _area, _moment: WEDNESDAY)
    days = (date(2026, 11, 19), date(2026, 12, 17))
    set_meeting_source(lambda _area, _cases: [MeetingDay(day, over=day < today()) for day in days])
    yield
    set_cutoff_source(meetings.next_cutoff)
    set_meeting_source(meetings.meeting_days)


@pytest.mark.usefixtures("one_meeting")
def test_a_late_one_needs_the_chair(sign_in: Browser, clock: Clock, app: Flask, school: str) -> None:
    clock.advance(minutes=4)
    notifier = sign_in(Role.PRACTITIONER, agency_uid=school)
    coordinator, chair = sign_in(Role.COORD), sign_in(Role.CHAIR)
    reference = reference_of(notifier)
    assert "Late: needs the chair’s agreement" in coordinator.get("/notifications/triage").table_rows()[0]["State"]
    triage(coordinator, reference, "ACCEPT_FULL")
    with app.app_context(), acting_as(the_system()) as actor:
        assert len(deferred_case_uids(actor, WEDNESDAY)) == 1
    assert "only if the chair agrees" in notifier.get("/notifications").follow(reference).text
    assert "Late: needs the chair" in coordinator.get("/notifications/decided").table_rows()[0]["Outcome"]
    assert "Agree that" not in coordinator.get("/notifications/decided").follow(reference).text
    page = chair.get("/notifications/decided").follow(reference).follow("Agree that it comes to the next meeting")
    page = page.submit("Agree", reason="It cannot wait a month")
    assert "For the November meeting: the chair agreed" in page.text
    with app.app_context(), acting_as(the_system()) as actor:
        assert deferred_case_uids(actor, WEDNESDAY) == frozenset()


@pytest.mark.usefixtures("one_meeting")
def test_a_late_one_goes_to_the_meeting_after_once_the_first_was_held(
    sign_in: Browser, clock: Clock, school: str
) -> None:
    clock.advance(minutes=4)
    reference = reference_of(sign_in(Role.PRACTITIONER, agency_uid=school))
    triage(sign_in(Role.COORD), reference, "ACCEPT_FULL")
    clock.advance(days=16)
    chair = sign_in(Role.CHAIR)
    page = chair.get("/notifications/decided")
    assert page.table_rows()[0]["Outcome"] == "Accepted for full discussion For the December meeting"
    page = page.follow(reference)
    assert "Agree that" not in page.text
    chair.get(page.path + "/late", status=404)


def test_a_part_of_the_queue_is_looked_at_by_itself(
    sign_in: Browser, notifier: Pages, coordinator: Pages, clock: Clock
) -> None:
    first = reference_of(notifier)
    coordinator.get("/notifications/triage").submit(f"Acknowledge {first}")
    second = reference_of(notifier, immediate_danger="UNSURE")
    shown = {part: coordinator.get(f"/notifications/triage?show={part}") for part in ("urgent", "unacknowledged")}
    for page in shown.values():
        assert [row["Reference"] for row in page.table_rows()] == [second]
    assert "Nothing is waiting here" in coordinator.get("/notifications/triage?show=slow").text
    assert len(coordinator.get("/notifications/triage?show=odd").table_rows()) == 2
    clock.advance(days=30)
    assert len(sign_in(Role.COORD).get("/notifications/triage?show=slow").table_rows()) == 2


@pytest.mark.usefixtures("coordinator")
def test_coordinators_are_chased_once_a_day(notifier: Pages, clock: Clock, mailbox: Mailbox, app: Flask) -> None:
    reference_of(notifier)
    for days in (1, 2, 2, 3):
        clock.set(WEDNESDAY + timedelta(days=days))
        remind_everybody(app)
    mailbox.deliver()
    (chased,) = [mail for mail in mailbox.to("coordinator@example.org") if "waits" in str(mail["Subject"])]
    assert "Triage queue: OVERDUE, 1 past its day" in chased.get_content()


def test_another_agency_and_another_area_see_nothing(
    notifier: Pages, sign_in: Browser, coordinator: Pages, school: str
) -> None:
    reference = reference_of(notifier)
    path = notifier.get("/notifications").links[reference]
    for other in (
        sign_in(Role.PRACTITIONER),
        sign_in(Role.PRACTITIONER, agency_uid=school),
        sign_in(Role.SPOC),
        sign_in(Role.COORD, area="BRIS"),
    ):
        other.get(path, status=404)
        other.get(f"{path}/print", status=404)
    assert reference in sign_in(Role.SPOC, agency_uid=school).get(path).text
    sign_in(Role.COORD, area="BRIS").get(f"{path}/triage", status=404)
    notifier.get(f"{path}/triage", status=403)
