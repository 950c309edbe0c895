"""Pages on which the coordinator decides what happens with a notification."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.forums import interface as forums
from app.features.merging import interface as merging
from app.features.notifications import domain, queries, resembling, said_before, triage, warnings
from app.features.notifications.forms import DIFFERENT, UNDECIDED, LateForm, TriageForm
from app.features.notifications.lateness import lateness_of, waits_for_the_chair
from app.features.notifications.models import Notification
from app.features.notifications.offline.keeping import find_receipt, receipts_of
from app.features.notifications.presenting import KINDS, about, standing
from app.features.notifications.reading import Part, Row, read
from app.features.notifications.replies import usual_answer
from app.features.notifications.routes import bp
from app.features.partnership import interface as partnership
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Candidate
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.platform.access import Actor, Permission, Role, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.paging import paging
from app.web.rendering import render, see_other

PARTS = {
    "urgent": ("Urgent", "urgent"),
    "slow": ("Past their day", "past their day"),
    "unacknowledged": ("To acknowledge", "not acknowledged yet"),
    "late": ("Sent after the cut-off", "sent after nominations closed"),
}
"""Parts of the queue: the link to each, and what its caption says."""

FIRST = ("what_is_going_well", "voice_of_person", "voice_of_parent", "protective_factors", "strengths_and_guardians")
"""Strengths and voice open the page, before any risk. PR-58."""

STILL_READING = "Wait a minute and decide again: nobody has been compared with the people the group holds yet"


@bp.get("/triage")
@permits(Permission.NOTIFICATION_TRIAGE)
def queue() -> ResponseReturnValue:
    actor = current_actor()
    asked = request.args.get("show", "")
    show = asked if asked in queries.SHOW else None
    page = paging(queries.count_waiting(actor, show))
    waiting = queries.list_waiting(actor, show=show, limit=page.limit, offset=page.offset)
    late, receipts = lateness_of(actor, waiting), receipts_of(actor, waiting)
    return render(
        "notifications/queue.html",
        page=page,
        rows=[_queued(one) | {"late": late.get(one.uid), "receipt": receipts.get(one.uid)} for one in waiting],
        show=show,
        alike=merging.count_waiting(actor) if actor.may(Permission.PERSON_MERGE) else None,
        parts=PARTS,
        unacknowledged=len(queries.list_unacknowledged(actor)),
        form=None,
    )


@bp.get("/decided")
@permits(Permission.NOTIFICATION_TRIAGE)
def decided() -> ResponseReturnValue:
    actor = current_actor()
    page = paging(queries.count_triaged(actor))
    rows = queries.list_triaged(actor, limit=page.limit, offset=page.offset)
    return render(
        "notifications/decided.html",
        page=page,
        rows=rows,
        about=about,
        late=lateness_of(actor, rows),
        outcome=lambda code: partnership.code_label("triage_outcome", code),
    )


def _queued(notification: Notification) -> dict[str, Any]:
    on = today()
    return {
        "notification": notification,
        "about": about(notification),
        "kind": KINDS[notification.subject_kind],
        "agency": partnership.agency_name(notification.agency_uid or ""),
        "ages": queries.ages_of(notification),
        "warnings": len(notification.warnings),
        "standing": standing(notification),
        "slow": (notification.acknowledged_at is None and (notification.acknowledge_by or on) < on)
        or (notification.triage_by or on) < on,
    }


@bp.post("/triage/acknowledge-all")
@permits(Permission.NOTIFICATION_TRIAGE)
def acknowledge_all() -> ResponseReturnValue:
    count = triage.acknowledge_all(actor=current_actor())
    noun = "notification" if count == 1 else "notifications"
    return see_other("notifications.queue", flash=f"{count} {noun} acknowledged")


@bp.post("/<uid:notification_uid>/acknowledge")
@permits(Permission.NOTIFICATION_TRIAGE)
def acknowledge(notification_uid: str) -> ResponseReturnValue:
    notification = _sent(current_actor(), notification_uid)
    triage.acknowledge(actor=current_actor(), notification=notification)
    return see_other("notifications.queue", flash=f"{notification.reference} acknowledged")


@bp.post("/<uid:notification_uid>/begin")
@permits(Permission.NOTIFICATION_TRIAGE)
def begin(notification_uid: str) -> ResponseReturnValue:
    notification = _sent(current_actor(), notification_uid)
    triage.start_triage(actor=current_actor(), notification=notification)
    return see_other("notifications.decide", notification_uid=notification.uid)


@bp.route("/<uid:notification_uid>/late", methods=["GET", "POST"])
@permits(Permission.NOTIFICATION_TRIAGE)
def late(notification_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    notification = _sent(actor, notification_uid)
    agreed = notification.late_agreed_at is not None
    if Role.CHAIR not in actor.roles or not (agreed or waits_for_the_chair(actor, notification)):
        raise NotFound("late")
    form = LateForm()
    if form.validate_on_submit():
        with form.catching():
            triage.agree_late(actor=actor, notification=notification, reason=form.reason.data or "")
            return see_other(
                "notifications.notification",
                notification_uid=notification.uid,
                flash="It comes to the next meeting",
            )
    return render("notifications/late.html", form=form, notification=notification)


@bp.route("/<uid:notification_uid>/triage", methods=["GET", "POST"])
@permits(Permission.NOTIFICATION_TRIAGE)
def decide(notification_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    notification = queries.get_notification(actor, notification_uid)
    if notification.submitted_at is None:
        raise NotFound("notification")
    if notification.triaged_at is not None or notification.withdrawn_at is not None:
        return see_other("notifications.notification", notification_uid=notification.uid)
    receipt = find_receipt(actor, notification)
    read_so_far, alike, members = None, [], []
    sees_likeness = actor.may(Permission.PERSON_MERGE)  # PR-13: the coordinator alone, until somebody has decided
    try:
        if sees_likeness:
            alike, members = _similar(actor, notification), resembling.members_held(actor, notification)
    except subjects.IndexNotReady as wait:
        read_so_far = wait.percent
    followed = queries.find_followed(actor, notification)
    before = said_before.ruled_out(actor, followed, alike)
    out = frozenset().union(*(one.uids for one in before))
    found = [one for one in alike if one.subject_uid not in out]
    form = TriageForm()
    form.outcome.choices = _outcomes(notification)
    form.same_as.choices = _people(found)
    if form.validate_on_submit():
        with form.catching():
            if read_so_far is not None:
                raise Refused(STILL_READING, field="outcome")
            _decide(actor, notification, form, found, dict.fromkeys(out, triage.DIFFERENT))
            if receipt is not None:
                return see_other(
                    "notifications.letter",
                    notification_uid=notification.uid,
                    flash=f"{notification.reference} decided. Now tell the agency",
                )
            return see_other(
                "notifications.queue", flash=f"{notification.reference} decided, and the notifier has an answer"
            )
    parts = read(notification.answers, notification.subject_kind, homes=False)
    late = waits_for_the_chair(actor, notification)
    messages = queries.list_messages(actor, notification)
    said = [*before, *said_before.told_apart(actor, alike)]
    spoke = {*(one.by_uid for one in messages), *(one.by_uid for one in said)}
    notifier = accounts.user_names(actor, {notification.notifier_uid, *spoke})
    return render(
        "notifications/triage.html",
        form=form,
        notification=notification,
        about=about(notification),
        kind=KINDS[notification.subject_kind],
        standing=standing(notification),
        ages=queries.ages_of(notification),
        agency=partnership.agency_name(notification.agency_uid or ""),
        names=notifier,
        receipt=receipt,
        warnings=warnings.shown(notification.warnings, notification.subject_kind),
        found=found,
        said_before=said,
        elsewhere=forums.told_overlaps(actor, notification.answers, [one.subject_uid for one in found]),
        waiting=resembling.also_waiting(actor, notification) if sees_likeness else [],
        sees_likeness=sees_likeness,
        members=members,
        read_so_far=read_so_far,
        by_agreement=subjects.by_agreement,
        about_of=about,
        first=_first(parts),
        parts=_without(parts, ("equality",)),
        equality=[part for part in parts if part.slug == "equality" and part.answered],
        messages=messages,
        followed=followed,
        usual=[(code.label, usual_answer(code.code, late=late)) for code in _codes(notification)],
    )


def _sent(actor: Actor, uid: str) -> Notification:
    notification = queries.notification_for_change(actor, uid)
    if notification.submitted_at is None:
        raise NotFound("notification")
    return notification


def _similar(actor: Actor, notification: Notification) -> list[Candidate]:
    if notification.subject_kind != domain.INDIVIDUAL:
        return []
    return subjects.similar_people(actor, notification.answers)


def _codes(notification: Notification) -> list[partnership.CodeItem]:
    codes = partnership.code_list("triage_outcome")
    return [code for code in codes if domain.fits(code.code, notification.subject_kind)]


def _outcomes(notification: Notification) -> list[Any]:
    return [choice(code.code, code.label, group=_group(code.code)) for code in _codes(notification)]


def _group(outcome: str) -> str:
    if domain.makes_case(outcome):
        return "Take it on"
    return "Send it back" if outcome in domain.RETURNED else "Not for the group"


def _people(found: list[Candidate]) -> list[Any]:
    if not found:
        return []
    people = [choice(one.subject_uid, f"Yes: {one.title}, {one.reference}", hint="; ".join(one.why)) for one in found]
    return [
        *people,
        choice(DIFFERENT, "No, somebody else"),
        choice(UNDECIDED, "I cannot tell yet", hint="It is kept apart, and can be joined later."),
    ]


def _decide(
    actor: Actor, notification: Notification, form: TriageForm, found: list[Candidate], out: Mapping[str, str]
) -> None:
    chosen = form.same_as.data
    if found and chosen is None:
        raise Refused("Select whether this is somebody the group already holds", field="same_as")
    same_as = chosen if chosen not in (None, DIFFERENT, UNDECIDED) else None
    verdict = triage.UNDECIDED if chosen == UNDECIDED else triage.DIFFERENT
    likeness = {one.subject_uid: verdict for one in found if one.subject_uid != same_as}
    case = None
    if form.case_reference.data:
        case = queries.find_case(actor, form.case_reference.data)
        if case is None or case.closed_on is not None:
            raise Refused("Enter the reference of a case that is open", field="case_reference")
    triage.triage_notification(
        actor=actor,
        notification=notification,
        outcome=form.outcome.data,
        reason=form.reason.data,
        answer=form.answer.data,
        case=case,
        same_as_subject_uid=None if case else same_as,
        likeness={**out, **likeness},
    )


def _first(parts: list[Part]) -> list[Row]:
    rows = {row.name: row for part in parts for row in part.rows}
    return [rows[name] for name in FIRST if name in rows and not rows[name].is_empty]


def _without(parts: list[Part], slugs: tuple[str, ...]) -> list[Part]:
    """The rest of the form: what opened the page is not said twice."""
    return [
        Part(part.slug, part.title, part.section, tuple(row for row in part.rows if row.name not in FIRST))
        for part in parts
        if part.slug not in slugs
    ]
