"""What an agency does with a request: begin, answer, correct, take back, hand to a colleague."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.partnership import interface as partnership
from app.features.returns import domain, handling, mails
from app.features.returns.domain import NIL
from app.features.returns.holding import check_code, current_return, draft_of, hold_to_answer, needed
from app.features.returns.models import AgencyReturn, InformationRequest
from app.features.returns.settling import forget
from app.kernel.clock import now, today
from app.kernel.errors import Refused, Stale
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("return.draft_saved")
audit.declare("return.given", facts={"known", "version", "late", "gateway"})
audit.declare("return.taken_back", facts={"version"})
audit.declare("return.delegated", facts={"user_uid"})
audit.declare("return.opened_case", facts={"case_uid", "agency_uid"})


@dataclass(frozen=True)
class Answer:
    """What is returned. `known` is a code of `research_known`; `answers` has the keys of `wording.LINES`;
    `restrictions` are codes of `handling_restriction`; `kept_from` uids of agencies that may not read it."""

    known: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    gateway: str | None = None
    restrictions: Sequence[str] = ()
    kept_from: Sequence[str] = ()


def save_draft(*, actor: Actor, request: InformationRequest, answer: Answer) -> AgencyReturn:
    """Keep what was typed so far, for the agency alone. Nothing is checked but that the codes exist."""
    hold_to_answer(actor, request)
    draft = _draft(actor, request)
    _write(draft, request, answer)
    request.started_at = request.started_at or now()
    db.session.flush()
    audit.record("return.draft_saved", request)
    return draft


def give_return(
    *, actor: Actor, request: InformationRequest, answer: Answer, why: str | None = None, seen: int | None = None
) -> AgencyReturn:
    """Return an answer; given again, it is the next version and the one before is kept. A late one is marked late.

    `seen` is the version that was there when the form was opened: Stale when another was given meanwhile. The same
    answer sent twice is there once. Where the code says so (`opens_case`), the agency may then see the case.
    """
    hold_to_answer(actor, request)
    before = current_return(request)
    if before is not None and _same(before, answer):
        return before
    if seen is not None and seen != request.version:
        raise Stale(request.reference)
    _check(request, answer)
    given = _draft(actor, request)
    _write(given, request, answer)
    given.why = (why or "").strip() or None
    request.started_at = request.started_at or now()
    request.returned_at = request.returned_at or now()
    request.retracted_at = None
    request.known, request.version = answer.known, given.version
    given.given_at, given.given_by_uid = now(), actor.user_uid
    given.late = domain.is_late(request)
    if domain.forgets_identity(request, over=request.over_at is not None):
        forget(request)
    db.session.flush()
    audit.record(
        "return.given", request, known=answer.known, version=given.version, late=given.late, gateway=answer.gateway
    )
    if _attribute(answer.known, "opens_case"):
        open_case(actor=actor, request=request)
    return given


def say_not_known(*, actor: Actor, requests: Iterable[InformationRequest]) -> list[InformationRequest]:
    """Answer "not known to us" to each of `requests` that is still owed. Returns those."""
    answered = []
    for request in requests:
        if domain.is_owed(request, now()):
            give_return(actor=actor, request=request, answer=Answer(NIL))
            answered.append(request)
    return answered


def take_back(*, actor: Actor, request: InformationRequest, why: str) -> None:
    """Take an answer back. It is kept and shown as taken back; the agency owes another."""
    why = needed(why, "Enter why it is taken back", "why")
    hold_to_answer(actor, request)
    current = current_return(request)
    if current is None:
        return
    current.retracted_at, current.why = now(), why
    request.returned_at = request.known = None
    request.retracted_at = now()
    db.session.flush()
    audit.record("return.taken_back", request, reason=why, version=request.version)


def delegate(*, actor: Actor, request: InformationRequest, user_uid: str, note: str | None = None) -> None:
    """Hand a request to a named colleague, who is told. Anybody of the agency who may answer still may."""
    hold_to_answer(actor, request)
    colleague = next((user for user in colleagues(request) if user.uid == user_uid), None)
    if colleague is None:
        raise Refused("Select a colleague who may answer for your agency", field="user_uid")
    if request.delegated_to_uid == user_uid:
        return
    cases.check_reaches(actor, request.case_uid, user_uid, what="this request", field="user_uid")
    if not domain.is_owed(request, now()):
        raise Refused("Leave it as it is: your agency has answered", field="user_uid")
    request.delegated_to_uid = user_uid
    request.note = (note or "").strip() or None
    if user_uid != actor.user_uid:
        mails.tell_delegate(request, colleague)
    audit.record("return.delegated", request, user_uid=user_uid)


def colleagues(request: InformationRequest) -> list[User]:
    """Who may answer for the agency asked, by name."""
    found = mails.answering(request.area_uid).get(request.agency_uid or "", [])
    return sorted(found, key=lambda user: user.name.casefold())


def open_case(*, actor: Actor, request: InformationRequest) -> None:
    """Let an agency that works with the person see their case: what is known goes both ways. Shut out, it stays so."""
    if cases.know(request.case_uid, request.agency_uid or "", "RETURNED"):
        audit.record("return.opened_case", request, case_uid=request.case_uid, agency_uid=request.agency_uid)


def _draft(actor: Actor, request: InformationRequest) -> AgencyReturn:
    """The draft of the next version, begun when there is none."""
    draft = draft_of(request)
    if draft is None:
        draft = AgencyReturn(
            key_uid=request.key_uid,
            agency_uid=request.agency_uid,
            area_uid=request.area_uid,
            request_uid=request.uid,
            case_uid=request.case_uid,
            version=request.version + 1,
        )
        db.session.add(draft)
    draft.written_at = now()
    return draft


def _write(row: AgencyReturn, request: InformationRequest, answer: Answer) -> None:
    row.known, row.gateway = answer.known or None, answer.gateway or None
    row.answers = {name: value for name, value in answer.answers.items() if value not in (None, "", [], {})}
    row.restrictions = handling.all_restrictions(request.agency_uid or "", answer.restrictions, answer.gateway)
    row.audience = handling.audience_column(row.restrictions)
    row.kept_from = handling.kept_from_column(answer.kept_from)


def _check(request: InformationRequest, answer: Answer) -> None:
    check_code("research_known", answer.known, "Select whether you know them", "known")
    agency = partnership.get_agency(request.agency_uid or "")
    permitted = {one.code for one in partnership.gateways_for(agency.agency_type)}
    if answer.gateway and answer.gateway not in permitted:
        raise Refused("Select a power that your agency may use", field="gateway", rule="5.2")
    is_known = bool(_attribute(answer.known, "known"))
    domain.check_return(answer.known, answer.answers, is_known=is_known, gateway=answer.gateway, on=today())
    handling.check(request, answer.restrictions, answer.kept_from, answer.answers)


def _attribute(known: str, name: str) -> Any:
    code = partnership.code_item("research_known", known)
    return code.attributes.get(name) if code else None


def _same(row: AgencyReturn, answer: Answer) -> bool:
    """Whether an answer says what the version that holds says already."""
    given = {name: value for name, value in answer.answers.items() if value not in (None, "", [], {})}
    return (
        row.known == answer.known
        and (row.gateway or None) == (answer.gateway or None)
        and handling.plain(row.answers) == handling.plain(given)
        and set(handling.chosen(row.restrictions)) == set(answer.restrictions)
        and set(handling.uids(row.kept_from)) == set(answer.kept_from)
    )


def requests_of(actor: Actor, uids: Sequence[str]) -> list[InformationRequest]:
    """Of the actor's own agency, by uid; others are left out."""
    if not uids:
        return []
    return list(
        db.session.scalars(
            select(InformationRequest)
            .where(InformationRequest.uid.in_(uids), InformationRequest.agency_uid == actor.agency_uid)
            .order_by(InformationRequest.reference)
        )
    )
