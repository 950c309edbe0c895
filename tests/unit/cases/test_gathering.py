"""What several agencies told of one thing, shown once."""

from datetime import date
from typing import Any

from app.features.cases import gathering
from app.features.cases.picture import Block, Line
from app.features.cases.wording import Fact

OCTOBER_6, OCTOBER_7 = date(2026, 10, 6), date(2026, 10, 7)


def line(
    what: str = "Knife-enabled violence", source: str = "Police", on: date | None = OCTOBER_6, **more: Any
) -> Line:
    facts = tuple(Fact(label, value) for label, value in more.pop("facts", {}).items())
    return Line(what, source=source, on=on, facts=facts, **more)


def test_a_factor_is_named_once_and_every_account_of_it_is_kept() -> None:
    rows = [
        line("Robbed", "School", text="Phone taken", tags=("Suspected",), grade="Known directly"),
        line("Had a weapon"),
        line("Robbed", "Police", text="Rucksack emptied"),
    ]
    robbed, weapon = gathering.by_name(rows)
    assert (robbed.what, robbed.agencies, robbed.tags) == ("Robbed", ("School", "Police"), ())
    assert [one.line.text for one in robbed.accounts] == ["Phone taken", "Rucksack emptied"]
    assert weapon.agencies == ("Police",)


def test_one_day_and_kind_of_two_agencies_stand_together_with_what_differs_beside_its_source() -> None:
    told = gathering.incidents(
        [
            line(facts={"Injury": "None", "Where": "School site"}),
            line(source="School", facts={"Injury": "None", "Where": "Bike shelter"}),
            line(on=OCTOBER_7),
        ]
    )
    assert [one.on for one in told] == [OCTOBER_7, OCTOBER_6]
    assert [fact.label for fact in told[1].facts] == ["Injury"]
    assert [one.facts[0].value for one in told[1].accounts] == ["School site", "Bike shelter"]


def test_incidents_that_may_not_be_one_stay_apart() -> None:
    same_agency = [line(), line()]
    other_reference = [line(facts={"Crime reference": "1"}), line(source="School", facts={"Crime reference": "2"})]
    no_day = [line(on=None), line(source="School", on=None)]
    for rows in (same_agency, other_reference, no_day):
        assert len(gathering.incidents(rows)) == 2


def test_the_situation_says_once_what_agencies_agree_on() -> None:
    rows = (
        line("", "Council", OCTOBER_7, facts={"Immediate danger": "No", "Open elsewhere": "Early help"}),
        line("", "Police", facts={"Immediate danger": "No", "Open elsewhere": "None"}),
    )
    (block,) = gathering.situation([Block("Safety first", rows, "safety_first")])
    (told,) = block.statements
    danger, elsewhere = told.fields
    assert [(value.words, value.by) for value in danger.values] == [("No", "")]
    assert [(value.words, value.by) for value in elsewhere.values] == [
        ("Early help", "Council, 7 Oct 2026"),
        ("None", "Police, 6 Oct 2026"),
    ]
    assert told.by == "Council; Police; latest 7 Oct 2026"


def test_what_is_restricted_is_never_put_together_with_what_is_not() -> None:
    rows = (line("", facts={"Kind": "A"}, tags=("Restricted",)), line("", "Council", facts={"Kind": "A"}))
    (block,) = gathering.situation([Block("Health", rows, "health")])
    assert [one.tags for one in block.statements] == [("Restricted",), ()]


def test_things_of_their_own_are_put_together_only_when_they_are_the_same_throughout() -> None:
    rows = (line("", facts={"Weapon": "Knife"}), line("", "School", facts={"Weapon": "Knife"}))
    (block,) = gathering.situation([Block("Weapons", (*rows, line("", facts={"Weapon": "Bat"})), "weapon")])
    assert [one.by for one in block.statements] == ["Police; School; latest 6 Oct 2026", "Police, 6 Oct 2026"]
