"""Whether two records may be of the same person: their levels, what these count, and the guards above. Pure. PR-13."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from app.features.subjects.matching.explaining import Sign, Strength, in_a_line, signs
from app.features.subjects.matching.guards import APART, SIBLINGS, Guard, guard_of
from app.features.subjects.matching.identity import Identity
from app.features.subjects.matching.levels import FIELDS, MISSING, name_levels
from app.features.subjects.matching.weights import Weights, weights_on
from app.kernel.clock import today


class Relation(StrEnum):
    SAME = "SAME"
    SIBLING = "SIBLING"


@dataclass(frozen=True)
class Verdict:
    """What speaks for and against. `total` orders a list and is never shown: a person looks at the signs."""

    relation: Relation
    exact: bool
    """Any shared identifier, or the same name and exact date of birth, and nothing against it."""
    strength: Strength
    total: float
    levels: dict[str, str]
    guard: Guard | None = None

    @cached_property
    def why(self) -> tuple[str, ...]:
        """Plain words, without any personal data in them: a guard first, then what is in common."""
        said = in_a_line(self.levels)
        return said if self.guard is None else (str(self.guard), *(words for words in said if words not in self.guard))

    @cached_property
    def signs(self) -> tuple[Sign, ...]:
        """Every field."""
        return signs(self.levels)


def compare(one: Identity, other: Identity, weights: Weights | None = None) -> Verdict | None:
    """What speaks for the two being the same person, or siblings; None when too little does.

    `weights`: those in force today unless given.
    """
    weights = weights or weights_on(today())
    levels = levels_of(one, other, weights)
    total, guard = weights.total(levels), guard_of(one, other, levels)
    if guard in SIBLINGS:
        return Verdict(Relation.SIBLING, False, Strength.POSSIBLE, total, levels, guard)
    named_alike = levels["GIVEN"] == levels["FAMILY"] == "SAME"
    certain = named_alike and levels["BIRTH"] == "SAME"
    shared = levels["IDENTIFIER"] == "SAME"
    if guard in APART or (guard is Guard.CONFLICT and not certain):
        return None
    if total < weights.possible and not shared:
        return None
    likely = guard is None and total >= weights.likely
    exact = guard is None and (
        (certain and one.exact_birth and other.exact_birth) or (shared and _nothing_against(levels))
    )
    strength = Strength.LIKELY if likely or exact else Strength.POSSIBLE
    return Verdict(Relation.SAME, exact, strength, total, levels, guard)


def levels_of(one: Identity, other: Identity, weights: Weights) -> dict[str, str]:
    """The level of each field. Of the names that two people go by, those that speak most for one person count."""
    given, family = max(
        name_levels(one, other),
        key=lambda found: weights.of("GIVEN", found[0]) + weights.of("FAMILY", found[1]),
        default=(MISSING, MISSING),
    )
    return {"GIVEN": given, "FAMILY": family} | {field: level(one, other) for field, level in FIELDS.items()}


def _nothing_against(levels: dict[str, str]) -> bool:
    return "DIFFERENT" not in (levels["GIVEN"], levels["FAMILY"], levels["BIRTH"])
