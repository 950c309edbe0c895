"""Whether enough agencies are at a meeting for it to decide (section 1.3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Quorum:
    """`groups` in the order to show, each with whether somebody from it is here."""

    groups: tuple[tuple[str, bool], ...]

    @property
    def met(self) -> bool:
        return all(here for _group, here in self.groups)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(group for group, here in self.groups if not here)


def quorum(required: Sequence[str], present_agencies: Iterable[str], group_of: Mapping[str, str | None]) -> Quorum:
    """Every group in `required` needs one agency present; `group_of` names the group of each agency by uid."""
    here = {group_of.get(agency) for agency in present_agencies}
    return Quorum(tuple((group, group in here) for group in required))
