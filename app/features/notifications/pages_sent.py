"""Pages for the person who sent a notification: what came of it, adding to it, taking it back."""

from datetime import date

from flask import url_for
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.notifications import commands, domain, queries
from app.features.notifications.forms import EmptyForm, MessageForm
from app.features.notifications.lateness import lateness_of
from app.features.notifications.models import Notification
from app.features.notifications.offline.keeping import find_receipt
from app.features.notifications.pages_filling import task_list
from app.features.notifications.presenting import KINDS, about, standing
from app.features.notifications.reading import read
from app.features.notifications.routes import bp
from app.features.partnership import interface as partnership
from app.kernel.clock import local, today
from app.kernel.errors import NotFound
from app.platform.access import Permission, Role, current_actor
from app.web.access import permits
from app.web.paging import paging
from app.web.rendering import render, see_other


@bp.get("")
@permits(Permission.NOTIFICATION_SUBMIT)
def index() -> ResponseReturnValue:
    actor = current_actor()
    page = paging(queries.count_my_notifications(actor))
    sent = queries.list_my_notifications(actor, limit=page.limit, offset=page.offset)
    colleagues = queries.list_agency_notifications(actor) if Role.SPOC in actor.roles else ()
    return render(
        "notifications/index.html",
        drafts=queries.list_drafts(actor),
        sent=sent,
        colleagues=colleagues,
        page=page,
        about=about,
        standing=standing,
        kinds=KINDS,
    )


@bp.get("/<uid:notification_uid>")
@permits(Permission.NOTIFICATION_SUBMIT, Permission.NOTIFICATION_TRIAGE)
def notification(notification_uid: str) -> ResponseReturnValue:
    """A draft's task list, or what came of what was sent. PR-35."""
    actor = current_actor()
    found = queries.get_notification(actor, notification_uid)
    if found.submitted_at is None:
        return task_list(found)
    mine = found.notifier_uid == actor.user_uid
    messages = queries.list_messages(actor, found)
    late = lateness_of(actor, [found]).get(found.uid)
    receipt = find_receipt(actor, found)
    return render(
        "notifications/sent_one.html",
        notification=found,
        about=about(found),
        standing=standing(found),
        kind=KINDS[found.subject_kind],
        mine=mine,
        receipt=receipt,
        agency=partnership.agency_name(found.agency_uid or ""),
        may_triage=actor.may(Permission.NOTIFICATION_TRIAGE),
        late=late,
        may_agree_late=Role.CHAIR in actor.roles and late is not None and late.waits,
        may_withdraw=mine and found.triaged_at is None and found.withdrawn_at is None,
        may_send_again=mine and commands.may_send_again(found),
        send_again_by=send_again_by(found),
        following=queries.find_following(actor, found),
        followed=queries.find_followed(actor, found),
        outcome=partnership.code_label("triage_outcome", found.triage_outcome) if found.triage_outcome else None,
        messages=messages,
        names=accounts.user_names(actor, {message.by_uid for message in messages}) if messages else {},
        parts=read(found.answers, found.subject_kind, homes=mine),
    )


def send_again_by(found: Notification) -> date | None:
    """The last day on which a returned notification is asked for again."""
    if found.answered_at is None or not commands.may_send_again(found):
        return None
    return domain.days_after(
        local(found.answered_at).date(), partnership.number("notification.insufficient_return", found.area_uid)
    )


@bp.get("/<uid:notification_uid>/sent")
@permits(Permission.NOTIFICATION_SUBMIT)
def sent(notification_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.notification_for_change(actor, notification_uid)
    if found.submitted_at is None or found.notifier_uid != actor.user_uid:
        raise NotFound("notification")
    return render("notifications/confirmation.html", notification=found, receipt=find_receipt(actor, found))


@bp.get("/<uid:notification_uid>/print")
@permits(Permission.NOTIFICATION_SUBMIT, Permission.NOTIFICATION_TRIAGE)
def printed(notification_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_notification(actor, notification_uid)
    mine = found.notifier_uid == actor.user_uid
    return render(
        "notifications/print.html",
        notification=found,
        kind=KINDS[found.subject_kind],
        parts=read(found.answers, found.subject_kind, homes=mine),
        back=url_for("notifications.notification", notification_uid=found.uid),
    )


@bp.route("/<uid:notification_uid>/add", methods=["GET", "POST"])
@permits(Permission.NOTIFICATION_SUBMIT, Permission.NOTIFICATION_TRIAGE)
def add(notification_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.notification_for_change(actor, notification_uid)
    if found.submitted_at is None:
        raise NotFound("notification")
    form = MessageForm()
    if form.validate_on_submit():
        with form.catching():
            commands.add_message(actor=actor, notification=found, text=form.text.data or "")
            return see_other("notifications.notification", notification_uid=found.uid, flash="Information added")
    return render("notifications/add.html", form=form, notification=found)


@bp.route("/<uid:notification_uid>/withdraw", methods=["GET", "POST"])
@permits(Permission.NOTIFICATION_SUBMIT)
def withdraw(notification_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.notification_for_change(actor, notification_uid)
    if found.submitted_at is None or found.notifier_uid != actor.user_uid:
        raise NotFound("notification")
    form = EmptyForm()
    if form.validate_on_submit():
        with form.catching():
            commands.withdraw_notification(actor=actor, notification=found)
            return see_other("notifications.notification", notification_uid=found.uid, flash="Notification withdrawn")
    return render("notifications/withdraw.html", form=form, notification=found, today=today())


@bp.post("/<uid:notification_uid>/again")
@permits(Permission.NOTIFICATION_SUBMIT)
def again(notification_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.notification_for_change(actor, notification_uid)
    draft = commands.send_again(actor=actor, notification=found)
    return see_other("notifications.notification", notification_uid=draft.uid)
