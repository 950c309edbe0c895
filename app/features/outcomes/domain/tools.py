"""Tools by score only (PR-52), and which of them are expected for somebody. Pure.

What a tool is, is data (code list `outcome_tool`): its ends, which way is better, what difference counts. No item of a
tool, and no words of one, is anywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.kernel.errors import Refused

GOAL = "GOAL"
"""The outcome of a goal in the person's own words."""
GOAL_TOOL = "GBO"
UP, DOWN = "UP", "DOWN"


@dataclass(frozen=True)
class Tool:
    """`outcomes`: what it says something of, the first foremost. `threshold`: the least difference that counts; None:
    not known. `bands`: by who completed it, lists of (from, to, words). `by`: who usually completes it."""

    code: str
    label: str
    hint: str
    outcomes: tuple[str, ...]
    least: float
    most: float
    decimals: int = 0
    better: str = UP
    threshold: float | None = None
    threshold_source: str = ""
    licence: str = ""
    by: str = "SELF"
    general: bool = False
    bands: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_short(self) -> bool:
        """Whole numbers that fit side by side under a thumb."""
        return self.decimals == 0 and self.most - self.least <= 10


def tool_of(code: str, label: str, hint: str, facts: Mapping[str, Any]) -> Tool:
    """A tool from its row of the code list. Raises TypeError for facts it does not know."""
    return Tool(
        code, label, hint, tuple(facts["outcomes"]), **{name: facts[name] for name in facts if name != "outcomes"}
    )


@dataclass(frozen=True, order=True)
class Expected:
    """One measure that is asked for at every point."""

    outcome: str
    tool: str
    goal_uid: str | None = None

    @property
    def name(self) -> str:
        """As the name of a field of a form."""
        return f"goal_{self.goal_uid}" if self.goal_uid else f"{self.outcome}_{self.tool}"


def expected(
    *,
    desired: Sequence[str],
    chosen: Sequence[Tool],
    goals: Iterable[str],
    measured: Iterable[Expected] = (),
    general: str,
) -> tuple[Expected, ...]:
    """What is measured for one person: every tool the intervention has chosen, for the outcomes that are tried for; a
    general rating (`general`, a code) for an outcome that no tool covers; each goal (uids); and whatever was measured
    before, so that there is something to compare it with."""
    found: list[Expected] = []
    for tool in chosen:
        suits = [outcome for outcome in tool.outcomes if outcome in desired] or list(tool.outcomes[:1])
        found.extend(Expected(outcome, tool.code) for outcome in (suits if tool.general else suits[:1]))
    covered = {outcome for tool in chosen for outcome in tool.outcomes}
    found.extend(Expected(outcome, general) for outcome in desired if outcome not in covered)
    found.extend(one for one in measured if one.goal_uid is None)
    found = sorted(set(found))
    return (*found, *(Expected(GOAL, GOAL_TOOL, uid) for uid in goals))


def check_score(tool: Tool, score: float, *, field: str) -> None:
    """Raises Refused for what is no score of the tool."""
    if not tool.least <= score <= tool.most:
        raise Refused(f"Enter a score from {written(tool.least)} to {written(tool.most)}", field=field, rule="PR-52")
    if round(score, tool.decimals) != score:
        words = f"at most {tool.decimals} decimal places" if tool.decimals else "a whole number"
        raise Refused(f"Enter the score as {words}", field=field, rule="PR-52")


def band(tool: Tool, score: float, completed_by: str | None) -> str | None:
    """What the score is called by the tool's own bands, where they are known for whoever completed it."""
    for least, most, words in tool.bands.get(completed_by or "", ()):
        if least <= score <= most:
            return str(words)
    return None


def written(score: float) -> str:
    """A score as people write it: 12, not 12.0."""
    return f"{score:g}"
