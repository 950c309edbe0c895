"""How long a case is kept after it is closed: a code of the list `retention_class` (section 5.6). Pure."""

from collections.abc import Collection

BY_REASON = {"THRESHOLD_NOT_MET": "R01", "MISTAKEN_IDENTITY": "R02"}
"""Reasons for closing that are erased early, whatever the case is about."""
BY_KIND = {"NETWORK": "R08", "PLACE": "R09"}
CAUSED = frozenset({"ALLEGED_CAUSE", "EXPLOITER"})


def retention_class(*, kind: str, closure_reason: str, under_18: bool, roles: Collection[str]) -> str:
    """The class of a case of `kind` (PERSON, NETWORK or PLACE) closed for a reason of `closure_reason`."""
    early = BY_REASON.get(closure_reason) or BY_KIND.get(kind)
    if early:
        return early
    if not under_18:
        return "R05"
    return "R03" if CAUSED.isdisjoint(roles) else "R04"
