"""A year of activity equals an independent count in SQL: reach, dosage, waiting and money. PR-54."""

from datetime import date
from typing import Any

import pytest

from app.features.demonstration.year.loading import PEOPLE, SESSIONS, load_year
from app.features.demonstration.year.shapes import Year
from app.features.reach import commands
from app.features.reach.domain.cells import ALL, QUARTER, TO_DATE
from app.features.reach.domain.periods import Quarter
from app.features.reach.models import ReachReturn
from app.kernel.errors import Refused
from app.platform.access import acting_as
from app.platform.audit import verify
from app.platform.database import db
from tests.factories.accounts import the_system
from tests.factories.cases import acting
from tests.integration.reach.conftest import SMALL, Cast
from tests.integration.reach.independent import Independent

pytestmark = pytest.mark.usefixtures("context")
LAST = Quarter("2026/27", 4)


def counted(cast: Cast) -> ReachReturn:
    with acting(cast.coordinator) as actor:
        row = commands.begin(actor=actor, area_uid=cast.area_uid, year="2026/27", number=4)
        _ = row.count.figures, row.count.words
    return row


def compare(cast: Cast, year: Year, row: ReachReturn) -> None:
    codes = {of: words["code"] for of, words in row.count.words.items()} | {ALL: ALL}

    def cell(code: str, period: str, *, over_all: bool = False) -> dict[str, int]:
        return {
            codes[of]: spans[period][code]
            for of, spans in row.count.figures.items()
            if spans.get(period, {}).get(code) and (over_all or of != ALL)
        }

    for period, span in ((QUARTER, LAST.span), (TO_DATE, LAST.to_date)):
        told = Independent(cast.area_uid, span.since, span.until)
        assert cell("people", period, over_all=True) == told.people()
        assert cell("one", period) == told.one_to_one()
        assert cell("parents", period) == told.parents()
        assert cell("minutes", period) == told.minutes()
        assert cell("held", period) == told.sessions()
        assert cell("contacts", period, over_all=True) == told.contacts()
        assert cell("waiting", period) == told.waiting()
        assert cell("completed", period) == told.completed()
        assert cell("spend_ho", period) == told.spent()
        over_all: Any = row.count.figures[ALL][period]
        assert (over_all["waited"], over_all["measured"]) == (told.waited(), told.measured())
        assert over_all["spend_match"] == told.matched()
        assert {key[4:]: number for key, number in over_all.items() if key.startswith("age:")} == told.bands(year)
    bands = ("U25", "25", "50", "80")
    assert {(code, band): n for band in bands for code, n in cell(f"dose:{band}", TO_DATE).items()} == Independent(
        cast.area_uid, LAST.to_date.since, LAST.to_date.until
    ).dosage()


def test_a_small_year_equals_the_count_in_sql_and_the_same_seed_gives_it_again(cast: Cast) -> None:
    year = load_year(**SMALL)
    compare(cast, year, counted(cast))
    with pytest.raises(Refused, match="a year was loaded"):
        load_year(**SMALL)
    with acting_as(the_system()):
        assert verify().findings == []


@pytest.mark.one_database
def test_a_whole_year_equals_the_count_in_sql(cast: Cast) -> None:
    said: list[str] = []
    year = load_year(say=said.append)
    assert (len(year.people), len(year.sessions), year.begins) == (PEOPLE, SESSIONS, date(2026, 4, 1))
    assert len(said) > 20
    row = counted(cast)
    assert row.count.figures[ALL][TO_DATE]["contacts"] == 15_000
    compare(cast, year, row)
    assert db.session.is_active
