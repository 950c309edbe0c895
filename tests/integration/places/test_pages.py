"""The page of a place, what is recorded on it, the map with its list, and what nobody may find from it. PR-12."""

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases.models import Case
from app.features.incidents.models import Incident
from app.features.places.jobs import waiting
from app.features.places.models import PlacePower, PlaceProfile
from app.features.recorded_crime.interface import load_proposed_harm, take_in
from app.features.recorded_crime.jobs import read_waiting
from app.features.reminders.interface import lines_for
from app.kernel.clock import LONDON, now, today
from app.kernel.errors import Refused
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import acting, let_know, make_case
from tests.factories.geography import crimes, import_wards
from tests.factories.police_list import work
from tests.pages import Pages

NOW = datetime(2026, 11, 18, 9, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def day(clock: Clock) -> None:
    clock.set(NOW)


def browser(app: Flask, *roles: Role, **more: Any) -> Pages:
    with app.app_context():
        return Pages(app.test_client()).sign_in(make_user(*(roles or (Role.COORD,)), **more))


def place(app: Flask, **answers: Any) -> Case:
    with app.app_context():
        return make_case("PLACE", **answers)


def happened(app: Flask, case: Case, *moments: tuple[str, str, str]) -> None:
    """Incidents at a place: day, time, type."""
    with app.app_context(), acting_as(the_system()):
        for number, (on, at, kind) in enumerate(moments):
            uid = new_uid()
            row = Incident(
                uid=uid,
                key_uid=uid,
                area_uid=case.area_uid,
                reference=f"X-2026-{number:04}",
                happened_on=date.fromisoformat(on),
                kind=kind,
                place_uid=case.subject_uid,
                visibility="A",
                recorded_at=now(),
                recorded_by_uid=new_uid(),
                told={"time": at} if at else {},
                before=[],
            )
            db.session.add(row)
        audit.record("case.viewed", case, page="test")
        db.session.commit()


def test_the_whole_record_of_a_place(app: Flask) -> None:
    """A week typed in, problem solving with a measure, powers with days, who looks after it: on its page, the case page
    and the timeline."""
    case = place(app, concerns=["ABH", "GROUP_CONFLICT"], rules_in_force=["PSPO"])
    pages = browser(app)
    page = pages.get(f"/cases/{case.uid}").follow("Open the place")
    assert page.heading == f"Place {case.reference}"
    assert "Nobody has asked them yet" in page.text
    form = page.follow("Type the hours")
    page = form.submit("Save", {"d0h15": "12", "d4h16": "x", "d6h23": "1000"})
    assert page.errors() == {
        "d4h16": "Enter a whole number for “Friday 16:00”",
        "d6h23": "Enter a number between 0 and 999 for “Sunday 23:00”",
    }
    assert page.form_data("Save")["d4h16"] == "x"  # nothing typed is lost
    page = page.submit("Save", {"d4h16": "3", "d6h23": None})
    assert page.errors() == {"basis": "Enter what was counted, and over which time"}
    page = page.submit("Save", basis="Calls to the ranger, autumn", season_term="14")
    assert "Monday 15:00 (12), Friday 16:00 (3)" in page.text
    assert ("After school", "15:00 to 18:59", "15") in [
        tuple(row.values()) for row in page.table_rows("Times of the day: as it was typed")
    ]
    assert [rect for rect in page.select("svg.concord-heat text") if rect in ("12", "3")] == ["12", "3"]
    page = page.follow("Change").submit("Save", {"physical_lighting": "1", "present_15-17": "10", "sessions": "4"})
    assert page.errors() == {"minutes": "Enter how many sessions a week and how long each is, or neither"}
    page = page.submit("Save", minutes="150", lat="51.35")
    assert page.errors() == {"lon": "Enter both latitude and longitude, or neither"}
    other_tab = page
    page = page.submit("Save", lon="-2.35")
    assert "10 hours a week" in page.text
    late = other_tab.submit("Save", lon="-2.5", coverage_note="Typed in the other tab")
    assert "Somebody else changed this" in late.errors()[""]
    assert late.form_data("Save")["coverage_note"] == "Typed in the other tab"
    assert "Under 18s there Yes" in page.text
    page = page.follow("Begin a round").submit(
        "Save", {"text": "Fights", "measure": "Fights in six weeks", "before": "9", **day_of(2026, 10, 1)}
    )
    form = page.follow("Analyse, round 1")
    early = form.submit("Save", {"text": "No light", **day_of(2026, 9, 30)})
    assert early.errors() == {"on-day": "Enter a day on or after that of the step before"}
    early.submit("Save", day_of(2026, 10, 5))
    form.submit("Save", {"text": "No light", **day_of(2026, 10, 5)})  # sent twice
    other = form.submit("Save", {"text": "Something else", **day_of(2026, 10, 5)})  # from another tab
    assert "Somebody else changed this" in other.text
    for step, text, number in (("Respond", "Lights", {}), ("Assess", "It moved on", {"after": "3"})):
        page = pages.get(f"/places/cases/{case.uid}").follow(f"{step}, round 1")
        page = page.submit("Save", {"text": text, **number, **day_of(2026, 11, 10)})
    assert "9 before (1 Oct 2026), 3 after (10 Nov 2026): 67% fewer" in page.text
    days = day_of(2026, 11, 1, "starts_on") | day_of(2026, 11, 25, "ends_on")
    page = page.follow("Record one").submit("Save", {"code": "DISPERSAL", **days})
    assert "Ends soon" in page.text
    with app.app_context():
        coordinator = make_user(Role.COORD)
        with acting(coordinator) as actor:
            (line,) = [one for one in lines_for(actor, today()) if one.group == "Powers at places that end soon"]
            assert (line.reference, line.words) == (case.reference, "Dispersal power, last day 25 November 2026")
            assert list(waiting(actor, date(2026, 11, 26))) == []
    page = page.follow("End it").submit("Save", day_of(2026, 11, 17))
    assert "17 Nov 2026 Ended" in page.text
    page = page.follow("Record what they say").submit(
        "Save", {"summary": "We go round", "method": "Talk", "number": "6", **day_of(2026, 11, 3)}
    )
    assert "We go round" in page.text
    assert "Talk, 6 young people, 3 November 2026" in page.text
    case_page = pages.get(f"/cases/{case.uid}")
    assert "Round 1: assessed, 67% fewer" in case_page.text
    assert "We go round" in case_page.text
    assert "Problem solving, round 1: assess" in pages.get(f"/cases/{case.uid}/timeline").text


def day_of(year: int, month: int, day: int, name: str = "on") -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def test_hours_trend_and_rank_are_counted_from_incidents(app: Flask) -> None:
    case, quiet = place(app), place(app, name="Quiet corner", postcode="BA1 1AA")
    happened(
        app, case,
        ("2026-11-16", "15:30", "ROB_P"), ("2026-11-09", "15:10", "ROB_P"), ("2026-10-28", "", "ABH"),
        ("2026-11-02", "16:00", "ABH"), ("2026-11-03", "23:00", "ABH"), ("2026-06-01", "15:00", "ABH"),
    )  # fmt: skip
    with app.app_context():
        import_wards()
        with acting_as(the_system()) as actor:
            load_proposed_harm(actor=actor)
            for number, month in enumerate(("2026-07", "2026-08", "2026-09"), start=1):
                rows = [{"Month": month}] * (2 * number)
                take_in(actor=actor, data=crimes(*({**row, "Crime ID": f"{month}{n}"} for n, row in enumerate(rows))))
            db.session.commit()
    work(app, read_waiting)
    pages = browser(app)
    page = pages.get("/places")
    listed = {row["Place"].split(" C-")[0]: row for row in page.table_rows("Places of concern")}
    assert listed["Riverside car park"]["Rank"] == "1 of 2"
    assert listed["Riverside car park"]["Last three months"] == "↑ More: 5"
    assert listed["Quiet corner"]["Rank"] == "None"
    page = pages.get(f"/places/cases/{case.uid}")
    assert "5 incidents of the last 12 months that you may see. Fullest: Monday 15:00 (3)" in page.text
    assert "1 incident of the last 12 months has no known hour" in page.text
    assert [tuple(row.values()) for row in page.table_rows("What the rank is made of")] == [
        ("Robbery of a person", "2", "365", "730"), ("Actual bodily harm", "4", "60", "228"),
    ]  # fmt: skip
    assert ("In school holidays", "1") in [tuple(row.values()) for row in page.table_rows("Time of the year")]
    assert "the ward is not known" in page.text
    pages.get(f"/places/cases/{case.uid}/situation").submit("Save", ward="Exampleton")
    near = pages.get(f"/places/cases/{case.uid}").text
    assert "Exampleton , three months to September 2026: 12 crimes" in near
    assert "Same months a year before: not loaded" in near
    crime = pages.get("/places?layer=crime")
    assert [(row["Ward"], row["Crimes recorded"]) for row in crime.table_rows("Wards")] == [
        ("Exampleton", "6"), ("Sampleford", "0"), ("Ward not on the map", "–"),
    ]  # fmt: skip
    assert quiet.reference in crime.text


@pytest.mark.one_database
def test_no_home_is_ever_a_point(app: Flask) -> None:
    """PR-12: homes, children's homes and places of domestic abuse are shown by their ward alone."""
    with app.app_context():
        import_wards()
        agency = make_agency()
    at = {"lat": 51.35, "lon": -2.35, "ward": None}
    park = place(app, name="Zebra Park", place_type="PARK_OPEN", **at)
    kept = [
        place(app, name="7 Quince Close", place_type="CUCKOOED_ADDRESS", postcode="BA1 9ZZ", **at),
        place(app, name="Larch Lodge", place_type="CHILDRENS_HOME", **at),
        place(app, name="Night Hostel", place_type="HOSTEL_SUPPORTED", **at),
        place(app, name="Long Lane", place_type="TOWN_CENTRE_STREET", concerns=["DA_SER"], **at),
    ]
    with app.app_context():
        for case in (park, *kept):
            let_know(case, agency)
    names = {"7 Quince Close", "Larch Lodge", "Night Hostel", "Long Lane"}
    for role, sees_names in ((Role.COORD, True), (Role.PRACTITIONER, False)):
        pages = browser(app, role, agency_uid=agency)
        data = pages.get("/places/map.json").response.get_json()
        assert [one["properties"]["name"] for one in data["places"]["features"]] == ["Zebra Park"]
        assert data["places"]["features"][0]["geometry"]["coordinates"] == [-2.35, 51.35]
        page = pages.get("/places")
        assert len(page.select("svg.concord-wards circle")) == 1
        assert all((name in page.text) is sees_names for name in names)
        wards = {row["Ward"]: row["Places of concern"] for row in page.table_rows("Wards")}
        assert wards["Sampleford"] == "None"
        assert wards["Exampleton"].count("in Exampleton") == 5
        assert not any(name in str(data) for name in names)
    practitioner = browser(app, Role.PRACTITIONER, agency_uid=agency)
    assert "Hidden – restricted" in practitioner.get(f"/cases/{kept[0].uid}").text
    assert "BA1 9ZZ" not in practitioner.get(f"/cases/{kept[0].uid}").text
    assert "BA1 9ZZ" in browser(app).get(f"/cases/{kept[0].uid}").text
    # No point is accepted of a home, on the page or behind it.
    coordinator = browser(app)
    form = coordinator.get(f"/places/cases/{kept[0].uid}/situation")
    assert "lat" not in form.form_data("Save")
    with app.app_context():
        from app.features.cases.interface import case_for_change
        from app.features.places.commands import record_situation

        with acting(make_user(Role.COORD)) as actor, pytest.raises(Refused, match="shown by its ward alone"):
            record_situation(
                actor=actor, case=case_for_change(actor, kept[0].uid), lat=51.3, lon=-2.3, present={}, physical={},
                guardians=[], sessions=None, minutes=None,
            )  # fmt: skip


@pytest.mark.one_database
def test_who_sees_a_place_and_who_records(app: Flask) -> None:
    with app.app_context():
        knows = make_agency()
        case = make_case("PLACE")
        person = make_case()
        let_know(case, knows)
    path = f"/places/cases/{case.uid}"
    practitioner, stranger = browser(app, Role.PRACTITIONER, agency_uid=knows), browser(app, Role.PRACTITIONER)
    assert "Type the hours" not in practitioner.get(path).text
    practitioner.get(f"{path}/times", status=403)
    for pages, status in (
        (stranger, 404),
        (browser(app, Role.COORD, area="NSOM"), 404),
        (browser(app, Role.ANALYST), 403),
    ):
        pages.get(path, status=status)
    assert "No places of concern" in stranger.get("/places").text
    assert "No map yet" in stranger.get("/places").text
    coordinator = browser(app)
    coordinator.get(f"/places/cases/{person.uid}", status=404)
    form = coordinator.get(f"{path}/power")
    sent = {"code": "PSPO", **day_of(2026, 11, 1, "starts_on")}
    form.submit("Save", sent)
    form.submit("Save", sent)  # sent twice
    with app.app_context(), acting_as(the_system()):
        power = db.session.scalars(select(PlacePower)).one()
        assert db.session.scalars(select(PlaceProfile)).all() == []
    browser(app, Role.COORD, area="NSOM").get(f"/places/powers/{power.uid}/end", status=404)
    differs = form.submit("Save", {**sent, **day_of(2026, 12, 1, "ends_on")})
    assert differs.errors() == {"starts_on-day": "End the one that is recorded from this day on first"}
