"""Who leads on somebody that several forums hold, and whether they were talked about twice (section 4.9). Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.kernel.errors import Refused

LEAD, COPY, NONE = "LEAD", "COPY", "NONE"
SVOG, EOG, OTHER = "SVOG", "EOG", "OTHER"
RANK = {None: 0, "GREEN": 1, "AMBER": 2, "RED": 3}


def lead_forum(roles: Mapping[str, str]) -> str:
    """SVOG, EOG or OTHER: who leads, from each forum's role by code. While nobody else leads, we do."""
    leader = next((code for code, role in roles.items() if role == LEAD), SVOG)
    return leader if leader in (SVOG, EOG) else OTHER


@dataclass(frozen=True)
class Suggestion:
    """Who would usually lead, and why, in words. People decide and say why."""

    forum: str
    why: str


def suggest_lead(cause: str | None, harmed: str | None, exploited: str | None) -> Suggestion | None:
    """The usual lead by the level of concern that stands out; None while no level is set.

    The levels are compared, never added up (PR-16).
    """
    violence, exploitation = max(RANK[cause], RANK[harmed]), RANK[exploited]
    if not (violence or exploitation):
        return None
    if exploitation > violence:
        return Suggestion(EOG, "Being exploited stands out")
    if violence > exploitation:
        return Suggestion(SVOG, "Causing harm or being harmed stands out")
    return Suggestion(
        SVOG, "Exploitation and violence stand level: this group watches every month, the other disrupts the exploiter"
    )


@dataclass(frozen=True)
class Acknowledged:
    """A change of lead: the day each coordinator acknowledged it."""

    ours_on: date | None
    theirs_on: date | None

    @property
    def holds(self) -> bool:
        return self.ours_on is not None and self.theirs_on is not None


def check_other(code: str | None, known: Collection[str]) -> str:
    """The code of a forum that is not ours. Raises Refused at `forum_code`."""
    if not code or code == SVOG or code not in known:
        raise Refused("Select the other forum", field="forum_code")
    return code


def discussed_twice(ours: Iterable[tuple[date, bool]], theirs: Iterable[date], days: int) -> bool | None:
    """Whether somebody was talked about in both forums within `days` without it being one joint discussion.

    `ours` are our discussions, each with whether it was joint; None: not talked about in both within that time.
    """
    near = [joint for on, joint in ours for other in theirs if abs((on - other).days) <= days]
    return None if not near else not any(near)
