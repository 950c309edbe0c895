"""What minutes say in one line, and what older versions of them did not know yet."""

from datetime import date

import pytest

from app.features.minutes.content import Agreed, Decided, GeneralContent, ItemContent, Person, Sought


def person(name: str, *, acknowledged: bool | None, here: bool = True) -> Person:
    return Person(name, "", "Police", "In person", here, acknowledged=acknowledged)


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ((person("Ada", acknowledged=True), person("Ben", acknowledged=True)), "Everybody who was there acknowledged"),
        ((person("Ada", acknowledged=True), person("Ben", acknowledged=False)), "by 1 of 2; not by Ben."),
        ((person("Ben", acknowledged=False),), "Nobody’s acknowledgement was written down."),
        ((person("Ben", acknowledged=False, here=False),), "was read."),
        ((person("Ada", acknowledged=None),), "was read."),
    ],
)
def test_who_acknowledged_the_statement(people: tuple[Person, ...], words: str) -> None:
    said = GeneralContent(statement_read=True, people=people).statement
    assert words in said
    assert said.startswith("The confidentiality statement was read.")


def test_what_came_of_an_item_in_one_line() -> None:
    day = date(2026, 12, 1)
    content = ItemContent(
        decisions=(Decided("Actions agreed", "", None), Decided("Keep open", "", None)),
        actions=(Agreed("A-1", "Ring", "", "Ada", day, "Accepted", urgent=False),) * 2,
        assurance=(Sought("S-1", "They wait for him", "Ada", day),),
    )
    assert content.outcome == "Actions agreed; Keep open; 2 actions; 1 assurance sought"
    assert ItemContent(course="DEFERRED", reason="No time").outcome == "Put off"
    assert ItemContent().outcome == "Nothing decided"


def test_versions_from_before_are_read() -> None:
    kept = ItemContent().to_json()
    del kept["left"]
    assert ItemContent.from_json(kept).left == ()
    general = {"people": [{"name": "Ada", "job_title": "", "agency": "", "how": "In person", "here": True}]}
    before = GeneralContent.from_json(GeneralContent().to_json() | general)
    assert (before.people[0].how_words, before.people[0].statement_words) == ("In person", "Not recorded")
