"""What a meeting is to hear, and in what order."""

from sqlalchemy import select

from app.features.cases.models import Case
from app.features.meetings import queries
from app.features.meetings.commands.placing import next_place, plan, put_in_order
from app.features.meetings.commands.steps import check_item, check_meeting
from app.features.meetings.commands.words import needed
from app.features.meetings.domain import agenda as rules
from app.features.meetings.domain.status import LISTED, item_status
from app.features.meetings.domain.why import sentence
from app.features.meetings.facts import gather
from app.features.meetings.models import AgendaItem, Meeting
from app.kernel.clock import now
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Role
from app.platform.database import db


def build_agenda(*, actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """Put on the agenda what there is to hear, for the reasons of `domain.agenda`.

    Building again adds what has come since and brings the reasons up to date; what was put in its place by hand,
    heard, deferred or withdrawn stays as it is. An extraordinary meeting gets urgent cases only (PR-05); a case sent
    after nominations closed waits for `agree_late_item`. Returns the items that were added.
    """
    check_meeting("arrange", meeting)
    facts = gather(actor, meeting)
    if meeting.extraordinary:
        wanted = {uid: rules.reasons_to_hear_at_once(one) for uid, one in facts.items()}
    else:
        wanted = {uid: rules.reasons_to_hear(one, meeting.held_on) for uid, one in facts.items()}
    wanted = {uid: reasons for uid, reasons in wanted.items() if reasons}
    present = {item.case_uid: item for item in queries.list_items(actor, meeting, withdrawn=True)}
    added = []
    for uid, reasons in wanted.items():
        item = present.get(uid)
        if item is None:
            item = _new_item(meeting, facts[uid].case_uid, reasons)
            item.brief = facts[uid].brief and rules.NEW in reasons
            added.append(item)
        elif item_status(item) != LISTED or item.reason == rules.ADDED:
            continue
        _say_why(item, reasons, facts[uid])
    if added:
        wanted_cases = select(Case).where(Case.uid.in_([item.case_uid for item in added]))
        cases = {case.uid: case for case in db.session.scalars(wanted_cases)}
        for item in added:
            _belongs_to(item, cases[item.case_uid])
            db.session.add(item)
            present[item.case_uid] = item
    ranks = [(uid, rules.hearing_order(one)) for uid, one in facts.items() if uid in present]
    _put_in_order(meeting, list(present.values()), ranks)
    meeting.agenda_built_at = now()
    db.session.flush()
    plan(actor, meeting)
    listed = sum(item.withdrawn_at is None for item in present.values())
    audit.record("meeting.agenda_built", meeting, added=len(added), items=listed)
    return added


def _new_item(meeting: Meeting, case_uid: str, reasons: tuple[str, ...]) -> AgendaItem:
    item = AgendaItem(meeting_uid=meeting.uid, case_uid=case_uid, position=0, area_uid=meeting.area_uid)
    item.meeting = meeting
    _say_why(item, reasons)
    return item


def _say_why(item: AgendaItem, reasons: tuple[str, ...], facts: rules.CaseFacts | None = None) -> None:
    item.reason = reasons[0]
    item.reasons = list(reasons)
    item.why = [sentence(reason, facts) for reason in reasons] if facts else []


def _belongs_to(item: AgendaItem, case: Case) -> None:
    item.case = case
    item.key_uid, item.agency_uid = case.key_uid, case.agency_uid


def _put_in_order(meeting: Meeting, items: list[AgendaItem], ranks: list[tuple[str, rules.Place]]) -> None:
    by_case = {item.case_uid: item for item in items}
    standing = [item for item in sorted(items, key=lambda item: item.position) if item.position]
    fixed = frozenset(item.case_uid for item in standing if item.moved_at is not None or item_status(item) != LISTED)
    order = rules.merged([item.case_uid for item in standing], ranks, fixed)
    put_in_order(meeting, [by_case[uid] for uid in order], standing)


def add_item(*, actor: Actor, meeting: Meeting, case: Case, reason: str) -> AgendaItem:
    """Put a case on the agenda by hand, with the reason. One that was withdrawn comes back."""
    reason = needed(reason, "Enter why it should be heard", "reason")
    _check_can_be_heard(meeting, case)
    facts = gather(actor, meeting, case_uids=[case.uid]).get(case.uid)
    if facts is not None and facts.sent_late and facts.meetings_since is None:
        raise Refused(
            "Ask the chair to agree: this was sent after nominations closed", field="reason", rule="1.4 CUTOFF"
        )
    item = _added(actor, meeting, case, reason)
    audit.record("agenda.item_added", item, reason=reason)
    return item


def agree_late_item(*, actor: Actor, meeting: Meeting, case: Case, reason: str) -> AgendaItem:
    """The chair agrees to hear a case that was sent after nominations closed (section 1.4, CUTOFF)."""
    if Role.CHAIR not in actor.roles:
        raise NotPermitted("only the chair agrees to hear a late case")
    reason = needed(reason, "Enter why it cannot wait for the next meeting", "reason")
    _check_can_be_heard(meeting, case)
    item = _added(actor, meeting, case, reason)
    if item.late_agreed_by_uid is None:
        item.late_agreed_by_uid = actor.user_uid
        audit.record("agenda.late_item_agreed", item, reason=reason)
    return item


def _check_can_be_heard(meeting: Meeting, case: Case) -> None:
    check_meeting("arrange", meeting)
    if case.closed_on is not None:
        raise Refused("Reopen the case first: it is closed", field="case")


def _added(actor: Actor, meeting: Meeting, case: Case, reason: str) -> AgendaItem:
    item = db.session.scalar(
        select(AgendaItem).where(AgendaItem.meeting_uid == meeting.uid, AgendaItem.case_uid == case.uid)
    )
    if item is None:
        place = next_place(meeting, queries.list_items(actor, meeting, withdrawn=True))
        item = _new_item(meeting, case.uid, (rules.ADDED,))
        _belongs_to(item, case)
        item.position = place
        item.added_reason = reason
        db.session.add(item)
    elif item.withdrawn_at is not None:
        item.withdrawn_at = item.withdrawn_reason = None
        _say_why(item, (rules.ADDED,))
        item.added_reason = reason
    db.session.flush()
    plan(actor, meeting)
    return item


def move_item(*, actor: Actor, item: AgendaItem, places: int) -> AgendaItem:
    """Put an item `places` further down (up when negative). It then stays there when the agenda is built again."""
    check_meeting("arrange", item.meeting)
    items = queries.list_items(actor, item.meeting)
    if item not in items:
        raise Refused("Look at the agenda again: somebody took this item off it meanwhile")
    number = items.index(item)
    to = min(max(number + places, 0), len(items) - 1)
    item.moved_at = now()
    if to != number:
        positions = sorted(one.position for one in items)
        items.insert(to, items.pop(number))
        for one, position in zip(items, positions, strict=True):
            if one.position != position:
                one.position = position
        db.session.flush()
        plan(actor, item.meeting)
    audit.record("agenda.item_moved", item, position=item.position)
    return item


def withdraw_item(*, actor: Actor, item: AgendaItem, reason: str) -> AgendaItem:
    """Take an item off the agenda, with the reason."""
    if check_item("withdraw", item, at="reason"):
        return item
    reason = needed(reason, "Enter why it is taken off the agenda", "reason")
    check_meeting("arrange", item.meeting)
    item.withdrawn_at = now()
    item.withdrawn_reason = reason
    plan(actor, item.meeting)
    audit.record("agenda.item_withdrawn", item, reason=reason)
    return item


def defer_item(*, actor: Actor, item: AgendaItem, reason: str) -> AgendaItem:
    """Put an item off to the next meeting, with the reason. Once decided it cannot be deferred."""
    if check_item("defer", item, at="reason"):
        return item
    reason = needed(reason, "Enter why it is put off", "reason")
    check_meeting("arrange", item.meeting)
    item.deferred_at = now()
    item.deferred_reason = reason
    audit.record("agenda.item_deferred", item, reason=reason)
    return item
