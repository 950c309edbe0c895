"""What another version of the model would do to the open cases of today, before anybody approves it. PR-18."""

from datetime import date
from typing import Any

from sqlalchemy import select

from app.features.cases.models import Case
from app.features.risk import queries
from app.features.risk.domain.model import AXES, Model
from app.features.risk.domain.scoring import BANDS, suggest
from app.features.risk.facts import known_of
from app.platform.access import Actor
from app.platform.database import db


def effect_of(actor: Actor, area_uid: str, before: Model, after: Model, on: date) -> dict[str, Any]:
    """`cases`: how many people were looked at; `moves`: by axis how many suggestions go up and down; `changed`: the
    uids of the cases with one that does."""
    uids = db.session.scalars(
        select(Case.uid)
        .where(Case.area_uid == area_uid, Case.closed_on.is_(None), Case.subject_kind == "PERSON")
        .order_by(Case.reference)
    ).all()
    moves = {axis: {"up": 0, "down": 0} for axis in AXES}
    changed = []
    for share in queries.shares(uids):
        closed = queries.closed_before(share)
        for uid, entries in queries.entries_by_case(share).items():
            known = known_of(entries, closed_on=closed.get(uid), on=on)
            old, new = suggest(before, known, on), suggest(after, known, on)
            steps = {axis: BANDS.index(new[axis].band) - BANDS.index(old[axis].band) for axis in AXES}
            for axis, step in steps.items():
                if step:
                    moves[axis]["up" if step > 0 else "down"] += 1
            if any(steps.values()):
                changed.append(uid)
    return {"cases": len(uids), "moves": moves, "changed": changed}
