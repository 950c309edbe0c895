"""What waits for somebody in the mail of the day: a version of the scoring model to be approved. PR-18."""

from collections.abc import Iterator
from datetime import date

from app.features.reminders import interface as reminders
from app.features.risk import queries
from app.features.risk.domain import course
from app.kernel.days import day_words
from app.platform.access import Actor, Permission
from app.web.addresses import public_link

GROUP = "Changes of the scoring model that wait for you"


def waiting(actor: Actor, _on: date) -> Iterator[reminders.Line]:
    """Once it was tried, for the chair and the data protection officer, until they approved it."""
    if not actor.may(Permission.RISK_MODEL_APPROVE):
        return
    roles = {str(role) for role in actor.roles}
    for row in queries.list_models(actor):
        if row.withdrawn_at is not None or course.is_approved(row) or row.tried_at is None:
            continue
        open_to = {course.CHAIR: row.chair_uid is None, course.OFFICER: row.officer_uid is None}
        if any(free and role in roles for role, free in open_to.items()):
            link = public_link("risk.model_page", model_uid=row.uid)
            yield reminders.Line(
                GROUP, f"Version {row.number}", f"from {day_words(row.valid_from)}", row.valid_from, link
            )


reminders.add_source("risk", waiting)
