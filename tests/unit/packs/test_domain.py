"""When packs can be read, and which gateways cover a sharing."""

from datetime import UTC, date, datetime

import pytest

from app.features.packs.domain import (
    PackState,
    Piece,
    basis_of,
    condition_of,
    missing,
    pack_state,
    reaches,
)

RELEASED = datetime(2026, 11, 16, 9, tzinfo=UTC)
LAST = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("released", "withdrawn", "on", "state"),
    [
        (None, None, date(2026, 11, 16), PackState.NOT_RELEASED),
        (RELEASED, None, LAST, PackState.OPEN),
        (RELEASED, None, date(2026, 12, 2), PackState.WITHDRAWN),
        (RELEASED, RELEASED, date(2026, 11, 17), PackState.WITHDRAWN),
        (None, None, date(2026, 12, 2), PackState.NOT_RELEASED),
    ],
)
def test_when_a_pack_can_be_read(
    released: datetime | None, withdrawn: datetime | None, on: date, state: PackState
) -> None:
    assert pack_state(released, withdrawn, on, LAST) == state


def test_a_piece_without_a_gateway_is_missing_one() -> None:
    bare = Piece("item", "school")
    assert missing([Piece("item", "police", ("PCSC16",)), bare]) == [bare]


def test_a_gateway_that_does_not_reach_the_reader_carries_nothing_there() -> None:
    not_to = {"PCSC16": ["VCS_PROV"]}
    assert reaches(["PCSC16", "VITAL"], "VCS_PROV", not_to) == ["VITAL"]
    assert reaches(["PCSC16"], "YOT", not_to) == ["PCSC16"]


def test_the_basis_and_the_condition_follow_from_the_gateways_and_the_age() -> None:
    assert basis_of(["PCSC16", "VITAL"]) == "ART_6_1_E"
    assert basis_of(["VITAL"]) == "ART_6_1_D"
    assert basis_of(["DUAA_RLI_CRIME"]) == "ART_6_1_EA"
    assert (condition_of(is_child=True), condition_of(is_child=False)) == ("SCH_1_18", "SCH_1_10")
