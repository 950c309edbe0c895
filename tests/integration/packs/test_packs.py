"""Packs through their pages: what is missing, release, who reads what, and how they end."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.meetings import interface as meetings
from app.features.packs import commands, queries
from app.features.packs.domain import Piece
from app.features.packs.models import Disclosure
from app.features.packs.pieces import covered
from app.kernel.errors import Refused
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import make_agency
from tests.factories.cases import make_case
from tests.factories.meetings import Group, acting, make_group, make_series, meeting_on
from tests.integration.meetings.conftest import OCTOBER
from tests.pages import Pages

NOVEMBER = date(2026, 11, 19)


@dataclass(frozen=True)
class November:
    """A meeting with two items: one the school told of and youth justice knows too, one the school alone knows."""

    pack: str
    meeting: str
    shared: str
    own: str


@pytest.fixture
def group(app: Flask, clock: Clock) -> Group:
    clock.set(OCTOBER)
    with app.app_context():
        made = make_group()
        make_series(made)
    return made


@pytest.fixture
def november(app: Flask, group: Group) -> November:
    with app.app_context():
        school, youth = group.agencies["EDU_SCH"], group.agencies["YOT"]
        shared = make_case(agency_uid=school, family_name="Sharedson")
        own = make_case(agency_uid=school, family_name="Ownson", dob="2003-01-01")
        with acting(group.coordinator) as actor:
            case = cases.case_for_change(actor, shared.uid)
            for agency_uid in (youth, group.agencies["LA_HOU"]):
                cases.give_need_to_know(actor=actor, case=case, agency_uid=agency_uid, why="SHARED")
            meeting = meeting_on(actor, NOVEMBER)
            meetings.build_agenda(actor=actor, meeting=meeting)
            by_case = {item.case_uid: item.uid for item in meetings.list_items(actor, meeting)}
            return November(f"/packs/{meeting.uid}", f"/meetings/{meeting.uid}", by_case[shared.uid], by_case[own.uid])


def browser(app: Flask, user: User) -> Pages:
    return Pages(app.test_client()).sign_in(user)


def record_powers(pages: Pages, november: November, gateway: str = "CA04_16LA") -> None:
    for _count in range(2):
        page = pages.get(f"{november.pack}/prepare").follow("what School of the town brought")
        page.submit("Record it", gateway=gateway, necessity="They plan his safety together")


def test_a_pack_from_what_is_missing_to_its_end(
    app: Flask, group: Group, november: November, mailbox: Mailbox, clock: Clock
) -> None:
    coordinator, worker = browser(app, group.coordinator), browser(app, group.practitioners["YOT"])
    page = coordinator.get(november.meeting).follow("Prepare the packs")
    assert "2 powers to record before the packs can be released" in page.text
    assert "Release the packs" not in page.text
    with app.app_context(), acting(group.coordinator) as actor, pytest.raises(Refused, match="2 items have") as refused:
        commands.release_packs(actor=actor, meeting=meeting_on(actor, NOVEMBER))
    assert refused.value.rule == "PR-46"
    worker.get(november.pack, status=404)
    worker.get(f"/packs/items/{november.shared}", status=404)
    page = page.follow("what School of the town brought").submit("Record it")
    assert page.errors() == {
        "gateway": "Select the power it is shared by",
        "necessity": "Enter why sharing it is necessary",
    }
    record_powers(coordinator, november)
    page = coordinator.get(f"{november.pack}/prepare").submit("Release the packs")
    assert page.flash.endswith("Packs released")
    assert page.text.count("They plan his safety together") == 2, "why each piece was shared is kept with the release"
    rows = {row["Agency"]: row for row in page.table_rows("Packs by agency")}
    assert rows["Youth justice of the town"]["In its pack"] == "1 item, for 1 person"
    assert rows["Youth justice of the town"]["Opened by"] == "Nobody yet"
    assert rows["School of the town"]["In its pack"].startswith("2 items")
    with app.app_context(), acting(group.coordinator) as actor:
        disclosed = db.session.scalars(select(Disclosure)).all()
        assert {(one.item_uid, one.recipient_uid, *one.gateways, one.basis, one.condition) for one in disclosed} == {
            (november.shared, group.agencies[kind], "CA04_16LA", "ART_6_1_E", "SCH_1_18") for kind in ("YOT", "LA_HOU")
        }
        meeting = meeting_on(actor, NOVEMBER)
        assert queries.last_day(meeting) == date(2026, 12, 1)

    mailbox.deliver()
    (mail,) = mailbox.to(group.practitioners["YOT"].email)
    text = mail.get_content()
    assert "You have 1 item in it" in text
    assert november.pack in text
    assert "Sharedson" not in mail.as_string()
    assert len(list(mail.iter_attachments())) == 0
    (chair,) = mailbox.to(group.chair.email)
    assert "2 items" in chair.get_content()

    page = worker.get(november.meeting).follow("Read your pack")
    assert "Ownson" not in page.text
    page = page.follow("C-2026")
    words = page.text
    assert words.index("What they say") < words.index("Strengths") < words.index("Risk factors")
    assert "I want them to leave me alone" in words
    assert "New" in words
    assert "Hidden: Health and other restricted information, if there is any" in words
    worker.get(f"/packs/items/{november.own}", status=404)
    printed = worker.get(f"{november.pack}/print")
    assert printed.select(".concord-watermark") == [
        "Pat Youth justice, Youth justice of the town 20 October 2026 at 10am"
    ]
    assert len(printed.select("article.concord-pack")) == 1
    page = coordinator.get(f"{november.pack}/prepare")
    opened = {row["Agency"]: row["Opened by"] for row in page.table_rows("Packs by agency")}
    assert opened["Youth justice of the town"] == "Pat Youth justice, 20 October 2026 at 10am (1 item)"
    with app.app_context():
        events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.object_uid == november.shared)).all()
    assert events.count("pack.item_read") == 2

    clock.set(datetime(2026, 12, 2, 9, tzinfo=UTC))
    late = browser(app, group.practitioners["YOT"])
    assert "This pack was withdrawn" in late.get(november.pack).text
    late.get(f"/packs/items/{november.shared}", status=404)
    late.get(f"{november.pack}/print", status=404)


def test_a_power_reaches_only_whom_it_reaches(app: Flask, group: Group, november: November) -> None:
    """The Duty does not carry a school's words to a charity; a withdrawn pack may be released again."""
    with app.app_context():
        charity = make_agency("Charity of the town", agency_type="VCS_OTHER")
        pieces = [Piece(november.shared, group.agencies["EDU_SCH"], ("PCSC16",))]
        assert covered(pieces, charity) == {}
        assert covered(pieces, group.agencies["YOT"])[november.shared]
        assert covered(pieces, group.agencies["EDU_SCH"])[november.shared], "its own information is its own"
    coordinator = browser(app, group.coordinator)
    record_powers(coordinator, november, "PCSC16")
    page = coordinator.get(f"{november.pack}/prepare").submit("Release the packs")
    page = page.submit("Withdraw the packs now")
    assert "They can be released again" in page.text
    browser(app, group.practitioners["YOT"]).get(f"{november.pack}/print", status=404)
    assert page.submit("Release the packs").flash.endswith("Packs released")
    worker = browser(app, group.practitioners["YOT"])
    worker.get(f"{november.pack}/prepare", status=403)
    worker.get(f"/packs/items/{november.shared}/gateways/{group.agencies['EDU_SCH']}", status=403)
    coordinator.get(f"/packs/items/{november.shared}/gateways/{group.agencies['POL']}", status=404)
