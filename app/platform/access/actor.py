"""Who is acting."""

from dataclasses import dataclass
from functools import cached_property

from app.platform.access.roles import ROLE_PERMISSIONS, Permission, Role

SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Somebody signed in, or the system itself doing a named job.

    `area_uids` are the areas whose rows the actor may ever see (row-level security uses the same).
    The system actor is never anonymous: `job` says which job it is.
    """

    user_uid: str
    agency_uid: str | None
    area_uids: frozenset[str]
    roles: frozenset[Role]
    agency_type: str | None = None
    session_ref: str | None = None
    job: str | None = None

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return frozenset().union(*(ROLE_PERMISSIONS[role] for role in self.roles)) if self.roles else frozenset()

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def is_any(self, roles: frozenset[Role]) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def area_uid(self) -> str:
        """The one area of whoever works in one. Raises ValueError for somebody of none or of several."""
        (area_uid,) = self.area_uids
        return area_uid

    @property
    def is_system(self) -> bool:
        return self.job is not None


def system_actor(job: str, area_uids: frozenset[str]) -> Actor:
    """The system doing `job` in the areas named."""
    return Actor(user_uid=SYSTEM, agency_uid=None, area_uids=area_uids, roles=frozenset(), job=job)
