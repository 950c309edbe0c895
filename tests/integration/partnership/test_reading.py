"""What other rooms read of the partnership, on both databases."""

from datetime import date, time

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.features.partnership import interface as partnership
from app.features.partnership.models import Code
from app.kernel.errors import NotFound
from app.platform.database import db

pytestmark = pytest.mark.usefixtures("context")


class Statements:
    """Counts what is sent to the database."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def __call__(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT") and "set_config" not in statement:
            self.sent.append(statement)


@pytest.fixture
def statements(context: Flask) -> Statements:
    counting = Statements()
    event.listen(db.engine, "before_cursor_execute", counting)
    return counting


def test_lists_come_in_their_own_order() -> None:
    assert [item.code for item in partnership.code_list("band")] == ["GREEN", "AMBER", "RED"]
    assert partnership.code_list("language")[0].code == "en"


def test_a_list_nobody_knows_is_an_error() -> None:
    with pytest.raises(partnership.UnknownList):
        partnership.code_list("no_such_list")
    with pytest.raises(partnership.UnknownList):
        partnership.number("no.such.number")


def test_labels_are_the_words_on_screen() -> None:
    assert partnership.code_label("role_in_violence", "ALLEGED_CAUSE") == "Alleged to have caused harm"
    assert partnership.code_label("role_in_violence", "UNHEARD_OF") == "UNHEARD_OF"
    assert partnership.code_labels("band", ["RED", "GREEN"]) == ["Red", "Green"]


def test_codes_from_outside_are_recognised() -> None:
    assert partnership.resolve_code("action_priority", "URGENT 48h") == "URGENT"
    assert partnership.resolve_code("action_priority", "HIGH") == "HIGH"
    assert partnership.resolve_code("action_priority", "WHENEVER") is None


def test_a_gateway_is_offered_from_the_day_it_is_law() -> None:
    before = {item.code for item in partnership.gateways_for("EDU_SCH", date(2026, 9, 29))}
    after = {item.code for item in partnership.gateways_for("EDU_SCH", date(2026, 9, 30))}
    assert after - before == {"CA04_16LA"}
    assert not partnership.is_code("gateway", "CA04_16LA", date(2026, 9, 29))
    assert partnership.code_label("gateway", "CA04_16LA", date(2020, 1, 1)).startswith("Duty to share")


@pytest.mark.parametrize("kind", ["ICB", "NHS_ACUTE", "VCS_PROV", "RSL", "VICT", "LA_CSC", "LA_CS", "LA_HOU", "LA_PH"])
def test_the_duty_gateway_is_hidden_from_those_it_does_not_cover(kind: str) -> None:
    offered = {item.code for item in partnership.gateways_for(kind)}
    assert "PCSC16" not in offered
    assert {"CDA115", "VITAL"} <= offered


def test_numbers_are_read_in_their_kind() -> None:
    assert partnership.number("action.due.default") == -5
    assert partnership.time_of_day("cycle.cutoff.time") == time(12)


def test_the_five_areas_are_there() -> None:
    areas = partnership.list_areas()
    assert [area.code for area in areas] == ["BNES", "BRIS", "NSOM", "SGLOS", "SOM"]
    assert partnership.area_by_code("BNES").name == "Bath and North East Somerset"
    assert partnership.every_area_uid() == {area.uid for area in areas}
    with pytest.raises(NotFound):
        partnership.get_area("0" * 26)
    with pytest.raises(NotFound):
        partnership.get_agency("0" * 26)


def test_a_forum_has_the_name_of_its_day() -> None:
    bristol = partnership.area_by_code("BRIS").uid
    code = "SAFER_OPTIONS/SAFER_CONNECTIONS"
    assert partnership.forum_name(bristol, code, date(2020, 6, 1)) == "Safer Options"
    assert partnership.forum_name(bristol, code, date(2026, 6, 1)) == "Safer Connections"
    assert [forum.code for forum in partnership.list_forums(bristol)] == [code, "SVOG"]
    assert partnership.forum_name(bristol, "MASH") == "Multi-agency safeguarding hub"


def test_the_age_scope_is_that_of_the_day() -> None:
    area = partnership.area_by_code("BNES").uid
    before, after = partnership.age_scope(area, date(2020, 10, 31)), partnership.age_scope(area, date(2020, 11, 1))
    assert before is not None
    assert after is not None
    assert (before.max_age_exclusive, after.max_age_exclusive) == (18, 25)
    assert partnership.age_scope(area, date(2019, 1, 1)) is None


def test_a_page_of_labels_costs_one_statement(statements: Statements) -> None:
    partnership.code_label("band", "RED")
    partnership.number("session.idle")
    db.session.rollback()
    statements.sent.clear()
    for _ in range(50):
        partnership.code_list("risk_factor")
        partnership.code_label("band", "RED")
        partnership.number("session.idle")
    assert len(statements.sent) == 1


def test_in_force_means_the_same_in_sql_and_in_python() -> None:
    rows = list(db.session.scalars(select(Code).where(Code.list == "gateway")))
    for day in (date(2026, 2, 4), date(2026, 2, 5), date(2026, 9, 29), date(2026, 9, 30)):
        chosen = set(db.session.scalars(select(Code.code).where(Code.list == "gateway", Code.in_force(day))))
        assert chosen == {row.code for row in rows if row.in_force(day)}
