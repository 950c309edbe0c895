"""How two records compare, field by field, in plain words without anybody's data in them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.features.subjects.matching.levels import MISSING


class Strength(StrEnum):
    """How much speaks for two records being of one person. It orders a list; it never decides anything. PR-13."""

    LIKELY = "LIKELY"
    POSSIBLE = "POSSIBLE"


class Agreement(StrEnum):
    AGREES = "AGREES"
    NEARLY = "NEARLY"
    DIFFERS = "DIFFERS"
    MISSING = "MISSING"
    """One of the two says nothing of it."""


@dataclass(frozen=True)
class Sign:
    """One field of two records: `field` is a key of `LABELS`."""

    field: str
    agreement: Agreement
    words: str

    @property
    def label(self) -> str:
        return LABELS[self.field]

    @property
    def told(self) -> str:
        """As a line among those that agree, differ, or are missing: the words too where they say more than that."""
        plain = self.agreement is Agreement.MISSING or self.words in (
            WORDS[self.field][level][1] for level in ("SAME", "DIFFERENT")
        )
        return self.label if plain else f"{self.label}: {self.words[0].lower()}{self.words[1:]}"


TOLD = {
    Agreement.AGREES: "Agrees",
    Agreement.NEARLY: "Nearly agrees",
    Agreement.DIFFERS: "Differs",
    Agreement.MISSING: "Not known of both",
}


def by_agreement(told: Iterable[Sign]) -> list[tuple[str, list[Sign]]]:
    """Signs as a page shows them: what agrees first, what cannot be compared last; only what there is."""
    signs = list(told)
    groups = [(words, [one for one in signs if one.agreement is agreement]) for agreement, words in TOLD.items()]
    return [(words, chosen) for words, chosen in groups if chosen]


LABELS = {
    "GIVEN": "Given names",
    "FAMILY": "Family name",
    "BIRTH": "Date of birth",
    "IDENTIFIER": "Identifiers",
    "ADDRESS": "Address",
    "POSTCODE": "Postcode",
    "SEX": "Sex",
}
_AGREES, _NEARLY, _DIFFERS = Agreement.AGREES, Agreement.NEARLY, Agreement.DIFFERS

WORDS: dict[str, dict[str, tuple[Agreement, str]]] = {
    "GIVEN": {
        "SAME": (_AGREES, "Same given names"),
        "PART": (_AGREES, "Same first name, not all given names"),
        "FORM": (_NEARLY, "A short form or other spelling"),
        "LETTER": (_NEARLY, "One letter different"),
        "OTHER_PART": (_NEARLY, "A given name in common"),
        "CALLED": (_NEARLY, "A nickname or other name in common"),
        "ORDER": (_NEARLY, "Same names in another order"),
        "INITIAL": (_NEARLY, "Same initial"),
        "BEGINS": (_NEARLY, "Begins the same"),
        "SIMILAR": (_NEARLY, "Looks or sounds similar"),
        "DIFFERENT": (_DIFFERS, "Different given names"),
    },
    "FAMILY": {
        "SAME": (_AGREES, "Same family name"),
        "LETTER": (_NEARLY, "One letter different"),
        "PART": (_NEARLY, "A part of the family name in common"),
        "ORDER": (_NEARLY, "Same names in another order"),
        "SIMILAR": (_NEARLY, "Looks or sounds similar"),
        "DIFFERENT": (_DIFFERS, "Different family names"),
    },
    "BIRTH": {
        "SAME": (_AGREES, "Same date of birth"),
        "SWAPPED": (_NEARLY, "Day and month of birth swapped"),
        "DIGIT": (_NEARLY, "One digit of the date of birth different"),
        "YEAR_DIGIT": (_NEARLY, "Same day and month, another year of birth"),
        "PART": (_NEARLY, "One part of the date of birth different"),
        "FITS": (_NEARLY, "The age fits, no exact date of birth to compare"),
        "DIFFERENT": (_DIFFERS, "Different dates of birth"),
    },
    "IDENTIFIER": {
        "SAME": (_AGREES, "Same identifier"),
        "DIFFERENT": (_DIFFERS, "Different identifiers of the same kind"),
    },
    "ADDRESS": {
        "SAME": (_AGREES, "Same address"),
        "MOST": (_NEARLY, "Nearly the same address"),
        "SOME": (_NEARLY, "A part of the address in common"),
        "DIFFERENT": (_DIFFERS, "Different addresses"),
    },
    "POSTCODE": {
        "SAME": (_AGREES, "Same postcode"),
        "NEAR": (_NEARLY, "One character of the postcode different"),
        "AREA": (_NEARLY, "Same part of town"),
        "DIFFERENT": (_DIFFERS, "Different postcodes"),
    },
    "SEX": {"SAME": (_AGREES, "Same sex"), "DIFFERENT": (_DIFFERS, "Sex recorded differently")},
}
"""Each level of each field, the most alike first."""


def signs(levels: Mapping[str, str]) -> tuple[Sign, ...]:
    return tuple(
        Sign(field, *WORDS[field][level])
        if (level := levels[field]) != MISSING
        else Sign(field, Agreement.MISSING, "Not known of both")
        for field in WORDS
    )


def in_a_line(levels: Mapping[str, str]) -> tuple[str, ...]:
    """What agrees or nearly agrees, the names as one."""
    said = [_names(levels["GIVEN"], levels["FAMILY"])]
    said += [WORDS[field][levels[field]][1] for field in WORDS if field in SAID and levels[field] in SAID[field]]
    if levels["BIRTH"] == MISSING:
        said.append("No date of birth to compare")
    return tuple(words for words in said if words)


SAID = {
    "BIRTH": ("SAME", "SWAPPED", "DIGIT", "YEAR_DIGIT", "PART", "FITS", "DIFFERENT"),
    "IDENTIFIER": ("SAME", "DIFFERENT"),
    "ADDRESS": ("SAME", "MOST"),
    "POSTCODE": ("SAME", "NEAR"),
    "SEX": ("DIFFERENT",),
}
_NEAR_NAMES = frozenset({"SAME", "PART", "FORM", "LETTER", "OTHER_PART", "BEGINS", "SIMILAR", "INITIAL"})


def _names(given: str, family: str) -> str:
    if given == family == "SAME":
        return "Same name"
    if "ORDER" in (given, family):
        return "Same names in another order"
    if given == "CALLED":
        return "A nickname or other name in common"
    if given in _NEAR_NAMES and family in _NEAR_NAMES:
        return "Nearly the same name"
    if given in _NEAR_NAMES:
        return WORDS["GIVEN"][given][1]
    return WORDS["FAMILY"][family][1] if family in _NEAR_NAMES else ""
