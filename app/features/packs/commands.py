"""Packs are released once for a whole meeting, withdrawn, and read; a gateway is recorded where one is missing."""

from collections.abc import Sequence

from sqlalchemy import select

from app.features.meetings.models import AgendaItem, Meeting
from app.features.packs import necessity as reasons
from app.features.packs import queries
from app.features.packs.domain import PackState, Piece, basis_of, condition_of, missing
from app.features.packs.models import Disclosure, Gateway, Opening, Release
from app.features.packs.pieces import covered, pieces_of, usable
from app.kernel.clock import now
from app.kernel.days import day_words
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.mail import declare_mail, post
from app.web.addresses import public_link

audit.declare("pack.gateway_recorded", facts={"gateway", "source_uid"})
audit.declare("pack.released", facts={"items", "agencies", "disclosures"})
audit.declare("pack.withdrawn")
audit.declare("pack.item_read", facts={"printed"})

declare_mail(
    "pack.released",
    subject="Your pack for the meeting is ready",
    body="The pack for the meeting on $day is ready to read. You have $count in it.\n\n"
    "Sign in to read it. It is never sent by mail:\n$link\n",
)


def record_gateway(*, actor: Actor, item: AgendaItem, source_uid: str, gateway: str, necessity: str) -> Gateway:
    """Say by which gateway what an agency brought to an item may be shared with the other agencies of the item, and why
    that is necessary. Recorded again, it is put right. PR-46."""
    if source_uid not in {piece.source_uid for piece in pieces_of(actor, [item])}:
        raise Refused("Look at the item again: this agency brought nothing to it", field="gateway")
    if gateway not in {one.code for one in usable(source_uid)}:
        raise Refused("Select a power that this agency may use", field="gateway", rule="5.2")
    necessity = (necessity or "").strip()
    if not necessity:
        raise Refused("Enter why sharing it is necessary", field="necessity", rule="PR-46")
    row = db.session.scalar(select(Gateway).where(Gateway.item_uid == item.uid, Gateway.source_uid == source_uid))
    if row is not None and (row.gateway, row.necessity) == (gateway, necessity):
        return row
    if row is None:
        row = Gateway(
            key_uid=item.key_uid,
            area_uid=item.area_uid,
            agency_uid=item.agency_uid,
            item_uid=item.uid,
            case_uid=item.case_uid,
            source_uid=source_uid,
        )
        db.session.add(row)
    row.gateway, row.necessity = gateway, necessity
    row.recorded_at, row.recorded_by_uid = now(), actor.user_uid
    db.session.flush()
    audit.record("pack.gateway_recorded", item, gateway=gateway, source_uid=source_uid)
    return row


def release_packs(*, actor: Actor, meeting: Meeting) -> Release:
    """Release the packs of a meeting to every agency at once, and tell their members by a mail that holds a link alone.

    Refused while an item has a piece without a gateway. Each sharing is kept with its gateways, and why it was
    necessary (PR-46). Released twice, released once.
    """
    last = queries.release_of(meeting)
    if last is not None and queries.state_of(meeting, last) == PackState.OPEN:
        return last
    items = queries.heard_items(actor, meeting)
    if not items:
        raise Refused("Build the agenda first: nothing is on it")
    if meeting.cancelled_at is not None or queries.state_of(meeting, None) != PackState.NOT_RELEASED:
        raise Refused("Choose another meeting: this one is over")
    pieces = pieces_of(actor, items)
    without = missing(pieces)
    if without:
        count = len({piece.item_uid for piece in without})
        words = "1 item has" if count == 1 else f"{count} items have"
        raise Refused(f"Record the missing powers first: {words} information that no power covers", rule="PR-46")
    row = Release(
        area_uid=meeting.area_uid,
        meeting_uid=meeting.uid,
        released_at=now(),
        released_by_uid=actor.user_uid,
        items=[item.uid for item in items],
    )
    db.session.add(row)
    db.session.flush()
    by_agency = _covered(items, pieces)
    shared = _keep_disclosures(row, items, by_agency)
    reasons.keep(row, items, reasons.given(actor, items))
    audit.record("pack.released", meeting, items=len(items), agencies=len(by_agency), disclosures=shared)
    _tell(actor, meeting, row, items)
    return row


Covered = dict[str, dict[str, dict[str, list[str]]]]
"""By agency, by item, by source: the gateways."""


def _covered(items: Sequence[AgendaItem], pieces: Sequence[Piece]) -> Covered:
    agencies = queries.agencies_by_item(items)
    found: Covered = {}
    for agency_uid in sorted({uid for uids in agencies.values() for uid in uids}):
        mine = [piece for piece in pieces if agency_uid in agencies.get(piece.item_uid, ())]
        found[agency_uid] = covered(mine, agency_uid)
    return found


def _keep_disclosures(release: Release, items: Sequence[AgendaItem], by_agency: Covered) -> int:
    child = {item.uid: item.case.under_18 for item in items}
    rows = [
        Disclosure(
            release_uid=release.uid,
            item_uid=item_uid,
            source_uid=source_uid,
            recipient_uid=agency_uid,
            gateways=codes,
            basis=basis_of(codes),
            condition=condition_of(is_child=child[item_uid]),
        )
        for agency_uid, by_item in by_agency.items()
        for item_uid, sources in by_item.items()
        for source_uid, codes in sources.items()
        if source_uid != agency_uid
    ]
    db.session.add_all(rows)
    db.session.flush()
    return len(rows)


def _tell(actor: Actor, meeting: Meeting, release: Release, items: Sequence[AgendaItem]) -> None:
    counts: dict[str, int] = {}
    people = {}
    for users in queries.readers_by_item(actor, items).values():
        for user in users:
            people[user.uid] = user
            counts[user.uid] = counts.get(user.uid, 0) + 1
    for uid, user in people.items():
        post(
            "pack.released",
            to_uid=uid,
            address=user.email,
            area_uid=meeting.area_uid,
            once_key=f"pack.released {release.uid} {uid}",
            day=day_words(meeting.held_on),
            count="1 item" if counts[uid] == 1 else f"{counts[uid]} items",
            link=public_link("packs.pack", meeting_uid=meeting.uid),
        )


def withdraw_packs(*, actor: Actor, meeting: Meeting) -> None:
    """Take the packs back before their last day. Withdrawn twice, withdrawn once."""
    release = queries.release_of(meeting)
    if release is None or release.withdrawn_at is not None:
        return
    release.withdrawn_at = now()
    audit.record("pack.withdrawn", meeting)


def note_reading(*, actor: Actor, items: Sequence[AgendaItem], printed: bool = False) -> None:
    """Somebody reads these items of their pack: each reading is in the audit, the first is kept beside it."""
    before = queries.opened_by(actor, items)
    for item in items:
        audit.record("pack.item_read", item, printed=printed)
        if item.uid not in before:
            db.session.add(
                Opening(item_uid=item.uid, user_uid=actor.user_uid, agency_uid=actor.agency_uid, opened_at=now())
            )
    db.session.flush()
