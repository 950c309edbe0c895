"""Reads of the return. The hub reads what each area sent; the area's own people read theirs. The system counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases.models import Case
from app.features.interventions.models import Intervention
from app.features.partnership import interface as partnership
from app.features.reach.domain import cells, disclosing
from app.features.reach.domain.checks import Finding, findings
from app.features.reach.domain.disclosing import Limits, Shown, Tier
from app.features.reach.domain.periods import Quarter
from app.features.reach.domain.states import State, state_of
from app.features.reach.models import AREAS_OWN, ReachReturn
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor, Permission, beside, current_actor
from app.platform.access.reading import area_rule
from app.platform.database import db
from app.platform.vault import open_all

audit.declare("reach.viewed", facts={"tier"})
audit.declare("reach.people_listed", facts={"cell", "period", "listed"})


def for_every_area(actor: Actor) -> Actor:
    """The same person, with the areas of the hub: they read what was sent, by the rule of the return."""
    return replace(actor, area_uids=partnership.every_area_uid())


def is_hub(actor: Actor) -> bool:
    return actor.may(Permission.REACH_VALIDATE)


def list_returns(actor: Actor) -> Sequence[ReachReturn]:
    """Every version the actor may read, the newest quarter first."""
    if not is_hub(actor):
        return _list()
    with beside(for_every_area(actor)):
        return _list()


def _list() -> Sequence[ReachReturn]:
    newest = (ReachReturn.year.desc(), ReachReturn.quarter.desc(), ReachReturn.area_uid, ReachReturn.version.desc())
    return db.session.scalars(select(ReachReturn).order_by(*newest)).all()


def get_return(actor: Actor, uid: str) -> ReachReturn:
    """One version, as the actor may read it; the view is recorded. Raises NotFound."""
    row = _with_count(actor, uid)
    audit.record("reach.viewed", row, tier=best_tier(actor, row).value)
    return row


def _with_count(actor: Actor, uid: str) -> ReachReturn:
    whole = select(ReachReturn).where(ReachReturn.uid == uid).options(joinedload(ReachReturn.count))
    if not is_hub(actor):
        row = db.session.scalar(whole)
    else:
        with beside(for_every_area(actor)):
            row = db.session.scalar(whole)
            if row is not None:
                open_all([row, row.count])  # what is sealed opens only within the session, and it is let go here
    if row is None:
        raise NotFound("return")
    return row


def best_tier(actor: Actor, row: ReachReturn) -> Tier:
    """Exact counts are for the area's own people; the hub reads as a partner does."""
    own = actor.is_any(AREAS_OWN) and row.area_uid in actor.area_uids
    return Tier.INTERNAL if own else Tier.PARTNER


def tiers_for(actor: Actor, row: ReachReturn) -> list[Tier]:
    """The tiers in which the actor may take the return away."""
    return [tier for tier in Tier if tier != Tier.INTERNAL or best_tier(actor, row) == Tier.INTERNAL]


def limits(area_uid: str) -> Limits:
    return Limits(
        smallest=partnership.number("statistics.smallest_count", area_uid),
        rounding=partnership.number("statistics.rounding", area_uid),
        divisor=partnership.number("statistics.smallest_divisor", area_uid),
    )


def shown_figures(row: ReachReturn, tier: Tier) -> Shown:
    """The figures as somebody of a tier may read them, beside the versions that were sent before."""
    figures, limit = row.count.figures, limits(row.area_uid)
    if tier not in disclosing.OPEN_TO:
        figures = disclosing.settled([*_sent_before(row), figures], limit)
    return disclosing.disclosed(figures, tier, limit)


def _sent_before(row: ReachReturn) -> list[disclosing.Figures]:
    actor = current_actor()
    before = [one for one in versions_of(actor, row) if one.version < row.version and one.submitted_at is not None]
    return [_with_count(actor, one.uid).count.figures for one in reversed(before)]


def quarter_of(row: ReachReturn) -> Quarter:
    return Quarter(row.year, row.quarter)


def versions_of(actor: Actor, row: ReachReturn) -> list[ReachReturn]:
    """Every version of the same quarter that the actor may read, the newest first."""
    same = (row.area_uid, row.year, row.quarter)
    return [one for one in list_returns(actor) if (one.area_uid, one.year, one.quarter) == same]


def version_before(actor: Actor, row: ReachReturn) -> ReachReturn | None:
    """The version that this one followed, with its count."""
    found = next((one for one in versions_of(actor, row) if one.version < row.version), None)
    return _with_count(actor, found.uid) if found else None


def last_quarter(actor: Actor, row: ReachReturn) -> ReachReturn | None:
    """The newest version of the quarter before that was sent and not sent back, with its count."""
    before = quarter_of(row).before()
    stands = (State.SUBMITTED, State.VALIDATED, State.LOCKED)
    same = (row.area_uid, before.year, before.number)
    versions = (one for one in list_returns(actor) if (one.area_uid, one.year, one.quarter) == same)
    found = next((one for one in versions if state_of(one) in stands), None)
    return _with_count(actor, found.uid) if found else None


def findings_of(actor: Actor, row: ReachReturn) -> list[Finding]:
    """What does not add up, and what is worth a look."""
    last = last_quarter(actor, row)
    return findings(row.count.figures, last.count.figures if last else None, bool(last and last.year == row.year))


def interventions_of(area_uid: str) -> Sequence[Intervention]:
    """The catalogue of an area, in its order."""
    code = partnership.get_area(area_uid).code
    return db.session.scalars(
        select(Intervention).where(Intervention.area_code == code).order_by(Intervention.code)
    ).all()


def listed(row: ReachReturn) -> list[str]:
    """The interventions of a return, in the order of the catalogue."""
    return sorted(row.count.words, key=lambda uid: str(row.count.words[uid]["code"]))


def label_of(row: ReachReturn, of: str) -> str:
    if of == cells.ALL:
        return "Everybody reached"
    return str(row.count.words.get(of, {}).get("name", "An intervention that is no longer in the catalogue"))


def people_of(actor: Actor, row: ReachReturn, of: str, period: str, cell: str) -> tuple[list[Case], int] | None:
    """The cases behind a cell that the actor may see, and how many more there are. None for whoever sees no cases. The
    look is recorded."""
    if best_tier(actor, row) != Tier.INTERNAL or not actor.may(Permission.CASE_VIEW):
        return None
    people: Mapping[str, Any] = row.count.people
    listed = people.get("of", {}).get(of, {}).get(period, {}).get(cell, ())
    uids = [people["cases"][place] for place in listed]
    found = db.session.scalars(
        select(Case).where(Case.uid.in_({uid for uid in uids if uid}), area_rule(Case, actor)).order_by(Case.reference)
    ).all()
    audit.record("reach.people_listed", row, cell=cell.replace(":", "."), period=period, listed=len(found))
    return list(found), len(uids) - len({case.uid for case in found} & set(uids))
