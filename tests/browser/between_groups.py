"""What waits between agencies, and between this group and others, on an ordinary morning. See `waiting`."""

from datetime import timedelta

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.escalation import interface as escalation
from app.features.escalation.commands import draft_letter
from app.features.forums import interface as forums
from app.features.meetings import interface as meetings
from app.features.packs.commands import record_gateway, release_packs
from app.features.packs.domain import missing
from app.features.packs.pieces import pieces_of
from app.features.packs.queries import heard_items
from app.features.police_list import interface as police_list
from app.features.returns import interface as returns
from app.features.tracker.commands import ask_for_export
from app.features.tracker.importing.commands import take_in
from app.features.tracker.importing.sheet import Line
from app.features.tracker.template import VERSION
from app.kernel.clock import now, today
from app.platform.access import Actor

EOG = "EOG"


def begin_next_month(actor: Actor, agencies: set[str]) -> None:
    """The next meeting hears two people, each agency is asked of both, and the packs are released."""
    meeting = next(one for one in reversed(meetings.list_meetings(actor)) if one.held_on > today())
    meetings.build_agenda(actor=actor, meeting=meeting)
    items = heard_items(actor, meeting)
    returns.send_requests(
        actor=actor,
        meeting_uid=meeting.uid,
        area_uid=meeting.area_uid,
        asked=[returns.Asked(item.case, agency, "NEW") for item in items[:2] for agency in sorted(agencies)],
        due_at=now() + timedelta(days=7),
    )
    for piece in missing(pieces_of(actor, items)):
        item = next(one for one in items if one.uid == piece.item_uid)
        record_gateway(
            actor=actor, item=item, source_uid=piece.source_uid, gateway="VITAL", necessity="He may be hurt again."
        )
    release_packs(actor=actor, meeting=meeting)


def answer_one(actor: Actor) -> None:
    """Of the next meeting. Another stays unanswered."""
    returns.say_not_known(actor=actor, requests=returns.list_owed_by_mine(actor)[-1:])


def deal_with_others(actor: Actor, locked_out_uid: str, member_uids: list[str]) -> None:
    """A change of lead, a transfer to be filled in, one that was sent, a joint item, and somebody locked out."""
    first, second, third, *_ = (one for one in cases.list_cases(actor) if one.subject_kind == "PERSON")
    cases.lock_out(actor=actor, case=third, user_uid=locked_out_uid, reason="He coaches the boy's team.")
    forums.propose_lead(actor=actor, case=first, forum_code=EOG, to_code=EOG, reason="They know him better.")
    _transfer(actor, second)
    sent = _transfer(actor, first)
    forums.send_transfer(
        actor=actor,
        transfer=sent,
        case=first,
        gateway="VITAL",
        wanted="A plan for the holidays",
        safety_plan="He is met after school",
        not_shared="Where he sleeps",
        contact="Their coordinator, by telephone",
    )
    _share(actor, first, member_uids)


def _transfer(actor: Actor, case: Case) -> forums.Transfer:
    return forums.propose_transfer(actor=actor, case=case, forum_code=EOG, kind="TRANSFER", reason="It is theirs.")


def _share(actor: Actor, case: Case, member_uids: list[str]) -> None:
    for uid in member_uids:
        forums.add_member(actor=actor, area_uid=case.area_uid, forum_code=EOG, user_uid=uid)
    item = next(
        item
        for meeting in meetings.list_meetings(actor)
        for item in meetings.list_items(actor, meeting)
        if item.case_uid == case.uid
    )
    forums.make_joint(actor=actor, case=case, item_uid=item.uid, forum_code=EOG)


def escalate(actor: Actor, agencies: set[str]) -> None:
    """Each agency had a letter; about a case one is drafted; one is stopped for now, one goes elsewhere."""
    for agency_uid in sorted(agencies):
        gap = escalation.open_escalation(
            actor=actor, trigger="RESOURCE_GAP", reason="Nobody can see him before spring.", agency_uid=agency_uid
        )
        letter = draft_letter(actor=actor, escalation=gap)
        escalation.send_letter(actor=actor, escalation=gap, letter=letter, expected_ver=letter.ver)
    case = cases.list_cases(actor)[0]
    draft_letter(
        actor=actor,
        escalation=escalation.open_escalation(
            actor=actor, case=case, trigger="RESOURCE_GAP", reason="There is no place for him."
        ),
    )
    paused, _elsewhere = (
        escalation.open_escalation(actor=actor, trigger=trigger, reason="We do not agree.", agency_uid=min(agencies))
        for trigger in ("BLOCKAGE", "DISAGREEMENT")
    )
    escalation.pause(actor=actor, escalation=paused, reason="They meet on Monday.")


def export_for_all(actor: Actor) -> str:
    """The uid of a copy without names."""
    return ask_for_export(actor=actor, form="WORKBOOK", names=False, reason="For our own list", filters={}).uid


def send_back(actor: Actor, export_uid: str) -> None:
    """A copy that was filled in, with a row that nobody knows."""
    row = Line(5, None, {"reference": "A-2026-9999", "progress": "He was seen on Monday."})
    take_in(actor=actor, digest=f"{actor.user_uid:0<64}"[:64], stamp=(VERSION, export_uid), lines=[row])


def load_a_list(actor: Actor) -> None:
    """Of the police, with headings that nobody knows."""
    data = b"Row no.,Born\nA1,2010-01-01\n"
    police_list.load_list(actor, *police_list.reader(actor)(data))
