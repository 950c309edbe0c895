"""The course of a version: drafted, tried on today's cases, approved by two, in force from its day. PR-18."""

from collections.abc import Set
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused

CHAIR, OFFICER = "CHAIR", "DPO"


class State(StrEnum):
    DRAFT = "DRAFT"
    WAITING = "WAITING"
    """One of the two has approved it."""
    TO_COME = "TO_COME"
    IN_FORCE = "IN_FORCE"
    REPLACED = "REPLACED"
    WITHDRAWN = "WITHDRAWN"


class Version(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def chair_uid(self) -> str | None: ...
    @property
    def officer_uid(self) -> str | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...
    @property
    def tried_at(self) -> datetime | None: ...


def is_approved(version: Version) -> bool:
    return version.chair_uid is not None and version.officer_uid is not None


def state_of(version: Version, *, on: date, in_force: bool) -> State:
    """`in_force`: whether it is the one that counts on the day."""
    if version.withdrawn_at is not None:
        return State.WITHDRAWN
    if not is_approved(version):
        return State.WAITING if version.chair_uid or version.officer_uid else State.DRAFT
    if in_force:
        return State.IN_FORCE
    return State.TO_COME if version.valid_from > on else State.REPLACED


def check_draft(version: Version) -> None:
    if version.withdrawn_at is not None or is_approved(version):
        raise Refused("Draft a new version: this one does not change any more", rule="PR-18")


def check_approval(version: Version, user_uid: str, roles: Set[str]) -> str:
    """As which of the two somebody approves: nobody as both. Refused before the draft was tried. PR-18."""
    check_draft(version)
    if version.tried_at is None:
        raise Refused("Try the draft on today’s cases first: a value has changed since", rule="PR-18")
    if user_uid in (version.chair_uid, version.officer_uid):
        raise Refused("Ask the other one to approve: you have approved it already", rule="PR-18")
    if CHAIR in roles and version.chair_uid is None:
        return CHAIR
    if OFFICER in roles and version.officer_uid is None:
        return OFFICER
    raise Refused("Ask the other one to approve: the chair and the data protection officer do", rule="PR-18")
