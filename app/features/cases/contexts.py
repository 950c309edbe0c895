"""What is shown of a network or a place: what it is."""

from collections.abc import Iterable

from app.features.cases.models import Case, CaseEntry
from app.features.cases.wording import day
from app.features.partnership.interface import code_label
from app.features.subjects.interface import Network, Place, is_home, is_kept_to_ward


def about(case: Case, entries: Iterable[CaseEntry], *, restricted: bool) -> list[tuple[str, str | None]]:
    """What a network or place is, as lines; a value of None is hidden from the reader."""
    subject = case.subject
    if isinstance(subject, Network):
        return _about_network(subject, restricted=restricted)
    if isinstance(subject, Place):
        return _about_place(subject, entries, restricted=restricted)
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


def _about_place(place: Place, entries: Iterable[CaseEntry], *, restricted: bool) -> list[tuple[str, str | None]]:
    """Of a home, and where serious domestic abuse is a worry, the ward alone, outside restricted visibility. PR-12."""
    told = [one.details for one in entries if one.details and one.details.get("block") == "concerns"]
    worries = {code for one in told for code in one.get("codes") or ()}
    to_ward = is_kept_to_ward(home=is_home(place.place_type), concerns=worries)
    kind = code_label("place_type", place.place_type) if place.place_type else "Not recorded"
    lines: list[tuple[str, str | None]] = [("Kind of place", kind)]
    lines.append(("Postcode", (place.postcode or "Not recorded") if restricted or not to_ward else None))
    lines.append(("Ward", place.ward or "Not recorded"))
    if place.details.get("neighbouring_area"):
        lines.append(("Neighbouring area", "Partly or wholly outside this area"))
    return lines
