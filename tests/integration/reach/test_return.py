"""The return of a quarter through its pages: counted, explained, sent, sent back, validated, locked, corrected."""

from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases.models import Case
from app.features.demonstration.year.shapes import Year
from app.features.reach.models import ReachCount, ReachReturn
from app.features.subjects.interface import erase_subject
from app.features.subjects.models import Person
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.factories.accounts import make_agency, make_user, the_system
from tests.integration.reach.conftest import SMALL, Cast
from tests.pages import Page, Pages

QUARTER = "January to March 2027"


def begun(app: Flask, cast: Cast) -> Pages:
    page = Pages(app.test_client()).sign_in(cast.coordinator)
    page.get("/reach").follow("Count a quarter").submit("Count it", quarter="2026/27-4")
    return page


def newest(app: Flask) -> ReachReturn:
    with app.app_context(), acting_as(the_system()):
        row = db.session.scalar(select(ReachReturn).order_by(ReachReturn.quarter.desc(), ReachReturn.version.desc()))
        assert row is not None
    return row


def test_from_the_first_count_to_a_correction(app: Flask, cast: Cast) -> None:
    cast.load(**SMALL)
    own = begun(app, cast)
    address = f"/reach/{newest(app).uid}"
    assert newest(app).version == 1
    own.get("/reach/begin").submit("Count it", quarter="2026/27-3")
    hub = Pages(app.test_client()).sign_in(cast.hub)
    assert QUARTER not in hub.get("/reach").text  # a draft is the area's own
    assert hub.get(address, status=None).status == 404

    shown = own.get(address)
    assert "Draft" in shown.text
    how = shown.follow("Everybody reached").pages.get(f"{address}/of/ALL/how?cell=people&period=Y")
    assert "How many, from 1 April 2026 to 31 March 2027" in how.text
    assert newest(app).count_uid in how.text
    assert "C-2026-" in how.text
    assert own.get(f"{address}/of/ALL/how?cell=dose:80&period=Y", status=None).status == 404
    assert own.get(f"{address}/of/ALL/how?cell=nonsense&period=Y", status=None).status == 404

    commissioner = Pages(app.test_client()).sign_in(cast.commissioner)
    told = commissioner.get(f"{address}/of/ALL/how?cell=people&period=Y").text
    assert "C-2026-" not in told
    assert "for those who see the cases" in told

    own.get(address).submit("Send to the hub")
    sent_at = newest(app).submitted_at
    assert sent_at is not None
    shown.submit("Send to the hub")  # the other tab: it was sent once
    assert newest(app).submitted_at == sent_at
    assert shown.submit("Count again", status=None).status == 409

    sent = hub.get("/reach").follow(QUARTER)
    assert "With the hub" in sent.text
    assert "rounded to the nearest 5" in sent.text
    hidden = hub.get(f"{address}/of/ALL/how?cell=people&period=Y").text
    assert "C-2026-" not in hidden
    back = sent.follow("Send back")
    assert "Enter what has to be put right" in back.submit("Send back", why="").text
    back.submit("Send back", why="The contacts of May are missing")
    assert "The contacts of May are missing" in own.get(address).text
    own.get(address).follow("Begin a new version").submit("Begin a new version")
    second = f"/reach/{newest(app).uid}"
    assert newest(app).version == 2
    assert "No figure differs" in own.get(second).follow("What differs from the version before").text
    own.get(second).submit("Send to the hub")
    waits = hub.get(second)
    waits.submit("Validate").submit("Lock")
    assert waits.submit("Validate", status=None).status == 409
    assert "Locked" in own.get(second).text
    assert hub.get(f"{second}/send-back", status=None).status == 409
    correct = own.get(second).follow("Begin a new version")
    assert "Enter what is corrected, and why" in correct.submit("Begin a new version", why=" ").text
    correct.submit("Begin a new version", why="Two sessions were recorded late")
    assert newest(app).version == 3
    assert own.get(f"{second}/again", status=None).submit("Begin a new version", why="Again").status == 200
    assert newest(app).version == 3
    assert "Two sessions were recorded late" in own.get(f"/reach/{newest(app).uid}").text


def test_a_quarter_that_is_not_over_can_be_counted_and_not_sent(app: Flask, cast: Cast) -> None:
    own = Pages(app.test_client()).sign_in(cast.coordinator)
    page = own.get("/reach/begin").submit("Count it", quarter="2027/28-1")
    assert "Send to the hub" not in page.text
    assert "The quarter runs until 30 June 2027" in page.text


def test_words_name_nobody_and_a_file_always_has_a_tier(app: Flask, cast: Cast) -> None:
    year = cast.load(**SMALL)
    own = begun(app, cast)
    row = newest(app)
    of = next(one for one, words in row_words(app, row).items() if words["code"] == "I12")
    page = own.get(f"/reach/{row.uid}/of/{of}").follow("Write risks and a case study")
    named = page.submit("Save", risks="", case_study=f"He is called {reached(year)}", composed=True)
    assert "Take out every name" in named.errors()["case_study"]
    alone = page.submit("Save", risks="Vans", case_study="Three boys went back to college")
    assert list(alone.errors()) == ["composed"]
    assert "Three boys" in str(alone.form_data()["case_study"])
    page.submit("Save", risks="The van is old", case_study="Three boys went back to college", composed=True)

    ask = own.get(f"/reach/{row.uid}/file")
    assert list(ask.submit("Make the workbook").errors()) == ["tier"]
    exact = book(ask.submit("Make the workbook", tier="INTERNAL"))
    assert "Three boys went back to college" in str(list(exact["January to March 2027"].values))
    public = book(ask.submit("Make the workbook", tier="PUB"))
    values = list(public["January to March 2027"].values)
    assert "Three boys" not in str(values)
    assert "Hidden" in str(values)
    assert "The public" in str(list(public["About"].values))
    own.get(f"/reach/{row.uid}").submit("Send to the hub")
    hub = Pages(app.test_client()).sign_in(cast.hub)
    outside = hub.get(f"/reach/{row.uid}/file")
    assert "The area’s own people" not in outside.text
    assert list(outside.submit("Make the workbook", tier="INTERNAL").errors()) == ["tier"]
    assert "Not worked out" in hub.get(f"/reach/{row.uid}/cost").text
    money = hub.get(f"/funding?year={row.year[:4]}")
    assert money.follow("Cost of each person reached").heading == "Cost for each person"


@pytest.mark.one_database
def test_another_area_and_another_role_find_nothing_and_an_erased_person_is_in_no_list(app: Flask, cast: Cast) -> None:
    cast.load(**SMALL)
    begun(app, cast)
    row = newest(app)
    with app.app_context():
        stranger = make_user(Role.COORD, agency_uid=make_agency(area="BRIS"), area="BRIS")
        practitioner = make_user(Role.PRACTITIONER)
    away = Pages(app.test_client()).sign_in(stranger)
    for path in ("", "/cost", "/file", "/difference", "/again", "/of/ALL", "/of/ALL/how?cell=people&period=Q"):
        assert away.get(f"/reach/{row.uid}{path}", status=None).status == 404
    assert Pages(app.test_client()).sign_in(practitioner).get("/reach", status=None).status == 403
    before = people(app, row)
    with app.app_context(), acting_as(the_system()) as actor:
        case = db.session.get_one(Case, before[0])
        erase_subject(actor=actor, subject=db.session.get_one(Person, case.subject_uid), reason="Asked for it")
        db.session.commit()
    assert people(app, row) == ["", *before[1:]]


def row_words(app: Flask, row: ReachReturn) -> dict[str, dict[str, str]]:
    with app.app_context(), acting_as(the_system()):
        return dict(db.session.get_one(ReachCount, row.count_uid).words)


def people(app: Flask, row: ReachReturn) -> list[str]:
    with app.app_context(), acting_as(the_system()):
        return list(db.session.get_one(ReachCount, row.count_uid).people["cases"])


def reached(year: Year) -> str:
    """The family name of somebody who was seen in the intervention of the case study."""
    course = next(one for one in year.courses if one.intervention == "I12" and one.started_on)
    return course.person.family


def book(page: Page) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(page.response.get_data()))
