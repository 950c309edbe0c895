"""Areas side by side. PR-25."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.factories.accounts import make_user, the_system
from tests.pages import Pages


@pytest.mark.one_database
def test_the_hub_sees_where_areas_differ_and_nobodys_name(app: Flask) -> None:
    """PR-25: ages, thresholds and versions with their days; a number is there once an area has one of its own."""
    with app.app_context():
        area = partnership.area_by_code("BRIS").uid
        with acting_as(the_system()) as actor:
            day = today() - timedelta(days=1)
            partnership.change_number(actor=actor, key="review.red", value=2, area_uid=area, valid_from=day)
            db.session.commit()
        hub, practitioner = make_user(Role.HUB, name="Avery Holt"), make_user(Role.PRACTITIONER)
    page = Pages(app.test_client()).sign_in(hub).get("/partnership").follow("Areas side by side")
    rows = {row["What is set"]: row for row in page.table_rows()}
    assert rows["Ages the group covers"]["Bristol"].startswith("0 to 24")
    assert rows["Terms of reference"]["Bristol"] == "None in force"
    assert "Differs" in rows["Review a red level of concern every"]["Bristol"]
    assert "Differs" not in rows["Review a red level of concern every"]["Somerset"]
    assert rows["What counts as serious violence"]["Bristol"].startswith("Avon and Somerset, priorities")
    assert "Avery Holt" not in page.text
    counted = {row["Kind of violence"]: row for row in page.follow("Definitions").table_rows()}
    assert counted["Actual bodily harm"]["London, as Barnet uses it"] == "Counts"
    ours = "Avon and Somerset, priorities of the partnership"
    assert counted["Serious domestic abuse"][ours].startswith("Does not count")
    Pages(app.test_client()).sign_in(practitioner).get("/governance/areas", status=403)


@pytest.mark.one_database
def test_what_counts_has_dates(context: Flask) -> None:
    """PR-09: each area has one definition on a day, and what it counted then can be told for ever."""
    area = partnership.area_by_code("BNES").uid
    before, now = partnership.definition(area, date(2022, 6, 1)), partnership.definition(area, date(2026, 11, 2))
    assert (before and before.code, now and now.code) == ("AS_2019", "AS_2023")
    assert before
    assert now
    assert {"DA_SER", "RAPE"} <= before.counts
    assert not {"DA_SER", "RAPE", "ABH"} & now.counts
    assert now.words["DRUG"] == "where violence is inherent"
    assert partnership.definition(area, date(2019, 1, 1)) is None
    assert all("TERR" not in one.counts for one in partnership.definitions(date(2026, 11, 2)))
