"""What addresses what: rows, columns, gaps, ages."""

import pytest

from app.features.interventions.matrix import Service, matrix, takes_age

FACTORS = [("A", "First"), ("B", "Second"), ("C", "Third")]


def service(code: str, *factors: str, ages: tuple[int | None, int | None] = (None, None)) -> Service:
    return Service(code, code, code.title(), *ages, "Bath", frozenset(factors))


@pytest.mark.parametrize(
    ("ages", "age", "takes"),
    [
        ((10, 17), 10, True),
        ((10, 17), 17, True),
        ((10, 17), 18, False),
        ((10, None), 9, False),
        ((None, 24), 24, True),
        ((None, None), 99, True),
        ((10, 17), None, True),
    ],
)
def test_both_ends_of_an_age_range_are_included(
    ages: tuple[int | None, int | None], age: int | None, takes: bool
) -> None:
    assert takes_age(service("X", "A", ages=ages), age) is takes


def test_a_factor_that_nothing_addresses_is_a_gap() -> None:
    found = matrix(FACTORS, [service("X", "A", "B"), service("Y", "B"), service("Z", "ELSEWHERE")])
    assert [one.code for _x, one in found.columns] == ["X", "Y"]
    assert [row.code for row in found.gaps] == ["C"]
    second = found.rows[1]
    assert [one.code for one in second.services] == ["X", "Y"]
    assert second.marks == tuple(x for x, _one in found.columns)
    assert len({row.y for row in found.rows}) == 3


def test_an_age_takes_out_what_is_not_for_it() -> None:
    only = [service("X", "A", ages=(16, 25))]
    assert len(matrix(FACTORS, only, 15).gaps) == 3
    assert len(matrix(FACTORS, only, 16).gaps) == 2
