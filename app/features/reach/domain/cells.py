"""The cells of the return: what each counts, of which rows, and what it leaves out. Pure; source: domain reference 6.7.

How a cell was counted (PR-54) is told from here, so that the words stand beside the code of the cell they are about.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ALL = "ALL"
"""Stands for the uid of an intervention: everybody, each once, whatever they took part in."""
QUARTER, TO_DATE = "Q", "Y"
PERIODS = {QUARTER: "Quarter", TO_DATE: "Year to date"}

PEOPLE = "people"
AGES = {"U10": "Under 10", "10_14": "10 to 14", "15_17": "15 to 17", "18_24": "18 to 24", "25": "25 and over",
        "NK": "Age not known"}  # fmt: skip
SEXES = {"F": "Female", "M": "Male", "NK": "Sex not known or not stated"}
ETHNIC = {"WHITE": "White", "MIXED": "Mixed or multiple", "ASIAN": "Asian", "BLACK": "Black", "OTHER": "Other",
          "NK": "Ethnicity not known or not stated"}  # fmt: skip
DOSAGES = {"U25": "Under 25% of what was planned", "25": "25% to 49%", "50": "50% to 79%", "80": "80% or more",
           "NK": "No dosage is planned"}  # fmt: skip

_ATTENDED = "people who came to at least one session that was held, by the attendance recorded"
_ABSENT = "people whose attendance was not recorded or who did not come; sessions that were not held"
_UNNAMED = "tallies of contacts, which name nobody: the same person may be counted more than once"
_STARTED = "referrals whose first session fell in the period"


@dataclass(frozen=True)
class Cell:
    """`named`: it counts people, so their cases can be listed. `adds`: quarters and interventions add up."""

    code: str
    label: str
    group: str
    rows: str
    left_out: str
    named: bool = False
    adds: bool = False


def _banded(prefix: str, words: dict[str, str], group: str, rows: str, left_out: str) -> list[Cell]:
    return [Cell(f"{prefix}:{code}", label, group, rows, left_out, named=True) for code, label in words.items()]


_COURSE, _DELIVERED, _OUTCOMES = "Course", "Planned and delivered", "Outcomes"
_UNPAID, _ELSE = "commitments that are not paid", "everything else"
_NO_MONTH = "people whose date of birth is not known to the month"
_ENDED = "referrals that had begun and ended in the period"
_SELF = f"{_ATTENDED}, by what they said of themselves; Gypsy, Roma or Traveller is within White, as in the census"
_DOSED = f"{_ATTENDED} in the period, by the minutes they had had by its last day, of those planned in the catalogue"
_AGED = f"{_ATTENDED}, by their age on the day they were first seen in the period"
_IN_YEAR = f"{_ATTENDED}, who on 31 August before were"
_CELLS = [
    Cell(PEOPLE, "People reached", "People", _ATTENDED, f"{_ABSENT}; contacts without names", named=True),
    Cell("one", "Seen one to one", "People", f"{_ATTENDED}, one to one, with the family or in custody",
         "those seen in groups alone", named=True),
    Cell("group", "Seen in a group", "People", f"{_ATTENDED}, in a group, class or training",
         "those seen one to one alone", named=True),
    *_banded("age", AGES, "Age", _AGED, _ABSENT),
    Cell("year:6", "Of school year 6", "School year", f"{_IN_YEAR} 10", _NO_MONTH, named=True),
    Cell("year:7", "Of school year 7", "School year", f"{_IN_YEAR} 11", _NO_MONTH, named=True),
    *_banded("sex", SEXES, "Sex", f"{_ATTENDED}, by the sex in their record", _ABSENT),
    *_banded("eth", ETHNIC, "Ethnicity", _SELF, f"{_ABSENT}; ethnicity as somebody else perceived it (PR-11)"),
    Cell("started", "Started", _COURSE, _STARTED, "people referred who have not begun", named=True, adds=True),
    Cell("completed", "Completed", _COURSE, f"{_ENDED}, completed as planned or early with a good result",
         "those that ended for another reason", named=True, adds=True),
    Cell("left", "Ended before completing", _COURSE, f"{_ENDED} without being completed", "those that never began",
         named=True, adds=True),
    Cell("waiting", "Waiting at the end", _COURSE, "people referred who had not begun by the last day of the period",
         "those declined by the provider, or ended before they began", named=True),
    Cell("waited", "Days waited by those who started", _COURSE,
         f"{_STARTED}: days from referral to first session, added up", "referrals that have not begun", adds=True),
    Cell("capacity", "Places (capacity)", _DELIVERED, "places in the catalogue, as they stood when this was counted",
         "interventions whose capacity is not recorded"),
    Cell("planned", "Sessions planned", _DELIVERED, "sessions in the calendar dated in the period", "nothing",
         adds=True),
    Cell("held", "Sessions held", _DELIVERED, "sessions of which somebody said that they happened",
         "sessions that did not happen, or of which nobody has said yet", adds=True),
    Cell("minutes", "Minutes attended", _DELIVERED, "minutes of attendance recorded for the person referred",
         "parents and carers; contacts without names", adds=True),
    *_banded("dose", DOSAGES, "Dosage", _DOSED, _ABSENT),
    Cell("contacts", "Contacts (not people)", "Contacts", _UNNAMED, "campaigns", adds=True),
    *(
        Cell(f"con:{code}", f"Contacts, {label[0].lower()}{label[1:]}", "Contacts", _UNNAMED, "campaigns", adds=True)
        for code, label in AGES.items()
    ),
    Cell("conversations", "Conversations", "Contacts", "conversations in the tallies", "campaigns", adds=True),
    Cell("impressions", "Campaign impressions", "Contacts", "tallies of interventions that are campaigns", _ELSE,
         adds=True),
    Cell("parents", "Parents and carers reached", "Others",
         "parents and carers, named on a referral, who came to a session that was held",
         "parents counted without names, who are contacts"),
    Cell("professionals", "Professionals trained (contacts)", "Others", "tallies of interventions for the workforce",
         _ELSE, adds=True),
    Cell("ended", "Due an exit measure", _OUTCOMES, _ENDED, "those that go on", named=True, adds=True),
    Cell("measured", "Measured at start and exit", _OUTCOMES,
         "of those, the ones with the same outcome measured at the start and at the exit",
         "measures recorded as missing, or at one point alone", named=True, adds=True),
    Cell("spend_ho", "Spent, Home Office", "Money", "amounts paid in the period from Home Office lines", _UNPAID,
         adds=True),
    Cell("spend_match", "Spent, match", "Money", "amounts paid in the period from match", _UNPAID, adds=True),
    Cell("spend_other", "Spent, other", "Money", "amounts paid in the period from other lines", _UNPAID, adds=True),
]  # fmt: skip

CELLS: dict[str, Cell] = {cell.code: cell for cell in _CELLS}
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(cell.group for cell in _CELLS))
SHARES = {
    group: [cell.code for cell in _CELLS if cell.group == group] for group in ("Age", "Sex", "Ethnicity", "Dosage")
}
"""Groups whose cells are the parts of `people`: together they are everybody reached."""
PARTS = SHARES | {"Contacts": [f"con:{code}" for code in AGES], "Course": ["completed", "left"]}
WHOLE = dict.fromkeys(SHARES, PEOPLE) | {"Contacts": "contacts", "Course": "ended"}
PLAIN = frozenset({"capacity", "planned", "held", "spend_ho", "spend_match", "spend_other"})
"""Cells that count no people: nothing in them is small enough to tell about somebody."""
SUMS = {"minutes": (PEOPLE, 60), "waited": ("started", 10)}
"""Sums over people: whose, and about what one of them adds. Exact minutes, divided by the length of a session, would
tell how many came."""
NOT_OF_ALL = frozenset({"capacity", *SHARES["Dosage"]})
"""Cells that say nothing of everybody together."""


def in_group(group: str, of: str) -> Iterable[Cell]:
    """The cells of a group that an intervention (or ALL) has."""
    return (cell for cell in _CELLS if cell.group == group and not (of == ALL and cell.code in NOT_OF_ALL))
