"""Whom a provider may ask to a session: people it took on in an intervention, and who comes for their benefit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases.models import Case
from app.features.referrals import interface as referrals
from app.features.referrals.models import Referral, ReferralParticipant
from app.features.subjects.interface import Person, identity
from app.platform.access import Actor, beside, system_actor
from app.platform.database import db

Key = tuple[str, str | None]
"""A referral, and who comes for its benefit: None for the person referred."""


@dataclass(frozen=True)
class Somebody:
    """One who may be asked, as the provider knows them."""

    referral: Referral
    participant: ReferralParticipant | None = None

    @property
    def key(self) -> Key:
        return self.referral.uid, self.participant.uid if self.participant else None

    @property
    def name(self) -> str:
        return str(self.participant.first_name if self.participant else self.referral.first_name)


def key_text(key: Key) -> str:
    """As a form carries it."""
    return ".".join(part for part in key if part)


def read_key(text: str) -> Key:
    referral, _, participant = text.partition(".")
    return referral, participant or None


def who_may_come(actor: Actor, intervention_uid: str) -> list[Somebody]:
    """People accepted and not at an end, by first name, each followed by those who come for their benefit."""
    rows = referrals.active_referrals(actor, intervention_uid)
    others = referrals.participants_of(actor, [row.uid for row in rows])
    found = []
    for row in rows:
        found += [Somebody(row), *(Somebody(row, other) for other in others.get(row.uid, ()))]
    return found


def adults_on(actor: Actor, referral_uids: Collection[str], days: Collection[date]) -> dict[date, set[str]]:
    """Of these referrals, those whose person is 18 or over, by day: which words may be said of them (6.3). A provider
    is told nothing else of an age. Nobody is taken for an adult because nothing is known."""
    found: dict[date, set[str]] = {day: set() for day in days}
    if not referral_uids:
        return found
    with beside(system_actor("session-ages", actor.area_uids)):
        rows = db.session.execute(
            select(Referral.uid, Case)
            .join(Case, Case.uid == Referral.case_uid)
            .where(Referral.uid.in_(referral_uids))
            .options(joinedload(Case.subject))
        ).all()
        for uid, case in rows:
            person = case.subject
            for day, adults in found.items():
                if isinstance(person, Person) and not identity(person, restricted=False, on=day).age.is_child:
                    adults.add(uid)
    return found


def is_adult(one: Somebody, adults: Collection[str]) -> bool:
    return one.participant.adult if one.participant else one.referral.uid in adults


def subjects_of(referral_uids: Iterable[str]) -> list[str]:
    """The subjects behind referrals, whoever may see them: only to ask who must not meet whom."""
    link, case = Referral.__table__, Case.__table__
    found = (
        select(case.c.subject_uid)
        .join(link, link.c.case_uid == case.c.uid)
        .where(link.c.uid.in_(list(referral_uids)))
        .distinct()
    )
    return list(db.session.connection().execute(found).scalars())
