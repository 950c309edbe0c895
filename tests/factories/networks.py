"""A network with evidence, a purpose, members and links. Call with the application's context entered; all commits."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.networks import interface as networks
from app.features.networks.models import NetworkLink, NetworkMembership, NetworkTerm
from app.features.subjects.interface import NetworkMember, Person
from app.kernel.ages import months_after
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import acting_as, fetch
from app.platform.database import db
from tests.factories.accounts import the_system
from tests.factories.cases import acting, make_case

SAID: dict[str, Any] = {"grade": "B", "basis": ["SCHOOL_INFO"], "evidence": "Seen together by the head of year"}
PURPOSE = "To stop one answer following another"


def said(**more: Any) -> dict[str, Any]:
    """What somebody is kept on, until the last day there is."""
    return SAID | {"evidenced_on": today(), "expires_on": today() + timedelta(days=90)} | more


def make_network(coordinator: User, *, agency_uid: str | None = None, **answers: Any) -> Case:
    """A network with two bases and a purpose in force. What a notification told waits to be decided."""
    case = make_case("NETWORK", agency_uid=agency_uid, **answers)
    with acting(coordinator) as actor:
        row = cases.case_for_change(actor, case.uid)
        for code in ("SCHOOL_INFO", "CO_VICTIM"):
            networks.add_basis(actor=actor, case=row, code=code, grade="B", detail="Five dates", seen_on=today())
        networks.set_purpose(actor=actor, case=row, purpose=PURPOSE, expires_on=months_after(today(), 6))
    return case


def join(coordinator: User, network: Case, person: Case, **more: Any) -> str:
    """A person becomes a member. Returns the uid of the member's row."""
    with acting(coordinator) as actor:
        row = cases.case_for_change(actor, network.uid)
        who = fetch(actor, Person, person.subject_uid)
        kept = said(position="AT_RISK") | more
        return networks.add_member(actor=actor, case=row, standing="MEMBER", person=who, **kept).uid


def link(coordinator: User, network: Case, a: str, b: str, **more: Any) -> str:
    """A link between two members. Returns its uid."""
    with acting(coordinator) as actor:
        row = cases.case_for_change(actor, network.uid)
        kept = said(kind="FRIEND", direction="BOTH", strength=2) | more
        return networks.add_link(actor=actor, case=row, from_uid=a, to_uid=b, **kept).uid


def crowd(case: Case, people: int, links: int) -> None:
    """Many people and links at once, always the same, written past the commands."""
    with acting_as(the_system()):
        told = {"agency_uid": case.agency_uid, "on": today().isoformat(), "approx_age": 16}
        rows = []
        for number in range(people):
            member = NetworkMember(
                key_uid=case.key_uid, area_uid=case.area_uid, agency_uid=case.agency_uid, network_uid=case.subject_uid
            )
            member.name, member.details = f"Fern{number:03d} Dell{number % 97}", told
            rows.append(member)
        db.session.add_all(rows)
        db.session.flush()
        common: dict[str, Any] = {"key_uid": case.key_uid, "area_uid": case.area_uid, "network_uid": case.subject_uid}
        ends = {"evidenced_on": today(), "expires_on": today() + timedelta(days=90)}
        positions = ("HARMED", "AT_RISK", "ALLEGED_CAUSE", "EXPLOITED", "PERIPHERAL", "PROTECTIVE")
        for number, member in enumerate(rows):
            db.session.add(
                NetworkMembership(
                    **common, **ends, member_uid=member.uid, standing="MEMBER", decided_on=today(), grade="B",
                    basis=["SCHOOL_INFO"], evidence="Seen together", position=positions[number % 6],
                )
            )  # fmt: skip
        kinds = ("FRIEND", "FAMILY", "RIVAL", "THREAT_FROM", "ONLINE", "CO_INCIDENT")
        for number in range(links):
            a = number % people
            b = (a + 1 + (number // people) * 37 + (number * number) % 11) % people
            if a != b:
                db.session.add(
                    NetworkLink(
                        **common, **ends, from_uid=rows[a].uid, to_uid=rows[b].uid, kind=kinds[number % 6],
                        direction="A_TO_B", strength=number % 3 + 1, grade="B", basis=["SCHOOL_INFO"], evidence="Seen",
                    )
                )  # fmt: skip
        audit.record("case.viewed", db.session.get_one(Case, case.uid), page="test")
        db.session.commit()


def rows_of(model: type[Any]) -> list[Any]:
    with acting_as(the_system()):
        return list(db.session.scalars(select(model)))


def terms() -> list[NetworkTerm]:
    return rows_of(NetworkTerm)
