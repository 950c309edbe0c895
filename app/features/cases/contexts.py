"""What is shown of a network or a place: what it is, and who is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.features.cases.entries import POLICE_BASES
from app.features.cases.models import Case
from app.features.cases.wording import day, grade
from app.features.partnership.interface import code_item, code_label
from app.features.subjects.interface import Network, NetworkMember, Place
from app.kernel.ages import age
from app.kernel.clock import today
from app.platform.access import Actor


@dataclass(frozen=True)
class Member:
    """Somebody in a network. `case_uid` only when the reader may see that person's case."""

    name: str
    position: str
    grade: str
    basis: str
    basis_hidden: bool
    age: str
    dates: str
    case_uid: str | None


def members(
    actor: Actor, rows: Sequence[NetworkMember], cases: Mapping[str, str], *, restricted: bool, police: bool
) -> list[Member]:
    return [_member(actor, row, cases, sees_police=restricted or police) for row in rows]


def _member(actor: Actor, row: NetworkMember, cases: Mapping[str, str], *, sees_police: bool) -> Member:
    details = row.details
    basis = list(details.get("basis") or ())
    own = row.agency_uid == actor.agency_uid
    shown = basis if sees_police or own else [code for code in basis if code not in POLICE_BASES]
    born = date.fromisoformat(details["dob"]) if details.get("dob") else None
    told = date.fromisoformat(details["on"]) if details.get("on") else None
    start, end = details.get("from"), details.get("to")
    return Member(
        name=row.name,
        position=code_label("network_position", details["position"]) if details.get("position") else "Not recorded",
        grade=grade(details),
        basis=", ".join(code_label("evidence_basis", code) for code in shown),
        basis_hidden=len(shown) < len(basis),
        age=age(born, None, details.get("approx_age"), told, today()).words,
        dates=" ".join(
            part for part in (f"from {day(start)}" if start else "", f"to {day(end)}" if end else "") if part
        ),
        case_uid=cases.get(row.person_uid or ""),
    )


def about(case: Case, *, restricted: bool) -> list[tuple[str, str | None]]:
    """What a network or place is, as lines; a value of None is hidden from the reader."""
    subject = case.subject
    if isinstance(subject, Network):
        return _about_network(subject, restricted=restricted)
    if isinstance(subject, Place):
        return _about_place(subject, restricted=restricted)
    return []


def _about_network(network: Network, *, restricted: bool) -> list[tuple[str, str | None]]:
    details = network.details
    kind = code_label("network_type", network.network_type) if network.network_type else "Not recorded"
    lines: list[tuple[str, str | None]] = [("Kind of network", kind)]
    if network.working_name:
        shown = restricted or network.has_neutral_name
        lines.append(("Working name of the notifier", network.working_name if shown else None))
    if network.street_name:
        lines.append(("Street name", network.street_name if restricted else None))
    lines.append(("Purpose of this record", str(details.get("purpose_statement") or "Not recorded")))
    lines.append(("Ends unless renewed", day(details.get("expires_on"))))
    for name, label in (
        ("places_linked", "Places"),
        ("online_platforms", "Online"),
        ("cross_border_areas", "Other areas"),
    ):
        lines.append((label, ", ".join(details.get(name) or ()) or "None recorded"))
    return lines


def _about_place(place: Place, *, restricted: bool) -> list[tuple[str, str | None]]:
    """Of a home the ward alone, outside restricted visibility. PR-12."""
    known = code_item("place_type", place.place_type) if place.place_type else None
    is_home = bool(known and known.attributes.get("domestic"))
    kind = code_label("place_type", place.place_type) if place.place_type else "Not recorded"
    lines: list[tuple[str, str | None]] = [("Kind of place", kind)]
    lines.append(("Postcode", (place.postcode or "Not recorded") if restricted or not is_home else None))
    lines.append(("Ward", place.ward or "Not recorded"))
    if place.details.get("neighbouring_area"):
        lines.append(("Neighbouring area", "Partly or wholly outside this area"))
    return lines
