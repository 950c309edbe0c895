"""What an evaluation must say by its stage. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.kernel.errors import Refused

WITH_FINDINGS = frozenset({"REPORTED", "PUBLISHED"})
PUBLISHED, STOPPED = "PUBLISHED", "STOPPED"


def check_evaluation(values: Mapping[str, Any], on: date) -> None:
    """Raises Refused with the field: what is reported has findings, what is published a day and a place, and what was
    stopped says what was learned."""
    _need(values, "evaluator", "Enter who evaluates")
    _need(values, "question", "Enter the question")
    stage = values["stage"]
    if stage in WITH_FINDINGS:
        _need(values, "findings", "Enter what was found")
    if stage == PUBLISHED:
        _need(values, "published_on", "Enter when it was published")
        _need(values, "published_where", "Enter where it can be read")
    if stage == STOPPED:
        _need(values, "learning", "Enter why it stopped and what was learned")
    if values.get("published_on") and values["published_on"] > on:
        raise Refused("Enter a date that is today or in the past", field="published_on")
    start, end = values.get("starts_on"), values.get("ends_on")
    if start and end and end < start:
        raise Refused("Enter an end on or after the start", field="ends_on")


def _need(values: Mapping[str, Any], field: str, message: str) -> None:
    if not values.get(field):
        raise Refused(message, field=field)
