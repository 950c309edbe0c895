"""Reads: the rule of the bound actor on every SELECT, an error without one, and the second line on PostgreSQL."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import joinedload, selectinload

from app.features.actions.models import Action
from app.features.cases.models import Case, CaseAgency
from app.features.subjects.models import Person, Subject
from app.kernel.errors import NotFound
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import NoActor, Role, acting_as, bind_actor, fetch
from app.platform.access.binding import current_actor
from app.platform.access.reading import protected_tables
from app.platform.database import Base, db
from tests.integration.platform.conftest import World


def seen(world: World, *roles: Role, agency: str | None = None, area: str | None = None) -> tuple[int, int]:
    """How many cases and how many subjects."""
    with acting_as(world.actor(*roles, agency=agency, area=area)):
        cases = db.session.scalars(select(Case)).all()
        counted = db.session.scalar(select(func.count()).select_from(Case))
        joined = db.session.scalars(select(Case).options(joinedload(Case.subject))).all()
        assert len(cases) == counted == len(joined)
        return len(cases), len(db.session.scalars(select(Subject)).all())


def test_nobody_sees_nothing_but_an_error(world: World) -> None:
    bind_actor(None)
    with pytest.raises(NoActor):
        db.session.scalars(select(Case)).all()
    with pytest.raises(NoActor):
        db.session.scalar(select(func.count(Case.uid)))
    with pytest.raises(NoActor):
        db.session.scalars(select(CaseAgency).join(Case, Case.uid == CaseAgency.case_uid)).all()


def test_each_role_sees_what_it_needs(world: World) -> None:
    assert seen(world, Role.COORD) == (1, 1)
    assert seen(world, Role.CHAIR) == (1, 1)
    assert seen(world, Role.PRACTITIONER) == (1, 1)
    assert seen(world, Role.PRACTITIONER, agency=new_uid()) == (0, 0)
    for role in Role:
        if role not in (Role.COORD, Role.CHAIR, Role.ADMIN, Role.PRACTITIONER, Role.SPOC, Role.EIT):
            assert seen(world, role) == (0, 0), role
    for role in Role:
        assert seen(world, role, area=world.other_area) == (0, 0), role


def test_a_kept_statement_has_the_rules_of_whoever_acts(world: World) -> None:
    kept = select(Case)
    known, stranger = world.actor(Role.PRACTITIONER), world.actor(Role.PRACTITIONER, agency=new_uid())
    for _ in range(3):
        for actor, expected in ((known, 1), (stranger, 0)):
            with acting_as(actor):
                assert len(db.session.scalars(kept).all()) == expected
    bind_actor(None)
    with pytest.raises(NoActor):
        db.session.scalars(kept).all()


def test_an_agency_that_is_shut_out_sees_nothing(world: World) -> None:
    standing = db.session.scalar(select(CaseAgency))
    assert standing is not None
    standing.standing = "EXCLUDED"
    db.session.commit()
    assert seen(world, Role.PRACTITIONER) == (0, 0)


def test_a_guessed_uid_is_not_there(world: World) -> None:
    actor = world.actor(Role.COORD, area=world.other_area)
    with acting_as(actor), pytest.raises(NotFound):
        fetch(actor, Case, world.case)


def test_nothing_seen_by_one_actor_is_left_for_the_next(world: World) -> None:
    with acting_as(world.coordinator):
        assert db.session.get(Person, world.person) is not None
    with acting_as(world.actor(Role.HUB)):
        assert db.session.get(Person, world.person) is None


def test_the_second_line_holds_alone(world: World) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no row-level security")
    actor = current_actor()
    query = text("SELECT count(*) FROM case_file")
    assert db.session.connection().scalar(query) == 1
    db.session.rollback()
    with acting_as(world.actor(Role.COORD, area=world.other_area)):
        assert db.session.connection().scalar(query) == 0
        db.session.rollback()
    bind_actor(None)
    assert db.session.connection().scalar(query) == 0
    db.session.rollback()
    bind_actor(actor)
    assert db.session.connection().scalar(query) == 1
    with acting_as(world.actor(Role.COORD, area=world.other_area)):  # within one transaction
        assert db.session.connection().scalar(query) == 0
    assert db.session.connection().scalar(query) == 1
    db.session.rollback()
    with db.engine.connect() as connection:
        assert connection.scalar(query) == 0


def test_every_protected_table_with_an_area_has_the_second_line(world: World) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no row-level security")
    accounts = {"parked_form", "user_account", "user_role"}  # read before anybody is known to act
    secured = set(
        db.session.connection().scalars(
            text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        )
    )
    with_area = {name for name in protected_tables() if "area_uid" in Base.metadata.tables[name].columns}
    assert with_area - accounts <= secured


def test_the_application_owns_nothing_and_cannot_rewrite_the_audit(world: World) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("a matter of PostgreSQL's roles")
    connection = db.session.connection()
    assert connection.scalar(text("SELECT current_user")) == "concord_app"
    owned = connection.scalar(text("SELECT count(*) FROM pg_tables WHERE tableowner = 'concord_app'"))
    bypasses = connection.scalar(text("SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = 'concord_app'"))
    assert (owned, bypasses) == (0, False)
    for privilege in ("UPDATE", "DELETE"):
        assert not connection.scalar(
            text("SELECT has_table_privilege('concord_app', 'audit_entry', :privilege)"), {"privilege": privilege}
        )


@pytest.mark.parametrize("load", [joinedload, selectinload])
def test_a_related_row_is_loaded_only_for_those_who_may_see_it(world: World, load: Any) -> None:
    """An agency owns an action of a case it may not see: the action is there, the case is not."""
    owner = new_uid()
    action = Action(
        key_uid=world.person, area_uid=world.area, agency_uid=owner, case_uid=world.case, reference="A-2026-0001",
        category="ASSESS", priority="NORMAL", due_on=date(2026, 12, 1), proposed_on=date(2026, 11, 1), text="Ring",
    )  # fmt: skip
    db.session.add(action)
    db.session.add(
        CaseAgency(
            case_uid=world.case, agency_uid=new_uid(), standing="NEED_TO_KNOW", why="LEADS", since=date(2026, 1, 1)
        )
    )
    audit.record("test.happened")
    db.session.commit()
    query = select(Action).options(load(Action.case).joinedload(Case.subject))
    with acting_as(world.actor(Role.PRACTITIONER, agency=owner)):
        (found,) = db.session.scalars(query).unique()
        assert found.case is None
    with acting_as(world.coordinator):
        (found,) = db.session.scalars(query).unique()
        assert found.case is not None
        assert found.case.subject.title == "Quill Examplesson"
