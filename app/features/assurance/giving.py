"""Giving assurance, and giving it again once it has lapsed or was not accepted."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.features.assurance import domain
from app.features.assurance.domain import Evidence, Step, may_take, take
from app.features.assurance.holding import hold, needed
from app.features.assurance.levels import kinds_with_reference, stale_after
from app.features.assurance.models import Assurance
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.kernel.references import new_uid, reference
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db, next_number

audit.declare("assurance.given", facts={"level", "late", "stale", "renews_uid"})


def give_assurance(
    *,
    actor: Actor,
    assurance: Assurance,
    level: str,
    statement: str,
    evidence: Sequence[Evidence],
    would_change_our_mind: str | None,
    vouched_by: str | None = None,
) -> Assurance:
    """Give it, for the agency that was asked. Returns the assurance that now waits for judgement.

    One that lapsed or was not accepted is given again as a new row with its own reference, so that what was judged
    stays as it was judged (PR-37). `vouched_by` is the manager who speaks for the plan, the one asked unless named.
    """
    if actor.agency_uid is None or actor.agency_uid != assurance.agency_uid:
        raise NotFound("Assurance")
    on = today()
    statement = needed(statement, "Enter the assurance you give", "statement")
    acceptable = _check_level(level)
    _check_evidence(acceptable, evidence, on)
    if acceptable:
        would_change_our_mind = needed(
            would_change_our_mind, "Enter what would change your mind", "would_change_our_mind"
        )
    hold(assurance)
    would_change_our_mind = (would_change_our_mind or "").strip() or None
    said = {
        "level_given": level,
        "statement": statement,
        "would_change_our_mind": would_change_our_mind,
        "vouched_by": (vouched_by or "").strip() or assurance.asked_name,
    }
    if _given_already(actor, assurance, said, evidence):
        return assurance
    if may_take(Step.RENEW, assurance, on):
        assurance = _renew(assurance)
    take(Step.GIVE, assurance, on)
    newest = domain.newest_on(evidence)
    assurance.given_by_uid = actor.user_uid
    assurance.evidence = [one.stored() for one in evidence]
    assurance.newest_evidence_on = newest
    for name, value in said.items():
        setattr(assurance, name, value)
    stale = domain.is_stale(newest, on, days=stale_after(assurance.area_uid, on))
    audit.record(
        "assurance.given",
        assurance,
        level=level,
        late=assurance.due_on < on,
        stale=stale,
        renews_uid=assurance.renews_uid,
    )
    return assurance


def _renew(assurance: Assurance) -> Assurance:
    """The same question, open again. It was owed from the day the old one lapsed or was not accepted."""
    on = today()
    owed_from = domain.owed_since(assurance, on) or on
    again = Assurance(
        uid=new_uid(),
        key_uid=assurance.key_uid,
        agency_uid=assurance.agency_uid,
        area_uid=assurance.area_uid,
        reference=reference("S", on.year, next_number("S", on.year)),
        case_uid=assurance.case_uid,
        item_uid=None,
        axis=assurance.axis,
        kind=assurance.kind,
        asked_user_uid=assurance.asked_user_uid,
        sought_on=owed_from,
        due_on=owed_from,
        renews_uid=assurance.uid,
        risk_statement=assurance.risk_statement,
        asked_name=assurance.asked_name,
        risk_factors=assurance.risk_factors,
    )
    take(Step.RENEW, assurance, on)
    db.session.add(again)
    db.session.flush()
    return again


def _check_level(level: str) -> bool:
    """Whether what is given at this level can be accepted. Raises Refused for one that no agency gives."""
    item = partnership.code_item("assurance_level", level or "")
    if item is None or not item.attributes.get("given_by_provider", True):
        raise Refused("Select the level of assurance", field="level")
    return bool(item.attributes.get("acceptable"))


def _check_evidence(acceptable: bool, evidence: Sequence[Evidence], on: date) -> None:
    if not all(partnership.is_code("assurance_evidence", one.kind) for one in evidence):
        raise Refused("Select kinds of evidence from the list", field="evidence")
    domain.check_evidence(acceptable, evidence, on, with_reference=kinds_with_reference())


def _given_already(actor: Actor, assurance: Assurance, said: Mapping[str, Any], evidence: Sequence[Evidence]) -> bool:
    """Whether the same person said all of this before: a form that was sent twice, with nothing else in it."""
    given = assurance if assurance.renewed_on is None else _renewed(assurance)
    return (
        given is not None
        and given.result is None
        and given.given_by_uid == actor.user_uid
        and domain.read_evidence(given.evidence) == list(evidence)
        and all(getattr(given, name) == value for name, value in said.items())
    )


def _renewed(assurance: Assurance) -> Assurance | None:
    return db.session.scalar(select(Assurance).where(Assurance.renews_uid == assurance.uid))
