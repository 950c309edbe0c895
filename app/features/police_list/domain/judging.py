"""What becomes of a row: the rules of PR-14, in the order in which they are asked. Pure.

Nothing here looks at what the police model says of anybody: a score changes nothing (PR-14(6)).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.features.police_list.domain import values
from app.kernel.ages import birthday, months_after, whole_years

Cells = Mapping[str, str]
"""What stands in a row, by code of the column; a column that is not there, or empty, is left out."""


class Disposition(StrEnum):
    """Code list `police_disposition`."""

    ACCEPT = "ACCEPT"
    QUARANTINE = "QUARANTINE"
    REJECT = "REJECT"
    DISCARD = "DISCARD"
    DUPLICATE = "DUPLICATE"
    OTHER_AREA = "OTHER_AREA"


KEPT = frozenset({Disposition.ACCEPT, Disposition.QUARANTINE, Disposition.REJECT})


class Twin(StrEnum):
    """Another row with the same reference and time, before this one."""

    SAME = "SAME"
    DIFFERENT = "DIFFERENT"


class Flag(StrEnum):
    """What somebody who decides should know; it decides nothing."""

    BYTES_NOT_UTF8 = "BYTES_NOT_UTF8"
    LOST_CHARACTERS = "LOST_CHARACTERS"
    TURNING = "TURNING"
    TURNED = "TURNED"
    UNDER_10 = "UNDER_10"
    CROSS_BORDER = "CROSS_BORDER"
    REKEYED = "REKEYED"
    REUSED = "REUSED"


FLAG_WORDS = {
    Flag.BYTES_NOT_UTF8: "The file was not in UTF-8: check letters with accents",
    Flag.LOST_CHARACTERS: "Letters of the name were lost on the way, and stand as question marks",
    Flag.TURNING: "Reaches the age limit of the group soon: plan for it",
    Flag.TURNED: "Was within the ages last month. The birthday closes nothing by itself",
    Flag.UNDER_10: "Under the age of criminal responsibility: recorded as at risk, never as having caused harm",
    Flag.CROSS_BORDER: "Lives outside the area, as it seems: the address has no ward",
    Flag.REKEYED: "The same police record number stood under another reference last month",
    Flag.REUSED: "The reference stood for another police record last month: compare before you accept",
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row: at `field` (a code of `police_column`, or ""), what to do, and what it may mean."""

    field: str
    message: str
    rule: str = "PR-14(1)"
    suggestion: str = ""


@dataclass(frozen=True)
class Judged:
    """`why` tells it in words that hold nothing of the row."""

    disposition: Disposition
    rule: str | None = None
    why: str = ""
    flags: tuple[Flag, ...] = ()
    problems: tuple[Problem, ...] = ()
    expires_on: date | None = None


@dataclass(frozen=True)
class Scope:
    """What a row is judged by. `oldest` is the first age outside the group's scope, None when there is none; `notice`
    months before it somebody is said to be about to reach it. `names_of` says how an area is called."""

    area_code: str
    extract_at: datetime
    youngest: int
    oldest: int | None
    notice: int
    responsible_from: int
    encoding: str = "utf-8"
    name_of: Callable[[str], str] = str

    @property
    def on(self) -> date:
        """The day the extract was taken: ages are tested on it."""
        return self.extract_at.date()


NAMES = ("surname", "forenames", "aliases")
LONGEST_NAME = 200
"""Letters, as on the pages."""
NOTHING_SAID = "Give the reason for the row: it names no part in violence, no event and no association"
ABOVE = "Marked above OFFICIAL: the record is held by the police. Contact them. Nothing of it is kept here"
ONLY_ASSOCIATION = "Being associated with others is its only ground, and no score changes that"
NO_CONDITIONS = "Enter the conditions on sharing: its handling code is C. Until then only the police see it"


def judge(cells: Cells, scope: Scope, twin: Twin | None = None) -> Judged:
    """What becomes of a row when nobody has decided anything about it yet. PR-14(1) to (9), section 5.3."""
    if "SECRET" in values.tidy(cells.get("gsc", "")).upper():
        return Judged(Disposition.REJECT, "5.3", ABOVE)
    area = values.tidy(cells.get("area_code", "")).upper()
    if area and area != scope.area_code.upper():
        return Judged(Disposition.OTHER_AREA, None, f"Belongs to {scope.name_of(area)}")
    if twin is Twin.SAME:
        return Judged(Disposition.DUPLICATE, "PR-14(2)", "Was there already, with nothing different")
    born = values.day(cells.get("dob", ""), born=scope.on)
    if born.on is not None and born.certain and twin is None and not _within(born.on, scope):
        turned = (Flag.TURNED,) if _turned(born.on, scope) else ()
        return Judged(Disposition.DISCARD, "PR-14(8)", "Outside the ages that the group covers", turned)
    expires = values.day(cells["expires_on"]) if cells.get("expires_on") else None
    flags = tuple(_flags(cells, scope, born.on if born.certain else None))
    until = expires.on if expires is not None and expires.certain else None
    if twin is None and _only_association(cells):
        return Judged(Disposition.REJECT, "PR-14(9)", ONLY_ASSOCIATION, flags, expires_on=until)
    problems = tuple(_problems(cells, scope, born, expires, twin))
    if problems:
        first = problems[0]
        return Judged(Disposition.QUARANTINE, first.rule, first.message, flags, problems, until)
    return Judged(Disposition.ACCEPT, flags=flags, expires_on=until)


def _within(born: date, scope: Scope) -> bool:
    years = whole_years(born, scope.on)
    return years >= scope.youngest and (scope.oldest is None or years < scope.oldest)


def _turned(born: date, scope: Scope) -> bool:
    """Whether somebody passed the limit in the month before the extract."""
    return scope.oldest is not None and months_after(scope.on, -1) < birthday(born, scope.oldest) <= scope.on


def _problems(
    cells: Cells, scope: Scope, born: values.Said, expires: values.Said | None, twin: Twin | None
) -> Iterator[Problem]:
    if twin is Twin.DIFFERENT:
        yield Problem("", "Choose between this row and an earlier one of the same reference and time", "PR-14(2)")
    yield from _unread(cells)
    yield from _of_identity(cells, scope, born)
    if values.moment(cells.get("extract_at", "")) != scope.extract_at:
        yield Problem("extract_at", "Check the time the row was taken: it is not that of the file")
    for code in ("role_victim", "role_suspect", "weapon_flag", "ocg_flag"):
        if not values.is_flag(cells.get(code, "")):
            yield Problem(code, "Enter 1 for yes or 0 for no")
    for code in ("victim_events_12m", "suspect_events_12m", "knife_events_24m", "missing_12m"):
        if values.count(cells.get(code, "")) is None:
            yield Problem(code, "Enter a number of events")
    yield from _of_dates(cells, scope, expires)
    yield from _of_sharing(cells)
    if not _says_something(cells) and not values.flag(cells.get("ocg_flag", "")):
        yield Problem("", NOTHING_SAID)


def _of_identity(cells: Cells, scope: Scope, born: values.Said) -> Iterator[Problem]:
    if not cells.get("svapp_ref"):
        yield Problem("svapp_ref", "Enter the reference of the row")
    if not cells.get("surname") and not cells.get("forenames"):
        yield Problem("surname", "Enter a name")
    for code in NAMES:
        name = cells.get(code, "")
        if len(name) > LONGEST_NAME:
            yield Problem(code, f"Enter the name alone: this is longer than {LONGEST_NAME} letters")
        elif name and name not in (values.FORMULA, values.MISTAKE) and not any(one.isalpha() for one in name):
            yield Problem(code, "Enter the name: what came has no letter")
    if not cells.get("area_code"):
        yield Problem("area_code", "Enter the area the row belongs to")
    if not cells.get("dob"):
        yield Problem("dob", "Enter the date of birth: without it the age cannot be tested")
    elif born.on is None or not born.certain:
        yield Problem("dob", born.why, suggestion=born.on.isoformat() if born.on else "")
    elif born.on > scope.on:
        yield Problem("dob", "Enter another date of birth: this one had not come when the extract was taken")


def _unread(cells: Cells) -> Iterator[Problem]:
    for code, cell in cells.items():
        if cell in (values.FORMULA, values.MISTAKE):
            said = "a formula is not read" if cell == values.FORMULA else "the cell showed a mistake"
            yield Problem(code, f"Enter the value: {said}")
        elif len(cell) >= values.LONGEST and code not in NAMES:
            yield Problem(code, f"Enter it shorter: no more than {values.LONGEST:,} letters are read")
    if "" in cells:
        yield Problem("", "Check the row: it has more cells than the file has headings")


def _of_dates(cells: Cells, scope: Scope, expires: values.Said | None) -> Iterator[Problem]:
    if cells.get("last_event_at"):
        last = values.day(cells["last_event_at"])
        if last.on is None or not last.certain:
            yield Problem("last_event_at", last.why, suggestion=last.on.isoformat() if last.on else "")
        elif last.on > scope.on:
            yield Problem("last_event_at", "Enter another date: the last event comes after the extract")
    if expires is not None and (expires.on is None or not expires.certain):
        yield Problem("expires_on", expires.why, suggestion=expires.on.isoformat() if expires.on else "")
    elif expires is not None and expires.on is not None and expires.on < scope.on:
        yield Problem("expires_on", "Ask the police whether it still holds: it had expired when the extract was taken")


def _of_sharing(cells: Cells) -> Iterator[Problem]:
    handling = cells.get("handling_code", "").upper()
    if handling not in ("P", "C"):
        yield Problem("handling_code", "Enter P or C for how it may be shared")
    elif handling == "C" and not values.tidy(cells.get("handling_conditions", "")):
        yield Problem("handling_conditions", NO_CONDITIONS, "PR-14(5)")
    marking = values.tidy(cells.get("gsc", "")).upper().replace(" ", "-").replace(":", "-")
    if marking not in ("", "OFFICIAL", "OFFICIAL-SENSITIVE"):
        yield Problem("gsc", "Enter OFFICIAL or OFFICIAL-SENSITIVE: the marking is not known", "5.3")


def _says_something(cells: Cells) -> bool:
    flags = ("role_victim", "role_suspect", "weapon_flag")
    counts = ("victim_events_12m", "suspect_events_12m", "knife_events_24m")
    return (
        any(values.flag(cells.get(code, "")) for code in flags)
        or any(values.count(cells.get(code, "")) != 0 for code in counts)
        or any(cells.get(code) for code in ("last_event_at", "last_event_type", "last_event_crime_ref"))
    )


def _only_association(cells: Cells) -> bool:
    """PR-14(9). Having been missing is another ground to look, and no ground for the list."""
    missing = values.count(cells.get("missing_12m", "")) != 0
    return values.flag(cells.get("ocg_flag", "")) and not missing and not _says_something(cells)


def _flags(cells: Cells, scope: Scope, born: date | None) -> Iterator[Flag]:
    named = [cells.get(code, "") for code in NAMES]
    if scope.encoding != "utf-8" and not all(one.isascii() for one in cells.values()):
        yield Flag.BYTES_NOT_UTF8
    if any("?" in one or "\N{REPLACEMENT CHARACTER}" in one for one in named):
        yield Flag.LOST_CHARACTERS
    if born is not None and scope.oldest is not None:
        limit = birthday(born, scope.oldest)
        if scope.on < limit <= months_after(scope.on, scope.notice):
            yield Flag.TURNING
    suspect = values.flag(cells.get("role_suspect", ""))
    if born is not None and suspect and whole_years(born, scope.on) < scope.responsible_from:
        yield Flag.UNDER_10
    if cells.get("home_postcode") and not cells.get("ward"):
        yield Flag.CROSS_BORDER
