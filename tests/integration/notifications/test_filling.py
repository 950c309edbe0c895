"""Filling in and sending, as a notifier meets it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.platform.access import Role
from tests.conftest import Clock, Mailbox
from tests.factories.notifications import finished
from tests.integration.notifications.conftest import WEDNESDAY
from tests.month import draft_path, form_fields, open_draft, submit
from tests.pages import SAME_ORIGIN, Page, Pages

pytestmark = pytest.mark.one_database

Browser = Callable[..., Pages]


def fill(page: Page, record: dict[str, Any]) -> Page:
    """Answer whatever this part of the form asks, as far as the record knows."""
    fields = form_fields(page.pages, record)
    known = {one.get("name") for one in page.form().xpath(".//*[@name]")}
    answers = {name: value for name, value in fields.items() if name in known and value not in ("", [])}
    return page.submit("Save and continue", answers)


def test_the_shortest_way_is_eight_pages_and_a_check(notifier: Pages, record: dict[str, Any]) -> None:
    page = notifier.get("/notifications").follow("Start a notification")
    page = page.submit("Continue", immediate_danger="NO", subject_kind="INDIVIDUAL")
    seen = []
    while page.heading != "Check your answers":
        seen.append(page.heading)
        page = fill(page, record)
        assert not page.errors(), (page.heading, page.errors())
        assert len(seen) < 12
    assert len(seen) == 7
    page = page.submit("Send notification")
    assert page.heading == "Notification sent"
    assert "N-20" in page.text
    assert "Decided" not in page.text


def test_danger_stops_first_and_alerts_when_sent(
    notifier: Pages, coordinator: Pages, mailbox: Mailbox, record: dict[str, Any]
) -> None:
    page = open_draft(notifier, "INDIVIDUAL", "UNSURE")
    assert page.heading == "Stop: keep people safe first"
    assert "call 999" in page.text
    assert page.follow("I have done this: carry on").heading == "Safeguarding, and who is already involved"
    sent = submit(notifier, record | {"immediate_danger": "YES_999_CALLED"})
    assert "marked as urgent" in sent.page.text
    mailbox.deliver()
    (mail,) = mailbox.to("coordinator@example.org")
    body = mail.get_content()
    assert str(sent.reference) in body
    assert "Zebracrossing" not in body + str(mail["Subject"])
    assert coordinator.get("/notifications/triage").table_rows()[0]["State"].startswith("Urgent")


def test_a_part_says_what_is_missing_and_keeps_what_was_typed(notifier: Pages) -> None:
    draft = draft_path(open_draft(notifier, "INDIVIDUAL", "NO"))
    page = notifier.get(f"{draft}/part/person").submit("Save and continue", given_names="Quill", pronouns="he")
    assert set(page.errors()) == {"dob-day", "approx_age", "sex"}
    assert page.form_data()["given_names"] == "Quill"
    assert notifier.get(f"{draft}/part/person").form_data()["pronouns"] == "he"


def test_evidence_is_needed_for_a_risk_that_is_there(notifier: Pages) -> None:
    draft = draft_path(open_draft(notifier, "INDIVIDUAL", "NO"))
    page = notifier.get(f"{draft}/part/factors").submit(
        "Save and continue",
        {"risk_factors-0-code": "BG_FEAR", "risk_factors-0-present": "Y", "protective_factors_none": "y"},
    )
    assert page.errors() == {"risk_factors-0-evidence": "Enter how you know that this risk is there"}
    page = page.submit("Save and continue", {"risk_factors-0-present": "suspected"})
    assert not page.errors()


def test_nothing_happened_to_somebody_before_they_were_born(notifier: Pages) -> None:
    draft = draft_path(open_draft(notifier, "INDIVIDUAL", "NO"))
    notifier.get(f"{draft}/part/person").submit("Save and continue", {"dob-day": 2, "dob-month": 5, "dob-year": 2011})
    seen = {"risk_factors-0-code": "BG_FEAR", "risk_factors-0-present": "N", "risk_factors-0-from": "1/5/2011"}
    page = notifier.get(f"{draft}/part/factors").submit("Save and continue", seen | {"protective_factors_none": "y"})
    assert page.errors() == {"risk_factors-0-from": "Enter a day after the person was born"}
    assert not page.submit("Save and continue", {"risk_factors-0-from": "2/5/2011"}).errors()


def test_entries_are_added_without_scripts(notifier: Pages) -> None:
    draft = draft_path(open_draft(notifier, "INDIVIDUAL", "NO"))
    page = notifier.get(f"{draft}/part/concern").submit("Add another part", {"role_in_violence-0-role": "HARMED"})
    page = page.submit("Save and come back later", {"role_in_violence-1-role": "ALLEGED_CAUSE"})
    assert page.heading == "Your notification"
    data = notifier.get(f"{draft}/part/concern").form_data()
    assert [data[f"role_in_violence-{number}-role"] for number in (0, 1)] == ["HARMED", "ALLEGED_CAUSE"]


def test_two_devices_do_not_overwrite_each_other(notifier: Pages) -> None:
    draft = draft_path(open_draft(notifier, "INDIVIDUAL", "NO"))
    here, there = notifier.get(f"{draft}/part/person"), notifier.get(f"{draft}/part/person")
    other = notifier.get(f"{draft}/part/worries")
    there.submit("Save and come back later", family_name="There")
    assert other.submit("Save and come back later", what_is_worrying="Something").flash == "Draft saved"
    page = here.submit("Save and come back later", family_name="Here")
    assert "changed this while you were working" in page.errors()[""]
    assert page.form_data()["family_name"] == "Here"
    assert page.select("#clash ~ .govuk-summary-list dd") == ["There", "Here"], "what is saved, and what is not"
    assert page.follow("carry on with what is saved").form_data()["family_name"] == "There"
    assert page.submit("Save and come back later").flash == "Draft saved"
    assert notifier.get(f"{draft}/part/person").form_data()["family_name"] == "Here"


def keep(page: Page, **typed: str) -> TestResponse:
    """What the script of the page sends while somebody types."""
    data = page.form_data() | typed
    token = str(data.pop("csrf_token"))
    address = page.form().get("data-autosave")
    headers = SAME_ORIGIN | {"Accept": "application/json", "X-CSRFToken": token}
    return page.pages.client.post(address, data=data, headers=headers)


def test_a_draft_saves_itself_while_somebody_types(notifier: Pages, coordinator: Pages, clock: Clock) -> None:
    draft = draft_path(open_draft(notifier, "INDIVIDUAL", "NO"))
    here, there = notifier.get(f"{draft}/part/person"), notifier.get(f"{draft}/part/person")
    kept = keep(here, family_name="Typed", **{"dob-day": "31"}).get_json()
    assert (kept["saved"], kept["at"], kept["unread"]) == (True, "12pm", 1), "half a date waits until it can be read"
    assert notifier.get(f"{draft}/part/person").form_data()["family_name"] == "Typed"
    assert here.submit("Save and come back later", seen=kept["seen"], family_name="Typed on").flash == "Draft saved"
    overtaken = keep(there, family_name="Elsewhere")
    assert (overtaken.status_code, overtaken.get_json()) == (409, {"saved": False})
    whole = notifier.get(f"{draft}/all")
    assert keep(whole, what_is_worrying="All at once").get_json()["saved"]
    assert notifier.get(f"{draft}/part/worries").form_data()["what_is_worrying"] == "All at once"
    assert notifier.client.post(f"{draft}/keep/person", data={}, headers=SAME_ORIGIN).status_code == 400, "no token"
    coordinator.post(f"{draft}/keep/person", coordinator.get("/account").form_data("Sign out"), status=404)
    clock.set(WEDNESDAY + timedelta(hours=2))
    assert keep(here, family_name="Too late").status_code == 401


def test_pressing_send_twice_sends_once(notifier: Pages, record: dict[str, Any]) -> None:
    page = notifier.get(f"{draft_path(open_draft(notifier, 'INDIVIDUAL', 'NO'))}/all")
    page = notifier.post(page.path, page.form_data("Save and check") | form_fields(notifier, record))
    first, second = page.submit("Send notification"), page.submit("Send notification")
    assert first.text == second.text
    assert len(notifier.get("/notifications").table_rows("Sent")) == 1


def test_gateways_are_those_of_the_agency_and_others_can_be_named(sign_in: Browser, app: Flask) -> None:
    from tests.factories.accounts import make_agency

    with app.app_context():
        trust = make_agency("Hospital", agency_type="NHS_ACUTE")
    nurse = sign_in(Role.PRACTITIONER, agency_uid=trust)
    draft = draft_path(open_draft(nurse, "INDIVIDUAL", "NO"))
    page = nurse.get(f"{draft}/part/sharing")
    offered = [str(box["value"]) for box in page.soup.select("input[name=gateways]")]
    assert "CA04_16LA" in offered
    assert "PCSC16" not in offered
    page = page.submit("Save and come back later", gateways__other="PCSC16")
    assert nurse.get(f"{draft}/part/sharing").form_data()["gateways__other"] == "PCSC16"
    assert "power to disclose (PCSC Act" in nurse.get(f"{draft}/check").text


def test_gentle_words_and_a_child_under_ten_on_check_answers(notifier: Pages) -> None:
    record = finished(
        dob="2018-01-01",
        what_is_worrying="A gang, she failed to engage",
        role_in_violence=[{"role": "ALLEGED_CAUSE", "status": "REPORTED", "evidence": "Threw a chair"}],
    )
    page = notifier.get(f"{draft_path(open_draft(notifier, 'INDIVIDUAL', 'NO'))}/all")
    page = notifier.post(page.path, page.form_data("Save and check") | form_fields(notifier, record))
    assert "Words to think about" in page.text
    assert "A child under 10" in page.text
    sent = page.submit("Send notification")
    answers = sent.follow("See this notification").text
    assert "At risk of causing harm" in answers
    assert "Alleged to have caused harm" not in answers


def test_text_is_kept_whole_and_shown_as_text(notifier: Pages) -> None:
    text = "<script>alert(1)</script>\u202e=1+1\x00\x1b " + "word " * 2_400 + "end"
    sent = submit(notifier, finished(what_is_worrying=text))
    page = sent.page.follow("See this notification")
    assert "<script>alert(1)</script>" in page.text
    assert page.text.count("word") >= 2_400
    assert page.soup.find("script", string="alert(1)") is None
    assert any("\u202e" in one.get_text() for one in page.soup.find_all("bdi"))


def test_text_that_is_too_long_is_refused_and_not_cut(notifier: Pages) -> None:
    draft = draft_path(open_draft(notifier, "INDIVIDUAL", "NO"))
    page = notifier.get(f"{draft}/part/worries").submit("Save and continue", what_is_worrying="x" * 20_001)
    assert "20,000 characters or fewer" in page.errors()["what_is_worrying"]
    assert len(str(page.form_data()["what_is_worrying"])) == 20_001


def test_a_draft_is_its_writers_alone(notifier: Pages, coordinator: Pages, sign_in: Browser, school: str) -> None:
    draft = draft_path(open_draft(notifier, "INDIVIDUAL", "NO"))
    contact = sign_in(Role.SPOC, agency_uid=school)
    for other in (coordinator, contact):
        for end in ("", "/part/person", "/all", "/check", "/delete", "/print", "/stop"):
            other.get(f"{draft}{end}", status=404)


def test_deleting_a_draft(notifier: Pages) -> None:
    draft = draft_path(open_draft(notifier, "PLACE", "NO"))
    page = notifier.get(f"{draft}/delete").submit("Delete draft")
    assert "No drafts" in page.text
    notifier.get(draft, status=404)


def test_empty_pages_say_what_would_be_there(notifier: Pages, coordinator: Pages) -> None:
    assert "Nothing sent yet" in notifier.get("/notifications").text
    assert "Nothing is waiting" in coordinator.get("/notifications/triage").text
    assert "Nothing has been decided yet" in coordinator.get("/notifications/decided").text
    notifier.get("/notifications/triage", status=403)
