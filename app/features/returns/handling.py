"""Handling restrictions: who may read a return, and what goes with it wherever it goes (PR-47, PR-48)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.features.partnership import interface as partnership
from app.features.partnership.interface import CodeItem
from app.features.returns.domain import audience_of, keeps_limit
from app.features.returns.models import InformationRequest
from app.kernel.errors import Refused

LIST = "handling_restriction"
POWER_LIMIT = "POWER_LIMIT"
FAMILY, PROVIDER = "FAMILY", "PROVIDER"
"""Readers that a restriction may name in its attribute `not_for`."""


def offered() -> list[CodeItem]:
    """The restrictions an agency chooses from."""
    return [code for code in partnership.code_list(LIST) if not code.attributes.get("automatic")]


def chosen(codes: Iterable[str]) -> list[str]:
    """Those of `codes` that an agency chose: without what follows by itself."""
    return [code for code in codes if not attributes(code).get("automatic")]


def attributes(code: str) -> Mapping[str, Any]:
    item = partnership.code_item(LIST, code)
    return item.attributes if item else {}


def all_restrictions(agency_uid: str, codes: Sequence[str], gateway: str | None) -> list[str]:
    """What was chosen, and the limit that follows from who shares it by which power (PR-47)."""
    found = [code for code in codes if partnership.is_code(LIST, code)]
    if keeps_limit(partnership.get_agency(agency_uid).health_or_social_care, gateway):
        found.append(POWER_LIMIT)
    return list(dict.fromkeys(found))


def check(
    request: InformationRequest, codes: Sequence[str], kept_from: Sequence[str], answers: Mapping[str, Any]
) -> None:
    """Raises Refused for what is not in the lists, or a condition that is not said."""
    if any(code not in {one.code for one in offered()} for code in codes):
        raise Refused("Select restrictions from the list", field="restrictions")
    if any(attributes(code).get("needs_note") for code in codes) and not answers.get("restrictions_note"):
        raise Refused("Enter the conditions", field="restrictions_note", rule="PR-48")
    known = {agency.uid for agency in partnership.agencies_in(request.area_uid)}
    if not known.issuperset(kept_from):
        raise Refused("Select agencies from the list", field="kept_from")
    if request.agency_uid in kept_from:
        raise Refused("Choose other agencies: your own reads what it returned", field="kept_from")


def audience_column(codes: Iterable[str]) -> str | None:
    types = audience_of([attributes(code) for code in codes])
    return None if types is None else _spaced(types)


def kept_from_column(agency_uids: Sequence[str]) -> str | None:
    return _spaced(sorted(set(agency_uids))) if agency_uids else None


def _spaced(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def uids(column: str | None) -> list[str]:
    return (column or "").split()


def not_for(codes: Iterable[str], reader: str) -> bool:
    """Whether what is restricted so may not go to a reader: FAMILY or PROVIDER (PR-48)."""
    return any(reader in attributes(code).get("not_for", ()) for code in codes)


def plain(value: Any) -> Any:
    """A value of JSON that compares equal whether it was read from a sealed row or came from a form."""
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value
