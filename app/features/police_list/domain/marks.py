"""The mark of a row: one-way digests of what it says, by which next month's list is compared when the row itself is
long gone, or was never kept. Pure.

`basis`: one mark for each reference, of the first row of its file that carries the file's own time, whatever became of
it. What only the model says, who sanitised it and when it expires are not compared.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.features.police_list.domain import values
from app.features.police_list.domain.columns import Column
from app.kernel.folding import fold

REFERENCE, NOMINAL, MODEL = "svapp_ref", "nominal_ref", "model"
NOTHING = "-"


class Change(StrEnum):
    NEW = "NEW"
    CHANGED = "CHANGED"
    LOST = "LOST"
    """Only letters that were lost on the way, or are there now."""
    SCORE = "SCORE"
    """Only what the model says."""
    SAME = "SAME"


CHANGE_WORDS = {
    Change.NEW: "New",
    Change.CHANGED: "Changed",
    Change.LOST: "Letters of the name only",
    Change.SCORE: "Score only",
    Change.SAME: "As last month",
}


@dataclass(frozen=True)
class Mark:
    """`fields` by code of the column, each one digest, or two for a name: as it is, and as it is with letters lost."""

    ref: str
    fields: Mapping[str, str]
    lost: bool = False


@dataclass
class Marks:
    """The marks of one extract by digest of the reference, under a salt of its own."""

    salt: str
    marks: dict[str, Mark] = field(default_factory=dict)

    def of(self, cells: Mapping[str, str], columns: Iterable[Column]) -> Mark:
        names = [values.tidy(cells.get(code, "")) for code in ("surname", "forenames", "aliases")]
        fields = {one.code: self._digest(one, cells.get(one.code, "")) for one in columns if one.compared}
        said = "\n".join(values.tidy(cells.get(one.code, "")).casefold() for one in columns if one.kind == "model")
        fields[MODEL] = self._hashed(MODEL, said) if said.strip() else NOTHING
        lost = any("?" in one or "\N{REPLACEMENT CHARACTER}" in one for one in names)
        return Mark(self.ref(cells.get(REFERENCE, "")), fields, lost)

    def ref(self, reference: str) -> str:
        return self._hashed(REFERENCE, tidy_reference(reference), 8)

    def _digest(self, column: Column, cell: str) -> str:
        text = values.tidy(cell)
        if not text:
            return NOTHING
        if column.kind == "name":
            return f"{self._hashed(column.code, fold(text))}.{self._hashed(column.code, without_letters(text))}"
        if column.kind in ("birthday", "day", "moment"):
            said = values.day(text)
            text = str(said.at or said.on) if said.on and said.certain else text
        elif column.kind in ("flag", "count"):
            text = "1" if column.kind == "flag" and values.flag(text) else text
        return self._hashed(column.code, text.casefold().replace(" ", ""))

    def _hashed(self, code: str, text: str, size: int = 4) -> str:
        key = bytes.fromhex(self.salt)
        return hashlib.blake2b(f"{code}\n{text}".encode(), key=key, digest_size=size).hexdigest()

    def lines(self, codes: Sequence[str]) -> list[str]:
        """A line for each mark, with its fields in the order of `codes`."""
        return [
            " ".join((one.ref, "?" if one.lost else "!", *(one.fields.get(code, NOTHING) for code in codes)))
            for one in self.marks.values()
        ]

    def read(self, lines: Iterable[str], codes: Sequence[str]) -> "Marks":
        for line in lines:
            ref, lost, *fields = line.split(" ")
            self.marks[ref] = Mark(ref, dict(zip(codes, fields, strict=True)), lost == "?")
        return self


def tidy_reference(reference: str) -> str:
    return values.tidy(reference).upper()


def without_letters(text: str) -> str:
    """A name as it arrives where letters are lost: those that Western Europe's old encoding does not have stand as
    question marks."""
    return text.upper().encode("cp1252", "replace").decode("cp1252").replace("\N{REPLACEMENT CHARACTER}", "?")


def differing(before: Mark, after: Mark) -> list[str]:
    """Codes of the fields that differ, in order; what the model says is left out. A column that one of the two did not
    have is not compared."""
    both = [code for code in after.fields if code in before.fields and code != MODEL]
    return [code for code in both if not _agree(before.fields[code], after.fields[code])]


def _agree(one: str, other: str) -> bool:
    return one == other or bool({*one.split(".")} & {*other.split(".")} - {NOTHING})


def identical(before: Mark, after: Mark) -> bool:
    return not differing(before, after) and before.fields.get(MODEL) == after.fields.get(MODEL)


@dataclass(frozen=True)
class Difference:
    """How one row of this month stands to last month's. `fields` are codes of what changed."""

    change: Change
    fields: tuple[str, ...] = ()
    rekeyed: bool = False
    reused: bool = False


def compare(before: Marks, after: Mark, gone_nominals: Iterable[str]) -> Difference:
    """`after` is a mark under the salt of `before`; `gone_nominals` digests of the police record numbers that are on
    no row of this month under their old reference."""
    there = before.marks.get(after.ref)
    nominal = after.fields.get(NOMINAL, NOTHING)
    if there is None:
        return Difference(Change.NEW, rekeyed=nominal != NOTHING and nominal in gone_nominals)
    fields = tuple(differing(there, after))
    if fields:
        return Difference(Change.CHANGED, fields, reused={NOMINAL, "surname", "dob"} <= {*fields})
    if there.lost != after.lost and there.fields != after.fields:
        return Difference(Change.LOST, ("surname",))
    return Difference(Change.SAME if there.fields.get(MODEL) == after.fields.get(MODEL) else Change.SCORE)
