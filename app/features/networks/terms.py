"""How a network stands: the purpose in force and what it rests on."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.networks.domain import Basis, Course, course, told_end
from app.features.networks.models import NetworkTerm
from app.features.partnership import interface as partnership
from app.features.subjects.interface import Network
from app.kernel.clock import local
from app.kernel.errors import NotFound
from app.platform.access import Actor
from app.platform.database import db
from app.platform.database.memo import once_a_page

BLOCK = "evidence_basis"


@once_a_page
def list_terms(actor: Actor, network_uid: str) -> list[NetworkTerm]:
    """Its purposes, the latest first."""
    return terms_of([network_uid]).get(network_uid, [])


def terms_of(networks: Sequence[str]) -> dict[str, list[NetworkTerm]]:
    """The purposes of networks the bound actor may see, the latest first."""
    newest = NetworkTerm.set_on.desc(), NetworkTerm.confirmed.desc()
    found: dict[str, list[NetworkTerm]] = {}
    for term in db.session.scalars(select(NetworkTerm).where(NetworkTerm.network_uid.in_(networks)).order_by(*newest)):
        found.setdefault(term.network_uid, []).append(term)
    return found


def courses_of(actor: Actor, among: Sequence[Case], on: date) -> dict[str, Course]:
    """How each network stands, by the uid of its case."""
    if len(among) == 1:
        terms = {among[0].subject_uid: list_terms(actor, among[0].subject_uid)}
    else:
        terms = terms_of([case.subject_uid for case in among])
    return {case.uid: standing_of(case, terms.get(case.subject_uid, []), on) for case in among}


def network_of(case: Case) -> Network:
    """The network a case is about. Raises NotFound for any other case."""
    if not isinstance(case.subject, Network):
        raise NotFound("network")
    return case.subject


def ends_on(case: Case, terms: list[NetworkTerm]) -> date:
    """The last day of a network: of its purpose, or, before anybody confirmed one, of what was told."""
    if terms:
        return terms[0].expires_on
    told = network_of(case).details.get("expires_on")
    months = int(partnership.number("network.purpose_expiry", case.area_uid))
    return told_end(case.opened_on, date.fromisoformat(told) if told else None, months)


def standing_of(case: Case, terms: list[NetworkTerm], on: date) -> Course:
    soon = int(partnership.number("network.remind", case.area_uid))
    return course(bool(terms) and terms[0].confirmed, ends_on(case, terms), on, soon=soon)


def basis_entries(actor: Actor, case: Case) -> list[CaseEntry]:
    """The evidence for the network that the actor may see, the newest first."""
    return [
        row for row in cases.list_entries(actor, case.uid) if row.kind == "STATUS" and row.details.get("block") == BLOCK
    ]


def bases(actor: Actor, case: Case) -> list[Basis]:
    return [
        Basis(
            str(row.details.get("code")),
            row.details.get("grade"),
            row.agency_uid,
            row.happened_on or local(row.recorded_at).date(),
        )
        for row in basis_entries(actor, case)
    ]
