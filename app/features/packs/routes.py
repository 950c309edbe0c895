"""Pages of packs: prepare and release them, read one item, print one’s own."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.features.forums import interface as forums
from app.features.incidents import interface as incidents
from app.features.meetings import interface as meetings
from app.features.meetings.models import AgendaItem
from app.features.packs import commands, contents, necessity, queries  # noqa: F401 - contents adds the parts
from app.features.packs.blueprint import bp
from app.features.packs.domain import PackState, missing
from app.features.packs.forms import GatewayForm
from app.features.packs.parts import read
from app.features.packs.pieces import pieces_of, source_words, usable
from app.features.partnership import interface as partnership
from app.features.subjects.interface import Person, identity
from app.kernel.clock import now, today
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other
from app.web.viewer import viewer

P = Permission


# Preparing ----------------------------------------------------------------------------------------------------------


@bp.get("/<uid:meeting_uid>/prepare")
@permits(P.MEETING_MANAGE)
def prepare(meeting_uid: str) -> str:
    """What is missing before the packs can be released, and who has read what since."""
    actor = current_actor()
    meeting = meetings.get_meeting(actor, meeting_uid)
    items = queries.heard_items(actor, meeting)
    release = queries.release_of(meeting)
    pieces = pieces_of(actor, items)
    by_item = {item.uid: [piece for piece in pieces if piece.item_uid == item.uid] for item in items}
    return render(
        "packs/prepare.html",
        meeting=meeting,
        items=items,
        by_item=by_item,
        because=necessity.kept(actor, release) if release else {},
        elsewhere=forums.overlaps(actor, [item.case.subject_uid for item in items]),
        missing=missing(pieces),
        warned=incidents.warnings(
            incidents.between(actor, [item.case.subject_uid for item in items]),
            "People in these packs who should not meet: each item is a page and a sheet of its own",
        ),
        source=source_words,
        power=lambda code: partnership.code_label("gateway", code),
        state=queries.state_of(meeting, release),
        release=release,
        last_day=queries.last_day(meeting),
        over=queries.last_day(meeting) < today(),
        recipients=queries.overview(actor, items),
        added=[item for item in items if release is not None and item.uid not in release.items],
    )


@bp.post("/<uid:meeting_uid>/release")
@permits(P.MEETING_MANAGE)
def release(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    meeting = meetings.get_meeting(actor, meeting_uid)
    page = incidents.stopped(
        actor,
        [item.case.subject_uid for item in queries.heard_items(actor, meeting)],
        step="pack",
        row=meeting,
        heading="Before you release the packs",
        button="Release them all the same",
        back=url_for("packs.prepare", meeting_uid=meeting_uid),
    )
    if page is not None:
        return page
    commands.release_packs(actor=actor, meeting=meeting)
    return see_other("packs.prepare", meeting_uid=meeting_uid, flash="Packs released")


@bp.post("/<uid:meeting_uid>/withdraw")
@permits(P.MEETING_MANAGE)
def withdraw(meeting_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    commands.withdraw_packs(actor=actor, meeting=meetings.get_meeting(actor, meeting_uid))
    return see_other("packs.prepare", meeting_uid=meeting_uid, flash="Packs withdrawn")


@bp.route("/items/<uid:item_uid>/gateways/<uid:source_uid>", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def gateway(item_uid: str, source_uid: str) -> ResponseReturnValue:
    """Record the power by which what one agency brought may be shared."""
    actor = current_actor()
    item = meetings.get_item(actor, item_uid)
    if source_uid not in {piece.source_uid for piece in pieces_of(actor, [item])}:
        raise NotFound("information of this agency")
    form = GatewayForm()
    form.gateway.choices = [choice(one.code, one.label, hint=one.hint or None) for one in usable(source_uid)]
    if form.validate_on_submit():
        with form.catching():
            commands.record_gateway(actor=actor, item=item, source_uid=source_uid, **form.values)
            return see_other("packs.prepare", meeting_uid=item.meeting_uid, flash="Power recorded")
    return render("packs/gateway.html", form=form, item=item, source=source_words(source_uid))


# Reading ------------------------------------------------------------------------------------------------------------


@bp.get("/<uid:meeting_uid>")
@permits(P.MEETING_VIEW)
def pack(meeting_uid: str) -> str:
    """One’s own pack: the items in it, and which were read."""
    actor = current_actor()
    meeting = meetings.get_meeting(actor, meeting_uid)
    state = queries.state_of(meeting, queries.release_of(meeting))
    manages = actor.may(P.MEETING_MANAGE)
    if state == PackState.NOT_RELEASED and not manages:
        raise NotFound("pack")
    items = queries.readable_items(actor, meeting) if manages or state == PackState.OPEN else []
    return render(
        "packs/pack.html",
        meeting=meeting,
        state=state,
        last_day=queries.last_day(meeting),
        items=items,
        opened=queries.opened_by(actor, items),
        why=meetings.why_heard,
        manages=manages,
    )


@bp.get("/items/<uid:item_uid>")
@permits(P.MEETING_VIEW)
def item(item_uid: str) -> str:
    actor = current_actor()
    shown = meetings.get_item(actor, item_uid)
    items = queries.readable_items(actor, shown.meeting)
    place = next((number for number, one in enumerate(items) if one.uid == shown.uid), None)
    if place is None:
        raise NotFound("item of the pack")
    commands.note_reading(actor=actor, items=[shown])
    return render(
        "packs/item.html",
        meeting=shown.meeting,
        before=items[place - 1].uid if place else None,
        after=items[place + 1].uid if place + 1 < len(items) else None,
        **_shown(actor, [shown]),
    )


@bp.get("/<uid:meeting_uid>/print")
@permits(P.MEETING_VIEW)
def printed(meeting_uid: str) -> str:
    """The whole of one’s pack for paper, an item to a sheet, each sheet marked with who printed it and when."""
    actor = current_actor()
    meeting = meetings.get_meeting(actor, meeting_uid)
    items = queries.readable_items(actor, meeting)
    commands.note_reading(actor=actor, items=items, printed=True)
    return render("packs/print.html", meeting=meeting, **_shown(actor, items))


def _shown(actor: Actor, items: list[AgendaItem]) -> dict[str, Any]:
    parts = read(queries.reading(actor, items))
    who = viewer()
    return {
        "shown": [{"item": one, "facts": _facts(one), "flags": _flags(one), "parts": parts[one.uid]} for one in items],
        "watermark": ", ".join(part for part in ((who.name, who.agency) if who else ()) if part),
        "at": now(),
    }


def _facts(one: AgendaItem) -> list[tuple[str, str]]:
    """Who it is about; an address is never in a pack."""
    subject = one.case.subject
    facts = [("Name" if isinstance(subject, Person) else "Called", subject.title)]
    if isinstance(subject, Person):
        known = identity(subject, restricted=False, on=today())
        facts += [("Age", known.age.words), ("Date of birth", known.dob_words)]
    lead = one.case.lead_agency_uid
    return [
        *facts,
        ("Lead", partnership.agency_name(lead) if lead else "Nobody yet"),
        ("Reference", one.case.reference),
    ]


def _flags(one: AgendaItem) -> list[Any]:
    subject = one.case.subject
    return list(identity(subject, restricted=False, on=today()).flags) if isinstance(subject, Person) else []
