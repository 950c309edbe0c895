"""The return of a quarter through its pages: counted, explained, sent, sent back, validated, locked, corrected."""

from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases.models import Case
from app.features.reach.models import ReachCount, ReachReturn
from app.features.subjects.interface import erase_subject
from app.features.subjects.models import Person
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.factories.accounts import make_agency, make_user, the_system
from tests.integration.reach.conftest import SMALL, Cast
from tests.pages import Pages

QUARTER = "January to March 2027"


def begun(app: Flask, cast: Cast) -> Pages:
    page = Pages(app.test_client()).sign_in(cast.coordinator)
    page.get("/reach").follow("Count a quarter").submit("Count it", quarter="2026/27-4")
    return page


def newest() -> ReachReturn:
    with acting_as(the_system()):
        row = db.session.scalar(select(ReachReturn).order_by(ReachReturn.version.desc()))
        assert row is not None
    return row


def test_from_the_first_count_to_a_correction(app: Flask, cast: Cast) -> None:
    cast.load(**SMALL)
    own = begun(app, cast)
    address = f"/reach/{newest().uid}"
    assert newest().version == 1
    own.get("/reach/begin").submit("Count it", quarter="2026/27-3")
    hub = Pages(app.test_client()).sign_in(cast.hub)
    assert QUARTER not in hub.get("/reach").text  # a draft is the area's own
    assert hub.get(address, status=None).status == 404

    shown = own.get(address)
    assert "Draft" in shown.text
    stale = shown.form_for("Send to the hub") if hasattr(shown, "form_for") else None
    assert stale is None or stale
    line = shown.follow("Everybody reached")
    how = line.get(f"{address}/of/ALL/how?cell=people&period=Y") if hasattr(line, "get") else own.get(
        f"{address}/of/ALL/how?cell=people&period=Y"
    )
    assert "How many, from 1 April 2026 to 31 March 2027" in how.text
    assert newest().count_uid in how.text
    assert "C-2026-0001" in how.text or "C-2026-" in how.text
    assert own.get(f"{address}/of/ALL/how?cell=dose:80&period=Y", status=None).status == 404
    assert own.get(f"{address}/of/ALL/how?cell=nonsense&period=Y", status=None).status == 404

    commissioner = Pages(app.test_client()).sign_in(cast.commissioner)
    told = commissioner.get(f"{address}/of/ALL/how?cell=people&period=Y").text
    assert "C-2026-" not in told
    assert "for those who see the cases" in told

    own.get(address).submit("Send to the hub")
    again = own.post(f"{address}/submit", {"ver": "1"})
    assert again.status in (200, 303, 409)
    assert newest().submitted_at is not None

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
    second = f"/reach/{newest().uid}"
    assert newest().version == 2
    assert "No figure differs" in own.get(second).follow("What differs from the version before").text
    own.get(second).submit("Send to the hub")
    hub.get(second).submit("Validate")
    hub.get(second).submit("Lock")
    assert "Locked" in own.get(second).text
    assert hub.get(f"{second}/send-back", status=None).status == 409
    correct = own.get(second).follow("Begin a new version")
    assert "Enter what is corrected, and why" in correct.submit("Begin a new version", why=" ").text
    correct.submit("Begin a new version", why="Two sessions were recorded late")
    assert newest().version == 3
    assert own.get(f"{second}/again", status=None).submit("Begin a new version", why="Again").status == 200
    assert newest().version == 3
    assert "Two sessions were recorded late" in own.get(f"/reach/{newest().uid}").text
