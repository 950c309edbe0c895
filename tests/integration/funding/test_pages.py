"""Money through its pages, as each role sees it."""

import io
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from flask import Flask

from app.features.accounts.models import User
from app.features.funding.interface import load_figures
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_user, the_system
from tests.factories.funding import make_grant, make_line
from tests.factories.referrals import load_catalogue
from tests.pages import Page, Pages

pytestmark = pytest.mark.one_database

DAY = datetime(2026, 11, 2, 10, tzinfo=UTC)


@pytest.fixture
def people(app: Flask, clock: Clock) -> dict[Role, User]:
    clock.set(DAY)
    with app.app_context():
        load_catalogue()
        return {role: make_user(role) for role in (Role.COMMISSIONER, Role.COORD, Role.HUB, Role.PRACTITIONER)}


def as_role(app: Flask, user: User) -> Pages:
    return Pages(app.test_client()).sign_in(user)


def test_a_year_is_built_from_a_grant_to_a_payment(app: Flask, people: dict[Role, User]) -> None:
    mine = as_role(app, people[Role.COMMISSIONER])
    empty = mine.get("/").follow("See the year")
    assert "No lines in 2026/27" in empty.text
    form = mine.get("/funding/grants").follow("Record a grant")
    grant: dict[str, Any] = {
        "name": "Local fund", "source": "COUNCIL", "amount": "12.345", "starts_on": "1/4/2026", "ends_on": "31/3/2026",
    }  # fmt: skip
    page = form.submit("Save", **grant)
    assert page.errors()["amount"] == "Enter an amount in pounds, like 1,234.50, for “Amount”"
    page = page.submit("Save", amount="£10,000")
    assert page.errors() == {"ends_on": "Enter a last day after the first"}
    page = page.submit("Save", ends_on="31/12/2026")
    assert page.flash == "Grant recorded"
    assert "Confirmation late" in page.text
    again = form.submit("Save", **grant | {"amount": "10000", "ends_on": "31/12/2026"})
    assert again.path == page.path
    page = page.follow("Signed and confirmed").submit("Save", signed_on="1/10/2026", confirmed_on="1/10/2026")
    assert "Ends soon" in page.text
    longer = page.follow("A longer time").submit("Save", ends_on="30/12/2026", reason="Began late")
    assert longer.errors() == {"ends_on": "Enter a day after the last day there is now"}
    page = longer.submit("Save", ends_on="15/1/2027")
    assert page.flash == "Grant extended"
    page = page.follow("Add a line").submit("Save", name="Detached work", kind="INTERVENTION", amount="10,000.01")
    assert page.errors() == {"amount": "Enter £10,000.00 or less: no more of the grant is left"}
    line = page.submit("Save", amount="8,000")
    assert line.heading == "Budget line: Detached work"
    form = line.follow("Record a commitment")
    promise: dict[str, Any] = {
        "what": "Contract 2026",
        "payee": "Canal Studio",
        "amount": "6000",
        "starts_on": "1/5/2026",
    }
    page = form.submit("Save", **promise, ends_on="31/3/2027")
    assert "anyway" in page.errors()
    line = page.submit("Save", anyway=True)
    assert "Confirmation late" in line.text
    line = line.follow("Signed").submit("Save", confirmed_on="2/11/2026")
    payment: dict[str, Any] = {"amount": "1,234.5", "paid_on": "1/10/2026", "what": "=cmd|' /C calc'!A0"}
    form = line.follow("Enter a payment")
    line = form.submit("Enter", **payment)
    form.submit("Enter", **payment)
    rows = mine.get(line.path).table_rows("Payments")
    assert [(row["Amount"], row["What for"]) for row in rows] == [("£1,234.50", payment["what"])]
    line = mine.get(line.path).follow("Reverse").submit("Save", reason="Wrong line")
    assert [row["Amount"] for row in line.table_rows("Payments")] == ["£1,234.50", "-£1,234.50"]
    line = line.follow("Enter a payment").submit("Enter", **payment | {"amount": "1000"})
    line = line.follow("Ask about an underspend").submit("Save", amount="500", use="CARRY", reason="Began late")
    line = line.follow("Record the answer").submit("Save", agreed="YES", decided_on="2/11/2026", answer="Yes, once")
    assert "Agreed" in line.text
    year = mine.get("/funding")
    (row, _all) = year.table_rows("Lines of")
    assert (row["Budget"], row["Spent"], row["Remaining"]) == ("£8,000.00", "£1,000.00", "£7,000.00")
    assert "Promised past the funding" in mine.get("/funding/alerts").text
    sheet = spreadsheet(year)
    cells = [cell.value for line_ in sheet["Payments"].iter_rows() for cell in line_]
    assert payment["what"] in cells
    assert not any(cell.data_type == "f" for name in sheet.sheetnames for row_ in sheet[name] for cell in row_)
    assert 1234.5 in cells


def spreadsheet(page: Page) -> Any:
    answer = page.submit("Save as a spreadsheet").response
    assert answer.headers["Content-Disposition"] == 'attachment; filename="funding-2026-27.xlsx"'
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def test_a_community_fund_grant_from_the_application_to_its_evaluation(
    app: Flask, people: dict[Role, User], clock: Clock
) -> None:
    with app.app_context():
        line_uid = make_line(make_grant(), name="Community Fund", kind="FUND", amount=500_000)
    mine = as_role(app, people[Role.COMMISSIONER])
    form = mine.get("/funding/applications").follow("Record an application")
    page = form.submit(
        "Record", organisation="Saltmeadow Boxing", purpose="Friday evenings", asked="6000", received_on="1/10/2026"
    )
    assert "line_uid" in page.errors()
    page = page.submit("Record", line_uid=line_uid)
    assert page.heading == "Application CF-2026-0001"
    form = page.follow("Decide")
    award: dict[str, Any] = {
        "agreed": "YES",
        "reason": "Fits",
        "starts_on": "1/4/2026",
        "ends_on": "31/3/2027",
        "conditions": "None",
    }
    page = form.submit("Save", **award, conflict="YES")
    assert page.errors() == {"interest": "Enter what the interest is, and who decided in your place"}
    page = page.submit("Save", interest="A cousin runs it: the head of service decided")
    assert page.errors() == {"amount": "Enter £5,000.00 or less: no more of the line is free"}
    page = page.submit("Save", amount="5000")
    assert "A cousin runs it" in page.text
    assert "Report overdue" in page.text
    due = page.table_rows("Reports")
    assert [row["Due"] for row in due] == ["28 Jul 2026", "28 Oct 2026", "28 Jan 2027", "28 Apr 2027"]
    assert "A report was due on 28 July 2026" in mine.get("/funding/alerts").text
    stale = form.submit("Save", **award, conflict="NO", amount="1")
    assert "Somebody else changed this" in stale.text
    for _ in range(2):
        page = page.follow("Record it").submit("Save", received_on="2/11/2026", spent="1,200.00", people="3")
    assert page.table_rows("Reports")[0]["People it says were reached"] == "3"
    hub = as_role(app, people[Role.HUB])
    assert hub.get(page.path).table_rows("Reports")[0]["People it says were reached"] == "Fewer than 5"
    assert "Running" in page.text
    page = page.follow("Give it a longer time").submit("Save", ends_on="30/6/2027", reason="Began late")
    assert [row["Due"] for row in page.table_rows("Reports")][-1] == "28 Jul 2027"
    page = page.follow("Take money back").submit("Save", amount="6,000", reason="Moved away")
    assert page.errors() == {"amount": "Enter £5,000.00 or less: no more was awarded"}
    page = page.submit("Save", amount="1,000")
    assert "Take money back" not in page.links
    line = page.follow("See the line it is paid from")
    assert line.summary()["Promised"] == "£4,000.00, of it not paid £4,000.00"
    clock.set(datetime(2027, 7, 1, 10, tzinfo=UTC))
    mine.sign_in(people[Role.COMMISSIONER])
    page = mine.get(page.path).follow("Record the evaluation").submit("Save", finding="Fewer fights were told of")
    assert "Fewer fights were told of" in page.text


def test_each_role_sees_what_is_theirs(app: Flask, people: dict[Role, User]) -> None:
    with app.app_context():
        with acting_as(the_system()):
            load_figures()
            db.session.commit()
        line_uid = make_line(make_grant())
        theirs = make_line(make_grant("BRIS", name="Bristol’s own"), area="BRIS", name="Bristol line")
        whole = make_grant(None, name="Force grant", amount=100)
    coordinator = as_role(app, people[Role.COORD])
    page = coordinator.get("/funding")
    assert [row["Line"] for row in page.table_rows("Lines of")] == ["Mentoring Violence reduction grant", "All lines"]
    assert "Add a line" not in page.links
    assert "Enter a payment" not in coordinator.get(f"/funding/lines/{line_uid}").links
    coordinator.get(f"/funding/lines/{theirs}", status=404)
    coordinator.get(f"/funding/lines/{line_uid}/payments/new", status=403)
    figures = coordinator.get("/funding/figures")
    assert "Contradiction D1" in figures.text
    assert "match 10%: £88,000.00" in figures.text
    avon = figures.follow("Violence reduction unit grant , Avon")
    rows = avon.table_rows("How it is shared out")
    assert [row["Of the whole"] for row in rows] == ["9.90%", "36.59%", "12.38%", "31.23%", "9.91%", "100.00%"]
    hub = as_role(app, people[Role.HUB])
    page = hub.get("/funding")
    assert len(page.table_rows("Lines of")) == 3
    assert len(page.follow("Bristol").table_rows("Lines of")) == 2
    hub.get(f"/funding/lines/{theirs}")
    hub.get(f"/funding/lines/{theirs}/change", status=403)
    assert len(list(spreadsheet(page)["Lines"].iter_rows(min_row=5))) == 2
    form = hub.get(f"/funding/grants/{whole}").follow("Share it out")
    page = form.submit("Save", {"areas-0-amount": "0.60", "areas-1-amount": "0.41"}, how="AMOUNTS")
    assert "Enter shares that sum to £1.00: these are £0.01 more" in page.text
    page = page.submit("Save", {"areas-1-amount": "0.40"})
    assert [row["Amount"] for row in page.table_rows("How it is shared out")] == ["£0.60", "£0.40", "£1.00"]
    as_role(app, people[Role.PRACTITIONER]).get("/funding", status=403)


def test_match_is_entered_with_what_shows_it_and_reversed(app: Flask, people: dict[Role, User]) -> None:
    with app.app_context():
        grant_uid = make_grant(match_year=2, amount=1_000_000)
    mine = as_role(app, people[Role.COMMISSIONER])
    form = mine.get(f"/funding/match/new?grant={grant_uid}")
    given: dict[str, Any] = {
        "contributor": "A college",
        "kind": "PREMISES",
        "amount": "400",
        "given_on": "1/6/2026",
        "evidence": "Lease",
    }
    page = form.submit("Enter", **given)
    assert page.errors() == {"valuation": "Enter how it was valued"}
    page = page.submit("Enter", valuation="Rent of the room")
    (row,) = page.table_rows("Match, asked and given")
    assert (row["Asked"], row["Given"], row["Still missing"]) == ("£1,500.00", "£400.00", "£1,100.00")
    page = page.follow("Reverse").submit("Save", reason="Counted before")
    (row,) = page.table_rows("Match, asked and given")
    assert row["Given"] == "£0.00"
