"""The suggestion for one case today, and the form in which an assessment keeps it for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any

from app.features.cases.models import Case, CaseEntry
from app.features.risk import queries
from app.features.risk.domain.scoring import Met, Row, Suggestion, suggest
from app.features.risk.facts import known_of
from app.features.risk.models import RiskModel
from app.kernel.clock import today
from app.platform.access import Actor


def suggestion_for(
    actor: Actor, case: Case, entries: Sequence[CaseEntry]
) -> tuple[RiskModel, dict[str, Suggestion]] | None:
    """The version that counts today and what it suggests of `entries` (newest first); None while none is loaded."""
    row, closed_on = queries.model_for(actor, case)
    if row is None:
        return None
    return row, suggest(queries.model_of(row), known_of(entries, closed_on=closed_on), today())


def kept(suggestion: Suggestion) -> dict[str, Any]:
    """A suggestion as values that can be sealed: figures as text, so that none is rounded."""
    return _plain(asdict(suggestion))  # type: ignore[no-any-return]


def opened(axis: str, told: Mapping[str, Any]) -> Suggestion:
    """A suggestion as it was kept."""
    return Suggestion(
        axis=axis,
        rows=tuple(Row(**_values(Row, row)) for row in told["rows"]),
        met=tuple(Met(**_values(Met, met)) for met in told["met"]),
        events=Decimal(told["events"]),
        background=Decimal(told["background"]),
        figure=Decimal(told["figure"]),
        band=told["band"],
        quiet=told["quiet"],
        confidence=told["confidence"],
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value


_FIGURES = frozenset({"weight", "confidence", "recency", "frequency", "points"})


def _values(kind: type[Any], told: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: _read(name, value) for name, value in told.items() if name in names}


def _read(name: str, value: Any) -> Any:
    if name in _FIGURES:
        return Decimal(value) if value is not None else None
    return value if not (name == "on" and isinstance(value, str)) else date.fromisoformat(value)
