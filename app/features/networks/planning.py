"""The plan for the context itself (level 2), and the places that belong to the picture of a network."""

from datetime import date

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.networks.models import NetworkGoal, NetworkPlace
from app.features.partnership import interface as partnership
from app.features.subjects.interface import Place
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db
from app.platform.identity import read_query

audit.declare("network.goal_set", facts={"context", "agency_uid", "review_on"})
audit.declare("network.goal_reviewed", facts={"review_on", "ended"})
audit.declare("network.place_linked", facts={"place_uid"})
audit.declare("network.place_unlinked", facts={"place_uid"})


def list_goals(actor: Actor, case: Case) -> list[NetworkGoal]:
    """Goals under way first, then those that ended."""
    rows = db.session.scalars(
        select(NetworkGoal)
        .where(NetworkGoal.network_uid == case.subject_uid)
        .order_by(NetworkGoal.review_on, NetworkGoal.uid)
    )
    return sorted(rows, key=lambda goal: goal.ended_on is not None)


def get_goal(actor: Actor, case: Case, uid: str) -> NetworkGoal:
    goal = fetch(actor, NetworkGoal, uid)
    if goal.network_uid != case.subject_uid:
        raise NotFound("NetworkGoal")
    return goal


def set_goal(
    *,
    actor: Actor,
    case: Case,
    context: str | None,
    goal: str,
    action: str,
    measure: str,
    who_agency_uid: str | None,
    who: str = "",
    review_on: date | None,
) -> NetworkGoal:
    """A goal for the context, what is done towards it, how it is measured, who does it, and when it is looked at
    again. The same goal again changes nothing."""
    cases.check_open(case)
    if not partnership.is_code("network_context", context or ""):
        raise Refused("Select where it intervenes", field="context")
    for field, words, message in (
        ("goal", goal, "Enter what should be different"),
        ("action", action, "Enter what is done towards it"),
        ("measure", measure, "Enter how you will know"),
    ):
        if not words.strip():
            raise Refused(message, field=field)
    if who_agency_uid not in {one.uid for one in partnership.agencies_in(case.area_uid)}:
        raise Refused("Select who does it", field="who_agency_uid")
    _check_review(case, review_on)
    there = next((one for one in list_goals(actor, case) if one.goal == goal.strip() and one.ended_on is None), None)
    if there is not None:
        return there
    row = NetworkGoal(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        agency_uid=actor.agency_uid,
        network_uid=case.subject_uid,
        case_uid=case.uid,
        set_on=today(),
        review_on=review_on,
        who_agency_uid=who_agency_uid,
        context=context,
        goal=goal.strip(),
        action=action.strip(),
        measure=measure.strip(),
        who=who.strip() or None,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        "network.goal_set", row, context=context, agency_uid=who_agency_uid, review_on=row.review_on.isoformat()
    )
    return row


def review_goal(
    *, actor: Actor, case: Case, goal: NetworkGoal, words: str, goes_on: bool, review_on: date | None = None
) -> None:
    """What the measure says now; the goal goes on until another day, or ends."""
    cases.check_open(case)
    if goal.ended_on is not None:
        raise Refused("Set a new goal: this one has ended")
    if not words.strip():
        raise Refused("Enter what the measure shows", field="words")
    if goes_on:
        _check_review(case, review_on)
    goal.reviews = [*goal.reviews, {"on": today().isoformat(), "words": words.strip(), "ended": not goes_on}]
    if goes_on and review_on is not None:
        goal.review_on = review_on
    else:
        goal.ended_on = today()
    audit.record("network.goal_reviewed", goal, review_on=goal.review_on.isoformat(), ended=not goes_on)


def _check_review(case: Case, review_on: date | None) -> None:
    days = int(partnership.number("network.goal_review", case.area_uid))
    if review_on is None or review_on <= today():
        raise Refused("Enter a day after today on which it is reviewed", field="review_on")
    if (review_on - today()).days > days:
        raise Refused(f"Enter a day within {days} days", field="review_on")


def list_places(actor: Actor, case: Case) -> list[tuple[NetworkPlace, Place]]:
    """The places that belong to the picture and that the actor may see."""
    rows = db.session.scalars(select(NetworkPlace).where(NetworkPlace.network_uid == case.subject_uid)).all()
    found = db.session.scalars(select(Place).where(Place.uid.in_([row.place_uid for row in rows]))) if rows else ()
    places = {place.uid: place for place in found}
    pairs = [(row, places[row.place_uid]) for row in rows if row.place_uid in places]
    return sorted((pair for pair in pairs if pair[1].erased_on is None), key=lambda pair: pair[1].title.casefold())


def link_place(*, actor: Actor, case: Case, reference: str, why: str) -> None:
    """A place of concern, by its reference or that of its case. Linked twice, nothing changes."""
    cases.check_open(case)
    place = _place(reference)
    if place is None:
        raise Refused("Enter the reference of a place that you may see, or of its case", field="reference")
    if not why.strip():
        raise Refused("Enter how the place belongs to the network", field="why", rule="PR-29")
    if any(one.uid == place.uid for _row, one in list_places(actor, case)):
        return
    row = NetworkPlace(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        agency_uid=actor.agency_uid,
        network_uid=case.subject_uid,
        place_uid=place.uid,
        linked_on=today(),
        why=why.strip(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("network.place_linked", row, place_uid=place.uid)


def unlink_place(*, actor: Actor, case: Case, place_uid: str) -> None:
    cases.check_open(case)
    row = db.session.scalar(
        select(NetworkPlace).where(NetworkPlace.network_uid == case.subject_uid, NetworkPlace.place_uid == place_uid)
    )
    if row is not None:
        audit.record("network.place_unlinked", row, place_uid=place_uid)
        db.session.delete(row)


def _place(reference: str) -> Place | None:
    asked = read_query(reference, today()).references
    if not asked:
        return None
    of_case = select(Case.subject_uid).where(Case.reference.in_(asked))
    return db.session.scalars(
        select(Place).where(Place.reference.in_(asked) | Place.uid.in_(of_case), Place.erased_on.is_(None)).limit(1)
    ).first()
