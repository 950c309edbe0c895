"""Making an assessment: what a person judges, beside what the model suggests, sealed together. PR-15 to PR-18."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.partnership import interface as partnership
from app.features.risk.domain import judging
from app.features.risk.domain.model import AXES
from app.features.risk.facts import ALLEGED, came_to_nothing
from app.features.risk.models import Assessment
from app.features.risk.suggesting import kept, suggestion_for
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.kernel.references import is_uid, new_uid
from app.platform import audit
from app.platform.access import Actor
from app.platform.access.reading import is_so
from app.platform.database import db

audit.declare("risk.assessed", facts={"case_uid", "model", "imminence"})

NOW = {"CAUSE": "band_cause", "HARMED": "band_harmed", "EXPLOITED": "band_exploited"}
GRADED_FALSE = "E"


def make_assessment(
    *,
    actor: Actor,
    case: Case,
    bands: Mapping[str, str | None],
    reasons: Mapping[str, str],
    imminence: str | None,
    reason: str,
    once: str | None = None,
    ver: int | None = None,
) -> Assessment | None:
    """Set the three levels by judgement, and keep what the model suggested with every row of it.

    `reasons` are by axis, needed where a level differs from the suggestion. `ver` is the version of the case that was
    looked at; `once` a uid for the assessment, so that a form sent twice makes one: the second answers None.
    """
    if once is not None and (
        not is_uid(once) or is_so(select(Assessment.__table__.c.uid).where(Assessment.__table__.c.uid == once))
    ):
        return None
    cases.check_open(case)
    cases.check_version(case, ver)
    entries = cases.list_entries(actor, case.uid)
    found = suggestion_for(actor, case, entries)
    if found is None:
        raise Refused("Ask whoever runs Concord to load the scoring model first")
    model, suggested = found
    judging.check_judgement(
        bands, {axis: one.band for axis, one in suggested.items()}, reasons, imminence=imminence, summary=reason
    )
    row = Assessment(
        uid=once or new_uid(),
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        agency_uid=actor.agency_uid,
        case_uid=case.uid,
        model_uid=model.uid,
        made_at=now(),
        made_by_uid=actor.user_uid,
    )
    row.axes = {
        axis: kept(one) | {"set": bands[axis], "reason": reasons.get(axis, "").strip()}
        for axis, one in suggested.items()
    }
    row.imminence = imminence or ""
    row.protective = sorted({str(one.details["code"]) for one in protective(entries)})
    row.summary = reason.strip()
    db.session.add(row)
    audit.record("risk.assessed", row, case_uid=case.uid, model=model.number, imminence=imminence)
    _set_levels(actor, case, row)
    return row


def protective(entries: Any) -> list[CaseEntry]:
    """Protective factors that somebody told, each entry by itself."""
    return [
        entry
        for entry in entries
        if entry.kind == "PROTECTIVE" and entry.details.get("code") and not cases.is_suspected_false(entry.details)
    ]


def _set_levels(actor: Actor, case: Case, row: Assessment) -> None:
    chosen = {axis: str(row.axes[axis]["set"]) for axis in AXES}
    changed = {axis: band for axis, band in chosen.items() if band != getattr(case, NOW[axis])}
    if not changed:
        return
    own = [
        f"{partnership.code_label('axis', axis)}: {row.axes[axis]['reason']}"
        for axis in AXES
        if row.axes[axis]["reason"]
    ]
    cases.set_bands(
        actor=actor,
        case=case,
        cause=changed.get("CAUSE"),
        harmed=changed.get("HARMED"),
        exploited=changed.get("EXPLOITED"),
        reason="\n".join([row.summary, *own]),
        source_uid=row.uid,
    )


def add_factor(
    *,
    actor: Actor,
    case: Case,
    code: str | None,
    evidence: str,
    grade: str | None,
    on: date | None,
    once: str | None = None,
) -> CaseEntry | None:
    """Record a risk factor with its evidence, grade and day. What is no evidence of risk is refused. PR-10, PR-29."""
    cases.check_open(case)
    if once is not None and not is_uid(once):
        return None
    if not partnership.is_code("risk_factor", code or ""):
        cases.check_factor(code)
        raise Refused("Select the risk factor", field="code")
    if not evidence.strip():
        raise Refused(
            "Enter how it is known: a factor without evidence is not recorded", field="evidence", rule="PR-29"
        )
    if grade == GRADED_FALSE:
        raise Refused("Leave it out: what is suspected to be false is no factor", field="grade", rule="PR-10")
    if not partnership.is_code("info_grade", grade or ""):
        raise Refused("Select how well it is known", field="grade")
    if on is None or on > today():
        raise Refused("Enter the day it happened or was last seen", field="on")
    if once is not None and is_so(select(CaseEntry.__table__.c.uid).where(CaseEntry.__table__.c.source_uid == once)):
        return None
    details = {"code": code, "present": "Y", "evidence": evidence.strip(), "grade": grade, "last_seen": on.isoformat()}
    draft = cases.EntryDraft("RISK_FACTOR", details, happened_on=on, agency_uid=actor.agency_uid, source_uid=once)
    return cases.add_entries(actor=actor, case=case, drafts=[draft])[0]


def record_outcome(
    *, actor: Actor, case: Case, role_uid: str | None, became: str | None, evidence: str, on: date | None
) -> CaseEntry:
    """What became of an allegation: no further action or acquitted. It weighs nothing from now on, and the judgement is
    open again. PR-32."""
    cases.check_open(case)
    told = next((one for one in allegations(cases.list_entries(actor, case.uid)) if one.uid == role_uid), None)
    if told is None:
        raise Refused("Select the allegation", field="role_uid")
    if became not in came_to_nothing():
        raise Refused("Select what became of it", field="became")
    if not evidence.strip():
        raise Refused("Enter how it is known", field="evidence")
    if on is None or on > today():
        raise Refused("Enter the day it was decided", field="on")
    details = {
        "role": told.details["role"],
        "status": became,
        "evidence": evidence.strip(),
        "grade": "A",
        "about": told.details.get("about") or told.source_uid,
    }
    draft = cases.EntryDraft("ROLE", details, visibility=told.visibility, happened_on=on, agency_uid=actor.agency_uid)
    return cases.add_entries(actor=actor, case=case, drafts=[draft])[0]


def allegations(entries: Any) -> list[CaseEntry]:
    """Allegations that still stand, the newest first: of each source what was told of it last."""
    nothing, seen, found = came_to_nothing(), set[str | None](), []
    for entry in entries:
        if (
            entry.kind == "ROLE"
            and entry.details.get("role") == ALLEGED
            and not cases.is_suspected_false(entry.details)
        ):
            source = entry.details.get("about") or entry.source_uid or entry.uid
            if source not in seen and entry.details.get("status") not in nothing:
                found.append(entry)
            seen.add(source)
    return found
