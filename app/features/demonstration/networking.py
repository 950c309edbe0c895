"""What the group makes of the networks of the month: a purpose, who belongs to them, links, a plan. Something stays as
it was told, as on any ordinary day."""

from datetime import date, timedelta

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.demonstration.month import Month
from app.features.demonstration.replay import Memory
from app.features.networks import interface as networks
from app.kernel.ages import months_after
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform.access import Actor

UNTIL = timedelta(days=150)


def settle(month: Month, memory: Memory, actor: Actor) -> None:
    """For each network that became a case. One whose evidence does not carry it stays as it was told (PR-29)."""
    for record in month.notifications:
        case_uid = memory.cases.get(record["record_id"])
        if record["subject_kind"] == "NETWORK" and case_uid is not None:
            case = cases.case_for_change(actor, case_uid)
            try:
                purpose, ends = str(record["purpose_statement"]), months_after(today(), 6)
                networks.set_purpose(actor=actor, case=case, purpose=purpose, expires_on=ends)
            except Refused:
                continue
            _decide(actor, case, today() + UNTIL)
            _link(actor, case, today() + UNTIL)
            weights = record.get("context_weighting") or {"peer": 1}
            _plan(actor, case, max(weights, key=weights.__getitem__))


def _decide(actor: Actor, case: Case, until: date) -> None:
    """All but the last are taken over, the one before it as only mentioned. Some are for the chair to say, or have no
    basis."""
    told = networks.see(actor, case).told[:-1]
    for one in told:
        standing = networks.Standing.MENTIONED if one is told[-1] else networks.Standing.MEMBER
        try:
            networks.take_over(actor=actor, case=case, chosen={one.uid: standing}, expires_on=until)
        except Refused:
            continue


def _link(actor: Actor, case: Case, until: date) -> None:
    """Links that were told between people who belong to it, but for the last."""
    for told in networks.told_links(actor, case)[1:]:
        details = told.details
        people = networks.see(actor, case).people
        ends = [networks.end_of(people, str(details.get(end) or "")) for end in ("a", "b")]
        try:
            networks.add_link(
                actor=actor,
                case=case,
                from_uid=ends[0],
                to_uid=ends[1],
                kind=details.get("type"),
                direction=details.get("direction"),
                strength=details.get("strength"),
                grade=details.get("grade"),
                basis=["SEEN_TOGETHER_PROF"],
                evidence="Written down by those who saw it, the same day.",
                evidenced_on=told.happened_on,
                expires_on=until,
                told=told,
            )
        except Refused:
            continue


def _plan(actor: Actor, case: Case, context: str) -> None:
    networks.set_goal(
        actor=actor,
        case=case,
        context=context,
        goal="People feel safe there after dark.",
        action="Outreach and youth workers are there each evening for four weeks.",
        measure="How many say that they feel safe, asked each Friday.",
        who_agency_uid=case.agency_uid,
        review_on=today() + timedelta(days=28),
    )
