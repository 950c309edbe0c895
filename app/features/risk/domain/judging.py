"""What a person's judgement must say (PR-15), and until when its labels hold (PR-32)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from app.features.risk.domain.model import AXES
from app.kernel.errors import Refused

BANDS = ("GREEN", "AMBER", "RED")
IMMINENCE = ("NOW", "SOON", "POSSIBLE", "UNCLEAR")


def check_judgement(
    bands: Mapping[str, str | None],
    suggested: Mapping[str, str],
    reasons: Mapping[str, str],
    *,
    imminence: str | None,
    summary: str | None,
) -> None:
    """Every axis has a band that a person chose; one that differs from the suggestion has a reason of its own."""
    for axis in AXES:
        name = axis.lower()
        if bands.get(axis) not in BANDS:
            raise Refused("Select green, amber or red", field=name, rule="PR-15")
        if bands[axis] != suggested[axis] and not (reasons.get(axis) or "").strip():
            raise Refused(
                f"Enter why it is {str(bands[axis]).lower()} and not {suggested[axis].lower()}, as suggested",
                field=f"reason_{name}",
                rule="PR-15",
            )
    if imminence not in IMMINENCE:
        raise Refused("Select how soon harm may come", field="imminence")
    if not (summary or "").strip():
        raise Refused("Enter the reason for the levels of concern", field="reason", rule="PR-15")


def imminence_ran_out(imminence: str, said_at: datetime, now: datetime, *, hours: int, days: int) -> bool:
    """Whether "now" or "soon" was said so long ago that it says nothing any more. The others do not run out."""
    allowed = {"NOW": timedelta(hours=hours), "SOON": timedelta(days=days)}.get(imminence)
    return allowed is not None and now > said_at + allowed


def review_has_come(made_on: date, review_on: date | None, on: date) -> bool:
    """Whether a judgement is to be made again: the day has come that was set for it. PR-32."""
    return review_on is not None and made_on < review_on <= on
