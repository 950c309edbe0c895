"""What the catalogue offers in an area now, with its places and whoever is not to come where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.features.cases.models import Case, CaseEntry
from app.features.interventions import interface as interventions
from app.features.interventions.interface import Intervention
from app.features.interventions.models import VenueRestriction
from app.features.networks.interface import Standing
from app.features.networks.models import NetworkMembership
from app.features.partnership import interface as partnership
from app.features.providers import interface as providers
from app.features.referrals.eligibility import Who
from app.features.referrals.fitting import Service, Somebody
from app.features.referrals.models import Referral
from app.features.subjects import interface as subjects
from app.features.subjects.models import NetworkMember
from app.platform import audit
from app.platform.access import Actor, beside, system_actor
from app.platform.database import db

audit.declare("gaps.viewed", facts={"area"})

RISK_FACTOR = "RISK_FACTOR"


@dataclass(frozen=True)
class Places:
    taken: int
    waiting: int


def services_in(actor: Actor, area_uid: str, on: date, away: frozenset[str] = frozenset()) -> list[Service]:
    """What is in the catalogue for an area. `away` are venues where the person is not to be."""
    rows = interventions.list_catalogue(actor, area_code=partnership.get_area(area_uid).code)
    places = places_of([row.uid for row in rows])
    lapsed = providers.lapsed_by_agency({row.provider_agency_uid for row in rows if row.provider_agency_uid}, on)
    venues = interventions.venues_by_intervention([row.uid for row in rows]) if away else {}
    return [
        _service(
            row,
            on,
            places.get(row.uid, Places(0, 0)),
            lapsed.get(row.provider_agency_uid or "", ()),
            tuple(one.name for one in venues.get(row.uid, ()) if one.uid in away),
        )
        for row in rows
    ]


def _service(row: Intervention, on: date, places: Places, lapsed: tuple[str, ...], away: tuple[str, ...]) -> Service:
    how = interventions.commissioning(row, on)
    return Service(
        uid=row.uid,
        name=row.name,
        factors=frozenset(row.factors),
        is_live=how.is_live,
        min_age=row.min_age,
        max_age=row.max_age,
        banner=how.banner,
        capacity=row.capacity,
        taken=places.taken,
        waiting=places.waiting,
        waiting_list=row.waiting_list,
        named=interventions.takes_named_people(row),
        evidence=interventions.evidence(row),
        lapsed=lapsed,
        away=away,
    )


def places_of(uids: Iterable[str]) -> dict[str, Places]:
    """How many people have a place and how many wait, whoever may see them: numbers of a service, of nobody."""
    row = Referral.__table__.c
    taken = row.accepted_on.is_not(None)
    waits = and_(row.accepted_on.is_(None), or_(row.referred_on.is_not(None), row.waitlisted_on.is_not(None)))
    found = (
        select(row.intervention_uid, func.sum(case((taken, 1), else_=0)), func.sum(case((waits, 1), else_=0)))
        .where(row.intervention_uid.in_(list(uids)), row.ended_on.is_(None), row.declined_on.is_(None))
        .group_by(row.intervention_uid)
    )
    return {uid: Places(there, waiting) for uid, there, waiting in db.session.connection().execute(found)}


def venues_to_avoid(subject_uid: str, area_uid: str, on: date) -> frozenset[str]:
    """Venues where members of a network are not to come that somebody belongs to, whoever may see it: only the venue is
    told, never the network. Who was left out, or only mentioned, or is no member any more, may come."""
    with beside(system_actor("venues", frozenset({area_uid}))):
        rows = db.session.execute(
            select(VenueRestriction.venue_uid, NetworkMembership.standing)
            .join(NetworkMember, NetworkMember.network_uid == VenueRestriction.network_uid)
            .outerjoin(NetworkMembership, NetworkMembership.member_uid == NetworkMember.uid)
            .where(
                NetworkMember.person_uid == subject_uid,
                VenueRestriction.lifted_on.is_(None),
                NetworkMembership.ended_on.is_(None),
                or_(NetworkMembership.expires_on.is_(None), NetworkMembership.expires_on >= on),
            )
        ).all()
    return frozenset(venue for venue, standing in rows if standing in (None, Standing.MEMBER))


def who_is(row: Case, on: date) -> Who:
    """The person of a case, as the rules need them; of a network or place the age is not known."""
    area = partnership.get_area(row.area_uid)
    if not isinstance(row.subject, subjects.Person):
        return Who(None, False, "", area.code, area.name)
    age = subjects.identity(row.subject, restricted=False, on=on).age
    return Who(age.years, age.certain, age.words, area.code, area.name)


def caseload(area_uid: str, on: date) -> list[Somebody]:
    """Everybody with an open case in an area, for counting: three statements, however many they are. The system
    reads."""
    with beside(system_actor("gaps", frozenset({area_uid}))):
        open_here = (Case.area_uid == area_uid, Case.closed_on.is_(None), Case.subject_kind == "PERSON")
        rows = db.session.scalars(select(Case).where(*open_here).options(joinedload(Case.subject))).all()
        uids = select(Case.uid).where(*open_here)
        recorded: dict[str, set[str]] = {}
        for entry in db.session.scalars(
            select(CaseEntry).where(CaseEntry.case_uid.in_(uids), CaseEntry.kind == RISK_FACTOR)
        ):
            if entry.details.get("present") != "N":
                recorded.setdefault(entry.case_uid, set()).add(str(entry.details.get("code")))
        linked: dict[str, set[str]] = {}
        now = (Referral.ended_on.is_(None), Referral.declined_on.is_(None))
        for case_uid, intervention_uid in db.session.execute(
            select(Referral.case_uid, Referral.intervention_uid).where(Referral.case_uid.in_(uids), *now)
        ):
            linked.setdefault(case_uid, set()).add(intervention_uid)
        return [
            Somebody(who_is(row, on), frozenset(recorded.get(row.uid, ())), frozenset(linked.get(row.uid, ())))
            for row in rows
        ]
