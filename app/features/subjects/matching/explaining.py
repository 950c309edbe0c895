"""How two records compare, field by field, in plain words without anybody's data in them."""

from dataclasses import dataclass
from enum import StrEnum


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


LABELS = {
    "GIVEN": "Given name",
    "FAMILY": "Family name",
    "NAME": "Name",
    "BIRTH": "Date of birth",
    "SEX": "Sex",
    "IDENTIFIER": "Identifiers",
    "ADDRESS": "Address",
    "POSTCODE": "Postcode",
    "HOUSEHOLD": "Household",
}


@dataclass(frozen=True)
class Sign:
    """One field of two records: `field` is a key of `LABELS`."""

    field: str
    agreement: Agreement
    words: str

    @property
    def label(self) -> str:
        return LABELS[self.field]
