"""Giving assurance, and giving it again once it has lapsed or was not accepted."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.features.assurance import domain
from app.features.assurance.holding import hold, needed
from app.features.assurance.levels import acceptable_levels
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
    evidence: Sequence[str],
    newest_evidence_on: date | None,
    would_change_our_mind: str | None = None,
) -> Assurance:
    """Give it, for the agency that was asked. Returns the assurance that now waits for judgement.

    One that lapsed or was not accepted is given again as a new row with its own reference, so that what was judged
    stays as it was judged (PR-37).
    """
    if actor.agency_uid is None or actor.agency_uid != assurance.agency_uid:
        raise NotFound("Assurance")
    statement = needed(statement, "Enter the assurance you give", "statement")
    _check_level(level)
    domain.check_evidence(level, level in acceptable_levels(), evidence, newest_evidence_on, today())
    _check_evidence_codes(evidence)
    hold(assurance)
    if _given_already(actor, assurance, level, statement):
        return assurance
    if assurance.released_on is not None:
        raise Refused("Check the assurance: the group let go of it when the case was closed")
    if domain.may_renew(assurance, today()):
        assurance = _renew(assurance)
    elif assurance.given_on is not None or assurance.result is not None:
        raise Refused("Check the assurance: it has been given already")
    on = today()
    assurance.given_on = on
    assurance.given_by_uid = actor.user_uid
    assurance.level_given = level
    assurance.statement = statement
    assurance.evidence = list(evidence)
    assurance.newest_evidence_on = newest_evidence_on
    assurance.would_change_our_mind = (would_change_our_mind or "").strip() or None
    stale = domain.is_stale(newest_evidence_on, on, days=partnership.number("assurance.evidence.stale"))
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
    owed_from = assurance.voided_on or assurance.review_on or assurance.judged_on or on
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
        sought_on=min(owed_from, on),
        due_on=min(owed_from, on),
        renews_uid=assurance.uid,
        risk_statement=assurance.risk_statement,
        asked_name=assurance.asked_name,
        risk_factors=assurance.risk_factors,
    )
    assurance.renewed_on = on
    db.session.add(again)
    db.session.flush()
    return again


def _check_level(level: str) -> None:
    item = partnership.code_item("assurance_level", level or "")
    if item is None or not item.attributes.get("given_by_provider", True):
        raise Refused("Select the level of assurance", field="level")


def _check_evidence_codes(evidence: Sequence[str]) -> None:
    if not all(partnership.is_code("assurance_evidence", code) for code in evidence):
        raise Refused("Select kinds of evidence from the list", field="evidence")


def _given_already(actor: Actor, assurance: Assurance, level: str, statement: str) -> bool:
    """Whether this was given by the same person in the same words: a form that was sent twice."""
    given = assurance if assurance.renewed_on is None else _renewed(assurance)
    return (
        given is not None
        and given.result is None
        and given.given_by_uid == actor.user_uid
        and (given.level_given, given.statement) == (level, statement)
    )


def _renewed(assurance: Assurance) -> Assurance | None:
    return db.session.scalar(select(Assurance).where(Assurance.renews_uid == assurance.uid))
