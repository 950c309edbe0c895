"""Whom an intervention suits."""

from dataclasses import replace

import pytest

from app.features.referrals.eligibility import Suits, Who, eligibility
from app.kernel.ages import ages_in_words

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
