"""Who is counted where, once, and which checks a count passes. PR-54."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.features.reach.domain.cells import ALL, CELLS, QUARTER, TO_DATE
from app.features.reach.domain.checks import differences, findings
from app.features.reach.domain.counting import count, dosage
from app.features.reach.domain.facts import Course, Facts, Held, Known, Other, Plan, Seen, Spend, Tally, band_of
from app.features.reach.domain.periods import Quarter
from app.kernel.ages import Age

Q2 = Quarter("2026/27", 2)
MAY, JULY, AUGUST = date(2026, 5, 6), date(2026, 7, 8), date(2026, 8, 9)
PLANS = {"A": Plan(capacity=10, minutes=600), "B": Plan(), "C": Plan(campaign=True), "W": Plan(workforce=True)}
ROBIN = Known(sex="M", ethnic="WHITE", dob=date(2011, 7, 20), precision="EXACT")


def facts(**rows: object) -> Facts:
    return Facts(plans=PLANS, known={"robin": ROBIN, "alex": Known()}, **rows)  # type: ignore[arg-type]


def seen(on: date, intervention: str = "A", person: str = "robin", mode: str = "ONE", minutes: int = 60) -> Seen:
    return Seen(intervention, person, f"case of {person}", on, mode, minutes)


def test_somebody_is_one_person_for_each_intervention_and_one_over_all() -> None:
    rows = [seen(JULY), seen(AUGUST, mode="GROUP"), seen(MAY), seen(JULY, "B"), seen(AUGUST, person="alex")]
    found = count(facts(seen=rows), Q2)
    assert [found.figures[of][QUARTER]["people"] for of in ("A", "B", ALL)] == [2, 1, 2]
    assert (found.figures["A"][QUARTER]["one"], found.figures["A"][QUARTER]["group"]) == (2, 1)
    assert found.people[ALL][QUARTER]["people"] == ["case of alex", "case of robin"]
    assert found.figures["A"][TO_DATE]["minutes"] == 240


def test_the_band_is_of_the_day_somebody_was_first_seen_in_the_period() -> None:
    found = count(facts(seen=[seen(MAY), seen(JULY), seen(AUGUST)]), Q2).figures["A"]
    assert found[QUARTER]["age:10_14"] == 1  # 15 on 20 July, and seen before it
    later = count(facts(seen=[seen(AUGUST)]), Q2).figures["A"]
    assert later[QUARTER]["age:15_17"] == 1


def test_bands_and_school_years() -> None:
    bands = [band_of(Age(years, True, "")) for years in (None, 9, 10, 14, 15, 17, 18, 24, 25)]
    assert bands == ["NK", "U10", "10_14", "10_14", "15_17", "15_17", "18_24", "18_24", "25"]
    born = Known(dob=date(2015, 8, 31), precision="EXACT")
    assert [born.school_year(on) for on in (date(2026, 8, 31), date(2026, 9, 1))] == [6, 7]
    assert Known(dob=date(2015, 9, 1), precision="EXACT").school_year(date(2026, 9, 1)) == 6
    assert Known(dob=date(2015, 1, 1), precision="YEAR").school_year(date(2026, 9, 1)) is None


def test_dosage_counts_what_somebody_had_before_the_year() -> None:
    assert [dosage(minutes, 100) for minutes in (0, 24, 25, 49, 50, 79, 80, 500)] == [
        "U25", "U25", "25", "25", "50", "50", "80", "80",
    ]  # fmt: skip
    assert dosage(60, None) == "NK"
    found = count(facts(seen=[seen(JULY)], before={("A", "robin"): 440}), Q2).figures["A"][QUARTER]
    assert found["dose:80"] == 1


def test_contacts_are_not_people_and_campaigns_stand_apart() -> None:
    rows = [Tally("B", JULY, "10_14", 7, 3), Tally("C", JULY, "NK", 900, 0), Tally("W", MAY, "25", 4, 4)]
    found = count(facts(tallies=rows), Q2).figures[ALL]
    assert "people" not in found[QUARTER]
    assert (found[QUARTER]["contacts"], found[QUARTER]["con:10_14"], found[QUARTER]["impressions"]) == (7, 7, 900)
    assert (found[TO_DATE]["contacts"], found[TO_DATE]["professionals"]) == (11, 4)


def test_courses_are_counted_by_the_days_of_their_steps() -> None:
    def course(started: date | None, ended: date | None = None, reason: str | None = None) -> Course:
        return Course("A", "robin", "case", MAY, None, started, ended, reason, measured=ended is not None)

    rows = [
        course(MAY, JULY, "COMPLETED_PLANNED"),
        course(JULY, AUGUST, "MOVED"),
        course(None),
        course(None, JULY, "X"),
    ]
    found = count(facts(courses=rows), Q2).figures["A"][QUARTER]
    assert {key: found.get(key) for key in ("started", "ended", "completed", "left", "measured", "waiting")} == {
        "started": 1, "ended": 2, "completed": 1, "left": 1, "measured": 2, "waiting": 1,
    }  # fmt: skip
    assert found["waited"] == (JULY - MAY).days


def test_sessions_parents_and_money() -> None:
    rows = facts(
        held=[Held("A", JULY, True, 2), Held("A", JULY, False), Held("A", JULY, None), Held("A", MAY, True)],
        others=[Other("A", "parent", JULY), Other("A", "parent", AUGUST)],
        spend={("A", QUARTER): Spend(100, 20, 3), ("A", TO_DATE): Spend(100, 20, 3)},
    )
    found = count(rows, Q2).figures["A"][QUARTER]
    assert {
        "planned": 3,
        "held": 1,
        "left:not_held": 1,
        "left:unsaid": 1,
        "left:unrecorded": 2,
    }.items() <= found.items()
    assert (found["parents"], found["spend_ho"], found["spend_match"], found["spend_other"]) == (1, 100, 20, 3)


days = st.integers(0, 182).map(lambda number: date(2026, 4, 1) + timedelta(days=number))
who = st.sampled_from(["robin", "alex", "sam", "kit"])
rows_seen = st.builds(
    lambda i, p, on, mode, minutes: Seen(i, p, f"case of {p}", on, mode, minutes),
    st.sampled_from(["A", "B"]), who, days, st.sampled_from(["ONE", "GROUP"]), st.integers(0, 90),
)  # fmt: skip
tallies = st.builds(
    Tally, st.sampled_from(["A", "C"]), days, st.sampled_from(["U10", "NK"]), st.integers(0, 9), st.just(1)
)


@given(st.lists(rows_seen, max_size=30), st.lists(tallies, max_size=10))
def test_whatever_happened_the_parts_add_up_and_no_quarter_exceeds_its_year(came: list[Seen], met: list[Tally]) -> None:
    found = count(facts(seen=came, tallies=met), Q2)
    assert [one for one in findings(found.figures, None, same_year=False) if one.wrong] == []
    for of, spans in found.people.items():
        for period, lists in spans.items():
            for cell, cases in lists.items():
                assert len(cases) == found.figures[of][period][cell]
    assert differences(found.figures, found.figures) == []


def test_what_does_not_add_up_is_wrong_and_what_stands_out_is_worth_a_look() -> None:
    good = {"A": {QUARTER: {"people": 30, "age:25": 30, "sex:M": 30, "eth:NK": 30, "dose:80": 30}}}
    good["A"][TO_DATE] = dict(good["A"][QUARTER])
    good[ALL] = {period: dict(cells) for period, cells in good["A"].items()}
    assert findings(good, good, same_year=True) == []
    broken = {of: {period: dict(cells) for period, cells in spans.items()} for of, spans in good.items()}
    broken["A"][QUARTER]["age:25"] = 29
    broken["A"][QUARTER]["completed"] = 1
    broken["A"][QUARTER]["ended"] = 1
    words = [one.words for one in findings(broken, None, same_year=False) if one.wrong]
    assert "Quarter: the parts of age do not add up to the whole" in words
    assert f"{CELLS['completed'].label}: the quarter is more than the year to date" in words
    few = {of: {period: {**cells, "people": 12} for period, cells in spans.items()} for of, spans in good.items()}
    looked = [one.words for one in findings(few, good, same_year=True) if not one.wrong]
    assert "People reached fell by half or more since the last quarter" in looked
    assert "The year to date is less than in the last quarter: what was recorded has changed since" in looked
    assert differences(good, broken)[0][:3] == ("A", QUARTER, "age:25")
