"""Areas side by side. PR-25."""

from datetime import timedelta

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
    assert "Avery Holt" not in page.text
    Pages(app.test_client()).sign_in(practitioner).get("/governance/areas", status=403)
