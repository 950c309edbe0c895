"""What a pack says of an item: strengths and voice before risk (PR-58), then what agencies returned, what is agreed."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.cases.models import CaseEntry
from app.features.forums import interface as forums
from app.features.meetings import interface as meetings
from app.features.meetings.models import AgendaItem, Meeting
from app.features.packs.parts import Line, Reading, Section, add_part
from app.features.packs.pieces import source_words
from app.features.partnership import interface as partnership
from app.features.returns import interface as returns
from app.kernel.clock import today
from app.platform.access import SEES_RESTRICTED
from app.platform.database import db
from app.platform.database.memo import once_a_page

RESTRICTED = "Health and other restricted information, if there is any"
NO_POWER = "What {who} told: no power covers sharing it with your agency"


def why(reading: Reading) -> dict[str, Section]:
    return {item.uid: Section([Line(meetings.why_heard(item))]) for item in reading.items}


@once_a_page
def _entries(case_uids: tuple[str, ...]) -> dict[str, list[CaseEntry]]:
    found: dict[str, list[CaseEntry]] = defaultdict(list)
    rows = select(CaseEntry).where(CaseEntry.case_uid.in_(case_uids)).order_by(CaseEntry.recorded_at.desc())
    for row in db.session.scalars(rows):
        found[row.case_uid].append(row)
    return found


def _picture(reading: Reading, item: AgendaItem) -> tuple[Any, list[str]]:
    """The picture of a case from what the reader may read, and what is hidden from them, in words."""
    rows = _entries(tuple(one.case_uid for one in reading.items)).get(item.case_uid, [])
    mine = [row for row in rows if reading.may_read(item.uid, row.agency_uid)]
    sources = {row.agency_uid for row in rows} - {row.agency_uid for row in mine}
    hidden = sorted(NO_POWER.format(who=source_words(uid)) for uid in sources if uid)
    if not reading.actor.is_any(SEES_RESTRICTED) and item.case.lead_user_uid != reading.actor.user_uid:
        hidden.append(RESTRICTED)
    return meetings.picture_of(mine), hidden


def _told(name: str, nothing: str, *, not_known: bool = False, tells_hidden: bool = False) -> Any:
    def part(reading: Reading) -> dict[str, Section]:
        found = {}
        for item in reading.items:
            picture, hidden = _picture(reading, item)
            lines = [Line(one.text, one.about, one.who, one.on) for one in getattr(picture, name)]
            found[item.uid] = Section(lines, nothing, not_known, hidden if tells_hidden else [])
        return found

    return part


def told(reading: Reading) -> dict[str, Section]:
    """Worries, needs and notes, by agency; and what of all this the reader may not read."""
    found = {}
    for item in reading.items:
        picture, hidden = _picture(reading, item)
        lines = [Line(one.text, one.about, one.who, one.on) for rows in picture.told.values() for one in rows]
        found[item.uid] = Section(lines, "No agency has said anything yet", not_known=True, hidden=hidden)
    return found


def returned(reading: Reading) -> dict[str, Section]:
    """What each agency asked returned, as it lets this reader read it."""
    found: dict[str, Section] = {}
    if not reading.items:
        return found
    cases = [item.case_uid for item in reading.items]
    told_by_case = returns.said_about_each(reading.actor, cases, reading.items[0].meeting_uid)
    for item in reading.items:
        section = Section(nothing="No agency was asked")
        for one in told_by_case[item.case_uid]:
            if one.withheld:
                section.hidden.append(f"What {one.agency} returned: the agency does not let you read it")
            elif one.answers is not None and not reading.may_read(item.uid, one.agency_uid):
                section.hidden.append(NO_POWER.format(who=one.agency))
            else:
                section.lines += _return_lines(one)
        found[item.uid] = section
    return found


def _return_lines(one: returns.Said) -> list[Line]:
    on = one.returned_at.date() if one.returned_at else None
    head = Line(one.known_words or one.state_words, one.agency, "came late" if one.late else "", on)
    lines = [Line(text, label, one.agency) for label, text in one.lines]
    risk = [
        Line(f"{words}. {reason}" if reason else words, partnership.code_label("axis", axis), one.agency)
        for axis, words, _score, reason in one.risk
    ]
    rules = [Line(rule.label, "Handling", one.agency) for rule in one.restrictions]
    return [head, *lines, *risk, *rules]


def elsewhere(reading: Reading) -> dict[str, Section]:
    """Other groups that hold the same, as far as the reader may know of them (4.9: at each pack build)."""
    found = forums.overlaps(reading.actor, [item.case.subject_uid for item in reading.items])
    return {
        item.uid: Section([Line(one.line) for one in found.get(item.case.subject_uid, ())], "No overlap known")
        for item in reading.items
    }


def agreed(reading: Reading) -> dict[str, Section]:
    """Open actions."""
    on = today()
    rows = select(actions.Action).where(
        actions.Action.case_uid.in_([item.case_uid for item in reading.items]), actions.Action.ended_on.is_(None)
    )
    by_case: dict[str, list[Line]] = defaultdict(list)
    for row in db.session.scalars(rows.order_by(actions.Action.due_on, actions.Action.reference)):
        state = partnership.code_label("action_status", actions.action_status(row, on)).lower()
        owner = row.owner_name or source_words(row.agency_uid or "")
        by_case[row.case_uid or ""].append(Line(f"{row.text} ({state})", row.reference, owner, row.due_on))
    return {item.uid: Section(by_case[item.case_uid], "No open actions") for item in reading.items}


def assured(reading: Reading) -> dict[str, Section]:
    on = today()
    rows = select(assurance.Assurance).where(
        assurance.Assurance.case_uid.in_([item.case_uid for item in reading.items]),
        assurance.Assurance.renewed_on.is_(None),
    )
    by_case: dict[str, list[Line]] = defaultdict(list)
    for row in db.session.scalars(rows.order_by(assurance.Assurance.due_on, assurance.Assurance.reference)):
        state = assurance.STATUS_NAMES[assurance.assurance_status(row, on)].lower()
        who = source_words(row.agency_uid or "")
        by_case[row.case_uid].append(Line(f"{row.risk_statement} ({state})", row.reference, who, row.due_on))
    return {item.uid: Section(by_case[item.case_uid], "None sought") for item in reading.items}


def chronology(reading: Reading) -> dict[str, Section]:
    """The days that matter: the case opened, events, and when it was heard before."""
    heard: dict[str, list[Line]] = defaultdict(list)
    rows = (
        select(AgendaItem.case_uid, Meeting.held_on)
        .join(Meeting, Meeting.uid == AgendaItem.meeting_uid)
        .where(
            AgendaItem.case_uid.in_([item.case_uid for item in reading.items]),
            AgendaItem.heard_at.is_not(None),
            AgendaItem.withdrawn_at.is_(None),
        )
    )
    for case_uid, held_on in db.session.execute(rows):
        heard[case_uid].append(Line("Heard at a meeting", on=held_on))
    found = {}
    for item in reading.items:
        picture, _hidden = _picture(reading, item)
        events: Sequence[Line] = [Line(one.about, on=one.on, who=one.who) for one in picture.incidents if one.on]
        lines = [Line("Case opened", on=item.case.opened_on), *heard[item.case_uid], *events]
        found[item.uid] = Section(sorted(lines, key=lambda line: (line.on is None, line.on)))
    return found


add_part("WHY", 10, "Why it is heard", why)
add_part("VOICE", 20, "What they say", _told("voices", "Nobody has recorded what they say", not_known=True))
add_part("STRENGTHS", 30, "Strengths", _told("strengths", "No strengths recorded", not_known=True))
add_part("ROLES", 40, "Roles in violence", _told("roles", "None recorded"))
add_part("FACTORS", 50, "Risk factors", _told("factors", "None recorded"))
add_part("INCIDENTS", 60, "Incidents", _told("incidents", "None recorded"))
add_part("TOLD", 70, "What agencies told", told)
add_part("RETURNS", 80, "What agencies returned", returned)
add_part("ELSEWHERE", 85, "Other groups", elsewhere)
add_part("ACTIONS", 90, "Open actions", agreed)
add_part("ASSURANCE", 100, "Assurance", assured)
add_part("CHRONOLOGY", 110, "Chronology", chronology)
