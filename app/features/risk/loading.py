"""Version 1 of the model from its file, for every area that has none. Safe to run again."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.risk.models import RiskModel
from app.kernel.clock import now
from app.kernel.errors import NotPermitted
from app.platform import audit
from app.platform.access import SYSTEM, Actor
from app.platform.database import db

audit.declare("risk.models_loaded", facts={"added"})

FILE = Path(__file__).parent / "reference" / "model.csv"
BEGINNING = date(2000, 1, 1)


def load_models(*, actor: Actor) -> int:
    """Answers how many were added. It is the system's own work, with every area open to it."""
    if not actor.is_system:
        raise NotPermitted("the scoring model is loaded by the system")
    there = set(db.session.scalars(select(RiskModel.area_uid)))
    missing = [area.uid for area in partnership.list_areas() if area.uid not in there]
    for area_uid in missing:
        db.session.add(_first(area_uid))
    if missing:
        db.session.flush()
        audit.record("risk.models_loaded", added=len(missing))
    return len(missing)


@cache
def standard() -> dict[str, str]:
    """The values of version 1 by key."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["key"]: row["value"] for row in csv.DictReader(lines)}


def _first(area_uid: str) -> RiskModel:
    at = now()
    row = RiskModel(
        key_uid=area_uid,
        area_uid=area_uid,
        number=1,
        valid_from=BEGINNING,
        drafted_at=at,
        changed_at=at,
        drafted_by_uid=SYSTEM,
        chair_uid=SYSTEM,
        chair_at=at,
        officer_uid=SYSTEM,
        officer_at=at,
        amounts=standard(),
    )
    row.why = "The model that Concord came with. Its values are illustrative."
    return row
