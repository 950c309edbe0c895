"""Rules of accounts: pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from app.kernel.clock import local
from app.kernel.errors import Refused

LEAST_LENGTH = 12
MOST_LENGTH = 256
RECOVERY_CODES = 10


class Status(StrEnum):
    """How an account stands; the value is shown."""

    INVITED = "Invited"
    ACTIVE = "Active"
    SUSPENDED = "Suspended"
    LEFT = "Left"


class Ended(StrEnum):
    """Why a session ended."""

    IDLE = "IDLE"
    SIGNED_OUT = "SIGNED_OUT"
    REPLACED = "REPLACED"
    """By the next one of the same browser: the value in the cookie changes at every step of signing in."""
    REVOKED = "REVOKED"
    """By the person, from another browser."""
    CHANGED = "CHANGED"
    """Roles, passphrase or account were changed."""


class AccountFacts(Protocol):
    @property
    def activated_at(self) -> datetime | None: ...

    @property
    def suspended_at(self) -> datetime | None: ...

    @property
    def left_on(self) -> date | None: ...


class RoleTerm(Protocol):
    @property
    def role(self) -> str: ...

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


def account_status(user: AccountFacts, on: date) -> str:
    """INVITED, ACTIVE, SUSPENDED or LEFT. `left_on` is the first day without the account."""
    if user.left_on is not None and user.left_on <= on:
        return Status.LEFT.name
    if user.suspended_at is not None:
        return Status.SUSPENDED.name
    return Status.ACTIVE.name if user.activated_at is not None else Status.INVITED.name


class UseFacts(AccountFacts, Protocol):
    @property
    def last_seen_on(self) -> date | None: ...


def idle_since(user: UseFacts) -> date:
    """The last day the account was used, or the day it was set up."""
    if user.last_seen_on is not None:
        return user.last_seen_on
    return local(user.activated_at).date() if user.activated_at is not None else date.max


def roles_on(terms: Iterable[RoleTerm], on: date) -> list[str]:
    """The roles held `on` a day, first and last day included."""
    return [term.role for term in terms if term.valid_from <= on and (term.valid_to is None or on <= term.valid_to)]


# Sessions -----------------------------------------------------------------------------------------------------------


def session_is_live(
    created_at: datetime, seen_at: datetime, moment: datetime, *, idle: timedelta, longest: timedelta
) -> bool:
    """Whether a session may still be used: neither idle for longer than `idle` nor older than `longest`."""
    return moment - seen_at <= idle and moment - created_at <= longest


# Slowing down guesses -----------------------------------------------------------------------------------------------

LOOK_BACK = timedelta(hours=1)
LONGEST_WAIT = timedelta(minutes=20)
MOST_DOUBLINGS = 10


def must_wait(failures: Sequence[datetime], moment: datetime, *, limit: int, window: timedelta) -> bool:
    """Whether the next attempt must wait: `limit` failures within `window` are too many.

    The window doubles with every further `limit` failures of the last hour, up to twenty minutes, so that guessing
    slows down while nobody is ever shut out for good.
    """
    recent = [at for at in failures if timedelta(0) <= moment - at < LOOK_BACK]
    bursts = len(recent) // limit
    if bursts == 0:
        return False
    doublings = min(bursts - 1, MOST_DOUBLINGS)
    span: timedelta = min(window * 2**doublings, LONGEST_WAIT)
    return sum(moment - at < span for at in recent) >= limit


# Who may give what --------------------------------------------------------------------------------------------------

SYSADMIN = "SYSADMIN"
COORD = "COORD"
EIT = "EIT"
POLICE = "POL"
NOT_FOR_COORDINATORS = frozenset({SYSADMIN, "DPO", "AUDITOR", "HUB"})
WITHOUT_CASES = frozenset({SYSADMIN, "AUDITOR", "DPO"})
"""Roles of people who watch over the others, or over the machine: they hold no role that reads cases."""
READS_CASES = frozenset({"PRACTITIONER", "SPOC", COORD, "ADMIN", "CHAIR", EIT, "PROV_WORKER", "PROV_LEAD"})


def grantable_roles(own: Iterable[str], every: Iterable[str]) -> list[str]:
    """The roles that somebody with the roles `own` may give, out of `every`, in its order. A coordinator gives none
    that reaches beyond the area or watches over the coordinator."""
    held = set(own)
    if SYSADMIN in held:
        return list(every)
    if COORD in held:
        return [role for role in every if role not in NOT_FOR_COORDINATORS]
    return []


def check_roles(wanted: Iterable[str], grantable: Iterable[str], *, agency_type: str | None) -> list[str]:
    """The roles to give, once each. Raises Refused at `roles`."""
    roles = list(dict.fromkeys(wanted))
    if not roles:
        raise Refused("Select at least one role", field="roles")
    if not set(roles) <= set(grantable):
        raise Refused("Select roles that you may give", field="roles")
    watching = WITHOUT_CASES.intersection(roles)
    if watching and READS_CASES.intersection(roles):
        raise Refused("Select either a role that works with cases or one that watches over the service", field="roles")
    if EIT in roles and agency_type != POLICE:
        raise Refused("Select “Police early intervention officer” only for somebody in the police", field="roles")
    return roles


# Passphrases --------------------------------------------------------------------------------------------------------

FROM_LOOKALIKES = str.maketrans("013457@$!+", "oleastasit")
SEQUENCES = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")
LEAST_PARTS = 3
LEAST_REST = 6
LEAST_WORD = 3
LONGEST_WORD = 20


def check_passphrase(passphrase: str, *, own_words: Iterable[str], common: frozenset[str]) -> None:
    """Refuse a passphrase that is short, or that a list of common words explains. Raises Refused at `passphrase`.

    `own_words`: name, e-mail address and agency of the person; `common`: words and passwords that are tried first.
    Several common words in a row are fine: guessing three or more takes too long.
    """
    if len(passphrase) < LEAST_LENGTH:
        raise Refused(f"Enter a passphrase of {LEAST_LENGTH} characters or more", field="passphrase")
    if len(passphrase) > MOST_LENGTH:
        raise Refused(f"Enter a passphrase of {MOST_LENGTH} characters or fewer", field="passphrase")
    own = {part for words in own_words for part in _parts(words) if len(part) >= LEAST_WORD}
    if easily_guessed(passphrase, own=own, common=common):
        raise Refused(
            "Enter a passphrase that is harder to guess: three or more unrelated words, without names or dates",
            field="passphrase",
        )


def easily_guessed(passphrase: str, *, own: Iterable[str], common: frozenset[str]) -> bool:
    """Whether fewer than three common words, with runs, digits and repetitions between them, explain all but a few
    characters; or whether it is something short, repeated. Letters written as look-alikes (`p@ssw0rd`) are read too."""
    folded = passphrase.casefold()
    pairs = [(one, read) for one, read in zip(folded, folded.translate(FROM_LOOKALIKES), strict=True) if read.isalnum()]
    text, read_as = ("".join(column) for column in zip(*pairs, strict=True)) if pairs else ("", "")
    if _unit_length(text) < min(len(text), LEAST_LENGTH):
        return True
    known, words, rest, place = frozenset(own), set(), 0, 0
    while place < len(text):
        word = _word_at(text, place, known, common) or _word_at(read_as, place, known, common)
        length = len(word) or max(_run_at(text, place), _sequence_at(text, place), _digits_at(text, place))
        if word and word not in known:
            words.add(word)
        rest += 0 if length else 1
        place += length or 1
    return len(words) < LEAST_PARTS and rest < LEAST_REST


def _unit_length(text: str) -> int:
    """The length of the part that, repeated, makes the whole."""
    return (text + text).find(text, 1) if text else 0


def _word_at(text: str, place: int, own: frozenset[str], common: frozenset[str]) -> str:
    """The longest known word that begins here."""
    for end in range(min(len(text), place + LONGEST_WORD), place + LEAST_WORD - 1, -1):
        part = text[place:end]
        if part in own or (len(part) > LEAST_WORD and part in common):
            return part
    return ""


def _run_at(text: str, place: int) -> int:
    """The length of a character repeated three times or more."""
    end = place
    while end < len(text) and text[end] == text[place]:
        end += 1
    return end - place if end - place >= LEAST_WORD else 0


def _sequence_at(text: str, place: int) -> int:
    """The length of a run along the alphabet, the digits or a keyboard row, either way."""
    best = 0
    for row in (*SEQUENCES, *(row[::-1] for row in SEQUENCES)):
        start = row.find(text[place])
        length = 0
        while (
            start >= 0 and text[place + length : place + length + 1] == row[start + length : start + length + 1] != ""
        ):
            length += 1
        best = max(best, length)
    return best if best >= LEAST_WORD else 0


def _digits_at(text: str, place: int) -> int:
    """Digits in a row are a date or a number that is easy to try."""
    end = place
    while end < len(text) and text[end].isdigit():
        end += 1
    return end - place


def _parts(words: str) -> list[str]:
    folded = words.casefold()
    split = "".join(letter if letter.isalnum() else " " for letter in folded).split()
    return [*split, "".join(split)]
