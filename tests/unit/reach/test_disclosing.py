"""What may leave the area: nothing that is hidden can be worked out from what is shown. 7.4, PR-55."""

from hypothesis import given
from hypothesis import strategies as st

from app.features.reach.domain.cells import ALL, PARTS, QUARTER, WHOLE
from app.features.reach.domain.disclosing import ADDING, Limits, Tier, disclosed, divided, settled

LIMITS = Limits(smallest=5, rounding=5, divisor=20)


def outside(figures: dict[str, dict[str, int]], tier: Tier = Tier.PARTNER) -> dict[str, dict[str, int | None]]:
    found = disclosed({of: {QUARTER: cells} for of, cells in figures.items()}, tier, LIMITS)
    return {of: spans[QUARTER] for of, spans in found.items()}


def test_the_areas_own_read_exact_counts() -> None:
    assert outside({"A": {"people": 3, "sex:M": 3}}, Tier.INTERNAL) == {"A": {"people": 3, "sex:M": 3}}


def test_a_small_count_is_hidden_with_the_next_smallest_of_its_row() -> None:
    found = outside({"A": {"people": 43, "sex:M": 29, "sex:F": 12, "sex:NK": 2}})["A"]
    assert found == {"people": 45, "sex:M": 30, "sex:F": None, "sex:NK": None}


def test_a_small_whole_takes_its_parts_along_and_noughts_too() -> None:
    found = outside({"A": {"people": 4, "age:10_14": 4}})["A"]
    assert found["people"] is None
    assert all(found[code] is None for code in PARTS["Age"])


def test_contacts_are_counts_of_people_too() -> None:
    found = outside({"A": {"contacts": 3, "con:U10": 3, "people": 9, "sex:M": 9}})["A"]
    assert found["contacts"] is None
    assert found["con:25"] is None
    assert found["sex:M"] == 10


def test_no_intervention_alone_is_hidden_beneath_a_sum_that_is_shown() -> None:
    found = outside({"A": {"started": 2}, "B": {"started": 30}, "C": {"started": 11}, ALL: {"started": 43}})
    assert [found[of].get("started") for of in ("A", "B", "C", ALL)] == [None, 30, None, 45]


def test_money_and_sessions_are_shown_as_they_are_and_nothing_is_divided_by_few() -> None:
    found = outside({"A": {"spend_ho": 12_345, "held": 3, "people": 22}})["A"]
    assert (found["spend_ho"], found["held"], found["people"]) == (12_345, 3, 20)
    assert divided(10_000, 19, Tier.PARTNER, LIMITS) is None
    assert divided(10_000, None, Tier.PUB, LIMITS) is None
    assert divided(10_000, 20, Tier.PUB, LIMITS) == 500
    assert divided(10_000, 4, Tier.INTERNAL, LIMITS) == 2_500
    assert divided(10_000, 0, Tier.INTERNAL, LIMITS) is None


def test_minutes_and_days_waited_do_not_tell_how_many_people_there_were() -> None:
    few = outside({"A": {"people": 3, "held": 1, "minutes": 180, "started": 2, "waited": 9}})["A"]
    assert (few["minutes"], few["waited"]) == (None, None)
    more = outside({"A": {"people": 7, "held": 1, "minutes": 420, "started": 6, "waited": 8}})["A"]
    assert (more["minutes"], more["waited"]) == (300, 50)


def test_one_person_put_right_is_not_told_by_two_versions() -> None:
    first = {"A": {QUARTER: {"people": 53, "sex:M": 38, "sex:F": 15, "minutes": 4_460, "held": 9, "started": 0}}}
    second = {"A": {QUARTER: {"people": 52, "sex:M": 37, "sex:F": 15, "minutes": 4_400, "held": 10, "started": 2}}}
    third = {"A": {QUARTER: {"people": 47, "sex:M": 32, "sex:F": 15, "minutes": 3_100, "held": 10, "started": 0}}}
    shown = [
        disclosed(settled(versions, LIMITS), Tier.PARTNER, LIMITS)["A"][QUARTER]
        for versions in ([first], [first, second], [first, second, third])
    ]
    assert shown[1] == shown[0] | {"held": 10, "started": None, "waited": None}
    assert (shown[2]["people"], shown[2]["sex:M"], shown[2]["minutes"]) == (45, 30, 3_000)


cells = st.fixed_dictionaries({
    code: st.integers(0, 40)
    for code in (*PARTS["Sex"], *PARTS["Age"], *PARTS["Contacts"], *PARTS["Course"], "started")
})  # fmt: skip


@given(st.lists(cells, min_size=1, max_size=4))
def test_nothing_hidden_is_ever_alone_in_its_row_or_column(rows: list[dict[str, int]]) -> None:
    figures = {f"I{number}": dict(row) for number, row in enumerate(rows)}
    for row in figures.values():
        row |= {WHOLE[group]: sum(row.get(code, 0) for code in codes) for group, codes in PARTS.items()}
    figures[ALL] = {code: sum(row[code] for row in figures.values()) for code in figures["I0"]}
    found = outside(figures)
    for of, told in found.items():
        for group, codes in PARTS.items():
            hidden = [code for code in codes if told.get(code, 0) is None]
            assert told.get(WHOLE[group], 0) is None or len(hidden) != 1
        assert all(number is None or number % 5 == 0 for number in told.values())
        assert all(told[code] is None for code, number in figures[of].items() if 0 < number < 5)
    if len(rows) > 1:
        for code in ADDING:
            if found[ALL].get(code, 0) is not None:
                assert len([of for of in found if of != ALL and found[of].get(code, 0) is None]) != 1
