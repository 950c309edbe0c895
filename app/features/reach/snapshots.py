"""Taking a snapshot: everything of a quarter counted at one moment, as the system, and kept. PR-54."""

from typing import Any

from sqlalchemy import func, select

from app.features.outcomes.models import Evaluation
from app.features.reach import gathering, naming, queries
from app.features.reach.domain.counting import Counted, count
from app.features.reach.domain.periods import Quarter
from app.features.reach.models import ReachCount
from app.kernel.clock import now
from app.platform.access import Actor, beside, system_actor
from app.platform.database import db

JOB = "reach"


def take(actor: Actor, area_uid: str, quarter: Quarter) -> ReachCount:
    """Count as the system, and keep what was counted."""
    interventions = queries.interventions_of(area_uid)
    with beside(system_actor(JOB, frozenset({area_uid}))):
        counted = count(gathering.gather(interventions, quarter), quarter)
        stages = _stages()
    row = ReachCount(
        key_uid=area_uid, area_uid=area_uid, year=quarter.year, quarter=quarter.number, counted_at=now(),
        counted_by_uid=actor.user_uid, figures=counted.figures, people=packed(counted),
        words={one.uid: naming.words_of(one, stages.get(one.uid)) for one in interventions},
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def _stages() -> dict[str, str]:
    """The stage of the newest evaluation of each intervention."""
    newest = select(Evaluation.intervention_uid, Evaluation.stage, func.max(Evaluation.recorded_on))
    rows = db.session.execute(newest.group_by(Evaluation.intervention_uid, Evaluation.stage)).all()
    return {uid: stage for uid, stage, _on in sorted(rows, key=lambda row: row[2])}


def packed(counted: Counted) -> dict[str, Any]:
    """The cases once, and for each cell their places in that list."""
    cases = sorted(
        {
            uid
            for spans in counted.people.values()
            for lists in spans.values()
            for uids in lists.values()
            for uid in uids
        }
    )
    place = {uid: number for number, uid in enumerate(cases)}
    return {
        "cases": cases,
        "of": {
            of: {
                period: {cell: [place[uid] for uid in uids] for cell, uids in lists.items()}
                for period, lists in spans.items()
            }
            for of, spans in counted.people.items()
        },
    }
