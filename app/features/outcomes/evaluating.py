"""The evaluation register: what is found out about interventions, by whom, and where it can be read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.features.interventions.interface import Intervention, check_may_change
from app.features.outcomes import tools
from app.features.outcomes.domain.evaluations import check_evaluation
from app.features.outcomes.domain.tools import Tool
from app.features.outcomes.models import Evaluation
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused, Stale
from app.kernel.references import is_uid
from app.platform import audit
from app.platform.access import Actor, Permission, fetch
from app.platform.database import db

audit.declare("evaluation.recorded", facts={"kind", "stage"})
audit.declare("evaluation.changed", facts={"kind", "stage"})

ORDER = {"UNDER_WAY": 0, "PLANNED": 1, "REPORTED": 2, "PUBLISHED": 3, "STOPPED": 4}


def record_evaluation(
    *, actor: Actor, intervention: Intervention, once: str | None = None, **values: Any
) -> Evaluation:
    """Add one to the register. `once` is a uid for it, so that a form sent twice is one. Raises Refused."""
    check_may_change(actor, intervention.area_code)
    again = db.session.get(Evaluation, once) if once and is_uid(once) else None
    if again is not None:
        return again
    row = Evaluation(
        key_uid=actor.area_uid,
        area_uid=actor.area_uid,
        agency_uid=actor.agency_uid,
        intervention_uid=intervention.uid,
        recorded_on=today(),
        recorded_by_uid=actor.user_uid,
    )
    if once and is_uid(once):
        row.uid = once
    _set(row, values)
    db.session.add(row)
    db.session.flush()
    audit.record("evaluation.recorded", row, kind=row.kind, stage=row.stage)
    return row


def change_evaluation(*, actor: Actor, evaluation: Evaluation, expected_ver: int, **values: Any) -> None:
    """Raises Refused, and Stale where somebody else changed it since."""
    _may(actor)
    db.session.scalar(
        select(Evaluation)
        .where(Evaluation.uid == evaluation.uid)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if evaluation.ver != expected_ver:
        raise Stale("evaluation")
    _set(evaluation, values)
    db.session.flush()
    audit.record("evaluation.changed", evaluation, kind=evaluation.kind, stage=evaluation.stage)


def list_evaluations(actor: Actor, *, intervention_uid: str | None = None) -> Sequence[Evaluation]:
    """The register of the actor's area: what is under way first, then the newest."""
    query = select(Evaluation).order_by(Evaluation.recorded_on.desc(), Evaluation.uid)
    if intervention_uid:
        query = query.where(Evaluation.intervention_uid == intervention_uid)
    return sorted(db.session.scalars(query), key=lambda row: ORDER.get(row.stage, len(ORDER)))


def get_evaluation(actor: Actor, uid: str) -> Evaluation:
    return fetch(actor, Evaluation, uid)


def tools_of(intervention: Intervention) -> list[Tool]:
    """What the intervention is measured with today."""
    return tools.chosen_for([intervention.uid]).get(intervention.uid, [])


def _may(actor: Actor) -> None:
    if not actor.may(Permission.INTERVENTION_MANAGE):
        raise NotPermitted("evaluation")


def _set(
    row: Evaluation,
    values: dict[str, Any],
) -> None:
    for name, words in (("kind", "evaluation_type"), ("stage", "evaluation_stage")):
        if not partnership.is_code(words, values.get(name) or ""):
            raise Refused("Select from the list", field=name)
    given = {name: _tidy(value) for name, value in values.items()}
    check_evaluation(given, today())
    for name, value in given.items():
        setattr(row, name, value)


def _tidy(value: str | int | date | None) -> str | int | date | None:
    return (value.strip() or None) if isinstance(value, str) else value
