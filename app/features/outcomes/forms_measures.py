"""Forms of measures and goals."""

from typing import Any

from app.features.outcomes import tools
from app.features.outcomes.domain.points import Point
from app.features.outcomes.domain.tools import Tool
from app.features.outcomes.measuring import Entry
from app.features.outcomes.sheets import Sheet, outcome_label
from app.features.outcomes.shown import scale
from app.features.partnership import interface as partnership
from app.features.partnership.interface import code_choices
from app.web.fields import Hidden, NearDate, Number, Radios, Select, TextArea, choice
from app.web.forms import Form

NONE = "NONE"
"""The way back from a number that was pressed."""


def point_form(sheet: Sheet, point: Point) -> type[Form]:
    """Every measure of one point on one page: a score and who completed it, or why there is none."""
    fields: dict[str, Any] = {
        "measured_on": NearDate("Day", required="Enter the day", past=True),
        "mode": Radios("How was it done?", choices=_modes, required="Select how it was done", inline=True, small=True),
        "seen": Hidden(),
    }
    for one in sheet.at(point):
        tool = tools.find_tool(one.tool)
        if tool is None:
            continue
        fields[f"{one.name}_score"] = _score(tool, outcome_label(one, sheet) if tool.general or one.goal_uid else "")
        fields[f"{one.name}_by"] = Select(
            "Completed by", choices=lambda: code_choices("completed_by"), blank="Not completed"
        )
        fields[f"{one.name}_missing"] = Select(
            "Or why there is no score", choices=lambda: code_choices("measure_missing"), blank="There is a score"
        )
    return type("PointForm", (Form,), fields)


def _score(tool: Tool, of: str) -> Radios | Number:
    label = f"{of}: 0 to 10" if of else tool.label
    hint = ". ".join(part for part in (tool.hint, "" if of else scale(tool)) if part)
    if tool.is_short:
        numbers = [choice(str(n), str(n)) for n in range(int(tool.least), int(tool.most) + 1)]
        return Radios(label, choices=[*numbers, choice(NONE, "No score")], hint=hint, inline=True)
    return Number(label, hint=hint, decimals=tool.decimals)


def _modes() -> list[Any]:
    """From records is said by who completed it."""
    return [choice(item.code, item.label) for item in partnership.code_list("measure_mode") if item.code != "RECORDS"]


def starting(sheet: Sheet, point: Point) -> dict[str, Any]:
    """What the form starts with: what is there, and for the rest who usually completes it."""
    found: dict[str, Any] = {}
    for one in sheet.at(point):
        row = sheet.found.get((point, one))
        tool = tools.find_tool(one.tool)
        if tool is None:
            continue
        found[f"{one.name}_by"] = row.completed_by if row else tool.by
        if row is not None:
            found[f"{one.name}_missing"] = row.missing_reason
            found[f"{one.name}_score"] = _typed(tool, row.score)
            found["measured_on"] = row.measured_on
            if row.mode and row.mode != "RECORDS":
                found["mode"] = row.mode
    return found


def _typed(tool: Tool, score: float | None) -> Any:
    if score is None:
        return None
    whole = score if tool.decimals else int(score)
    return str(whole) if tool.is_short else whole


def entries(form: Form, sheet: Sheet, point: Point) -> list[Entry]:
    """What was entered. Who usually completes a measure is selected beforehand, so it alone enters nothing."""
    found = []
    for one in sheet.at(point):
        typed = form.values.get(f"{one.name}_score")
        found.append(
            Entry(
                of=one,
                score=None if typed in (None, "", NONE) else float(typed),
                completed_by=form.values.get(f"{one.name}_by") or None,
                missing_reason=form.values.get(f"{one.name}_missing") or None,
            )
        )
    return found


class GoalForm(Form):
    words = TextArea(
        "The goal, in the person’s own words",
        hint="For example: I want to get the bus on my own. Write what they say, not what it means.",
        required="Enter the goal in the person’s own words",
        rows=3,
        max_length=500,
    )
    score = Radios(
        "How close are they today?",
        hint="0 is no progress and 10 is reached. Ask them.",
        choices=[choice(str(n), str(n)) for n in range(11)],
        required="Select a number from 0 to 10",
        inline=True,
    )
    completed_by = Radios(
        "Who says so?",
        choices=lambda: code_choices("completed_by"),
        required="Select who says so",
        inline=True,
        small=True,
    )
    mode = Radios("How was it done?", choices=_modes, required="Select how it was done", inline=True, small=True)


class DropForm(Form):
    why = TextArea(
        "Why is it no longer a goal?",
        hint="For example: reached, or not what they want any more.",
        required="Enter why it is no longer a goal",
        rows=3,
        max_length=500,
    )
