"""What triage is told about likeness besides people already held: other notifications that wait, and members of a
network who may be people the group holds. It only points out: a person decides. PR-13."""

from dataclasses import dataclass

from app.features.notifications import domain, queries
from app.features.notifications.models import Notification
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Candidate
from app.kernel.clock import today
from app.platform.access import Actor

LOOKED_AT = 200
"""Notifications that wait and are compared: more than a group ever has."""


@dataclass(frozen=True)
class Resembling:
    """Another notification that waits, and the signs that it is about the same."""

    notification: Notification
    why: tuple[str, ...]


@dataclass(frozen=True)
class MemberFound:
    """A member as the notification names them, and people the group holds who may be the same."""

    name: str
    people: list[Candidate]


def also_waiting(actor: Actor, notification: Notification) -> list[Resembling]:
    """Other notifications of the same kind that wait for triage and look like the same person, network or place."""
    kind = "PERSON" if notification.subject_kind == domain.INDIVIDUAL else notification.subject_kind
    waiting = queries.list_waiting(actor, limit=LOOKED_AT)
    others = [one for one in waiting if one.uid != notification.uid and one.subject_kind == notification.subject_kind]
    on = today()
    compared = [(one, subjects.why_alike(kind, notification.answers, one.answers, on=on)) for one in others]
    return [Resembling(one, why) for one, why in compared if why]


def members_held(actor: Actor, notification: Notification) -> list[MemberFound]:
    """The members of a network that look like people the group holds."""
    if notification.subject_kind != domain.NETWORK:
        return []
    members = list(notification.answers.get("members") or ())
    found = subjects.similar_members(actor, members) if members else []
    return [
        MemberFound(str(member.get("name") or "Name not known"), people)
        for member, people in zip(members, found, strict=True)
        if people
    ]
