"""Saving a draft while somebody types. Asked by a script in the background; the form works without it."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.features.notifications import commands, queries
from app.features.notifications.forms import NotificationForm, page_form, whole_form
from app.features.notifications.models import Notification
from app.features.notifications.pages_filling import WHOLE, agency_type
from app.features.notifications.presenting import fingerprint
from app.features.notifications.questions import Question, questionnaire
from app.features.notifications.routes import bp
from app.features.notifications.values import OTHER, flat, merged
from app.kernel.clock import now
from app.kernel.errors import NotFound
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import time


@bp.post("/<uid:notification_uid>/keep/<slug>")
@permits(Permission.NOTIFICATION_SUBMIT)
def keep(notification_uid: str, slug: str) -> ResponseReturnValue:
    """Keep what is typed so far, but for answers that cannot be read yet, such as half a date.

    Answers {"saved": true, "at": "10:42am", "seen": …, "unread": how many were left out}; 409 with {"saved": false}
    when the same answers were changed elsewhere: then nothing is kept.
    """
    draft = queries.get_draft(current_actor(), notification_uid)
    form, questions = asked(draft, slug)
    form.validate()
    sound = tuple(one for one in questions if not _has_errors(form, one))
    answers = merged(draft.answers, sound, form.values)
    there = fingerprint(draft.answers, questions)
    if form.seen.data == there or fingerprint(answers, questions) == there:
        with form.catching():
            commands.save_answers(actor=current_actor(), notification=draft, answers=answers, page=slug)
            return jsonify(
                saved=True,
                at=time(now()),
                seen=fingerprint(draft.answers, questions),
                unread=len(questions) - len(sound),
            )
    return jsonify(saved=False), 409


def asked(draft: Notification, slug: str) -> tuple[NotificationForm, tuple[Question, ...]]:
    """The form of a part as it was posted, and its questions."""
    of_kind = questionnaire(draft.subject_kind)
    if slug == WHOLE:
        return whole_form(of_kind, agency_type(draft))(), tuple(of_kind.questions)
    page = of_kind.page(slug)
    if page is None:
        raise NotFound("part")
    return page_form(page, agency_type(draft))(), page.questions


def _has_errors(form: NotificationForm, question: Question) -> bool:
    names = [name for name, _part in flat((question,))]
    return any(form[name].errors for one in names for name in (one, one + OTHER) if name in form)
