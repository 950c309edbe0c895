"""The stolen database: all of its rows and files, and the whole repository, without the keys. No name comes out better
than by guessing the most frequent one. A column that gives names away is planted to show that the attacks find one."""

import hashlib
import hmac
import json
import random
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import psycopg
from flask import Flask
from psycopg.rows import dict_row
from sqlalchemy import make_url, select

from app.features.cases import interface as cases
from app.features.notifications import interface as notifications
from app.features.partnership.interface import area_by_code
from app.features.police_list import interface as police_list
from app.features.subjects.interface import create_subject
from app.features.subjects.spellings import spellings
from app.kernel.clock import now, today
from app.platform.access import Role, acting_as
from app.platform.database import db
from app.platform.identity import identity_service
from config import REPOSITORY
from tests.conftest import Database
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import ANSWERS, acting
from tests.factories.governance import turn_on_police_list
from tests.factories.notifications import finished
from tests.factories.police_list import listed
from tests.integration.platform.frequency import Loot, findings, guessed_digests, owners_of
from tests.postgresql import ADMIN

KINDS_OF_NAME = 14
PEOPLE = KINDS_OF_NAME * (KINDS_OF_NAME + 1) // 2
SHARED = REPOSITORY.parent / "shared" / "data"


@dataclass(frozen=True)
class Name:
    given: str
    family: str
    born: date


def public_names() -> tuple[list[str], list[str]]:
    """Given and family names as anybody can read them: in the repository, and of the month where it is here."""
    given = sorted(spellings().groups)
    family = [f"{name}{end}" for name in given[:40] for end in ("son", "s", "field")]
    month = SHARED / "month" / "notifications.jsonl"
    if month.exists():
        records = [json.loads(line) for line in month.read_text(encoding="utf-8").splitlines()]
        given = [str(one["given_names"]) for one in records if one.get("given_names")] + given
        family = [str(one["family_name"]) for one in records if one.get("family_name")] + family
    return list(dict.fromkeys(given)), list(dict.fromkeys(family))


def drawn(chance: random.Random) -> list[Name]:
    """Each name as often as no other: the best there could be for whoever matches frequencies."""
    given, family = (
        [name for often, name in enumerate(names[:KINDS_OF_NAME], start=1) for _each in range(often)]
        for names in public_names()
    )
    for names in (given, family):
        chance.shuffle(names)
    return [
        Name(first, last, date(1999, 1, 1) + timedelta(days=chance.randrange(4_000)))
        for first, last in zip(given, family, strict=True)
    ]


def hold(app: Flask) -> dict[str, Name]:
    """People with cases, and notifications about some of them; who they are by uid."""
    chance = random.Random(23)
    names = drawn(chance)
    held: dict[str, Name] = {}
    case_uids: list[str] = []
    with app.app_context():
        agency_uid = make_agency()
        notifier = make_user(Role.PRACTITIONER, agency_uid=agency_uid)
        area_uid = area_by_code("BNES").uid
        with acting_as(the_system()) as actor:
            for one in names:
                told = ANSWERS["INDIVIDUAL"] | {
                    "given_names": one.given,
                    "family_name": one.family,
                    "dob": one.born.isoformat(),
                    "what_is_worrying": f"{one.given} is afraid",
                }
                subject = create_subject(
                    actor=actor, area_uid=area_uid, kind="INDIVIDUAL", answers=told, agency_uid=agency_uid
                )
                case = cases.open_case(actor=actor, subject=subject, agency_uid=agency_uid, opened_on=today())
                drafts = cases.entries_from_answers("INDIVIDUAL", told, agency_uid, None, now())
                cases.add_entries(actor=actor, case=case, drafts=drafts)
                held[subject.uid] = one
                case_uids.append(case.uid)
            db.session.commit()
        with acting(notifier) as actor:
            for one, case_uid in list(zip(names, case_uids, strict=True))[::3]:
                answers = finished(given_names=one.given, family_name=one.family, dob=one.born.isoformat())
                draft = notifications.start_notification(actor=actor, subject_kind="INDIVIDUAL", answers=answers)
                notifications.submit_notification(actor=actor, notification=draft)
                draft.case_uid = case_uid
        turn_on_police_list()
        with acting(make_user(Role.COORD, agency_uid=agency_uid)) as actor:
            data = listed(*(
                {"surname": one.family.upper(), "forenames": one.given.upper(), "dob": f"2008-{one.born:%m-%d}"}
                for one in names
            ))  # fmt: skip
            uid, _new, _known = police_list.load_list(actor, *police_list.reader(actor)(data))
            rows = db.session.scalars(select(police_list.Row).where(police_list.Row.extract_uid == uid)).all()
            whose = {one.family + one.given: uid for uid, one in held.items()}
            for row in rows:  # as if each had been accepted
                named = (row.cells["surname"] + row.cells["forenames"]).casefold()
                row.subject_uid = next(uid for name, uid in whose.items() if name.casefold() == named)
            db.session.commit()
        write_index(app)
    return held


def write_index(app: Flask) -> None:
    """The sealed file of the index is in the same folder as the database: a thief takes it along."""
    with app.app_context():
        identity_service().start()
        assert identity_service().ready(wait=60)


def steal(database: Database) -> Loot:
    """Every row of every table but the keys', in the order in which it is stored."""
    if database.kind == "sqlite":
        with closing(sqlite3.connect(database.settings.database_file or "")) as connection:
            connection.row_factory = sqlite3.Row
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in names}
    with as_administrator(database) as connection:
        names = connection.execute("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {
            row["name"]: connection.execute(f'SELECT * FROM public."{row["name"]}" ORDER BY ctid').fetchall()
            for row in names
        }


def as_administrator(database: Database) -> psycopg.Connection[dict[str, Any]]:
    """Past row-level security, as whoever runs the server or holds a dump."""
    url = make_url(str(database.settings.database_url))
    return psycopg.connect(
        host=str(url.query["host"]), user=ADMIN, dbname=url.database, autocommit=True, row_factory=dict_row
    )


def plant(database: Database, column: str, values: Mapping[str, Any]) -> None:
    """A column beside the sealed payload of each person, as somebody in a hurry might add one."""
    if database.kind == "sqlite":
        with closing(sqlite3.connect(database.settings.database_file or "")) as connection:
            connection.execute(f"ALTER TABLE subject ADD COLUMN {column}")
            rows = [(value, uid) for uid, value in values.items()]
            connection.executemany(f"UPDATE subject SET {column} = ? WHERE uid = ?", rows)
            connection.commit()
        return
    kind = "bytea" if isinstance(next(iter(values.values())), bytes) else "integer"
    with as_administrator(database) as connection:
        connection.execute(f"ALTER TABLE subject ADD COLUMN {column} {kind}")
        with connection.cursor() as cursor:
            rows = [(value, uid) for uid, value in values.items()]
            cursor.executemany(f"UPDATE subject SET {column} = %s WHERE uid = %s", rows)


def said_by(loot: Loot, families: Mapping[str, str]) -> dict[str, set[str]]:
    """The attacks that recover names, by column."""
    found: dict[str, set[str]] = {}
    for one in findings(loot, families):
        found.setdefault(one.column, set()).add(one.attack)
    return found


def test_no_name_comes_out_of_a_stolen_database(app: Flask, database: Database) -> None:
    held = hold(app)
    families = {uid: one.family for uid, one in held.items()}
    givens = {uid: one.given for uid, one in held.items()}
    loot = steal(database)
    assert len(loot["subject"]) == PEOPLE
    assert sum(map(len, loot.values())) > 10 * PEOPLE
    owners = owners_of(loot, families)
    assert len(set(owners.values())) == PEOPLE
    assert len(loot["police_piece"]) == 1, "the marks of the list: its file is gone"
    assert {"subject", "case_file", "case_entry", "notification", "police_row"} <= {
        table for table, rows in loot.items() if any(row.get("uid") in owners for row in rows)
    }

    assert findings(loot, families) == []
    assert findings(loot, givens) == []
    words = {
        uid: [form for text in (one.given, one.family, f"{one.given} {one.family}") for form in (text, text.lower())]
        for uid, one in held.items()
    }  # fmt: skip
    assert guessed_digests(loot, owners, words) == []
    for file in database.settings.instance_dir.rglob("*"):
        if file.is_file() and not {"keys", "secrets"} & set(file.relative_to(database.settings.instance_dir).parts):
            data = file.read_bytes()
            assert not [one for one in held.values() if f"{one.given} {one.family}".encode() in data], file.name

    weak_columns_are_found(database, held, families, owners, words)


def weak_columns_are_found(
    database: Database,
    held: Mapping[str, Name],
    families: Mapping[str, str],
    owners: Mapping[str, str],
    words: Mapping[str, list[str]],
) -> None:
    """What each attack is for, one column each: without it the findings above would say nothing."""
    key = secrets.token_bytes(32)
    alphabet = {uid: place for place, uid in enumerate(sorted(families, key=families.__getitem__))}
    plant(database, "keyed", {
        uid: hmac.digest(key, one.family.encode(), "sha256") for uid, one in held.items()
    })  # fmt: skip
    plant(database, "unpadded", {
        uid: secrets.token_bytes(3 + len(one.family)) for uid, one in held.items()
    })  # fmt: skip
    plant(database, "in_order", {uid: place * 7 + secrets.randbelow(7) for uid, place in alphabet.items()})
    plant(database, "salted", {
        uid: hashlib.sha256(f"{uid}{one.family.lower()}".encode()).digest() for uid, one in held.items()
    })  # fmt: skip
    loot = steal(database)
    found = said_by(loot, families)
    assert found["subject.keyed"] >= {"by_frequency", "by_half_the_truth"}
    assert "by_length" in found["subject.unpadded, its length"]
    assert found["subject.in_order"] == {"by_order"}
    assert guessed_digests(loot, owners, words) == ["subject.salted"]
    assert {column.partition(",")[0] for column in found} == {
        f"subject.{one}" for one in ("keyed", "unpadded", "in_order")
    }
    best = next(
        one for one in findings(loot, families) if (one.column, one.attack) == ("subject.keyed", "by_half_the_truth")
    )
    assert best.share > 0.9
