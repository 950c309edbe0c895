"""What changes a case. Each command records one audit event of its own; letting an agency know is another."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from app.features.cases import domain
from app.features.cases.domain import Axis
from app.features.cases.entries import BAND, NOTE, RISK_FACTOR, ROLE, EntryDraft, is_suspected_false
from app.features.cases.locking import check_reaches
from app.features.cases.models import Case, CaseEntry
from app.features.cases.queries import entry_is_there
from app.features.cases.recording import record_entry
from app.features.cases.review import review_day
from app.features.cases.standing import give_need_to_know
from app.features.cases.told import tell, tell_opened
from app.features.partnership.interface import code_item, is_code
from app.features.subjects.interface import Person, Subject
from app.kernel.ages import age
from app.kernel.clock import now, today
from app.kernel.errors import Refused, Stale
from app.kernel.references import is_uid, new_uid, reference
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db, next_number

audit.declare("case.opened", facts={"kind", "agency_uid"})
audit.declare("case.accepted")
audit.declare("case.entries_added", facts={"count", "source_uid"})
audit.declare("case.note_added")
audit.declare("case.bands_set", facts={"cause", "harmed", "exploited", "source_uid"})
audit.declare("case.lead_named", facts={"agency_uid", "user_uid"})
audit.declare("case.review_set", facts={"on"})


def open_case(*, actor: Actor, subject: Subject, agency_uid: str | None, opened_on: date) -> Case:
    """Open a case about a subject; the notifying agency has a need to know of it."""
    year = opened_on.year
    case = Case(
        uid=new_uid(),
        key_uid=subject.key_uid,
        area_uid=subject.area_uid,
        agency_uid=agency_uid,
        subject_uid=subject.uid,
        subject_kind=subject.kind,
        reference=reference("C", year, next_number("C", year)),
        opened_on=opened_on,
        under_18=is_under_18(subject, opened_on),
    )
    case.subject = subject
    db.session.add(case)
    db.session.flush()
    audit.record("case.opened", case, kind=subject.kind, agency_uid=agency_uid)
    if agency_uid is not None:
        give_need_to_know(actor=actor, case=case, agency_uid=agency_uid, why="NOTIFIED")
    tell_opened(actor, case)
    return case


def accept_case(*, actor: Actor, case: Case) -> None:
    """The group takes the case on. Setting a level of concern or naming a lead does so too."""
    domain.check_open(case)
    if case.accepted_on is None:
        case.accepted_on = today()
        audit.record("case.accepted", case)


def add_entries(
    *, actor: Actor, case: Case, drafts: Iterable[EntryDraft], recorded_at: datetime | None = None
) -> list[CaseEntry]:
    """Record what was told. Nothing that is there is changed. What is no evidence of risk is refused (PR-10)."""
    drafts = list(drafts)
    for draft in drafts:
        if draft.kind == RISK_FACTOR:
            check_factor(str(draft.details.get("code")))
    at = recorded_at or now()  # a microsecond apart, so that newest first keeps the order they were told in
    rows = [
        record_entry(actor, case, draft, at - timedelta(microseconds=number)) for number, draft in enumerate(drafts)
    ]
    if rows:
        _remember_roles(case, rows)
        if isinstance(case.subject, Person):
            case.under_18 = is_under_18(case.subject, today())
        audit.record("case.entries_added", case, count=len(rows), source_uid=rows[0].source_uid)
        db.session.flush()
        tell(actor, case, rows)
    return rows


def add_note(
    *, actor: Actor, case: Case, text: str, restricted: bool = False, once: str | None = None
) -> CaseEntry | None:
    """A note in the case, by whoever may see it. Restricted: for the lead professional and those who run the month.

    `once` is a uid for the note: the same one again adds nothing, so that a form sent twice keeps one note.
    """
    if not text.strip():
        raise Refused("Enter a note", field="text")
    if once is not None and (not is_uid(once) or entry_is_there(once)):
        return None
    draft = EntryDraft(NOTE, {"text": text.strip()}, visibility="L" if restricted else "A", agency_uid=actor.agency_uid)
    row = record_entry(actor, case, draft)
    if once is not None:
        row.uid = once
    audit.record("case.note_added", case)
    return row


def set_bands(
    *,
    actor: Actor,
    case: Case,
    cause: str | None = None,
    harmed: str | None = None,
    exploited: str | None = None,
    reason: str,
    source_uid: str | None = None,
    ver: int | None = None,
) -> CaseEntry:
    """Set the levels of concern given; None leaves one as it is. The review follows from the highest. PR-15, PR-16.

    `ver` is the version of the case the person was looking at: Stale when it has moved on.
    """
    domain.check_open(case)
    check_version(case, ver)
    chosen = {Axis.CAUSE: cause, Axis.HARMED: harmed, Axis.EXPLOITED: exploited}
    before = {Axis.CAUSE: case.band_cause, Axis.HARMED: case.band_harmed, Axis.EXPLOITED: case.band_exploited}
    domain.check_bands(chosen, before, reason)
    after = {axis: chosen[axis] or before[axis] for axis in Axis}
    case.band_cause, case.band_harmed, case.band_exploited = (after[axis] for axis in Axis)
    case.band_rank = domain.highest(*after.values())
    case.review_on = review_day(case, today())
    case.accepted_on = case.accepted_on or today()
    details = {
        "bands": {axis: after[axis] for axis in Axis},
        "before": {axis: before[axis] for axis in Axis},
        "reason": reason.strip(),
    }
    draft = EntryDraft(BAND, details, happened_on=today(), agency_uid=actor.agency_uid, source_uid=source_uid)
    row = record_entry(actor, case, draft)
    audit.record(
        "case.bands_set",
        case,
        reason=reason.strip(),
        cause=after[Axis.CAUSE],
        harmed=after[Axis.HARMED],
        exploited=after[Axis.EXPLOITED],
        source_uid=source_uid,
    )
    return row


def name_lead(
    *, actor: Actor, case: Case, agency_uid: str, user_uid: str | None = None, name: str | None = None
) -> None:
    """Name the lead agency, and the lead professional by account or by name. The agency gets a need to know.

    The same lead again changes nothing.
    """
    domain.check_open(case)
    if not agency_uid:
        raise Refused("Select the lead agency", field="agency_uid")
    named = (name or "").strip() or None
    if (case.lead_agency_uid, case.lead_user_uid, case.lead_name) == (agency_uid, user_uid, named):
        return
    if user_uid:
        check_reaches(actor, case.uid, user_uid, what="this case", field="user_uid")
    give_need_to_know(actor=actor, case=case, agency_uid=agency_uid, why="LEADS")
    case.lead_agency_uid, case.lead_user_uid = agency_uid, user_uid
    case.lead_name = named
    case.accepted_on = case.accepted_on or today()
    audit.record("case.lead_named", case, agency_uid=agency_uid, user_uid=user_uid)


def set_review(*, actor: Actor, case: Case, on: date) -> None:
    """Bring the case back on a day other than the one its levels give."""
    domain.check_open(case)
    if on <= today():
        raise Refused("Enter a review date after today", field="review_on")
    if case.review_on == on:
        return
    case.review_on = on
    audit.record("case.review_set", case, on=on.isoformat())


def is_under_18(subject: Subject, on: date) -> bool:
    """Whether the subject is a child, or a person whose age nobody knows."""
    if not isinstance(subject, Person):
        return False
    return age(subject.dob, subject.dob_precision, subject.approx_age, subject.approx_age_on, on).is_child


def check_version(case: Case, ver: int | None) -> None:
    """Stale when somebody has changed the case since `ver` was shown; None: nothing was shown."""
    if ver is not None and ver != case.ver:
        raise Stale(case.reference)


def check_code(name: str, code: str | None, message: str, field: str) -> None:
    if code and not is_code(name, code):
        raise Refused(message, field=field)


def check_factor(code: str | None) -> None:
    """Nobody's background, home, music, clothes or family is a risk factor, whoever tells it. PR-10."""
    forbidden = code_item("forbidden_factor", code or "")
    if forbidden is not None:
        raise Refused(f"Leave it out: {forbidden.label.lower()} is no evidence of risk", field="code", rule="PR-10")


def _remember_roles(case: Case, rows: Iterable[CaseEntry]) -> None:
    """Keep the roles on the case itself, so that a list opens one row a case."""
    told = [row.details["role"] for row in rows if row.kind == ROLE and not is_suspected_false(row.details)]
    together = list(dict.fromkeys([*case.roles, *told]))
    if together != list(case.roles):
        case.roles = together
