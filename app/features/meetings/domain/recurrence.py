"""How often a group meets: from plain choices to the rule that is kept, and back to words. PR-04."""

from dataclasses import dataclass

from app.kernel.errors import Refused

WEEKLY = "WEEKLY"
MONTHLY = "MONTHLY"
LAST = -1
"""The last week of a month."""
DAYS = ("MO", "TU", "WE", "TH", "FR")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
WEEKS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
"""A fifth week is not in every month."""
LONGEST = {WEEKLY: 4, MONTHLY: 3}
"""At the most every fourth week, or every third month: a group that meets less often looks after nobody."""
COUNTED = ("", "", "two ", "three ", "four ")


@dataclass(frozen=True)
class Recurrence:
    """Every `interval` weeks or months on a weekday (0 Monday); `week` (of WEEKS) for months alone."""

    frequency: str
    interval: int
    weekday: int
    week: int | None

    @property
    def rule(self) -> str:
        """As iCalendar writes it: FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR."""
        return f"FREQ={self.frequency};INTERVAL={self.interval};BYDAY={self.week or ''}{DAYS[self.weekday]}"

    @property
    def words(self) -> str:
        """`Third Thursday of every month`, `Every two weeks on Monday`."""
        day, many = WEEKDAYS[self.weekday], COUNTED[self.interval]
        if self.week is None:
            return f"Every {many}{'weeks' if many else 'week'} on {day}"
        return f"{WEEKS[self.week].capitalize()} {day} of every {many}{'months' if many else 'month'}"


def recurrence(*, frequency: str, interval: int, weekday: int, week: int | None) -> Recurrence:
    """Refuses a day that is no working day, a week that some months do not have, and what comes round too seldom."""
    if frequency not in LONGEST:
        raise Refused("Select whether the group meets by the week or by the month", field="frequency")
    if not 1 <= interval <= LONGEST[frequency]:
        raise Refused(f"Enter a number from 1 to {LONGEST[frequency]}", field="interval")
    if not 0 <= weekday < len(DAYS):
        raise Refused("Select a day from Monday to Friday", field="weekday")
    if frequency == WEEKLY:
        return Recurrence(frequency, interval, weekday, None)
    if week not in WEEKS:
        raise Refused("Select the first, second, third, fourth or last week", field="week_of_month")
    return Recurrence(frequency, interval, weekday, week)


def read(rule: str) -> Recurrence:
    """The recurrence that wrote `rule`."""
    parts = dict(part.split("=") for part in rule.split(";"))
    by_day = parts["BYDAY"]
    return Recurrence(parts["FREQ"], int(parts["INTERVAL"]), DAYS.index(by_day[-2:]), int(by_day[:-2] or 0) or None)
