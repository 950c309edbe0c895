"""Changes to the partnership: from a day, with history, one audit event each."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from app.features.governance import interface as governance
from app.features.partnership import commands, queries
from app.features.partnership import interface as partnership
from app.features.partnership.models import Agency, AgencyTerm, Area, Forum, Number
from app.features.partnership.terms import list_planned
from app.kernel.errors import NotPermitted, Refused
from app.platform.access import Actor, Role, bind_actor
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.governance import assess

START = date(2026, 1, 1)


def events() -> list[str]:
    """What was recorded since the reference files were loaded."""
    db.session.commit()
    recorded = list(db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.seq)))
    assert [recorded.pop(0), recorded.pop(0)] == ["reference.loaded", "risk.models_loaded"]
    return recorded


def police(actor: Actor) -> Agency:
    return partnership.add_agency(
        actor=actor, area_uid=None, agency_type="POL", name="Avon and Somerset Police", valid_from=START
    )


def school(actor: Actor, area_uid: str) -> Agency:
    return partnership.add_agency(
        actor=actor, area_uid=area_uid, agency_type="EDU_SCH", name="Brassmill Vale School", valid_from=START
    )


def person(*roles: Role, area_uids: frozenset[str] = frozenset()) -> Actor:
    return Actor(user_uid="u", agency_uid="a", area_uids=area_uids, roles=frozenset(roles))


def test_what_follows_from_the_type_is_filled_in(acting: Actor) -> None:
    agency = partnership.get_agency(police(acting).uid)
    assert (agency.duty_status, agency.s16_party, agency.competent_authority_part3) == ("SPECIFIED", True, True)
    assert events() == ["agency.added"]


def test_an_agency_of_a_type_nobody_knows_is_refused(acting: Actor) -> None:
    with pytest.raises(Refused, match="Select a type of agency"):
        partnership.add_agency(actor=acting, area_uid=None, agency_type="SPY", name="Spies", valid_from=START)


def test_a_changed_name_leaves_the_old_one_as_history(acting: Actor, bnes: str) -> None:
    agency = school(acting, bnes)
    db.session.commit()
    partnership.change_agency(
        actor=acting,
        agency=agency,
        valid_from=date(2026, 9, 1),
        name="Brassmill Academy",
        duty_status="RELEVANT",
        s16_party=True,
        health_or_social_care=False,
        competent_authority_part3=False,
        dp_registration_no="ZA000001",
        controller_role="JOINT",
    )
    assert events() == ["agency.added", "agency.changed"]
    assert partnership.agency_name(agency.uid, date(2026, 8, 31)) == "Brassmill Vale School"
    assert partnership.agency_name(agency.uid, date(2026, 9, 1)) == "Brassmill Academy"
    assert [term.valid_to for term in queries.agency_history(agency.uid)] == [date(2026, 8, 31), None]


def test_hub_agencies_are_in_every_area_and_others_in_their_own(acting: Actor, bnes: str) -> None:
    force, own = police(acting), school(acting, bnes)
    other = partnership.area_by_code("BRIS").uid
    assert {agency.uid for agency in partnership.agencies_in(bnes)} == {force.uid, own.uid}
    assert {agency.uid for agency in partnership.agencies_in(other)} == {force.uid}
    commands.end_agency(actor=acting, agency=own, last_day=date(2026, 6, 30))
    assert {agency.uid for agency in partnership.agencies_in(bnes, date(2026, 7, 1))} == {force.uid}
    assert partnership.agency_name(own.uid, date(2026, 7, 1)) == "Brassmill Vale School"


def test_an_agreement_decides_who_may_sign_in(acting: Actor, bnes: str) -> None:
    agency = school(acting, bnes)
    assert not partnership.has_current_agreement(agency.uid, date(2026, 6, 1))
    first = partnership.sign_agreement(
        actor=acting, agency=agency, signed_on=date(2026, 2, 1), review_due=date(2027, 2, 1)
    )
    assert partnership.has_current_agreement(agency.uid, date(2026, 6, 1))
    assert not partnership.has_current_agreement(agency.uid, date(2027, 2, 2))
    second = partnership.sign_agreement(
        actor=acting, agency=agency, signed_on=date(2026, 5, 1), review_due=date(2028, 5, 1)
    )
    assert first.ended_on == date(2026, 5, 1)
    partnership.end_agreement(actor=acting, agreement=second, ended_on=date(2026, 10, 1))
    assert not partnership.has_current_agreement(agency.uid, date(2026, 10, 1))
    assert events() == ["agency.added", "agreement.signed", "agreement.signed", "agreement.ended"]


def test_an_agreement_ends_once(acting: Actor, bnes: str) -> None:
    agency = school(acting, bnes)
    agreement = partnership.sign_agreement(
        actor=acting, agency=agency, signed_on=date(2026, 2, 1), review_due=date(2027, 2, 1)
    )
    partnership.end_agreement(actor=acting, agreement=agreement, ended_on=date(2026, 3, 1))
    with pytest.raises(Refused, match="Choose an agreement that has not ended"):
        partnership.end_agreement(actor=acting, agreement=agreement, ended_on=date(2026, 4, 1))


def test_seats_of_an_area(acting: Actor, bnes: str) -> None:
    force, own = police(acting), school(acting, bnes)
    partnership.give_seat(
        actor=acting, area_uid=bnes, agency=own, kind="INVITED", quorum_group=None, valid_from=date(2026, 2, 1)
    )
    core = partnership.give_seat(
        actor=acting, area_uid=bnes, agency=force, kind="CORE", quorum_group="POLICE", valid_from=date(2026, 2, 1)
    )
    seats = partnership.list_seats(bnes, date(2026, 3, 1))
    assert [(seat.agency_uid, seat.kind) for seat in seats] == [(force.uid, "CORE"), (own.uid, "INVITED")]
    assert partnership.list_seats(bnes, date(2026, 1, 31)) == []
    partnership.end_seat(actor=acting, seat=core, last_day=date(2026, 6, 30))
    assert [seat.agency_uid for seat in partnership.list_seats(bnes, date(2026, 7, 1))] == [own.uid]
    with pytest.raises(Refused, match="Select an agency of this area"):
        partnership.give_seat(
            actor=acting,
            area_uid=partnership.area_by_code("BRIS").uid,
            agency=own,
            kind="CORE",
            quorum_group=None,
            valid_from=START,
        )


def test_local_names_change_from_a_day(acting: Actor, bnes: str) -> None:
    area = queries.row(Area, bnes)
    commands.rename_area(actor=acting, area=area, name="Bath and Somerset", valid_from=date(2027, 4, 1))
    assert partnership.area_name(bnes, date(2027, 3, 31)) == "Bath and North East Somerset"
    assert partnership.area_name(bnes, date(2027, 4, 1)) == "Bath and Somerset"
    forum = queries.row(Forum, partnership.list_forums(bnes)[0].uid)
    commands.rename_forum(actor=acting, forum=forum, name="Working group", valid_from=date(2027, 4, 1))
    assert partnership.forum_name(bnes, forum.code, date(2027, 4, 1)) == "Working group"
    partnership.add_forum(actor=acting, area_uid=bnes, code="MASH", name="Front door", valid_from=START)
    assert partnership.forum_name(bnes, "MASH") == "Front door"
    with pytest.raises(Refused, match="Select a forum this area does not have yet"):
        partnership.add_forum(actor=acting, area_uid=bnes, code="MASH", name="Again", valid_from=START)
    assert events() == ["area.renamed", "forum.renamed", "forum.added"]


def test_a_change_is_put_right_on_its_first_day_and_a_plan_is_taken_back(
    acting: Actor, bnes: str, clock: Clock
) -> None:
    clock.set(datetime(2026, 6, 1, 9, tzinfo=UTC))
    on, later = date(2026, 6, 1), date(2026, 9, 1)
    key = "notification.triage"
    partnership.change_number(actor=acting, key=key, value=3, valid_from=on)
    partnership.change_number(actor=acting, key=key, value=4, valid_from=on)
    partnership.change_number(actor=acting, key=key, value=9, valid_from=later)
    partnership.change_number(actor=acting, key=key, value=8, valid_from=later)
    assert [partnership.number(key, on=day) for day in (date(2026, 5, 31), on, later)] == [5, 4, 8]
    with pytest.raises(Refused, match="or withdraw the change planned for then"):
        partnership.change_number(actor=acting, key=key, value=7, valid_from=date(2026, 8, 1))
    agency = school(acting, bnes)
    for kind in ("INVITED", "CORE"):
        partnership.give_seat(
            actor=acting, area_uid=bnes, agency=agency, kind=kind, quorum_group=None, valid_from=later
        )
    made = [one for one in list_planned(on) if one.kind != "code"]  # the lists have choices of their own to come
    assert [(one.kind, one.what) for one in made] == [
        ("number", "Number: Triage a notification within, 4"),
        ("number", "Number: Triage a notification within, 8"),
        ("seat", "Seat: Brassmill Vale School"),
    ]
    begun, plan, seat = made
    with pytest.raises(Refused, match="Withdraw the later change first"):
        commands.withdraw(actor=acting, kind=begun.kind, uid=begun.uid)
    with pytest.raises(NotPermitted):
        commands.withdraw(actor=person(Role.COORD, area_uids=frozenset({bnes})), kind=plan.kind, uid=plan.uid)
    for one in (plan, begun, seat):
        commands.withdraw(actor=acting, kind=one.kind, uid=one.uid)
    assert {one.kind for one in list_planned(on)} <= {"code"}
    assert partnership.number(key, on=later) == 5
    (only,) = db.session.scalars(select(AgencyTerm))
    with pytest.raises(Refused, match="what was before is history"):
        commands.withdraw(actor=acting, kind="agency", uid=only.uid)
    assert events()[-3:] == ["partnership.withdrawn"] * 3


def test_a_slip_in_an_agreement_is_put_right(acting: Actor, bnes: str) -> None:
    agency = school(acting, bnes)
    signed: dict[str, Any] = {"actor": acting, "agency": agency}
    first = partnership.sign_agreement(**signed, signed_on=date(2026, 2, 1), review_due=date(2026, 2, 2))
    assert partnership.sign_agreement(**signed, signed_on=date(2026, 2, 1), review_due=date(2028, 2, 1)) is first
    assert partnership.has_current_agreement(agency.uid, date(2027, 6, 1))
    partnership.end_agreement(actor=acting, agreement=first, ended_on=date(2026, 2, 1))
    partnership.sign_agreement(**signed, signed_on=date(2026, 1, 10), review_due=date(2028, 1, 10))
    assert partnership.has_current_agreement(agency.uid, date(2026, 1, 20))


def test_the_ages_change_from_a_day_once_the_change_was_assessed(acting: Actor, bnes: str) -> None:
    """PR-27: it was proposed, and both impact assessments were approved since. One proposal is one change."""
    ages: dict[str, Any] = {"actor": acting, "area_uid": bnes, "min_age": 0, "max_age_exclusive": None}
    with pytest.raises(Refused, match="Propose the change to the ages the group covers first"):
        partnership.change_age_scope(**ages, valid_from=date(2027, 4, 1))
    governance.propose_change(actor=acting, area_uid=bnes, what=governance.AGE_SCOPE, words="Every age")
    with pytest.raises(Refused, match="assessment approved first: none in force covers the ages") as refused:
        partnership.change_age_scope(**ages, valid_from=date(2027, 4, 1))
    assert refused.value.rule == "PR-27"
    assess()
    bind_actor(acting)
    partnership.change_age_scope(**ages, valid_from=date(2027, 4, 1))
    with pytest.raises(Refused, match="Propose the change"):
        partnership.change_age_scope(**ages, valid_from=date(2028, 4, 1))
    dob = date(1990, 1, 1)
    assert not partnership.in_age_scope(dob, date(2027, 3, 31), partnership.age_scope(bnes, date(2027, 3, 31)))
    assert partnership.in_age_scope(dob, date(2027, 4, 1), partnership.age_scope(bnes, date(2027, 4, 1)))


def test_a_number_of_one_area_leaves_the_others(acting: Actor, bnes: str) -> None:
    bristol = partnership.area_by_code("BRIS").uid
    partnership.change_number(
        actor=acting, key="notification.triage", value=3, area_uid=bnes, valid_from=date(2026, 6, 1)
    )
    assert partnership.number("notification.triage", bnes, date(2026, 5, 31)) == 5
    assert partnership.number("notification.triage", bnes, date(2026, 6, 1)) == 3
    assert partnership.number("notification.triage", bristol, date(2026, 6, 1)) == 5
    partnership.change_number(actor=acting, key="notification.triage", value="4", valid_from=date(2026, 7, 1))
    assert partnership.number("notification.triage", bnes, date(2026, 7, 1)) == 3
    assert partnership.number("notification.triage", bristol, date(2026, 7, 1)) == 4
    with pytest.raises(Refused, match="Enter a whole number"):
        partnership.change_number(actor=acting, key="notification.triage", value="soon", valid_from=date(2026, 8, 1))


def test_a_choice_is_added_reworded_and_ended(acting: Actor) -> None:
    commands.add_code(actor=acting, list_name="weapon", code="CATAPULT", label="Catapult", valid_from=START)
    assert partnership.code_list("weapon", START)[-1].label == "Catapult"
    commands.change_code(
        actor=acting,
        list_name="weapon",
        code="CATAPULT",
        label="Catapult or sling",
        hint="",
        position=3,
        valid_from=date(2026, 6, 1),
    )
    assert partnership.code_label("weapon", "CATAPULT", date(2026, 5, 31)) == "Catapult"
    assert partnership.code_label("weapon", "CATAPULT", date(2026, 6, 1)) == "Catapult or sling"
    commands.end_code(actor=acting, list_name="weapon", code="CATAPULT", last_day=date(2026, 9, 30))
    assert not partnership.is_code("weapon", "CATAPULT", date(2026, 10, 1))
    assert partnership.code_label("weapon", "CATAPULT", date(2026, 10, 1)) == "Catapult or sling"
    assert events() == ["code.added", "code.changed", "code.ended"]
    with pytest.raises(Refused, match="Enter a code this list does not have yet"):
        commands.add_code(actor=acting, list_name="weapon", code="CATAPULT", label="Again", valid_from=START)


def test_what_is_rolled_back_is_forgotten(acting: Actor) -> None:
    before = partnership.code_label("band", "RED")
    commands.change_code(
        actor=acting, list_name="band", code="RED", label="Scarlet", hint="", position=3, valid_from=START
    )
    assert partnership.code_label("band", "RED") == "Scarlet"
    db.session.rollback()
    assert partnership.code_label("band", "RED") == before


def test_loading_again_adds_nothing_and_keeps_local_changes(acting: Actor) -> None:
    commands.change_code(
        actor=acting, list_name="band", code="RED", label="Red level", hint="", position=3, valid_from=START
    )
    commands.end_code(actor=acting, list_name="weapon", code="DOG", last_day=date(2026, 1, 31))
    partnership.change_number(actor=acting, key="session.idle", value=10, valid_from=START)
    db.session.commit()
    assert partnership.load_reference(actor=acting) == 0
    db.session.commit()
    assert partnership.code_label("band", "RED") == "Red level"
    assert not partnership.is_code("weapon", "DOG", date(2026, 2, 1))
    assert partnership.number("session.idle", on=START) == 10
    assert len(list(db.session.scalars(select(Number).where(Number.key == "session.idle")))) == 2


def test_who_may_change_what(acting: Actor, bnes: str) -> None:
    coordinator = person(Role.COORD, area_uids=frozenset({bnes}))
    assert commands.may_change(coordinator, bnes)
    assert not commands.may_change(coordinator, partnership.area_by_code("BRIS").uid)
    assert not commands.may_change(coordinator, None)
    assert commands.may_change(person(Role.SYSADMIN), None)
    assert not commands.may_change(person(Role.CHAIR, area_uids=frozenset({bnes})), bnes)
    with pytest.raises(NotPermitted):
        police(coordinator)
    with pytest.raises(NotPermitted):
        partnership.load_reference(actor=coordinator)
