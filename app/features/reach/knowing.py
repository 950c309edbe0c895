"""What is known of the people who are counted: dates of birth, sex and ethnicity lie sealed.

Each person is opened once, whatever they came to, and a few hundred are read at a time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.features.cases.models import Case, CaseEntry
from app.features.partnership import interface as partnership
from app.features.reach.domain.facts import Known
from app.features.subjects.models import Person
from app.platform.database import db
from app.platform.vault import open_all

AT_ONCE = 500
EQUALITY = "E"
TOLD = "ethnicity_self_defined"
SEXES = {"F": "F", "M": "M"}
ETHNIC_GROUPS = {"White": "WHITE", "Gypsy, Roma or Traveller": "WHITE", "Mixed": "MIXED", "Asian": "ASIAN",
                 "Black": "BLACK", "Other": "OTHER"}  # fmt: skip


class People:
    """What is known of the people who were seen, each opened once."""

    def __init__(self, uids: set[str]) -> None:
        self.known: dict[str, Known] = {}
        self._whose: dict[str, str] = {}
        wanted = uids
        while wanted:
            opened = list(_opened(Person, wanted))
            self._whose |= {row.uid: row.joined_to for row in opened if row.joined_to}
            self.known |= {row.uid: _known(row) for row in opened}
            wanted = set(self._whose.values()) - self.known.keys()
        self._ethnic()

    def one(self, uid: str) -> str:
        """The record that this one was joined to, or itself."""
        while uid in self._whose:
            uid = self._whose[uid]
        return uid

    def _ethnic(self) -> None:
        """What somebody said of themselves last, in any of their cases. PR-11: never what others perceived."""
        groups = {
            one.code: ETHNIC_GROUPS.get(str(one.attributes.get("group")), "NK")
            for one in partnership.code_list("ethnicity")
        }
        told: dict[str, tuple[Any, str]] = {}
        for uids in _in_parts(self.known):
            rows = db.session.execute(
                select(CaseEntry, Case.subject_uid)
                .join(Case, Case.uid == CaseEntry.case_uid)
                .where(CaseEntry.visibility == EQUALITY, Case.subject_uid.in_(uids))
            ).all()
            open_all(entry for entry, _person in rows)
            for entry, person in rows:
                said = groups.get(str(entry.details.get(TOLD)), "NK")
                uid = self.one(person)
                if said != "NK" and (uid not in told or told[uid][0] < entry.recorded_at):
                    told[uid] = (entry.recorded_at, said)
        for uid, (_at, said) in told.items():
            self.known[uid] = replace(self.known[uid], ethnic=said)


def _known(row: Person) -> Known:
    return Known(SEXES.get(row.sex or "", "NK"), "NK", row.dob, row.dob_precision, row.approx_age, row.approx_age_on)


def _opened(model: type[Any], uids: Iterable[str]) -> Iterator[Any]:
    for part in _in_parts(uids):
        rows = db.session.scalars(select(model).where(model.uid.in_(part))).all()
        open_all(rows)
        yield from rows


def _in_parts(uids: Iterable[str]) -> Iterator[list[str]]:
    listed = sorted(uids)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]
