"""The meeting: the series, the agenda, who came, what was said and decided, the minutes.

Where the minutes break a rule, what the rule allows is written: a chair who was minuted as lead (PR-03) leaves the lead
open, an agency that was not there for an item has not accepted its action (4.4).
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from app.features.cases import interface as cases
from app.features.demonstration import minuting, networking, nominations
from app.features.demonstration.cast import Cast, body_of
from app.features.demonstration.catalogue import best_match
from app.features.demonstration.month import Month, Record
from app.features.demonstration.replay import Memory, Step
from app.features.interventions import interface as interventions
from app.features.meetings import interface as meetings
from app.features.partnership import interface as partnership
from app.kernel.clock import LONDON, today
from app.kernel.errors import Refused
from app.platform.access import Actor
from app.platform.calendar import working_days

THURSDAY, THIRD = 3, 3
MONTHS = 14
MORNING = time(9, 30)
LAST = ("THRESHOLD_NOT_MET", "CLOSE")
"""Decisions that end a case come after all others."""


def steps(month: Month, cast: Cast, memory: Memory, area_uid: str) -> Iterator[Step]:
    sitting = _Sitting(month, cast, memory, area_uid)
    coordinator = cast.coordinator
    start = month.moment(month.meeting["start"])
    yield Step(sitting.on("cycle.pack", MORNING), coordinator, sitting.prepare)
    yield Step(start - timedelta(minutes=10), coordinator, sitting.attendance)
    yield Step(start, coordinator, sitting.open)
    for record in month.items:
        yield Step(month.moment(record["start"]), coordinator, sitting.hearing_of(record))
    yield Step(month.moment(month.meeting["end"]), coordinator, sitting.close)
    chair, uid = month.meeting["chair"], sitting.meeting_uid
    yield from minuting.steps(uid, month.held_on, area_uid, coordinator=coordinator, chair=chair)
    yield from minuting.correction(uid, month.held_on, area_uid, coordinator=coordinator, agency=sitting.corrects())
    for record in month.meeting["closures"]:
        day = working_days().next_working_day(date.fromisoformat(record["closed_on"]))
        yield Step(datetime.combine(day, MORNING, LONDON), coordinator, sitting.told(record))


def plan(month: Month, area_uid: str, actor: Actor) -> None:
    """The series from the month of the meeting on, and its meetings for a year."""
    forum = next(one for one in partnership.list_forums(area_uid) if one.code == month.meeting["forum"])
    series = meetings.create_series(
        actor=actor,
        forum_uid=forum.uid,
        weekday=THURSDAY,
        week_of_month=THIRD,
        starts_at=month.meeting["start"],
        venue=month.meeting["venue"],
        valid_from=month.held_on.replace(day=1),
    )
    meetings.schedule_meetings(actor=actor, series=series, months=MONTHS)


class _Sitting:
    def __init__(self, month: Month, cast: Cast, memory: Memory, area_uid: str) -> None:
        self.month = month
        self.cast = cast
        self.memory = memory
        self.area_uid = area_uid

    def on(self, number: str, at: time) -> datetime:
        """A moment of the month, counted in working days from the meeting."""
        day = working_days().add(self.month.held_on, partnership.number(number, self.area_uid, self.month.held_on))
        return datetime.combine(day, at, LONDON)

    # Before ---------------------------------------------------------------------------------------------------------

    def prepare(self, actor: Actor) -> None:
        nominations.identify_members(self.month, self.memory, actor)
        networking.settle(self.month, self.memory, actor)
        meeting = next(
            one for one in meetings.list_meetings(actor) if one.held_on == self.month.held_on and not one.extraordinary
        )
        meetings.build_agenda(actor=actor, meeting=meeting)
        self.memory.meeting = meeting.uid
        by_case = {item.case_uid: item.uid for item in meetings.list_items(actor, meeting)}
        for record in self.month.items:
            case_uid = next(
                (self.memory.cases[uid] for uid in record["subject_record_ids"] if uid in self.memory.cases), None
            )
            if case_uid in by_case:
                self.memory.items[record["record_id"]] = by_case[case_uid]

    def attendance(self, actor: Actor) -> None:
        meeting = meetings.get_meeting(actor, self.memory.meeting)
        for one in self.month.meeting["attendees"]:
            meetings.record_attendance(
                actor=actor,
                meeting=meeting,
                user_uid=self.memory.users[one["name"]],
                name=one["name"],
                job_title=one["role"],
                agency_uid=self.memory.agencies[body_of(one["agency"])],
                attendance=one["attendance"],
                item_uids=[self.memory.items[uid] for uid in one.get("invited_for", ()) if uid in self.memory.items],
            )

    def open(self, actor: Actor) -> None:
        meetings.open_meeting(
            actor=actor,
            meeting=meetings.get_meeting(actor, self.memory.meeting),
            chair_uid=self.memory.users[self.month.meeting["chair"]],
            confidentiality_read=self.month.meeting["confidentiality_statement_read"],
        )

    # An item --------------------------------------------------------------------------------------------------------

    def hearing_of(self, record: Record) -> Callable[[Actor], None]:
        def hear(actor: Actor) -> None:
            if record["record_id"] in self.memory.items:
                self.hear(actor, record)

        return hear

    def hear(self, actor: Actor, record: Record) -> None:
        item = meetings.get_item(actor, self.memory.items[record["record_id"]])
        declared = [
            {"name": one["name"], "nature": one["nature"], "left_room": True}
            for one in self.month.meeting["conflicts_declared"]
            if one["item"] == record["record_id"]
        ]
        meetings.hear_item(
            actor=actor,
            item=item,
            summary=record["summary"],
            voice_heard=record["subject_view_heard"],
            conflicts=declared,
        )
        self._lead(actor, item, record)
        if record["bands_set"]:
            meetings.set_bands(actor=actor, item=item, reason=record["band_reason"], **record["bands_set"])
        for action in self.month.actions:
            if action["item_record_id"] == record["record_id"]:
                self.memory.actions[action["record_id"]] = self._agree(actor, item, action)
        for assurance in self.month.assurances:
            if assurance["item_record_id"] == record["record_id"]:
                self.memory.assurances[assurance["record_id"]] = self._seek(actor, item, assurance)
        for decision in sorted(record["decisions"], key=lambda one: one["code"] in LAST):
            self._decide(actor, item, record, decision)

    def _lead(self, actor: Actor, item: meetings.AgendaItem, record: Record) -> None:
        if not record["lead_agency"]:
            return
        name = record["lead_person"]
        part = self.cast.parts.get(name) if name else None
        body = part.body if part else None
        if body is None or body.agency_type != record["lead_agency"]:
            body = next(one for one in self.cast.bodies if one.agency_type == record["lead_agency"])
        agency_uid = self.memory.agencies[body]
        user_uid = self.memory.users.get(name) if part and part.body == body else None
        try:
            meetings.name_lead(actor=actor, item=item, agency_uid=agency_uid, user_uid=user_uid, name=name)
        except Refused:
            meetings.name_lead(actor=actor, item=item, agency_uid=agency_uid)

    def _agree(self, actor: Actor, item: meetings.AgendaItem, action: Record) -> str:
        terms = action_terms(action, self.memory)
        try:
            agreed = meetings.agree_action(actor=actor, item=item, owner_accepts=accepted_at_once(action), **terms)
        except Refused:  # nobody of the owner's agency was there for the item
            agreed = meetings.agree_action(actor=actor, item=item, owner_accepts=False, **terms)
        return agreed.uid

    def _seek(self, actor: Actor, item: meetings.AgendaItem, assurance: Record) -> str:
        asked = assurance["asked_of"]
        sought = meetings.seek_assurance(
            actor=actor,
            item=item,
            axis=assurance["axis"],
            kind=assurance["type"],
            risk_statement=assurance["risk_statement"],
            risk_factors=assurance["linked_risk_factors"],
            agency_uid=self.memory.agencies[body_of(asked)],
            asked_user_uid=self.memory.users[asked["manager"]],
            asked_name=asked["manager"],
            due_on=max(date.fromisoformat(assurance["due"]), today()),
        )
        return sought.uid

    def _decide(self, actor: Actor, item: meetings.AgendaItem, record: Record, decision: Record) -> None:
        code, detail = decision["code"], decision["detail"] or None
        if code == "REFER_INTERVENTION" and detail:
            chosen = best_match(interventions.list_catalogue(actor), detail)
            if chosen is not None:
                link = meetings.refer_to_intervention(
                    actor=actor, item=item, intervention_uid=chosen.uid, reason=detail
                )
                self.memory.links[record["record_id"]] = link.uid
        returns_on = self._review_of(record) if code == "ASSURED" else None
        closure = checklist = None
        if code == "CLOSE":
            closure = self._closure_of(record)
            detail = detail or _where_the_risk_is_held(record)
            checklist = _settled(actor, item.case, detail)
        meetings.decide(
            actor=actor,
            item=item,
            code=code,
            detail=detail,
            returns_on=returns_on,
            closure_reason=closure,
            checklist=checklist,
        )

    def _review_of(self, record: Record) -> date:
        """When assurance that was accepted runs out; without one, at the next meeting but one."""
        for one in self.month.assurances:
            if one["item_record_id"] == record["record_id"] and one["review_date"]:
                return date.fromisoformat(one["review_date"])
        return date.fromisoformat(self.month.meeting["next_meeting"])

    def _closure_of(self, record: Record) -> str | None:
        return next(
            (
                one["closure_reason"]
                for one in self.month.meeting["closures"]
                if one["item_record_id"] == record["record_id"]
            ),
            None,
        )

    # After ----------------------------------------------------------------------------------------------------------

    def close(self, actor: Actor) -> None:
        meetings.close_meeting(actor=actor, meeting=meetings.get_meeting(actor, self.memory.meeting))

    def meeting_uid(self) -> str:
        return self.memory.meeting

    def corrects(self) -> str:
        """Somebody who was there throughout and does not run the meeting."""
        runs = {self.month.meeting[part] for part in ("chair", "deputy_chair", "minute_taker")} | {
            self.cast.coordinator
        }
        return next(
            str(one["name"])
            for one in self.month.meeting["attendees"]
            if one["name"] not in runs and one["attendance"] == "IN_PERSON" and not one.get("invited_for")
        )

    def told(self, record: Record) -> Callable[[Actor], None]:
        """What the person said when they were told that their case is closed."""

        def note(actor: Actor) -> None:
            item_uid = self.memory.items.get(record["item_record_id"])
            if item_uid is not None:
                case_uid = meetings.get_item(actor, item_uid).case_uid
                cases.add_note(actor=actor, case=cases.case_for_change(actor, case_uid), text=record["view_recorded"])

        return note


def _settled(actor: Actor, case: cases.Case, plan: str) -> cases.closing.Checklist:
    """What is open goes on with the plan that holds the risk; the minutes say that the rest was weighed."""
    goes_on = ("REHOMED", "GOES_ON")
    return cases.closing.Checklist(
        fates={
            work.uid: (next(fate.code for fate in work.fates if fate.code in goes_on), plan)
            for work in cases.closing.open_work(actor, case)
        },
        judged=[fact.criterion for fact in cases.closing.facts(actor, case)],
        override=f"Weighed at the meeting. {plan}",
    )


def _where_the_risk_is_held(record: Record) -> str:
    """What the other decisions say, and who leads: a case is not closed into a void (PR-41)."""
    said = [one["detail"] for one in record["decisions"] if one["detail"]]
    return ". ".join([*said, f"Lead: {record['lead_person']}"])


def action_terms(action: Record, memory: Memory) -> dict[str, Any]:
    """The terms of an action as the minutes have them, as `actions.agree_action` takes them."""
    return {
        "text": action["text"],
        "measure_of_done": action["measure_of_done"],
        "category": action["category"],
        "priority": partnership.resolve_code("action_priority", action["priority"]) or action["priority"],
        "owner_agency_uid": memory.agencies[body_of(action["owner_agency"])],
        "owner_uid": memory.users[action["owner_person"]],
        "owner_name": action["owner_person"],
        "due_on": date.fromisoformat(action["due"]),
        "risk_factor": action["linked_risk_factor"],
        "note": action["note"],
    }


def accepted_at_once(action: Record) -> bool:
    """Whether its log says that it was accepted on the day it was agreed."""
    first = action["status_log"][0]["on"]
    return any(one["on"] == first and one["status"] == "ACCEPTED" for one in action["status_log"])
