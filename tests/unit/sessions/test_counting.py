"""PR-51: what is counted without names has no place for one, and numbers that only count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Date, Integer, String
from sqlalchemy import inspect as mapped

from app.features.sessions.domain.counting import MOST, Counted, Kind, merged, seen, stepped
from app.features.sessions.forms import TallyForm, TallyGroup
from app.features.sessions.models import ContactLink, ContactTally
from app.platform.database import Base
from app.platform.vault import Sealed
from app.web.fields import Hidden, Number, Radios

UID, CODE = 26, 12
KINDS = st.builds(
    Kind, st.sampled_from(["U10", "A15_17"]), st.sampled_from(["F", "M"]), st.sampled_from(["NEW", "KNOWN"])
)
LINES = st.lists(st.builds(Counted, KINDS, st.integers(0, 50), st.integers(0, 50)), max_size=12)


def test_a_tally_has_no_place_for_a_name() -> None:
    """Every column is an uid, a code, a day or a number; none is sealed, none long enough for words."""
    for column in mapped(ContactTally).columns:
        kind = column.type
        assert isinstance(kind, Date | Integer | String)
        if isinstance(kind, String):
            assert kind.length in (UID, CODE), column.name
    assert not issubclass(ContactTally, Sealed)


def test_a_tally_never_points_to_a_person_nor_is_pointed_to() -> None:
    table = Base.metadata.tables["contact_tally"]
    pointed = {key.column.table.name for key in table.foreign_keys}
    assert pointed == {"intervention", "intervention_session"}
    assert not mapped(ContactTally).relationships
    names = {column.name for column in table.columns}
    assert names.isdisjoint({"referral_uid", "participant_uid", "subject_uid", "person_uid", "key_uid", "case_uid"})
    others = (key.column.table for one in Base.metadata.tables.values() for key in one.foreign_keys)
    assert table not in set(others)


def test_what_links_somebody_keeps_the_day_in_its_payload() -> None:
    plain = {column.name for column in mapped(ContactLink).columns}
    assert plain.isdisjoint({"session_uid", "tally_uid", "held_on", "place_uid"})


def test_the_page_that_counts_has_no_field_for_words() -> None:
    for form in (TallyForm, TallyGroup):
        fields = [one.field_class for name in vars(form) if hasattr(one := getattr(form, name), "field_class")]
        assert fields
        assert {one.__name__ for one in fields} <= {Number.__name__, Radios.__name__, Hidden.__name__, "Repeating"}


@given(LINES)
def test_lines_of_one_kind_become_one(lines: list[Counted]) -> None:
    found = merged(lines)
    assert len({line.kind for line in found}) == len(found)
    assert sum(line.people for line in found) == sum(line.people for line in lines)
    assert sum(line.conversations for line in found) == sum(line.conversations for line in lines)


@given(LINES)
def test_what_was_seen_does_not_depend_on_the_order(lines: list[Counted]) -> None:
    found = merged(lines)
    assert seen(found) == seen(found[::-1])


@pytest.mark.parametrize(
    ("what", "by", "people", "talks"), [("people", 1, 1, 0), ("people", -1, 0, 0), ("conversations", 1, 0, 1)]
)
def test_a_step_never_goes_below_nothing(what: str, by: int, people: int, talks: int) -> None:
    kind = Kind("U10", "F", "NEW")
    assert stepped(Counted(kind, 0), what, by) == Counted(kind, people, talks)
    assert stepped(Counted(kind, MOST), "people", 1).people == MOST
