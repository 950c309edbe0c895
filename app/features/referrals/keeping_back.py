"""What of a case a provider is not told, gathered for the check of what somebody writes to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.features.cases import interface as cases
from app.features.referrals import redaction
from app.features.referrals.models import Referral
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Network, Person, Subject
from app.kernel.folding import tokens
from app.platform.access import Actor

NOT_NAMES = frozenset({"NICKNAME", "ONLINE_HANDLE"})
"""Kinds of other names that are no names of people: only the whole is kept back, their parts are ordinary words."""


@dataclass(frozen=True)
class KeptBack:
    words: tuple[str, ...]
    dob: date | None

    def check(self, first_name: str, summary: str) -> None:
        """Raises Refused at the field that tells too much."""
        redaction.check_redacted(summary, self.words, self.dob)
        redaction.check_redacted_name(first_name, self.words)


def kept_back(actor: Actor, referral: Referral, first_name: str) -> KeptBack:
    """Names but for the first one, of the person, their family and household, or of those in a network; addresses and
    numbers."""
    subject = cases.case_for_change(actor, referral.case_uid).subject
    told = tokens(first_name)[:1]
    dob = subject.dob if isinstance(subject, Person) else None
    return KeptBack(tuple(dict.fromkeys(_words(actor, subject, told))), dob)


def _words(actor: Actor, subject: Subject, told: tuple[str, ...]) -> Iterator[str]:
    if isinstance(subject, Person):
        yield subject.family_name or ""
        yield from redaction.name_parts(subject.family_name)
        for name in tokens(subject.given_names)[1:]:
            yield from redaction.name_parts(name, told)
        for one in subject.aliases:
            if one.get("type") in NOT_NAMES:
                yield from () if tokens(one.get("name")) == told else (one.get("name") or "",)
            else:
                yield from redaction.name_parts(one.get("name"), told)
        for one in (*subject.parents_carers, *subject.household):
            yield from redaction.name_parts(one.get("name"), told)
        for one in subject.addresses:
            yield from redaction.address_parts(one.get("line"), one.get("postcode"))
        for one in subject.identifiers:
            yield one.get("value") or ""
    elif isinstance(subject, Network):
        yield from (words for words in (subject.working_name, subject.street_name) if words)
        for member in subjects.list_members(actor, subject.uid):
            yield from redaction.name_parts(member.name, told)
