"""Pages of the form for agencies that cannot sign in: fetch it, take it in, tell the agency what came of it."""

from io import BytesIO

from flask import request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.features.notifications import domain, filling, queries
from app.features.notifications.checking import problems_on
from app.features.notifications.forms import EmptyForm
from app.features.notifications.models import Notification
from app.features.notifications.offline import commands, keeping
from app.features.notifications.offline.forms import TakeInForm
from app.features.notifications.offline.letter import letter_of, send_again_by, waits_to_be_told
from app.features.notifications.offline.models import Receipt
from app.features.notifications.offline.sheet import filled
from app.features.notifications.offline.writing import blank_form
from app.features.notifications.pages_filling import draft_marking
from app.features.notifications.presenting import KINDS, about, standing
from app.features.notifications.questions import questionnaire
from app.features.notifications.routes import bp
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import Permission, current_actor, fetch
from app.platform.workbook import MIME_TYPE
from app.platform.workbook.reading import read
from app.web.access import permits
from app.web.paging import paging
from app.web.rendering import render, see_other

DANGER = "immediate_danger"
SLUGS = {"person": domain.INDIVIDUAL, "network": domain.NETWORK, "place": domain.PLACE}


@bp.get("/offline")
@permits(Permission.NOTIFICATION_SUBMIT)
def offline() -> str:
    """The blank forms; for the coordinator, what came in as one as well."""
    actor = current_actor()
    may_take_in = actor.may(Permission.NOTIFICATION_TRIAGE)
    page = paging(keeping.count_receipts(actor) if may_take_in else 0)
    rows = keeping.list_receipts(actor, limit=page.limit, offset=page.offset) if may_take_in else ()
    said = keeping.said_since(actor, [one.uid for _receipt, one in rows])
    return render(
        "notifications/offline.html",
        slugs=SLUGS,
        kinds=KINDS,
        may_take_in=may_take_in,
        rows=[(receipt, one, waits_to_be_told(one, receipt, said.get(one.uid, ()))) for receipt, one in rows],
        page=page,
        about=about,
        standing=standing,
        agency_name=partnership.agency_name,
    )


@bp.get("/offline/<slug>.xlsx")
@permits(Permission.NOTIFICATION_SUBMIT)
def blank(slug: str) -> ResponseReturnValue:
    """A blank form. Nothing in it is about anybody."""
    if slug not in SLUGS:
        raise NotFound("form")
    data = BytesIO(blank_form(SLUGS[slug]))
    return send_file(
        data, MIME_TYPE, as_attachment=True, download_name=f"notification-{slug}-{today().isoformat()}.xlsx"
    )


@bp.route("/offline/new", methods=["GET", "POST"])
@permits(Permission.NOTIFICATION_TRIAGE)
def take_in() -> ResponseReturnValue:
    """Takes in a form that was filled in, as a draft of the coordinator's."""
    actor = current_actor()
    again = _returned(request.args.get("again"))
    form = TakeInForm(data={"agency": again.agency_uid} if again else None)
    if form.validate_on_submit():
        again_uid = again.uid if again else None
        came = form.reading(lambda data: filled(read(data)))
        if came is not None:
            with form.catching():
                receipt, new = commands.take_in(
                    actor=actor,
                    filled=came,
                    agency_uid=form.agency.data or "",
                    sender=form.sender.data or "",
                    how=form.how.data or "",
                    received_on=form.received_on.data or today(),
                    received_time=form.received_time.data or "",
                    marking=draft_marking(),
                    follows=queries.notification_for_change(actor, again_uid) if again_uid else None,
                )
                said = None if new else "This form was taken in before: nothing was added"
                return see_other("notifications.received", notification_uid=receipt.notification_uid, flash=said)
    return render("notifications/take_in.html", form=form, again=again)


def _returned(uid: str | None) -> Notification | None:
    """The notification that is sent again, if the actor may see it and it was returned."""
    if not uid:
        return None
    found = fetch(current_actor(), Notification, uid)
    if domain.notification_status(found) is not domain.Status.MORE_INFO:
        raise NotFound("notification")
    return found


@bp.get("/<uid:notification_uid>/received")
@permits(Permission.NOTIFICATION_TRIAGE)
def received(notification_uid: str) -> str:
    """Where a notification came from, what of its form could not be taken over, and what is still needed, with the
    cells to ask the sender by."""
    actor = current_actor()
    found = queries.get_notification(actor, notification_uid)
    receipt = _receipt(found)
    pages = questionnaire(found.subject_kind)
    needed = filling.still_needed(pages, found.answers, today()) if found.submitted_at is None else ()
    missing = [
        (page, field, message) for page in needed for field, message in problems_on(page, found.answers, today())
    ]
    return render(
        "notifications/received.html",
        notification=found,
        receipt=receipt,
        kind=KINDS[found.subject_kind],
        about=about(found),
        agency=partnership.agency_name(receipt.agency_uid or ""),
        how=partnership.code_label("form_received_by", receipt.how),
        unread=[dict(zip(("cell", "label", "words", "why"), one, strict=False)) for one in receipt.unread],
        missing=[(page, message, receipt.cells.get(field)) for page, field, message in missing],
        in_danger=found.answers.get(DANGER) in domain.IN_DANGER,
        danger_unread=not found.answers.get(DANGER)
        and receipt.cells.get(DANGER) in {address for address, *_rest in receipt.unread},
        danger_page=next(page.slug for page in pages.pages if DANGER in {one.name for one in page.questions}),
    )


@bp.route("/<uid:notification_uid>/letter", methods=["GET", "POST"])
@permits(Permission.NOTIFICATION_TRIAGE)
def letter(notification_uid: str) -> ResponseReturnValue:
    """The words for the agency, to print or read out; pressing the button says that it was done."""
    actor = current_actor()
    found = queries.notification_for_change(actor, notification_uid)
    receipt = _receipt(found)
    if found.submitted_at is None:
        raise NotFound("letter")
    form = EmptyForm()
    if form.validate_on_submit():
        with form.catching():
            commands.pass_on(actor=actor, notification=found)
            return see_other("notifications.letter", notification_uid=found.uid, flash="Recorded: the agency was told")
    said = keeping.said_since(actor, [found.uid]).get(found.uid, ())
    return render(
        "notifications/letter.html",
        form=form,
        notification=found,
        receipt=receipt,
        how=partnership.code_label("form_received_by", receipt.how),
        letter=letter_of(found, receipt, said, send_again_by(found)),
        waits=waits_to_be_told(found, receipt, said),
        may_send_again=bool(send_again_by(found)) and queries.find_following(actor, found) is None,
        take_in=url_for("notifications.take_in", again=found.uid),
    )


def _receipt(notification: Notification) -> Receipt:
    receipt = keeping.find_receipt(current_actor(), notification)
    if receipt is None:
        raise NotFound("form")
    return receipt
