"""A person with a case in one area, and actors around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import create_engine, delete, text

from app.features.cases.models import Case, CaseAgency
from app.features.partnership.interface import list_areas
from app.features.subjects.models import Person
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Actor, Role, acting_as
from app.platform.database import db
from app.platform.vault import current_vault
from app.platform.vault.keystore import data_key
from tests.postgresql import ADMIN

audit.declare("test.happened", facts={"number"})


@dataclass(frozen=True)
class World:
    area: str
    other_area: str
    agency: str
    person: str
    case: str

    def actor(self, *roles: Role, agency: str | None = None, area: str | None = None) -> Actor:
        return Actor(
            user_uid=new_uid(),
            agency_uid=agency or self.agency,
            area_uids=frozenset({area or self.area}),
            roles=frozenset(roles),
        )

    @property
    def coordinator(self) -> Actor:
        return self.actor(Role.COORD)


def make_person(area: str, given_names: str, family_name: str, number: int) -> tuple[Person, Case]:
    uid = new_uid()
    person = Person(
        uid=uid,
        key_uid=uid,
        area_uid=area,
        reference=f"P-2026-{number:04d}",
        given_names=given_names,
        family_name=family_name,
        dob=date(2010, 2, 3),
        aliases=[{"type": "NICKNAME", "name": "Zed"}],
    )
    db.session.add(person)
    db.session.flush()
    case = Case(
        key_uid=uid,
        area_uid=area,
        subject_uid=uid,
        reference=f"C-2026-{number:04d}",
        subject_kind="PERSON",
        opened_on=date(2026, 10, 1),
    )
    db.session.add(case)
    db.session.flush()
    return person, case


@pytest.fixture
def world(context: Flask) -> Iterator[World]:
    areas = list_areas()
    area, other = areas[0].uid, areas[1].uid
    agency = new_uid()
    clerk = Actor(user_uid=new_uid(), agency_uid=agency, area_uids=frozenset({area}), roles=frozenset({Role.COORD}))
    with acting_as(clerk):
        person, case = make_person(area, "Quill", "Examplesson", 1)
        db.session.add(
            CaseAgency(
                case_uid=case.uid, agency_uid=agency, standing="NEED_TO_KNOW", why="NOTIFIED", since=date(2026, 10, 1)
            )
        )
        audit.record("test.happened", case)
        db.session.commit()
        yield World(area, other, agency, person.uid, case.uid)
    db.session.remove()


def by_hand(statement: str, **values: object) -> None:
    """What somebody with the database's own password does."""
    db.session.remove()
    url = db.engine.url
    if url.get_backend_name() == "postgresql":
        url = url.set(username=ADMIN)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement), values)
    engine.dispose()


def lose_key(uid: str) -> None:
    """Take a data key out of the store without a trace, as damage would."""
    with current_vault().store.engine.begin() as connection:
        connection.execute(delete(data_key).where(data_key.c.key_uid == uid))
