"""Pages on which a notification is filled in and sent."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.notifications import commands, domain, filling, queries, wording
from app.features.notifications.checking import Problem, problems_on, problems_with
from app.features.notifications.forms import EmptyForm, NotificationForm, StartForm, page_form, whole_form
from app.features.notifications.models import Notification
from app.features.notifications.offline.keeping import find_receipt
from app.features.notifications.presenting import KINDS, blocks, fingerprint
from app.features.notifications.questions import Page, Question, questionnaire
from app.features.notifications.reading import Clash, differing, read
from app.features.notifications.routes import bp
from app.features.notifications.values import merged, to_form
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.forms import STALE
from app.web.journey import CHECK, RETURN, returning
from app.web.rendering import render, see_other

LATER = "draft"
"""The button that keeps what is there and comes back later."""
WHOLE = "all"
"""In place of the name of a part: every part at once."""


@bp.route("/new", methods=["GET", "POST"])
@permits(Permission.NOTIFICATION_SUBMIT)
def start() -> ResponseReturnValue:
    form = StartForm()
    if form.validate_on_submit():
        with form.catching():
            danger = form.immediate_danger.data
            draft = commands.start_notification(
                actor=current_actor(),
                subject_kind=form.subject_kind.data,
                answers={"immediate_danger": danger, "submitted_by": _who(), "gsc_marking": draft_marking()},
            )
            if danger in domain.IN_DANGER:
                return see_other("notifications.stop", notification_uid=draft.uid)
            return _go_on(draft, questionnaire(draft.subject_kind).pages[0])
    return render("notifications/start.html", form=form)


def draft_marking() -> str | None:
    codes = partnership.code_list("marking")
    return next((code.code for code in codes if code.attributes.get("default")), None)


def _who() -> dict[str, str | None]:
    """The notifier as their account has them, to be put right on the last page."""
    user = accounts.get_user(current_actor(), current_actor().user_uid)
    return {"name": user.name, "role": user.job_title, "phone": user.phone}


@bp.get("/<uid:notification_uid>/stop")
@permits(Permission.NOTIFICATION_SUBMIT)
def stop(notification_uid: str) -> ResponseReturnValue:
    draft = queries.get_draft(current_actor(), notification_uid)
    following = filling.next_needed(
        questionnaire(draft.subject_kind), questionnaire(draft.subject_kind).pages[0], draft.answers, today()
    )
    return render("notifications/stop.html", draft=draft, following=following)


def task_list(draft: Notification) -> str:
    form = questionnaire(draft.subject_kind)
    needed = filling.still_needed(form, draft.answers, today())
    return render(
        "notifications/tasks.html",
        draft=draft,
        kind=KINDS[draft.subject_kind],
        sections=filling.tasks(form, draft.answers, today()),
        needed=needed,
        in_danger=draft.answers.get("immediate_danger") in domain.IN_DANGER,
        receipt=find_receipt(current_actor(), draft),
        agency=partnership.agency_name(draft.agency_uid or ""),
    )


@bp.route("/<uid:notification_uid>/part/<slug>", methods=["GET", "POST"])
@permits(Permission.NOTIFICATION_SUBMIT)
def part(notification_uid: str, slug: str) -> ResponseReturnValue:
    draft = queries.get_draft(current_actor(), notification_uid)
    page = questionnaire(draft.subject_kind).page(slug)
    if page is None:
        raise NotFound("part")
    form = _opened(page_form(page, agency_type(draft)), draft, page.questions)
    clash = None
    if form.validate_on_submit():
        clash = _save(form, draft, page.questions, page.slug)
        if clash is None:
            problems = problems_on(page, draft.answers, today())
            if LATER in request.form:
                return see_other("notifications.notification", notification_uid=draft.uid, flash="Draft saved")
            if not problems:
                return _after(draft, page)
            form = _with_problems(type(form), draft, page.questions, problems)
    return render(
        "notifications/part.html",
        form=form,
        draft=draft,
        page=page,
        blocks=blocks(form, page.questions),
        clash=clash,
        back=_back(draft),
        keep=url_for("notifications.keep", notification_uid=draft.uid, slug=page.slug),
    )


@bp.route("/<uid:notification_uid>/all", methods=["GET", "POST"])
@permits(Permission.NOTIFICATION_SUBMIT)
def whole(notification_uid: str) -> ResponseReturnValue:
    """The same form on one page, for those who notify often."""
    actor = current_actor()
    draft = queries.get_draft(actor, notification_uid)
    pages = questionnaire(draft.subject_kind).pages
    questions = tuple(questionnaire(draft.subject_kind).questions)
    form = _opened(whole_form(questionnaire(draft.subject_kind), agency_type(draft)), draft, questions)
    clash = None
    if form.validate_on_submit():
        clash = _save(form, draft, questions, WHOLE)
        if clash is None:
            if LATER in request.form:
                return see_other("notifications.notification", notification_uid=draft.uid, flash="Draft saved")
            problems = problems_with(draft.answers, draft.subject_kind, partnership.get_agency(draft.agency_uid or ""))
            if not problems:
                return see_other("notifications.check", notification_uid=draft.uid)
            form = _with_problems(type(form), draft, questions, problems)
    return render(
        "notifications/whole.html",
        form=form,
        draft=draft,
        kind=KINDS[draft.subject_kind],
        pages=[(page, blocks(form, page.questions)) for page in pages],
        clash=clash,
        keep=url_for("notifications.keep", notification_uid=draft.uid, slug=WHOLE),
    )


@bp.route("/<uid:notification_uid>/check", methods=["GET", "POST"])
@permits(Permission.NOTIFICATION_SUBMIT)
def check(notification_uid: str) -> ResponseReturnValue:
    """The answers to check, and the button that sends them. Pressed twice, it answers twice with the same reference."""
    actor = current_actor()
    draft = queries.notification_for_change(actor, notification_uid)
    if draft.notifier_uid != actor.user_uid:
        raise NotFound("draft")
    if draft.submitted_at is not None:
        return see_other("notifications.sent", notification_uid=draft.uid)
    form = EmptyForm()
    pages = filling.still_needed(questionnaire(draft.subject_kind), draft.answers, today())
    if form.validate_on_submit():
        with form.catching():
            commands.submit_notification(actor=actor, notification=draft)
            return see_other("notifications.sent", notification_uid=draft.uid)
    return render(
        "notifications/check.html",
        form=form,
        draft=draft,
        parts=read(draft.answers, draft.subject_kind),
        needed=[(page, problems_on(page, draft.answers, today())) for page in pages],
        suggestions=wording.suggestions(draft.answers),
        not_evidence=wording.not_evidence(draft.answers),
        too_young=_too_young(draft),
        receipt=find_receipt(actor, draft),
        agency=partnership.agency_name(draft.agency_uid or ""),
        change={RETURN: CHECK},
    )


@bp.route("/<uid:notification_uid>/delete", methods=["GET", "POST"])
@permits(Permission.NOTIFICATION_SUBMIT)
def delete(notification_uid: str) -> ResponseReturnValue:
    draft = queries.get_draft(current_actor(), notification_uid)
    form = EmptyForm()
    if form.validate_on_submit():
        with form.catching():
            commands.delete_draft(actor=current_actor(), notification=draft)
            return see_other("notifications.index", flash="Draft deleted")
    return render("notifications/delete.html", form=form, draft=draft)


# ------------------------------------------------------------------------------------------------------------------


def agency_type(draft: Notification) -> str:
    """Of the agency that notifies: whoever fills the form in may do it for another."""
    return partnership.get_agency(draft.agency_uid).agency_type if draft.agency_uid else ""


def _opened(form: type[NotificationForm], draft: Notification, questions: tuple[Question, ...]) -> NotificationForm:
    shown: dict[str, Any] = to_form(draft.answers, questions, agency_type(draft))
    return form(data={**shown, "seen": fingerprint(draft.answers, questions)})


def _save(form: NotificationForm, draft: Notification, questions: tuple[Question, ...], page: str) -> Clash | None:
    """Keep what was entered. When somebody changed the same answers meanwhile nothing of this page is kept: what
    differs is given back to be shown beside what was typed, and saving again puts that in its place."""
    answers = merged(draft.answers, questions, form.values)
    there = fingerprint(draft.answers, questions)
    if form.seen.data != there and fingerprint(answers, questions) != there:
        form.seen.data = there
        form.refuse(STALE)
        return differing(questions, draft.answers, answers)
    with form.catching():
        commands.save_answers(actor=current_actor(), notification=draft, answers=answers, page=page)
        return None
    return differing(questions, draft.answers, answers)


def _with_problems(
    form: type[NotificationForm], draft: Notification, questions: tuple[Question, ...], problems: list[Problem]
) -> NotificationForm:
    """The form as saved, with what is still missing at each field."""
    shown = to_form(draft.answers, questions, agency_type(draft))
    fresh = form(formdata=None, data={**shown, "seen": fingerprint(draft.answers, questions)})
    for field, message in problems:
        fresh.refuse(message, field=field)
    return fresh


def _after(draft: Notification, page: Page) -> ResponseReturnValue:
    if page.slug == "danger" and draft.answers.get("immediate_danger") in domain.IN_DANGER:
        return see_other("notifications.stop", notification_uid=draft.uid)
    if not page.is_needed and not returning():
        return see_other("notifications.notification", notification_uid=draft.uid)
    return _go_on(draft, page)


def _go_on(draft: Notification, page: Page) -> ResponseReturnValue:
    following = filling.next_needed(questionnaire(draft.subject_kind), page, draft.answers, today())
    if following is None:
        return see_other("notifications.check", notification_uid=draft.uid)
    return see_other("notifications.part", notification_uid=draft.uid, slug=following.slug)


def _back(draft: Notification) -> str:
    endpoint = "notifications.check" if returning() else "notifications.notification"
    return url_for(endpoint, notification_uid=draft.uid)


def _too_young(draft: Notification) -> bool:
    """Whether a part will be changed when it is sent, because of the person's age. PR-08."""
    _answers, changed = domain.with_roles_for_age(draft.answers, today(), commands.youngest_alleged_cause())
    return changed
