"""The ladder as it stands: the code lists `escalation_rung`, `escalation_clock` and `escalation_letter`, and numbers.

All of it is data with dates: codes end, numbers change from a day on, areas may differ.
"""

from datetime import date
from string import Template

from app.features.escalation.domain import Ladder, Level, Rung, Trigger, Unit
from app.features.partnership import interface as partnership
from app.platform.database.memo import once_a_page


@once_a_page
def ladder(area_uid: str, on: date) -> Ladder:
    rungs = [_rung(item, area_uid, on) for item in partnership.code_list("escalation_rung", on)]
    clocks: dict[Level, int | None] = {}
    for item in partnership.code_list("escalation_clock", on):
        key = item.attributes.get("number")
        clocks[Level(item.code)] = int(partnership.number(str(key), area_uid, on)) if key else None
    return Ladder(rungs, clocks)


def _rung(item: partnership.CodeItem, area_uid: str, on: date) -> Rung:
    told = item.attributes
    level, unanswered = Level(told["level"]), told.get("unanswered")
    if unanswered:
        return Rung(level, unanswered=Level(unanswered))
    trigger, key = Trigger(told["trigger"]), told.get("number")
    if not key:
        return Rung(level, trigger)
    number = partnership.number_item(str(key), area_uid, on)
    return Rung(level, trigger, after=int(number.value), unit=Unit(number.unit))


def written_letter(level: Level, values: dict[str, str]) -> tuple[str, str]:
    """Subject and body of a letter, from the template of its level. The values are references, dates and kinds: nobody
    is named."""
    item = partnership.code_item("escalation_letter", level)
    if item is None:
        return values["about"], values["since"]
    subject, body = (Template(text).safe_substitute(values) for text in (item.label, item.hint))
    return subject, "\n".join(" ".join(line.split()) for line in body.split("\n"))


def level_label(level: str | None) -> str:
    return partnership.code_label("escalation_level", level) if level else "No step yet"


def clock_words(level: str) -> str:
    item = partnership.code_item("escalation_clock", level)
    return item.hint if item else ""
