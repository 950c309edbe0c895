"""Rules of referrals."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from app.features.referrals.domain import (
    Status,
    Suits,
    Who,
    check_consent,
    check_redacted,
    check_step,
    eligibility,
    link_status,
    possible_steps,
)
from app.kernel.ages import ages_in_words
from app.kernel.errors import Refused

DAY = date(2026, 11, 2)


@dataclass
class Link:
    offered_on: date | None = None
    referred_on: date | None = None
    accepted_on: date | None = None
    declined_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None


STEPS = [
    (Link(), Status.SUGGESTED),
    (Link(offered_on=DAY), Status.OFFERED),
    (Link(offered_on=DAY, referred_on=DAY), Status.REFERRED),
    (Link(offered_on=DAY, referred_on=DAY, accepted_on=DAY), Status.ACCEPTED),
    (Link(offered_on=DAY, referred_on=DAY, declined_on=DAY), Status.DECLINED),
    (Link(offered_on=DAY, referred_on=DAY, accepted_on=DAY, started_on=DAY), Status.ACTIVE),
    (Link(offered_on=DAY, ended_on=DAY), Status.ENDED),
]


@pytest.mark.parametrize(("link", "status"), STEPS)
def test_the_status_is_the_last_step(link: Link, status: Status) -> None:
    assert link_status(link) is status


@pytest.mark.parametrize("link", [link for link, _ in STEPS])
def test_only_what_may_follow_is_let_through(link: Link) -> None:
    for step in Status:
        if step in possible_steps(link):
            check_step(link, step)
        else:
            with pytest.raises(Refused):
                check_step(link, step)


def test_nothing_follows_the_end() -> None:
    assert not possible_steps(Link(ended_on=DAY))
    assert not possible_steps(Link(declined_on=DAY))


@pytest.mark.parametrize("consent", [None, "REFUSED", "WITHDRAWN", "NOT_YET", "NOT_SOUGHT_UNSAFE"])
def test_nobody_is_referred_who_has_not_said_yes(consent: str | None) -> None:
    with pytest.raises(Refused):
        check_consent(consent)
    check_consent("GIVEN")


HERE = Suits(10, 17, "BNES", "Bath and North East Somerset")
FIFTEEN = Who(15, True, "15", "BNES", "Bath and North East Somerset")


def test_somebody_it_suits_has_no_warning() -> None:
    assert eligibility(HERE, FIFTEEN) == ()


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (replace(FIFTEEN, age=18, words="18"), ("The person is 18. This is for ages 10 to 17.",)),
        (replace(FIFTEEN, age=9, words="9"), ("The person is 9. This is for ages 10 to 17.",)),
        (replace(FIFTEEN, age=10, words="10"), ()),
        (replace(FIFTEEN, age=17, words="17"), ()),
        (
            replace(FIFTEEN, age=17, certain=False, words="about 17"),
            ("The person is about 17. This is for ages 10 to 17.",),
        ),
        (replace(FIFTEEN, age=14, certain=False, words="about 14"), ()),
        (replace(FIFTEEN, age=None), ("The person’s age is not known. This is for ages 10 to 17.",)),
        (
            replace(FIFTEEN, area_code="SOM", area_name="Somerset"),
            ("This runs in Bath and North East Somerset. The case is in Somerset.",),
        ),
    ],
)
def test_what_to_check_first_is_said_with_the_reason(who: Who, words: tuple[str, ...]) -> None:
    assert eligibility(HERE, who) == words


def test_an_age_that_is_not_known_is_nothing_to_check_for_any_age() -> None:
    assert eligibility(replace(HERE, min_age=None, max_age=None), replace(FIFTEEN, age=None)) == ()


def test_ages_are_said_in_words() -> None:
    assert ages_in_words(10, 17) == "10 to 17"
    assert ages_in_words(None, 24) == "24 and under"
    assert ages_in_words(16, None) == "16 and over"
    assert ages_in_words(None, None) == "Any age"


@pytest.mark.parametrize("told", ["Robin FERNSBY is afraid", "Lives at 3 Canal Row, Bath", "at ba1 1aa"])
def test_a_provider_is_not_told_the_family_name_or_an_address(told: str) -> None:
    with pytest.raises(Refused) as refused:
        check_redacted(told, ("Fernsby", "3 Canal Row", "BA1 1AA"))
    assert refused.value.field == "risk_summary"


def test_words_that_only_contain_a_name_are_left_alone() -> None:
    check_redacted("Greenway school is a safe place", ("Green",))
