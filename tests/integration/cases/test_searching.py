"""Searching from any page: what is found and why, who finds whom, and where the words never stand."""

import os
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.subjects.interface import add_to_subject, erase_subject
from app.features.subjects.models import Subject
from app.kernel.clock import today
from app.platform.access import Role, acting_as
from app.platform.audit.chain import AuditEntry
from app.platform.database import db
from app.platform.identity import identity_service, snapshot
from app.platform.vault import Purpose, current_vault
from config import Settings
from tests.conftest import close
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import acting, make_case
from tests.integration.cases.conftest import SignIn
from tests.pages import Page, Pages

MORE: dict[str, Any] = {
    "aliases": [{"name": "Sparky", "type": "STREET"}],
    "identifiers": [{"scheme": "NHS_NO", "value": "943 476 5919"}],
    "addresses": [
        {"line": "1 Mill Lane", "postcode": "BA1 1AA"},
        {"line": "Refuge", "postcode": "BA2 7XX", "protected": True},
    ],
}


def find(pages: Pages, words: str) -> Page:
    return pages.get("/cases/search").submit("Search", words=words)


def _typed(pages: Pages, words: str) -> dict[str, Any]:
    return pages.get("/cases/search").form_data("Search") | {"words": words}


def names(page: Page) -> list[str]:
    return page.select(".concord-found__name")


def why(page: Page) -> list[str]:
    return page.select(".concord-found__one:first-child .concord-found__reason")


def recorded(event: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.seq)))


def test_what_a_coordinator_finds_and_why(app: Flask, sign_in: SignIn, coordinator: User) -> None:
    with app.app_context():
        case = make_case(**MORE)
        network, place = make_case("NETWORK"), make_case("PLACE")
        reference, subject_reference = case.reference, _reference(app, case)
    pages = sign_in(coordinator)
    for words, reason in (
        ("robin fernsby", "Same name"),
        ("Fernsby Robin", "Given and family name the other way round"),
        ("Rob Fernsby", "A short form or other spelling of the name"),
        ("robin fernsbey", "One letter different"),
        ("Robin Fearnsby", "One letter different"),
        ("sparky", "Another name they are known by"),
        ("robin fernsby 4/7/2011", "Day and month of birth swapped"),
        ("7 April 2011", "Same date of birth"),
        ("Fernsby 8.4.11", "One part of the date of birth is different"),
        ("ba1 1aa", "Same postcode"),
        ("BA2 7XX", "Same postcode"),
        ("9434765919", "Same identifier"),
        (reference.lower(), "Same reference"),
        (subject_reference, "Same reference"),
    ):
        page = find(pages, words)
        assert names(page)[:1] == ["Robin Fernsby"], (words, page.text)
        assert reason in why(page), (words, why(page))
        assert page.title == "Search – Concord"
        assert page.response.request.path == "/cases/search"
    assert names(find(pages, "riverside lot")) == [f"Network {_reference(app, network)}"]
    assert names(find(pages, "riverside carpark"))[0] == "Riverside car park", place
    assert find(pages, "robin fernsby").follow("Robin Fernsby").heading

    assert "words" in find(pages, "  ").errors()
    assert find(pages, "x").errors()["words"].startswith("Enter at least 2 letters")
    assert find(pages, "a" * 500).errors()["words"].startswith("Enter 200 characters or fewer")
    for odd in ("' OR 1=1 --", "%_*?", "\u202e\u0000<script>", "🙂🙂", "ж" * 190, "32/13/2011", "((((", "\ud7ff"):
        page = find(pages, odd)
        assert names(page) == []
        assert page.errors() or "Nothing found" in page.text
    asked = pages.get("/cases")
    assert asked.soup.select_one("header form[role=search][method=post]")
    assert names(asked.submit("Search", words="fernsby"))[:1] == ["Robin Fernsby"]
    part = pages.post("/cases/search/results", _typed(pages, "robin fern"))
    assert names(part) == ["Robin Fernsby"]
    assert part.soup.find("html") is None
    with app.app_context():
        events = recorded("search.made")
        assert len(events) > 20
        assert {event.facts for event in events} <= {f'{{"found":{n}}}' for n in range(4)}
        assert not any(event.body for event in events)


def _reference(app: Flask, case: Case) -> str:
    with app.app_context(), acting_as(the_system()):
        return db.session.scalars(select(Subject.reference).where(Subject.uid == case.subject_uid)).one()


def test_nobody_is_hinted_at_who_may_not_be_seen(app: Flask, sign_in: SignIn, coordinator: User) -> None:
    with app.app_context():
        agency = make_agency()
        case = make_case(agency_uid=agency, **MORE)
        knows = make_user(Role.PRACTITIONER, agency_uid=agency)
        other_agency, other_area = make_user(Role.PRACTITIONER), make_user(Role.COORD, area="BRIS")
        second = make_user(Role.COORD)
        with acting(coordinator) as actor:
            cases.lock_out(
                actor=actor, case=cases.case_for_change(actor, case.uid), user_uid=second.uid, reason="A cousin"
            )
        outside = [make_user(role) for role in (Role.NOTIFIER, Role.HUB, Role.SYSADMIN, Role.DPO)]
        provider = make_user(Role.PROV_WORKER, agency_uid=make_agency(agency_type="VCS_PROV"))
        reference = case.reference

    assert names(find(sign_in(knows), "robin fernsby")) == ["Robin Fernsby"]
    nothing = None
    for user in (other_agency, other_area, second):
        pages = sign_in(user)
        for words in ("robin fernsby", "fernsby 7/4/2011", "sparky", reference, "BA2 7XX"):
            page = find(pages, words)
            assert "Nothing found" in page.text
            assert "Fernsby" not in page.text
            assert reference not in page.text
            nothing = nothing or page.text.split("Other areas")[0].strip()
            assert page.text.split("Other areas")[0].strip() == nothing
    # What only few may read finds nobody for the others.
    for words in ("9434765919", "BA2 7XX"):
        assert names(find(sign_in(knows), words)) == []
    assert names(find(sign_in(knows), "BA1 1AA")) == ["Robin Fernsby"]
    for user in (*outside, provider):
        sign_in(user).get("/cases/search", status=403)
        assert sign_in(user).get("/account", status=None).soup.select_one("header form[role=search]") is None

    # Another area is told whom to contact, when the question is exact, and only those who run the month.
    pages = sign_in(other_area)
    vague = find(pages, "robin fernsby")
    assert "Ask other areas" not in [button.get_text(strip=True) for button in vague.soup.find_all("button")]
    answer = find(pages, "Robin Fernsby 7/4/2011").submit("Ask other areas")
    assert "Contact the coordinator of Bath" in answer.text
    assert reference not in answer.text
    assert names(answer) == []
    assert "No other area holds" in find(pages, "Robin Fernsby 8/4/2011").submit("Ask other areas").text
    assert "words" in pages.post("/cases/search/other-areas", _typed(pages, "robin fernsby")).errors()
    pages = sign_in(other_agency)
    pages.post("/cases/search/other-areas", _typed(pages, "Robin Fernsby 7/4/2011"), status=403)
    with app.app_context():
        assert [event.facts for event in recorded("search.other_areas")] == ['{"areas":1}', '{"areas":0}']


def test_nobody_finds_where_a_home_is_by_trying_postcodes(app: Flask, sign_in: SignIn, coordinator: User) -> None:
    """Outside restricted visibility a home that is a place of concern is known by its ward alone. PR-12."""
    with app.app_context():
        agency = make_agency()
        make_case("PLACE", agency_uid=agency, name="Alder Lodge", place_type="CHILDRENS_HOME", postcode="BA1 9ZZ")
        knows = make_user(Role.PRACTITIONER, agency_uid=agency)
    pages = sign_in(knows)
    assert names(find(pages, "BA1 9ZZ")) == []
    assert "Same postcode" not in find(pages, "alder lodge BA1 9ZZ").text
    assert names(find(pages, "alder lodge")) == ["Alder Lodge"]
    assert names(find(sign_in(coordinator), "BA1 9ZZ")) == ["Alder Lodge"]


def test_changes_are_followed_by_every_process(
    app: Flask, settings: Settings, sign_in: SignIn, coordinator: User
) -> None:
    with app.app_context():
        make_case()
    here, other_process = sign_in(coordinator), create_app(settings)
    other_process.testing = True
    with closing(_Closing(other_process)):
        there = Pages(other_process.test_client()).sign_in(coordinator)
        assert names(find(here, "fernsby")) == names(find(there, "fernsby")) == ["Robin Fernsby"]
        with app.app_context():
            case = make_case(given_names="Marguerite", family_name="Oyelaran", dob="2010-02-03")
        for pages in (here, there):
            assert names(find(pages, "margerite oyelaran")) == ["Marguerite Oyelaran"]
        with other_process.app_context(), acting_as(the_system()) as actor:
            subject = db.session.scalars(select(Subject).where(Subject.uid == case.subject_uid)).one()
            add_to_subject(actor=actor, subject=subject, answers={"aliases": [{"name": "Zephyr", "type": "STREET"}]})
            db.session.commit()
        for pages in (here, there):
            assert names(find(pages, "zephyr")) == ["Marguerite Oyelaran"]

        file = settings.instance_dir / snapshot.NAME
        assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
        before = file.read_bytes()
        assert b"yelaran" not in before
        with app.app_context(), acting_as(the_system()) as actor:
            subject = db.session.scalars(select(Subject).where(Subject.uid == case.subject_uid)).one()
            erase_subject(actor=actor, subject=subject, reason="Mistaken identity")
            db.session.commit()
        for pages in (there, here):
            assert names(find(pages, "oyelaran")) == names(find(pages, "zephyr")) == []
        # No older file of theirs opens any more; the one that took its place makes a restart quick.
        assert _opens(app, file, settings.instance_dir / "older", before) == (True, False)
        third = create_app(settings)
        with closing(_Closing(third)), third.app_context():
            assert identity_service()._restore()
            assert len(identity_service().follow()) == 1


def _opens(app: Flask, file: Path, older: Path, before: bytes) -> tuple[bool, bool]:
    from app.features.subjects.spellings import spellings

    older.write_bytes(before)
    with app.app_context():
        keyring = current_vault().keyring
        assert keyring.newest(Purpose.INDEX).number > 1
        now, then = (snapshot.load(one, keyring, spellings()) for one in (file, older))
    return now is not None, then is not None


class _Closing:
    def __init__(self, app: Flask) -> None:
        self.app = app

    def close(self) -> None:
        close(self.app)


@pytest.mark.one_database
def test_while_the_index_is_built(
    app: Flask, sign_in: SignIn, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        make_case()
        service = identity_service()
    monkeypatch.setattr(service, "start", lambda: None)
    monkeypatch.setattr(service, "ready", lambda wait=0.0: False)
    service.done, service.total = 43, 100
    pages = sign_in(coordinator)
    assert "It has read 43% of the records" in find(pages, "fernsby").text
    assert (pages.get("/readyz", status=None).response.json or {})["index_percent"] == 43
    monkeypatch.undo()
    assert names(find(pages, "fernsby")) == ["Robin Fernsby"]
    assert (pages.get("/readyz", status=None).response.json or {})["index_percent"] == 100


@pytest.mark.one_database
def test_many_results_a_page_at_a_time(app: Flask, sign_in: SignIn, coordinator: User) -> None:
    with app.app_context():
        agency = make_agency()
        for number in range(27):
            make_case(agency_uid=agency, dob=(today() - timedelta(days=5000 + number)).isoformat())
    page = find(sign_in(coordinator), "robin fernsby")
    assert "27 results, page 1 of 2" in page.text
    assert len(names(page)) == 25
    page = page.submit("Next page")
    assert len(names(page)) == 2
    assert len(names(page.submit("Previous page"))) == 25
