"""What each agency says about a case, side by side: what it returned, what it told before, what it sent in writing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.features.meetings.live_models import Contribution
from app.features.meetings.models import AgendaItem
from app.features.meetings.picture import Picture, Said, agency_words
from app.features.returns import interface as returns
from app.platform.access import Actor


@dataclass
class AgencySaid:
    """One agency. It `speaks` when there is something to read of it; otherwise it is a gap, or knows nothing."""

    agency: str
    returned: returns.Said | None = None
    told: list[Said] = field(default_factory=list)
    written: list[Contribution] = field(default_factory=list)

    @property
    def speaks(self) -> bool:
        answered = self.returned is not None and bool(self.returned.lines or self.returned.risk)
        return answered or bool(self.told or self.written)


@dataclass(frozen=True)
class SideBySide:
    """`speaking`: to be read; `owing`: were asked and have not answered; `silent`: answered with nothing to read."""

    speaking: list[AgencySaid]
    owing: list[returns.Said]
    silent: list[returns.Said]


def said_side_by_side(
    actor: Actor, item: AgendaItem, picture: Picture, contributions: Sequence[Contribution]
) -> SideBySide:
    """By name of agency. An agency that spoke before and now owes its answer stands in both."""
    found: dict[str, AgencySaid] = {}

    def of(agency: str) -> AgencySaid:
        return found.setdefault(agency, AgencySaid(agency))

    asked = returns.said_about(actor, item.case_uid, item.meeting_uid)
    for one in asked:
        of(one.agency).returned = one
    for contribution in contributions:
        of(agency_words(contribution.agency_uid)).written.append(contribution)
    for agency, told in picture.told.items():
        of(agency).told = told
    return SideBySide(
        speaking=sorted((one for one in found.values() if one.speaks), key=lambda one: one.agency.casefold()),
        owing=[one for one in asked if one.is_owed],
        silent=[one for one in asked if not one.is_owed and not found[one.agency].speaks],
    )
