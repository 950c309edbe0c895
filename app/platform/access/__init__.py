"""Who may see and do what: roles, the actor, and the rule added to every read."""

from app.platform.access.actor import SYSTEM, Actor, system_actor
from app.platform.access.binding import NoActor, UnprotectedRead, acting_as, beside, bind_actor, current_actor
from app.platform.access.reading import fetch, is_so, listen, protect
from app.platform.access.roles import (
    PROVIDES,
    ROLE_NAMES,
    ROLE_PERMISSIONS,
    RUNS_THE_MONTH,
    SEES_AGENCY_CASES,
    SEES_RESTRICTED,
    SEES_SCORES,
    Permission,
    Role,
)

__all__ = [
    "PROVIDES",
    "ROLE_NAMES",
    "ROLE_PERMISSIONS",
    "RUNS_THE_MONTH",
    "SEES_AGENCY_CASES",
    "SEES_RESTRICTED",
    "SEES_SCORES",
    "SYSTEM",
    "Actor",
    "NoActor",
    "Permission",
    "Role",
    "UnprotectedRead",
    "acting_as",
    "beside",
    "bind_actor",
    "current_actor",
    "fetch",
    "is_so",
    "listen",
    "protect",
    "system_actor",
]
