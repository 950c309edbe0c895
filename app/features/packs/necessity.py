"""Why each piece of a pack is shared: the words of the notification, the return or the coordinator. PR-46."""

from collections.abc import Sequence

from sqlalchemy import select

from app.features.meetings.models import AgendaItem
from app.features.notifications.models import Notification
from app.features.packs.domain import NOT_KNOWN
from app.features.packs.models import Gateway, Necessity, Release
from app.features.returns.models import AgencyReturn, InformationRequest
from app.platform.access import Actor
from app.platform.database import db

ASKED = "The group asked for it, to prepare its meeting."
"""Why a return is shared that says nothing else."""

By = dict[tuple[str, str], str]
"""The words by uid of the item and of the agency that brought it."""


def given(actor: Actor, items: Sequence[AgendaItem]) -> By:
    """Why what each agency brought to each item is shared, as it is told now: each reason once, a line each."""
    by_case = {item.case_uid: item.uid for item in items}
    found: dict[tuple[str, str], dict[str, None]] = {}

    def note(item_uid: str, source_uid: str | None, words: object) -> None:
        if source_uid and str(words or "").strip():
            found.setdefault((item_uid, source_uid), {})[str(words).strip()] = None

    told = select(Notification).where(Notification.case_uid.in_(by_case), Notification.submitted_at.is_not(None))
    for row in db.session.scalars(told.order_by(Notification.submitted_at)):
        note(by_case[row.case_uid or ""], row.agency_uid, row.answers.get("necessity_statement"))
    returned = (
        select(AgencyReturn)
        .join(InformationRequest, AgencyReturn.request_uid == InformationRequest.uid)
        .where(
            InformationRequest.case_uid.in_(by_case),
            InformationRequest.withdrawn_at.is_(None),
            AgencyReturn.version == InformationRequest.version,
            AgencyReturn.given_at.is_not(None),
            AgencyReturn.retracted_at.is_(None),
            AgencyReturn.known.not_in(NOT_KNOWN),
        )
    )
    for given_one in db.session.scalars(returned):
        note(by_case[given_one.case_uid], given_one.agency_uid, given_one.answers.get("necessity") or ASKED)
    for gateway in db.session.scalars(select(Gateway).where(Gateway.item_uid.in_(by_case.values()))):
        note(gateway.item_uid, gateway.source_uid, gateway.necessity)
    return {key: "\n".join(words) for key, words in found.items()}


def keep(release: Release, items: Sequence[AgendaItem], words: By) -> None:
    """Write the words down as they were when the packs were released."""
    of = {item.uid: item for item in items}
    for (item_uid, source_uid), text in words.items():
        item = of[item_uid]
        db.session.add(
            Necessity(
                key_uid=item.key_uid,
                area_uid=item.area_uid,
                agency_uid=item.agency_uid,
                release_uid=release.uid,
                item_uid=item_uid,
                case_uid=item.case_uid,
                source_uid=source_uid,
                words=text,
            )
        )


def kept(actor: Actor, release: Release) -> By:
    """The words of a release."""
    rows = db.session.scalars(select(Necessity).where(Necessity.release_uid == release.uid))
    return {(row.item_uid, row.source_uid): row.words for row in rows}
