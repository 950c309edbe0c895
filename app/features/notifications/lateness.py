"""Where late notifications go, for lists of them: at most three queries however many there are."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from app.features.notifications import cutoff, domain
from app.features.notifications.domain import Lateness
from app.features.notifications.models import Notification
from app.kernel.clock import local
from app.platform.access import Actor
from app.platform.database import db


def lateness_of(actor: Actor, notifications: Iterable[Notification]) -> Mapping[str, Lateness]:
    """By uid, for those that came late and whose case is not known from one that came in time."""
    late = [one for one in notifications if _matters(one)]
    if not late:
        return {}
    case_uids = {one.case_uid for one in late if one.case_uid}
    in_time = _known_in_time(case_uids)
    days = {area_uid: cutoff.meeting_days(area_uid, case_uids) for area_uid in {one.area_uid for one in late}}
    return {
        one.uid: domain.lateness(
            local(one.submitted_at).date(),
            days[one.area_uid],
            agreed=one.late_agreed_at is not None,
            case_uid=one.case_uid,
        )
        for one in late
        if one.submitted_at and one.case_uid not in in_time
    }


def waits_for_the_chair(actor: Actor, notification: Notification) -> bool:
    """Whether it came too late for a meeting that is still to be held, and the chair has not agreed to hear it."""
    found = lateness_of(actor, [notification]).get(notification.uid)
    return found is not None and found.waits


def _matters(one: Notification) -> bool:
    goes_on = one.triage_outcome is None or domain.makes_case(one.triage_outcome)
    return one.late and one.submitted_at is not None and one.withdrawn_at is None and goes_on


def _known_in_time(case_uids: set[str]) -> set[str]:
    """Cases of which another notification came in time: the late one only adds to it."""
    if not case_uids:
        return set()
    wanted = select(Notification.case_uid).where(Notification.case_uid.in_(case_uids), Notification.late.is_(False))
    return {uid for uid in db.session.scalars(wanted) if uid}
