"""Whom to ask for information before a meeting: the cases it will hear, and the agencies that may know of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from flask import url_for
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app.features.accounts import interface as accounts
from app.features.cases import interface as cases
from app.features.cases.interface import Case, CaseAgency
from app.features.meetings import queries
from app.features.meetings.domain import agenda as rules
from app.features.meetings.domain import dates
from app.features.meetings.facts import gather
from app.features.meetings.models import AgendaItem, Meeting
from app.features.meetings.timetable import StepState, add_fact
from app.features.partnership import interface as partnership
from app.features.partnership.interface import AgencyItem
from app.features.returns import interface as returns
from app.kernel.clock import now, today
from app.platform.access import Actor
from app.platform.database import db

CORE = "CORE"
EXCLUDED = "EXCLUDED"
DUE = "RESEARCH_DUE"


@dataclass(frozen=True)
class ToHear:
    """A case that a meeting is to hear, with its subject, and every reason why, the main one first; without a reason
    it was asked about and is no longer to be heard."""

    case: Case
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """An agency that may be asked about a case. `chosen`: it is, unless somebody says otherwise."""

    agency: AgencyItem
    chosen: bool
    shut_out: bool
    cell: returns.Cell | None
    """What came of it, where it was asked."""


@dataclass(frozen=True)
class Row:
    """A case with the agencies in the order of the columns."""

    to_hear: ToHear
    choices: Sequence[Choice]
    silent: bool


@dataclass(frozen=True)
class Asking:
    """Everything that the page of requests shows."""

    agencies: Sequence[AgencyItem]
    rows: Sequence[Row]
    matrix: returns.Matrix
    contacts: dict[str, list[str]]
    """Names of those who are told, by uid of the agency; one that is not in it has nobody who could answer."""

    @property
    def chosen(self) -> int:
        return sum(choice.chosen for row in self.rows for choice in row.choices)


def to_be_heard(actor: Actor, meeting: Meeting) -> list[ToHear]:
    """What the agenda holds; before it is built, what it would hold, in the order in which that would be heard."""
    items = queries.list_items(actor, meeting)
    if meeting.agenda_built_at is not None or meeting.opened_at is not None:
        return [ToHear(item.case, _reasons(item)) for item in items if item.deferred_at is None]
    by_case = {item.case_uid: item for item in items}
    facts = gather(actor, meeting)
    why = {uid: rules.reasons_to_hear(one, meeting.held_on) for uid, one in facts.items()}
    if meeting.extraordinary:
        why = {uid: rules.reasons_to_hear_at_once(one) for uid, one in facts.items()}
    why = {uid: reasons for uid, reasons in why.items() if reasons} | {
        uid: _reasons(item) for uid, item in by_case.items()
    }
    found = db.session.scalars(select(Case).where(Case.uid.in_(why)).options(joinedload(Case.subject))).all()
    found = sorted(found, key=lambda case: rules.hearing_order(facts[case.uid]))
    return [ToHear(case, why[case.uid]) for case in found]


def _no_longer(case_uids: Collection[str]) -> list[ToHear]:
    if not case_uids:
        return []
    wanted = select(Case).where(Case.uid.in_(case_uids)).options(joinedload(Case.subject)).order_by(Case.reference)
    return [ToHear(case, ()) for case in db.session.scalars(wanted)]


def _reasons(item: AgendaItem) -> tuple[str, ...]:
    return tuple(item.reasons) or (item.reason,)


def due_at(meeting: Meeting) -> datetime:
    """When a request for a meeting that is sent now is due (section 1.4, RESEARCH_DUE). Raises Refused too late."""
    starts = dates.moment_on(meeting.held_on, time.fromisoformat(meeting.starts_at))
    return returns.due_moment(usual_due(meeting) or starts, starts, now())


def usual_due(meeting: Meeting) -> datetime | None:
    """The moment of the month; None for an extraordinary meeting, which has none."""
    if meeting.extraordinary:
        return None
    at = partnership.time_of_day("cycle.research_due.time", meeting.area_uid, meeting.held_on)
    return dates.moment_on(queries.cycle(meeting)[DUE], at)


def asking(actor: Actor, meeting: Meeting) -> Asking:
    """Agency by case: who was asked and how that stands, and who would be asked now.

    Core seats with an agreement in date are chosen by the kind of subject, and whoever has a need to know of a case.
    Never one that is shut out of it, of which somebody is locked out, or where nobody could answer. Where a case was
    asked about before, nothing more is chosen.
    """
    matrix = returns.matrix(actor, meeting.uid)
    hear = to_be_heard(actor, meeting)
    hear += _no_longer({case_uid for case_uid, _agency in matrix.cells} - {one.case.uid for one in hear})
    case_uids = [one.case.uid for one in hear]
    standings = _standings(case_uids)
    people = returns.answering(meeting.area_uid)
    agencies = _columns(meeting, set(matrix.agency_uids), {agency_uid for _case, agency_uid in standings}, set(people))
    locked = _agencies_locked(actor, case_uids)
    core = _core(meeting)
    kinds = {one.code: one.attributes.get("kinds") for one in partnership.code_list("research_scope")}
    rows = []
    for one in hear:
        asked_before = bool(matrix.of_case(one.case.uid))
        choices = []
        for agency in agencies:
            standing = standings.get((one.case.uid, agency.uid))
            chosen = agency.uid in people and returns.pre_selected(
                one.case.subject_kind,
                standing,
                core=agency.uid in core,
                kinds_asked=kinds.get(agency.agency_type),
                locked=agency.uid in locked.get(one.case.uid, ()),
            )
            cell = matrix.cells.get((one.case.uid, agency.uid))
            choices.append(Choice(agency, chosen and not asked_before, standing == EXCLUDED, cell))
        rows.append(Row(one, choices, matrix.is_silent(one.case.uid)))
    told = {uid: sorted(user.name for user in users) for uid, users in people.items()}
    return Asking(agencies, rows, matrix, told)


def _core(meeting: Meeting) -> set[str]:
    return {seat.agency_uid for seat in partnership.list_seats(meeting.area_uid) if seat.kind == CORE}


def _columns(meeting: Meeting, asked: set[str], standing: set[str], answering: set[str]) -> list[AgencyItem]:
    """The agencies of the core seats, those asked, and those that know of a case and could answer; by name."""
    wanted = (_core(meeting) | (standing & answering)) - asked
    shown = {uid for uid in wanted if partnership.has_current_agreement(uid)} | asked
    return sorted(map(partnership.get_agency, shown), key=lambda one: one.name.casefold())


def _standings(case_uids: Sequence[str]) -> dict[tuple[str, str], str]:
    rows = db.session.execute(
        select(CaseAgency.case_uid, CaseAgency.agency_uid, CaseAgency.standing).where(
            CaseAgency.case_uid.in_(case_uids)
        )
    )
    return {(case_uid, agency_uid): standing for case_uid, agency_uid, standing in rows}


def _agencies_locked(actor: Actor, case_uids: Sequence[str]) -> dict[str, set[str]]:
    """Agencies of which somebody is locked out, by uid of the case."""
    locked = cases.locked_out_of(actor, case_uids)
    if not locked:
        return {}
    agency_of = {user.uid: user.agency_uid for user in accounts.list_users(actor)}
    return {
        case_uid: {agency_uid for uid in uids if (agency_uid := agency_of.get(uid)) is not None}
        for case_uid, uids in locked.items()
    }


def send(*, actor: Actor, meeting: Meeting, pairs: Sequence[tuple[str, str]]) -> list[returns.InformationRequest]:
    """Ask agencies about cases: `pairs` are uids of case and agency. What was asked before stays as it is."""
    hear = {one.case.uid: one for one in to_be_heard(actor, meeting)}
    asked = [
        returns.Asked(hear[case_uid].case, agency_uid, hear[case_uid].reasons[0])
        for case_uid, agency_uid in pairs
        if case_uid in hear
    ]
    return returns.send_requests(
        actor=actor, meeting_uid=meeting.uid, area_uid=meeting.area_uid, asked=asked, due_at=due_at(meeting)
    )


def move_due(*, actor: Actor, meeting: Meeting) -> None:
    """The meeting is on another day: what is still owed for it is due at another moment."""
    if returns.matrix(actor, meeting.uid).asked:
        returns.move_due(actor=actor, meeting_uid=meeting.uid, due_at=due_at(meeting))


# What other rooms are told ------------------------------------------------------------------------------------------


def meetings_over(meeting_uids: Collection[str]) -> Collection[str]:
    """Those that were closed or called off, or whose day went by without them. PR-40."""
    over = or_(
        Meeting.closed_at.is_not(None),
        Meeting.cancelled_at.is_not(None),
        and_(Meeting.held_on < today(), Meeting.opened_at.is_(None)),
    )
    return db.session.scalars(select(Meeting.uid).where(Meeting.uid.in_(meeting_uids), over)).all()


def _sent(actor: Actor, meeting: Meeting) -> StepState:
    """RESEARCH_OUT: done once anybody was asked."""
    asked = returns.matrix(actor, meeting.uid).asked
    return StepState(done=bool(asked), url=url_for("meetings.requests", meeting_uid=meeting.uid))


def _returned(actor: Actor, meeting: Meeting) -> StepState:
    """RESEARCH_DUE: done once everybody who was asked has answered."""
    matrix = returns.matrix(actor, meeting.uid)
    left = matrix.asked - matrix.answered
    url = url_for("meetings.requests", meeting_uid=meeting.uid, _anchor="chase")
    return StepState(done=bool(matrix.asked) and not left, left=left, what="return", url=url)


returns.set_over_source(meetings_over)
add_fact("RESEARCH_OUT", _sent)
add_fact(DUE, _returned)
