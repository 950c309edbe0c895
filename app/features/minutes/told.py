"""What each agency told the group about an item, for its minutes; and who may read those words.

The restrictions an agency put on its return go with every copy (PR-47): its words are kept with the return they came
from, and are read by whoever may read the return as it stands now.
"""

from collections.abc import Collection

from sqlalchemy import select

from app.features.meetings import interface as meetings
from app.features.meetings.interface import AgendaItem
from app.features.minutes.content import AgencyWords
from app.features.returns import interface as returns
from app.features.returns.interface import Said
from app.features.returns.models import AgencyReturn, InformationRequest
from app.platform.access import Actor
from app.platform.database import db

NOT_KNOWN = "NOT_KNOWN"
NOT_MINUTED = frozenset({"Who can be asked", "How to reach them", "Note on handling"})
"""Lines of a return that help to work with it and say nothing of the concern."""


def words_of_agencies(actor: Actor, item: AgendaItem) -> tuple[AgencyWords, ...]:
    """By name of agency, as far as the actor may read it. Those who do not know them told nothing (PR-40)."""
    said = returns.said_about(actor, item.case_uid, item.meeting_uid)
    returned = [
        AgencyWords(
            uid=one.request_uid,
            name=one.agency,
            text=_words(one),
            handling="; ".join(restriction.label for restriction in one.restrictions),
        )
        for one in said
        if one.answers is not None and one.known != NOT_KNOWN
    ]
    written = [
        AgencyWords(
            uid=one.uid,
            name=meetings.agency_words(one.agency_uid),
            text=f"In writing, from {one.name}: {one.text}",
            is_open=True,
        )
        for one in meetings.list_contributions(actor, item)
    ]
    return tuple(sorted([*returned, *written], key=lambda one: one.name.casefold()))


def _words(one: Said) -> str:
    lines = [one.known_words, *(f"{label}: {text}" for label, text in one.lines if label not in NOT_MINUTED)]
    return "\n".join(line for line in lines if line)


def readable(actor: Actor, request_uids: Collection[str]) -> frozenset[str]:
    """Those of the requests whose return the actor may read as it stands. In one query."""
    if not request_uids:
        return frozenset()
    return frozenset(
        db.session.scalars(
            select(InformationRequest.uid)
            .join(AgencyReturn, AgencyReturn.request_uid == InformationRequest.uid)
            .where(
                InformationRequest.uid.in_(sorted(request_uids)),
                InformationRequest.returned_at.is_not(None),
                AgencyReturn.version == InformationRequest.version,
                AgencyReturn.given_at.is_not(None),
            )
        )
    )
