"""What a provider may not be told, however it is written."""

from datetime import date

import pytest

from app.features.referrals.redaction import address_parts, check_redacted, check_redacted_name, name_parts
from app.kernel.errors import Refused

KEPT = (
    *name_parts("Nowak-Wiśniewski"),
    "Ghost of Twerton",
    *name_parts("Mum (Jane O’Neill)"),
    *address_parts("3 Canal Row, Bath", "BA1 1AA"),
    *address_parts("Flat 2, 9 High Street", None),
    "Li",
)
BORN = date(2010, 3, 27)


@pytest.mark.parametrize(
    "told",
    [
        "Robin NOWAK is afraid",
        "Robin Wisniewski",
        "the Nowak Wiśniewski’s house",
        "Wisniewskis",
        "known as ghost  of\ntwerton",
        "ask jane first",
        "Mrs ONeill",
        "o'neill",
        "lives at 3 Canal Row, Bath",
        "meet near canal row",
        "off the High Street",
        "at ba11aa",
        "at BS5 6XX",
        "his name is Li",
        "it is N o w a k",
        "W-i-s-n-i-e-w-s-k-i",
    ],
)
def test_names_and_addresses(told: str) -> None:
    with pytest.raises(Refused) as refused:
        check_redacted(told, KEPT, BORN)
    assert refused.value.field == "risk_summary"
    assert "names" in str(refused.value)


@pytest.mark.parametrize(
    "told",
    [
        "call 07700 900123",
        "0117-496-0123",
        "+44 (0)7700 900 123",
        "robin@example.org",
        "see C-2026-0014",
        "943 476 5919",
    ],
)
def test_numbers(told: str) -> None:
    with pytest.raises(Refused, match="numbers"):
        check_redacted(told, KEPT, BORN)


@pytest.mark.parametrize(
    "told",
    [
        "27/3/2010",
        "27.03.10",
        "2010-03-27",
        "27 March 2010",
        "27th of Mar 2010",
        "March 27, 2010",
        "27-3-2010",
        "DOB 3.27",
        "born 2010",
        "date of birth: 1/1/2011",
    ],
)
def test_the_date_of_birth(told: str) -> None:
    with pytest.raises(Refused, match="date of birth"):
        check_redacted(f"Robin, {told}, likes music", KEPT, BORN)


@pytest.mark.parametrize(
    "told",
    [
        "Greenway school is a safe place",
        "His mum comes with him and he likes the street less than the canal",
        "Meet after 4.30pm; court on 3 December 2026 at 10:00, then 04/12/2026 10:30",
        "He is 16 and has 12 sessions a year; a 5 minute walk, 100% attendance in 2025-26",
        "The ghost train is fun. In March 2010 nothing happened to him",
        "Likes limes",
    ],
)
def test_what_helps_the_provider_is_left_alone(told: str) -> None:
    check_redacted(told, (*KEPT, "Green"), BORN)


@pytest.mark.parametrize("name", ["Robin Nowak", "Robin 2010", "li"])
def test_the_first_name_brings_nothing_with_it(name: str) -> None:
    with pytest.raises(Refused) as refused:
        check_redacted_name(name, KEPT)
    assert refused.value.field == "first_name"


def test_the_first_name_itself_may_be_in_another_name() -> None:
    kept = tuple(name_parts("Robin Fern", told=("robin",)))
    check_redacted("Robin likes music", kept)
    with pytest.raises(Refused):
        check_redacted("Robin Fern likes music", kept)
    assert tuple(name_parts("Robin", told=("robin",))) == ()
    assert tuple(name_parts("Mum")) == ()
