"""A new red-trigger event voids what is accepted, tells people, and puts the case back on the next agenda by itself."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.assurance import interface as assurance
from app.features.assurance.models import Assurance
from app.features.cases import interface as cases
from app.features.cases.interface import EntryDraft
from app.features.meetings import interface as meetings
from app.features.meetings.jobs import keep_agendas
from app.kernel.clock import today
from app.platform.access import Role, acting_as
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import make_user, the_system
from tests.factories.actions import give, judge, make_assurance
from tests.factories.cases import acting
from tests.factories.meetings import Group as Meeters
from tests.factories.meetings import get_case, make_group, make_series, meeting_on
from tests.factories.meetings import make_case as make_case_to_hear
from tests.integration.actions.conftest import Group
from tests.pages import Pages

Browse = Callable[[User], Pages]
STABBED = {"code": "EV_SHARP_INJURY", "present": "Y", "grade": "A", "evidence": "Seen in hospital"}


def tell(by: User, case_uid: str, details: dict[str, Any], kind: str = "RISK_FACTOR", on: date | None = None) -> None:
    """As triage records what a notification told."""
    with acting(by) as actor:
        case = cases.case_for_change(actor, case_uid)
        draft = EntryDraft(kind, details, happened_on=on or today(), agency_uid=actor.agency_uid)
        cases.add_entries(actor=actor, case=case, drafts=[draft])


def accepted(group: Group, **more: Any) -> Assurance:
    return judge(group.chair, give(group.owner, make_assurance(group.coordinator, group.case, group.owner, **more)))


def voided(*rows: Assurance) -> list[bool]:
    with acting_as(the_system()):
        found = {row.uid: row for row in db.session.scalars(select(Assurance))}
        return [found[row.uid].voided_on is not None for row in rows]


def test_a_red_trigger_voids_assurance_on_its_axis_and_tells(
    app: Flask, group: Group, browse: Browse, mailbox: Mailbox
) -> None:
    """PR-39: at once, on that kind of risk alone; the case, the giver and the coordinator are told."""
    with app.app_context():
        harmed, cause = accepted(group), accepted(group, axis="CAUSE")
        make_user(Role.COORD, agency_uid=group.coordinator.agency_uid, email="second.coordinator@example.org")
        tell(group.coordinator, group.case.uid, STABBED)
        assert voided(harmed, cause) == [True, False]
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "assurance.voided"))
        assert '"by_event":true' in entry.facts
    page = browse(group.coordinator).get(f"/cases/{group.case.uid}")
    assert f"Assurance {harmed.reference} no longer holds" in page.text
    assert page.summary()["May be harmed"].startswith("Open Lapsed: " + harmed.reference)
    assert page.summary()["May cause harm"].startswith("Assured until")
    assert page.summary()["May be being exploited"] == "None asked for"
    page = browse(group.owner).get("/assurance").follow(harmed.reference)
    assert "Something happened on 19 November 2026 that it did not reckon with" in page.text
    assert "Injured by a sharp object" in page.summary()["What happened"]
    mailbox.deliver()
    (mail,) = mailbox.to("sorcha@example.org")
    assert len(mailbox.to("second.coordinator@example.org")) == 1
    assert harmed.reference in mail.get_content()
    assert group.case.reference in mail.get_content()
    for word in ("Robin", "Fernsby", "sharp", "attacked"):
        assert word not in mail.as_string()


def test_what_is_no_new_red_trigger_event_voids_nothing(app: Flask, group: Group, clock: Clock) -> None:
    """PR-39: told again, too old, suspected false, looked for and not found, or not a trigger."""
    with app.app_context():
        day = today() - timedelta(days=10)
        dated = STABBED | {"last_seen": day.isoformat()}
        tell(group.coordinator, group.case.uid, dated, on=day)
        row = accepted(group)
        for details, on in (
            (dated, day),
            (STABBED, None),
            (STABBED | {"last_seen": "2026-08-01"}, date(2026, 8, 1)),
            (STABBED | {"last_seen": "2026-11-19", "grade": "E"}, None),
            (STABBED | {"last_seen": "2026-11-19", "present": "N"}, None),
            ({"code": "BG_FEAR", "present": "Y"}, None),
        ):
            tell(group.coordinator, group.case.uid, details, on=on)
            assert voided(row) == [False], details
        clock.advance(days=1)
        tell(group.coordinator, group.case.uid, STABBED | {"last_seen": today().isoformat()})
        assert voided(row) == [True], "another event, on another day"


def test_an_incident_voids_the_risk_of_the_persons_part_in_it(app: Flask, group: Group) -> None:
    """PR-39, PR-16; and what only some may read is not said."""
    with app.app_context():
        harmed, cause = accepted(group), accepted(group, axis="CAUSE")
        incident = {"type": "KNIFE", "role": "ALLEGED_CAUSE", "date": today().isoformat()}
        with acting(group.coordinator) as actor:
            case = cases.case_for_change(actor, group.case.uid)
            draft = EntryDraft("INCIDENT", incident, visibility="P", happened_on=today())
            cases.add_entries(actor=actor, case=case, drafts=[draft])
        assert voided(harmed, cause) == [False, True]
        with acting(group.owner) as actor:
            assert assurance.get_assurance(actor, cause.uid).voided_reason == (
                "Told on 19 November 2026: a red-trigger event"
            )


def test_a_lapse_is_owed_without_the_worker_and_recorded_once_by_it(
    app: Flask, group: Group, browse: Browse, clock: Clock
) -> None:
    """PR-37."""
    with app.app_context():
        row = accepted(group)
    clock.advance(days=29)
    assert row.reference in browse(group.owner).get("/assurance").text, "the worker has not run"
    with app.app_context(), acting_as(the_system()):
        assert (assurance.record_lapsed(), assurance.record_lapsed()) == (1, 0)
        db.session.commit()
        assert db.session.scalars(select(Assurance.lapsed_on)).all() == [today()]
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "assurance.lapsed"))
        assert f'"since":"{today().isoformat()}"' in entry.facts
    page = browse(group.owner).get("/assurance").follow(row.reference)
    assert "Sorcha" in page.text
    assert "This has lapsed" in page.text
    assert "Lapsed" in browse(group.coordinator).get(f"/cases/{group.case.uid}").summary()["May be harmed"]


def make_meeters(clock: Clock) -> tuple[Meeters, list[str]]:
    """A group whose December agenda is built: two cases were heard in November and set to green, so neither is due."""
    clock.set(datetime(2026, 10, 20, 9, tzinfo=UTC))
    group = make_group()
    make_series(group)
    uids = [make_case_to_hear(group, name) for name in ("Struck", "Lapsing", "Quiet")]
    clock.set(datetime(2026, 11, 19, 14, tzinfo=UTC))
    with acting(group.coordinator) as actor:
        meeting = meeting_on(actor, date(2026, 11, 19))
        meetings.build_agenda(actor=actor, meeting=meeting)
        meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=True)
        for item in meetings.list_items(actor, meeting):
            cases.set_bands(actor=actor, case=item.case, harmed="GREEN", reason="As it stands")
            meetings.hear_item(actor=actor, item=item, summary="Heard", voice_heard=None)
            meetings.decide(actor=actor, item=item, code="KEEP_OPEN", detail="Nothing more")
        meetings.close_meeting(actor=actor, meeting=meeting)
    return group, uids


def test_the_case_is_back_on_an_agenda_that_was_built_before(app: Flask, clock: Clock) -> None:
    """PR-37, PR-39: by itself, once, and what somebody took off stays off."""
    december = date(2026, 12, 17)

    def names() -> list[str]:
        with acting_as(the_system()) as actor:
            items = meetings.list_items(actor, meeting_on(actor, december))
            return [item.case.subject.title.split()[0] for item in items]

    with app.app_context():
        group, (struck, lapsing, _quiet) = make_meeters(clock)
        with acting(group.coordinator) as actor:
            case, worker = get_case(actor, lapsing), group.practitioners["YOT"]
        asked = make_assurance(group.coordinator, case, worker)
        judge(group.chair, give(worker, asked), review_on=date(2026, 12, 4))
        with acting(group.coordinator) as actor:
            case = get_case(actor, struck)
        judge(group.chair, give(worker, make_assurance(group.coordinator, case, worker)), review_on=date(2027, 1, 14))
        clock.set(datetime(2026, 12, 1, 9, tzinfo=UTC))
        with acting(group.coordinator) as actor:
            meetings.build_agenda(actor=actor, meeting=meeting_on(actor, december))
        assert names() == ["Lapsing"], "it will have lapsed by the meeting"
        with acting_as(the_system()):
            assert keep_agendas() == 0
        tell(group.coordinator, struck, STABBED)
        with acting_as(the_system()):
            assert (keep_agendas(), keep_agendas()) == (1, 0)
            db.session.commit()
        assert sorted(names()) == ["Lapsing", "Struck"]
        with acting(group.coordinator) as actor:
            items = meetings.list_items(actor, meeting_on(actor, december))
            (item,) = [one for one in items if one.case_uid == struck]
            assert list(item.reasons) == ["RED_TRIGGER", "ASSURANCE"]
            meetings.withdraw_item(actor=actor, item=item, reason="Heard elsewhere")
        with acting_as(the_system()):
            assert keep_agendas() == 0
        assert names() == ["Lapsing"]


def test_a_meeting_cannot_call_assured_what_may_not_be_accepted(app: Flask, clock: Clock, browse: Browse) -> None:
    """PR-36 and PR-37 on the item's screen: limited assurance, one that lapsed, and none at all."""
    with app.app_context():
        group, (limited, lapsed, none) = make_meeters(clock)
        with acting(group.coordinator) as actor:
            december = meeting_on(actor, date(2026, 12, 17)).uid
            open_cases = {uid: get_case(actor, uid) for uid in (limited, lapsed, none)}
        worker = group.practitioners["YOT"]
        weak = give(worker, make_assurance(group.coordinator, open_cases[limited], worker), "LIMITED")
        held = give(worker, make_assurance(group.coordinator, open_cases[lapsed], worker))
        judge(group.chair, held, review_on=date(2026, 12, 4))
        clock.set(datetime(2026, 12, 17, 14, tzinfo=UTC))
        with acting(group.coordinator) as actor:
            meeting = meetings.get_meeting(actor, december)
            meetings.build_agenda(actor=actor, meeting=meeting)
            for uid in {*open_cases} - {item.case_uid for item in meetings.list_items(actor, meeting)}:
                meetings.add_item(actor=actor, meeting=meeting, case=get_case(actor, uid), reason="To look at it")
            meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=group.chair.uid, confidentiality_read=True)
            items = {item.case_uid: item.uid for item in meetings.list_items(actor, meeting)}
    chair = browse(group.chair)
    decided = {"decisions-0-code": "ASSURED", "decisions-0-returns_on": "14/01/2027"}
    for uid, words in (
        (limited, f"was not accepted, or cannot be ({weak.reference})"),
        (lapsed, f"what was accepted has lapsed ({held.reference})"),
        (none, "Seek assurance first: there is none to accept"),
    ):
        page = chair.get(f"/meetings/items/{items[uid]}")
        (message,) = page.submit("Save", decided).errors().values()
        assert words in message
    page = chair.get(f"/meetings/items/{items[limited]}").follow("Judge " + weak.reference)
    page = page.submit("Save judgement", result="REJECTED_ACTION_NEEDED", reason="Nobody has seen him for a month")
    assert "agree an action on the case" in page.text
    page = chair.get(f"/meetings/items/{items[lapsed]}")
    assert "Lapsed" in page.text
    assert "Judge" not in " ".join(page.links)
