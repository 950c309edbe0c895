"""From the draft to the chair's signature, and who is told what."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import cast

import pytest
from flask import Flask

from app.features.minutes.jobs import tell_waiting
from app.features.partnership.interface import every_area_uid
from app.platform.access import bind_actor, system_actor
from tests.conftest import Clock, Mailbox
from tests.factories.meetings import Group
from tests.integration.minutes.conftest import DAY_AFTER, ISSUED, Browse, Held

LAST_DAY = datetime(2026, 12, 1, 9, tzinfo=UTC)
AFTER = datetime(2026, 12, 2, 9, tzinfo=UTC)


def work(app: Flask) -> int:
    """What the worker does within the minute."""
    with app.app_context():
        bind_actor(system_actor("minutes-tell", every_area_uid()))
        return cast(Callable[[], int], tell_waiting)()


def subjects(mailbox: Mailbox, address: str) -> list[str]:
    mailbox.deliver()
    return [str(mail["Subject"]) for mail in mailbox.to(address)]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_from_draft_to_signature(  # noqa: PLR0917 - fixtures
    app: Flask, group: Group, held: Held, browse: Browse, mailbox: Mailbox, clock: Clock
) -> None:
    path = f"/meetings/{held.meeting}/minutes"
    # Each signs in anew: days pass between, and a session ends.
    coordinator, chair = partial(browse, group.coordinator), partial(browse, group.chair)
    police, housing, social, youth = (
        partial(browse, group.practitioners[kind]) for kind in ("POL", "LA_HOU", "LA_CSC", "YOT")
    )

    clock.set(DAY_AFTER)
    page = coordinator().get(path)
    assert "Draft" in page.text
    assert page.text.count("Actions agreed") == 1, "the decision says no more than the list of actions"
    assert page.text.count("Ring the school today") == 1
    assert "Put off: No time left" in page.text
    assert "Pat School, School of the town (deputy came for Una Head)" in page.text
    assert "It was acknowledged by 2 of 5; not by Pat Social care, Pat Youth justice, Pat Housing." in page.text
    assert "Left the room for this item: Pat School, School of the town." in page.text
    police().get(path, status=404)
    police().get(f"{path}/urgent", status=404)
    page = coordinator().get(path).follow("Urgent actions and decisions")
    page = page.submit("Issue urgent actions and decisions")
    assert "Ring the school today" in page.text
    assert work(app) == 1
    assert work(app) == 0
    assert subjects(mailbox, group.practitioners["YOT"].email) == ["Urgent actions were agreed"]
    assert "Ring the school today" in housing().get(f"{path}/urgent").text
    assert "Look again" not in housing().get(f"{path}/urgent").text, "they were there for another item"

    page = coordinator().get(path).submit("Send to the chair")
    assert "Draft minutes wait for you" in subjects(mailbox, group.chair.email)
    page = chair().get(path).follow("Give it back")
    assert page.submit("Give it back").errors() == {"reason": "Enter what should be changed"}
    page.submit("Give it back", reason="Say since when")
    page = coordinator().get(path)
    assert "Say since when" in page.text
    robin = held.items[held.robin]
    page = coordinator().get(f"{path}/items/{robin}")
    other = coordinator().get(f"{path}/items/{robin}")
    assert page.form_data()["said"] == "He is back at school"
    told = [name for name in page.form_data() if name.startswith("told_")]
    assert len(told) == 3, "two returns, and what the police sent in writing"
    page = page.submit("Save", said="He is back at school since May", notifier="Thank you. It was heard.")
    assert page.flash == "Item saved"
    lost = other.submit("Save", said="Other words", status=None)
    assert "Other words" in lost.soup.select_one("textarea[name=said]").text, "nothing typed is lost"  # type: ignore[union-attr]
    page = coordinator().get(path).follow("2 versions of")
    assert page.select("ins")[0] == "Put in: since May . End of what was put in."
    police().get(f"{path}/items/{robin}", status=403)

    coordinator().get(path).submit("Send to the chair")
    clock.set(ISSUED)
    page = issue_on(browse, group, held)
    assert "Corrections can be proposed until 1 December 2026" in page.text
    told_now = work(app)
    assert told_now == 7, "five practitioners, the contact of housing, the notifier"
    assert subjects(mailbox, held.notifier.email)[-1] == "What came of your notification"
    assert subjects(mailbox, held.contact.email) == ["Minutes have been issued"]
    assert all("Robin" not in mail.as_string() for mail in mailbox.mails)
    assert "Thank you. It was heard." in browse(held.notifier).get("/notifications").follow("N-").text

    page = police().get(path)
    assert "back at school since May" in page.text
    assert "Attends every day" in page.text
    assert "Order ends in March" not in page.text
    assert "Hidden: the agency restricted" in page.text
    assert "It was heard" not in page.text, "the notifier's words are the notifier's"
    assert "Order ends in March" in youth().get(path).text
    page = housing().get(path)
    assert "In writing, from Sgt Away: Seen on Monday" in page.text
    assert [one.split(": ")[1] for one in page.select("section.concord-minuted h3")] == ["Robin Example"]
    assert "Left the room" not in page.text, "who left is said with the item they left for"
    page = social().get(path)
    assert "Robin" not in page.text
    assert "Sam Example" in page.text
    social().get(f"{path}/parts/{robin}/correct", status=404)

    page = police().get("/").follow("Minutes of 19 November 2026").submit("I have read these minutes")
    assert page.flash == "You have said that you read these minutes"
    assert "I have read" not in page.text
    rows = {row["Person"]: row for row in coordinator().get(path).follow("Who has read them").table_rows()}
    assert rows["Pat Police Police of the town"]["Read"] == "26 November 2026 at 9am"
    assert rows["Pat Housing Housing of the town"]["Items"] == "1"
    assert rows["Pat Housing Housing of the town"]["Read"] == "Not yet"

    page = police().get(path).follow("Propose a correction to C-")
    assert page.submit("Send to the coordinator").errors()["wrong"] == "Enter what is wrong"
    page = page.submit("Send to the coordinator", wrong="Since May", instead="Since June")
    assert page.flash == "Correction sent to the coordinator"
    assert "Since June" not in youth().get(path).text, "an agency's correction is its own until it is made"
    page = housing().get(path).follow("Propose a correction to attendance")
    page.submit("Send to the coordinator", wrong="Pat Housing", instead="Patricia Housing")
    clock.set(AFTER)
    assert "from the day the minutes are issued until 1 December" in police().get(f"{path}/parts/{robin}/correct").text
    signing = chair().get(f"{path}/sign").submit("Sign the minutes")
    assert signing.errors() == {"": "Answer every correction that was proposed, then sign"}
    page = coordinator().get(path).follow("Answer the correction of Police")
    assert page.submit("Send the answer", accepted="no").errors() == {"answer": "Enter why it stays as it is"}
    page = page.submit("Send the answer", accepted="yes")
    assert page.heading.startswith("Minutes of C-")
    page = page.submit("Save", said="He is back at school since June")
    assert "since May" in police().get(path).text, "not issued yet"
    page = coordinator().get(path).follow("Answer the correction of Housing")
    page = page.submit("Send the answer", accepted="no", answer="That is how they signed in")
    assert chair().get(f"{path}/sign").submit("Sign the minutes").errors()[""].startswith("Issue what was corrected")
    page = coordinator().get(path).follow("Issue what was corrected").submit("Issue what was corrected")
    assert work(app) == 5, "those who had Robin's item; social care did not"
    assert subjects(mailbox, group.practitioners["POL"].email)[-1] == "Corrected minutes have been issued"
    assert subjects(mailbox, group.practitioners["LA_CSC"].email) == ["Minutes have been issued"]
    assert "since June" in police().get(path).text
    page = chair().get(path).follow("Sign the minutes").submit("Sign the minutes")
    assert page.flash == "Minutes signed and locked"
    page = coordinator().get(path)
    assert "Signed and locked" in page.text
    assert "Change the words" not in page.text
    page = coordinator().get(f"{path}/items/{robin}").submit("Save", said="After the lock", status=None)
    assert "signed and locked" in page.text


def issue_on(browse: Browse, group: Group, held: Held):  # type: ignore[no-untyped-def]
    path = f"/meetings/{held.meeting}/minutes"
    page = browse(group.chair).get(path).submit("Approve the minutes")
    assert page.flash == "Minutes approved"
    page = browse(group.coordinator).get(path).follow("Issue the minutes")
    assert "It was heard" in page.text, "what notifiers will read is shown before the button"
    given = {row["Agency"]: row["Items"] for row in page.table_rows("What each agency")}
    assert given["Housing of the town"] == "1"
    assert given["Social care of the town"] == "1"
    issued = page.submit("Issue the minutes")
    assert page.submit("Issue the minutes").flash == issued.flash == "Minutes issued", "pressed twice, issued once"
    return issued
