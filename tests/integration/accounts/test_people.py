"""Other people's accounts: invite, roles, suspend, restore, leave; in the own area and never beyond one's own role."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.accounts.jobs import clear, send_mail, suspend_unused
from app.features.accounts.models import User, UserRole, WebSession
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Role, acting_as
from app.platform.database import db
from app.platform.demonstration import mark_as_demonstration
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import make_agency, make_user, the_system
from tests.integration.accounts.conftest import make_somebody, sign_in
from tests.integration.accounts.test_signing_in import events, is_in
from tests.pages import Pages

pytestmark = pytest.mark.one_database

Browser = Callable[[], Pages]


@pytest.fixture
def coordinator(app: Flask, pages: Pages, noon: None) -> Pages:
    with app.app_context():
        user = make_user(Role.COORD, name="Coordinator")
    return pages.sign_in(user)


def test_the_menu_tells_other_peoples_accounts_from_ones_own(coordinator: Pages) -> None:
    here = ".govuk-service-navigation [aria-current]"
    assert [one.get_text(strip=True) for one in coordinator.get("/account").soup.select(here)] == []
    assert [one.get_text(strip=True) for one in coordinator.get("/account/people").soup.select(here)] == ["Accounts"]


@pytest.fixture
def sysadmin(app: Flask, browser: Browser, noon: None) -> Pages:
    with app.app_context():
        user = make_user(Role.SYSADMIN, name="Administrator")
    return browser().sign_in(user)


def user_of(app: Flask, uid: str) -> User:
    with app.app_context(), acting_as(the_system()):
        user = db.session.scalars(select(User).where(User.uid == uid)).one()
        assert user.name
        return user


def test_a_coordinator_invites(app: Flask, coordinator: Pages, mailbox: Mailbox) -> None:
    with app.app_context():
        agency = make_agency("Youth Service")
    page = coordinator.get("/account/people").follow("Invite somebody")
    page = page.submit(
        "Send invitation",
        name="Ada Brook",
        email="Ada.Brook@example.org",
        agency_uid=agency,
        roles=["PRACTITIONER", "SPOC"],
    )
    assert page.flash == "Invitation sent"
    assert page.summary()["Roles"] == "Practitioner, Single point of contact"
    assert "Ada" not in page.path + page.title + page.flash
    with app.app_context(), acting_as(the_system()):
        send_mail()
    assert len(mailbox.to("ada.brook@example.org")) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "no address"}, "email"),
        ({"email": "taken@example.org"}, "email"),
        ({"email": "TAKEN@example.org"}, "email"),
        ({"agency_uid": ""}, "agency_uid"),
        ({"roles": []}, "roles"),
        ({"roles": ["EIT"]}, "roles"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(
    app: Flask, coordinator: Pages, change: dict[str, object], field: str
) -> None:
    with app.app_context():
        agency = make_agency("Youth Service")
        make_user(email="taken@example.org")
    right = {"name": "Ada", "email": "a@example.org", "agency_uid": agency, "roles": ["PRACTITIONER"]}
    page = coordinator.get("/account/people/invite").submit("Send invitation", right | change)
    assert list(page.errors()) == [field]
    assert page.form_data("Send invitation")["name"] == (right | change)["name"]


@pytest.mark.parametrize("role", ["SYSADMIN", "DPO", "AUDITOR", "HUB"])
def test_a_coordinator_gives_no_role_beyond_the_area(app: Flask, coordinator: Pages, role: str) -> None:
    with app.app_context():
        agency = make_agency()
        before = len(events(app))
    page = coordinator.get("/account/people/invite")
    data = page.form_data("Send invitation") | {
        "name": "Ada",
        "email": "a@example.org",
        "agency_uid": agency,
        "roles": [role],
    }
    coordinator.post("/account/people/invite", data)
    assert len(events(app)) == before


def test_a_coordinator_invites_only_into_the_own_area(app: Flask, coordinator: Pages) -> None:
    with app.app_context():
        bristol = partnership.area_by_code("BRIS").uid
        agency = make_agency(area="BRIS")
        before = len(events(app))
    page = coordinator.get("/account/people/invite")
    data = page.form_data("Send invitation") | {
        "name": "Ada",
        "email": "a@example.org",
        "area_uid": bristol,
        "agency_uid": agency,
        "roles": ["PRACTITIONER"],
    }
    coordinator.post("/account/people/invite", data)
    assert len(events(app)) == before


@pytest.mark.parametrize("page", ["", "/details", "/roles", "/leave"])
def test_an_account_of_another_area_is_not_there(app: Flask, coordinator: Pages, page: str) -> None:
    with app.app_context():
        uid = make_user(area="BRIS").uid
    coordinator.get(f"/account/people/{uid}{page}", status=404)


@pytest.mark.parametrize("action", ["suspend", "restore", "invite-again"])
def test_nothing_is_done_to_an_account_one_does_not_look_after(app: Flask, coordinator: Pages, action: str) -> None:
    with app.app_context():
        strangers = [make_user(area="BRIS").uid, make_user(Role.SYSADMIN).uid, make_user(Role.COORD, Role.HUB).uid]
    token = coordinator.get("/account/people").form_data("Sign out")
    for uid in strangers:
        coordinator.post(f"/account/people/{uid}/{action}", token, status=404)


def test_nobody_changes_their_own_roles(app: Flask, pages: Pages) -> None:
    with app.app_context():
        user = make_user(Role.COORD)
    pages.sign_in(user).get(f"/account/people/{user.uid}/roles", status=404)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORD, Role.SYSADMIN}))
def test_the_other_roles_do_not_see_accounts(app: Flask, pages: Pages, role: Role) -> None:
    with app.app_context():
        agency = make_agency(agency_type="POL", area="")
        user = make_user(role, agency_uid=agency)
    pages.sign_in(user).get("/account/people", status=403)


def test_changing_roles_signs_out_and_keeps_history(
    app: Flask, coordinator: Pages, browser: Browser, clock: Clock
) -> None:
    who = make_somebody(app, Role.NOTIFIER)
    theirs = browser()
    sign_in(theirs, who)
    clock.advance(days=2)
    sign_in(theirs, who)
    with app.app_context():
        admin = make_user(Role.COORD)
    mine = browser().sign_in(admin)
    page = mine.get(f"/account/people/{who.uid}/roles").submit("Save roles", roles=["PRACTITIONER"])
    assert page.summary()["Roles"] == "Practitioner"
    assert [row["To"] for row in page.table_rows("Roles over time")] == ["Until changed", "3 November 2026"]
    assert not is_in(theirs)
    count = len(events(app))
    mine.get(f"/account/people/{who.uid}/roles").submit("Save roles", roles=["PRACTITIONER"])
    assert len(events(app)) == count  # pressed twice


def test_suspending_signs_out_and_restoring_lets_in(
    app: Flask, coordinator: Pages, browser: Browser, clock: Clock
) -> None:
    who = make_somebody(app)
    theirs = browser()
    sign_in(theirs, who)
    page = coordinator.get(f"/account/people/{who.uid}").submit("Suspend")
    assert not is_in(theirs)
    clock.advance(minutes=1)
    assert sign_in(theirs, who).heading == "Your account is suspended"
    coordinator.get(page.path).submit("Restore")
    clock.advance(minutes=1)
    sign_in(theirs, who)
    assert is_in(theirs)


def test_leaving_today_closes_the_account(app: Flask, coordinator: Pages, browser: Browser) -> None:
    who = make_somebody(app)
    theirs = browser()
    sign_in(theirs, who)
    page = coordinator.get(f"/account/people/{who.uid}/leave").submit("Close the account")
    assert page.select(".govuk-tag")[0] == "Left"
    assert not is_in(theirs)
    assert who.uid not in str(coordinator.get("/account/people").links)


def test_leaving_later_closes_it_then(app: Flask, coordinator: Pages, browser: Browser, clock: Clock) -> None:
    who = make_somebody(app)
    page = coordinator.get(f"/account/people/{who.uid}/leave")
    page.submit("Close the account", {"left_on-day": "4", "left_on-month": "11", "left_on-year": "2026"})
    theirs = browser()
    sign_in(theirs, who)
    assert is_in(theirs)
    clock.advance(days=2)
    assert sign_in(theirs, who).heading == "Your account is closed"


def test_inviting_again_takes_the_second_factor_away(
    app: Flask, coordinator: Pages, browser: Browser, mailbox: Mailbox
) -> None:
    who = make_somebody(app)
    theirs = browser()
    sign_in(theirs, who)
    coordinator.get(f"/account/people/{who.uid}").submit("Send a new invitation")
    assert not is_in(theirs)
    with app.app_context(), acting_as(the_system()):
        send_mail()
    assert len(mailbox.to(who.email)) == 1
    assert user_of(app, who.uid).password_hash is None


def test_the_administrator_sees_every_area(app: Flask, sysadmin: Pages) -> None:
    with app.app_context():
        uid = make_user(area="SOM").uid
    page = sysadmin.get(f"/account/people/{uid}/roles").submit("Save roles", roles=["HUB"])
    assert page.summary()["Roles"] == "Hub officer"


def test_nobody_works_with_cases_and_watches_over_them(app: Flask, sysadmin: Pages) -> None:
    with app.app_context():
        uid = make_user().uid
    page = sysadmin.get(f"/account/people/{uid}/roles").submit("Save roles", roles=["COORD", "AUDITOR"])
    assert list(page.errors()) == ["roles"]


def test_a_role_given_by_hand_in_the_database_is_found_out(app: Flask, pages: Pages) -> None:
    with app.app_context():
        user = make_user(Role.NOTIFIER)
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE user_role SET role = 'COORD' WHERE role = 'NOTIFIER'")
    page = pages.sign_in(user).get("/account", status=500)
    assert "fails its check" in page.text


# What other rooms ask -----------------------------------------------------------------------------------------------


def test_names_and_lists_follow_what_the_actor_may_see(app: Flask) -> None:
    with app.app_context():
        agency = make_agency()
        one = make_user(Role.PRACTITIONER, agency_uid=agency, name="zoe").uid
        two = make_user(Role.COORD, agency_uid=agency, name="Abe").uid
        gone = make_user(Role.CHAIR, agency_uid=agency, name="Gone").uid
        far = make_user(Role.COORD, area="BRIS").uid
        with acting_as(the_system()) as system:
            user = accounts.get_user(system, gone)
            user.left_on = today() - timedelta(days=1)
            audit.record("account.changed", user)
            db.session.commit()
            actor = accounts.actor_for(accounts.get_user(system, one))
    with app.app_context(), acting_as(actor):
        (area,) = actor.area_uids
        assert [user.name for user in accounts.list_users(actor, agency)] == ["Abe", "zoe"]
        named = accounts.user_names(actor, [one, two, far, None])
        assert named == {"system": "Concord", one: "zoe", two: "Abe"}
        assert [user.name for user in accounts.holders_of(area, Role.COORD)] == ["Abe"]
        with pytest.raises(NotFound):
            accounts.get_user(actor, far)


# The worker ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "suspended"), [(59, False), (60, True)])
def test_an_account_not_used_for_sixty_days_is_suspended(app: Flask, clock: Clock, days: int, suspended: bool) -> None:
    with app.app_context():
        uid = make_user().uid
    clock.advance(days=days)
    with app.app_context(), acting_as(the_system()):
        assert suspend_unused() == suspended
        db.session.commit()
    assert (user_of(app, uid).suspended_at is not None) == suspended


def test_a_demonstration_suspends_nobody(app: Flask, clock: Clock) -> None:
    with app.app_context():
        make_user()
        mark_as_demonstration()
        db.session.commit()
    clock.advance(days=100)
    with app.app_context(), acting_as(the_system()):
        assert suspend_unused() == 0


def test_old_sessions_are_cleared_away(app: Flask, pages: Pages, clock: Clock) -> None:
    who = make_somebody(app)
    sign_in(pages, who)
    clock.advance(days=31)
    with app.app_context(), acting_as(the_system()):
        clear()
        db.session.commit()
        assert db.session.scalars(select(WebSession)).all() == []
        assert db.session.scalars(select(UserRole)).all()


def test_the_first_administrator_is_invited_on_the_command_line(app: Flask, mailbox: Mailbox) -> None:
    command = ["accounts", "invite-administrator", "--name", "Robin", "--email", "r@example.org", "--area"]
    runner = app.test_cli_runner()
    assert "Areas: BNES" in runner.invoke(args=[*command, "NOWHERE"]).output
    assert runner.invoke(args=[*command, "BNES"]).exit_code == 0
    assert runner.invoke(args=[*command, "BNES"]).exit_code == 1
    with app.app_context(), acting_as(the_system()):
        send_mail()
    assert len(mailbox.to("r@example.org")) == 1
