"""What changes a network as a whole: its evidence, purpose, tension and contexts."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.networks import domain, linking, membering, planning  # noqa: F401 - commands of the room
from app.features.networks.facts import CONTEXT, TENSION
from app.features.networks.models import NetworkTerm
from app.features.networks.seeing import is_police_basis
from app.features.networks.terms import BLOCK, bases, list_terms, network_of
from app.features.partnership import interface as partnership
from app.features.subjects.interface import plain
from app.kernel.clock import local, today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("network.purpose_set", facts={"expires_on", "renewal", "bases"})
audit.declare("network.dissolved", facts={"expired_on", "proposed"})


def add_basis(
    *, actor: Actor, case: Case, code: str, grade: str | None, detail: str, seen_on: date | None
) -> Sequence[CaseEntry]:
    """A piece of evidence that these people belong together: an entry of the case. Police bases are police-graded."""
    cases.check_open(case)
    if not partnership.is_code("evidence_basis", code):
        raise Refused("Select what kind of evidence it is", field="code", rule="PR-29")
    if grade is None or not partnership.is_code("info_grade", grade):
        raise Refused("Select how sure this is", field="grade", rule="PR-29")
    if not detail.strip():
        raise Refused("Enter what was seen or said", field="detail", rule="PR-29")
    if seen_on is None or seen_on > today():
        raise Refused("Enter the day of the evidence, today or before", field="seen_on", rule="PR-29")
    details = {"block": BLOCK, "code": code, "grade": grade, "detail": detail.strip()}
    return _record(actor, case, [_draft(actor, details, on=seen_on, visibility="P" if is_police_basis(code) else "A")])


def set_purpose(*, actor: Actor, case: Case, purpose: str, expires_on: date | None) -> NetworkTerm:
    """Confirm what people are looked at together for, and until when, or renew it. PR-29.

    The same again on the same day changes nothing.
    """
    cases.check_open(case)
    network = network_of(case)
    terms = list_terms(actor, network.uid)
    last = terms[0] if terms else None
    if last and (last.purpose, last.expires_on, last.set_on) == (purpose.strip(), expires_on, today()):
        return last
    found = bases(actor, case)
    months = int(partnership.number("network.purpose_expiry", case.area_uid))
    domain.check_purpose(
        purpose,
        expires_on,
        found,
        last_set_on=last.set_on if last and last.confirmed else None,
        on=today(),
        months=months,
    )
    term = _term(actor, case, purpose.strip(), expires_on or today(), confirmed=True)
    audit.record(
        "network.purpose_set",
        term,
        expires_on=term.expires_on.isoformat(),
        renewal=last is not None,
        bases=len(domain.counting(found)),
    )
    return term


def dissolve(*, actor: Actor, case: Case, term: NetworkTerm | None, ended_on: date) -> None:
    """What follows when a purpose ran out: the step-down of the network's own case is proposed. Nobody's case
    changes. Noted, so that it follows once."""
    if term is None:
        told = network_of(case).details.get("purpose_statement") or "No purpose was told"
        term = _term(actor, case, str(told), ended_on, confirmed=False)
    term.dissolved_on = today()
    proposes = cases.case_status(case) is not cases.State.STEP_DOWN_PROPOSED
    if proposes:
        cases.propose_step_down(actor=actor, case=case, note="The purpose of this network ran out and was not renewed")
    audit.record("network.dissolved", term, expired_on=ended_on.isoformat(), proposed=proposes)


def _term(actor: Actor, case: Case, purpose: str, expires_on: date, *, confirmed: bool) -> NetworkTerm:
    term = NetworkTerm(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        agency_uid=actor.agency_uid,
        network_uid=case.subject_uid,
        case_uid=case.uid,
        set_on=today(),
        expires_on=expires_on,
        confirmed=confirmed,
        purpose=purpose,
    )
    db.session.add(term)
    db.session.flush()
    return term


def record_tension(
    *,
    actor: Actor,
    case: Case,
    tension_level: str,
    trigger_event: str = "",
    triggered_on: date | None = None,
    weapons: Sequence[str] = (),
    county_lines: str | None = None,
    county_line_name: str = "",
    cross_border: Sequence[str] = (),
    platforms: Sequence[str] = (),
) -> Sequence[CaseEntry]:
    """The tension of a network now, and what goes with it: an entry of the case, so what was said before stays."""
    cases.check_open(case)
    if not partnership.is_code("tension_level", tension_level):
        raise Refused("Select how tense it is", field="tension_level")
    if tension_level != "NONE" and not trigger_event.strip():
        raise Refused("Enter what set it off, or what the tension is about", field="trigger_event")
    if triggered_on is not None and triggered_on > today():
        raise Refused("Enter the day it happened, today or before", field="triggered_on")
    details = {
        "block": TENSION,
        "tension_level": tension_level,
        "trigger_event": trigger_event.strip() or None,
        "triggered_on": triggered_on.isoformat() if triggered_on else None,
        "weapon_availability": list(weapons),
        "county_lines": county_lines,
        "cross_border": list(cross_border),
        "online": list(platforms),
    }
    drafts = [_draft(actor, details, on=triggered_on or today())]
    if county_line_name.strip():
        named = {"block": TENSION, "county_line_name": county_line_name.strip()}
        drafts.append(_draft(actor, named, on=today(), visibility="P"))
    return _record(actor, case, drafts)


def weigh_contexts(*, actor: Actor, case: Case, weights: Mapping[str, int], strengths: str = "") -> Sequence[CaseEntry]:
    """How much each context matters, 0 to 3, and who keeps people safe."""
    cases.check_open(case)
    details = {"block": CONTEXT, "weights": dict(weights)}
    drafts = [_draft(actor, details, on=today())]
    if strengths.strip():
        text = {"text": strengths.strip()}
        drafts.append(cases.EntryDraft("PROTECTIVE", text, happened_on=today(), agency_uid=actor.agency_uid))
    return _record(actor, case, drafts)


def _record(actor: Actor, case: Case, drafts: Sequence[cases.EntryDraft]) -> Sequence[CaseEntry]:
    """Record what is new. What the actor recorded word for word today already is not recorded twice."""
    there = [
        (row.kind, plain(row.details), row.visibility, row.happened_on)
        for row in cases.list_entries(actor, case.uid)
        if row.recorded_by_uid == actor.user_uid and local(row.recorded_at).date() == today()
    ]
    new = [one for one in drafts if (one.kind, plain(one.details), one.visibility, one.happened_on) not in there]
    return cases.add_entries(actor=actor, case=case, drafts=new) if new else ()


def _draft(actor: Actor, details: Mapping[str, object], *, on: date, visibility: str = "A") -> cases.EntryDraft:
    kept = {name: value for name, value in details.items() if value is not None}
    return cases.EntryDraft("STATUS", kept, visibility, happened_on=on, agency_uid=actor.agency_uid)
