"""Rules of accounts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.accounts import domain
from app.features.accounts.passphrases import common_words
from app.kernel.errors import Refused

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
TODAY = NOON.date()
FIVE = timedelta(minutes=5)
EVERY = ("NOTIFIER", "COORD", "HUB", "DPO", "AUDITOR", "SYSADMIN")


@dataclass
class Facts:
    activated_at: datetime | None = NOON
    suspended_at: datetime | None = None
    left_on: date | None = None
    last_seen_on: date | None = None


@dataclass
class Term:
    role: str
    valid_from: date
    valid_to: date | None


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (Facts(), "ACTIVE"),
        (Facts(activated_at=None), "INVITED"),
        (Facts(suspended_at=NOON), "SUSPENDED"),
        (Facts(activated_at=None, suspended_at=NOON), "SUSPENDED"),
        (Facts(left_on=TODAY), "LEFT"),
        (Facts(left_on=TODAY + timedelta(days=1)), "ACTIVE"),
        (Facts(suspended_at=NOON, left_on=TODAY), "LEFT"),
    ],
)
def test_status(facts: Facts, status: str) -> None:
    assert domain.account_status(facts, TODAY) == status


def test_an_account_is_idle_since_it_was_used_or_set_up() -> None:
    assert domain.idle_since(Facts()) == TODAY
    assert domain.idle_since(Facts(last_seen_on=date(2026, 1, 1))) == date(2026, 1, 1)
    assert domain.idle_since(Facts(activated_at=None)) > TODAY


def test_roles_on_a_day() -> None:
    terms = [Term("COORD", TODAY, TODAY), Term("ADMIN", date(2026, 1, 1), None), Term("CHAIR", date(2027, 1, 1), None)]
    assert domain.roles_on(terms, TODAY) == ["COORD", "ADMIN"]
    assert domain.roles_on(terms, TODAY + timedelta(days=1)) == ["ADMIN"]


@pytest.mark.parametrize(
    ("age", "idle_for", "live"),
    [(0, 0, True), (600, 15, True), (600, 15.1, False), (600.1, 0, False)],
)
def test_a_session_is_live_within_both_limits(age: float, idle_for: float, live: bool) -> None:
    created, seen = NOON - timedelta(minutes=age), NOON - timedelta(minutes=idle_for)
    limits = {"idle": timedelta(minutes=15), "longest": timedelta(hours=10)}
    assert domain.session_is_live(created, seen, NOON, **limits) == live


# Guessing


def failures(*minutes_ago: float) -> list[datetime]:
    return [NOON - timedelta(minutes=minutes) for minutes in minutes_ago]


@pytest.mark.parametrize(
    ("before", "waits"),
    [
        ([], False),
        ([0] * 9, False),
        ([0] * 10, True),
        ([4.9] * 10, True),
        ([5] * 10, False),
        ([6 * number for number in range(10)], False),  # slow typing mistakes of a whole office
        ([6] * 10 + [7] * 10, True),
        ([11] * 10 + [12] * 10, False),
        ([19] * 40, True),
        ([20] * 400, False),
    ],
)
def test_ten_failures_in_five_minutes_wait_and_the_wait_doubles(before: list[float], waits: bool) -> None:
    assert domain.must_wait(failures(*before), NOON, limit=10, window=FIVE) == waits


@given(st.lists(st.floats(20, 10_000), max_size=200))
def test_nobody_waits_longer_than_twenty_minutes(before: list[float]) -> None:
    assert not domain.must_wait(failures(*before), NOON, limit=10, window=FIVE)


# Roles


def test_who_gives_what() -> None:
    assert domain.grantable_roles(["SYSADMIN"], EVERY) == list(EVERY)
    assert domain.grantable_roles(["COORD"], EVERY) == ["NOTIFIER", "COORD"]
    assert domain.grantable_roles(["CHAIR", "ADMIN"], EVERY) == []


@pytest.mark.parametrize(
    "roles", [[], ["HUB"], ["COORD", "SYSADMIN"], ["AUDITOR", "PRACTITIONER"], ["EIT"], ["NONSENSE"]]
)
def test_roles_that_do_not_go(roles: list[str]) -> None:
    grantable = ["COORD", "SYSADMIN", "AUDITOR", "PRACTITIONER", "EIT"]
    with pytest.raises(Refused) as refused:
        domain.check_roles(roles, grantable, agency_type="LA_CS")
    assert refused.value.field == "roles"


def test_the_police_officer_is_of_the_police() -> None:
    assert domain.check_roles(["EIT", "EIT"], ["EIT"], agency_type="POL") == ["EIT"]


# Passphrases

OWN = ["Bernadette Quill", "b.quill@bathnes.example", "Bath Youth Service"]


@pytest.mark.parametrize(
    "passphrase",
    [
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "123456789012",
        "abcdefghijklm",
        "qwertyuiop[]",
        "password1234",
        "P@ssw0rd2026!",
        "Password Password",
        "liverpool arsenal",
        "michaeljames1985",
        "Summer2026!!!",
        "BernadetteQuill",
        "quill bernadette 1",
        "b.quill@bathnes.example",
        "bathyouthservice9",
        "lantern lantern",
        "!!!!!!!!!!!!",
        "3l3phant 2026",
    ],
)
def test_easily_guessed(passphrase: str) -> None:
    with pytest.raises(Refused) as refused:
        domain.check_passphrase(passphrase, own_words=OWN, common=common_words())
    assert refused.value.field == "passphrase"


@pytest.mark.parametrize(
    "passphrase",
    [
        "correct horse battery staple",
        "marble teapot lantern",
        "kV9#xQ2!mTz7",
        "gravel under the tongue",
        "пять синих чайников",
        "x" * 3 + " walnut sideboard ferry",
        "walnut sideboard ferry " * 10,
    ],
)
def test_hard_enough(passphrase: str) -> None:
    domain.check_passphrase(passphrase, own_words=OWN, common=common_words())


WORDS = "gravel under tongue walnut sideboard ferry kettle " * 6


@pytest.mark.parametrize("length", [12, 128, 256])
def test_long_enough_and_never_cut(length: int) -> None:
    domain.check_passphrase(WORDS[: length - 1] + "q", own_words=[], common=common_words())


@pytest.mark.parametrize("length", [0, 11, 257])
def test_too_short_or_too_long(length: int) -> None:
    with pytest.raises(Refused, match="characters"):
        domain.check_passphrase(WORDS[:length], own_words=[], common=common_words())


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert domain.easily_guessed(text, own={"quill"}, common=common_words()) in (True, False)


def test_the_list_is_of_lower_case_words() -> None:
    assert len(common_words()) > 1000
    assert all(word == word.casefold() and len(word) > 3 for word in common_words())
