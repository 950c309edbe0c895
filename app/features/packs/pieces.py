"""What each agency brought to the items of a meeting, with the gateway of each piece. In bulk: a few queries a page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.features.cases.models import CaseEntry
from app.features.meetings.models import AgendaItem
from app.features.notifications.models import Notification
from app.features.packs.domain import NOT_KNOWN, Piece, reaches
from app.features.packs.models import Gateway
from app.features.partnership import interface as partnership
from app.features.returns.models import AgencyReturn, InformationRequest
from app.kernel.errors import NotFound
from app.platform.access import Actor
from app.platform.database import db

JUDGED_HERE = ("BAND",)
"""Kinds of entry that the group makes itself."""
EQUALITY = "E"


def pieces_of(actor: Actor, items: Sequence[AgendaItem]) -> list[Piece]:
    """A piece for each agency that brought something to an item; for an item to which none did, one of the group.

    Its gateways are those that its notifications and returns name and the agency may use, or what the coordinator
    recorded for it.
    """
    by_case = {item.case_uid: item.uid for item in items}
    found: dict[tuple[str, str], set[str]] = {}
    entries = select(CaseEntry.case_uid, CaseEntry.agency_uid).where(
        CaseEntry.case_uid.in_(by_case),
        CaseEntry.visibility != EQUALITY,
        CaseEntry.kind.not_in(JUDGED_HERE),
        CaseEntry.agency_uid.is_not(None),
    )
    for case_uid, agency_uid in db.session.execute(entries.distinct()):
        found.setdefault((by_case[case_uid], agency_uid or ""), set())
    told = select(Notification).where(Notification.case_uid.in_(by_case), Notification.submitted_at.is_not(None))
    for row in db.session.scalars(told.where(Notification.agency_uid.is_not(None))):
        source_uid = row.agency_uid or ""
        codes = _usable((str(code) for code in row.answers.get("gateways") or ()), source_uid)
        found.setdefault((by_case[row.case_uid or ""], source_uid), set()).update(codes)
    returned = (
        select(InformationRequest.case_uid, InformationRequest.agency_uid, AgencyReturn.gateway)
        .join(AgencyReturn, AgencyReturn.request_uid == InformationRequest.uid)
        .where(
            InformationRequest.case_uid.in_(by_case),
            InformationRequest.withdrawn_at.is_(None),
            AgencyReturn.version == InformationRequest.version,
            AgencyReturn.given_at.is_not(None),
            AgencyReturn.retracted_at.is_(None),
            AgencyReturn.known.not_in(NOT_KNOWN),
        )
    )
    for case_uid, agency_uid, gateway in db.session.execute(returned):
        found.setdefault((by_case[case_uid], agency_uid or ""), set()).update({gateway} if gateway else ())
    there = {item_uid for item_uid, _source in found}
    for item in items:
        if item.uid not in there:
            found.setdefault((item.uid, item.area_uid), set())  # the group itself
    for recorded in db.session.scalars(select(Gateway).where(Gateway.item_uid.in_(by_case.values()))):
        if (recorded.item_uid, recorded.source_uid) in found:
            found[recorded.item_uid, recorded.source_uid].add(recorded.gateway)
    return [Piece(item_uid, source_uid, tuple(sorted(codes))) for (item_uid, source_uid), codes in found.items()]


def _usable(codes: Iterable[str], agency_uid: str) -> set[str]:
    return set(codes) & {code.code for code in usable(agency_uid)}


def usable(source_uid: str) -> list[partnership.CodeItem]:
    """The gateways an agency may share through; the group itself, any that is about persons."""
    try:
        kind = partnership.get_agency(source_uid).agency_type
    except NotFound:
        return [one for one in partnership.code_list("gateway") if one.attributes.get("personal", True)]
    return partnership.gateways_for(kind)


def source_words(source_uid: str) -> str:
    try:
        return partnership.agency_name(source_uid)
    except NotFound:
        return "The group itself"


def not_to() -> dict[str, list[str]]:
    """The types of agency that each gateway does not reach, as the code list has it."""
    return {one.code: one.attributes.get("not_to", []) for one in partnership.code_list("gateway")}


def covered(pieces: Iterable[Piece], recipient_uid: str) -> dict[str, dict[str, list[str]]]:
    """By item, the sources that may be shared with an agency, each with the gateways that carry it there. An agency's
    own information is its own."""
    kind, barred = partnership.get_agency(recipient_uid).agency_type, not_to()
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for piece in pieces:
        codes = reaches(piece.gateways, kind, barred)
        if codes or piece.source_uid == recipient_uid:
            found[piece.item_uid][piece.source_uid] = codes
    return found
