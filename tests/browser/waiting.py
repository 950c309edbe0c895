"""What waits for somebody on an ordinary morning, beside the month: so that every page has a link that leads to it."""

import contextlib
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, TypeVar

from flask import Flask

from app.features.accounts.demonstration import list_accounts
from app.features.accounts.interface import actor_for
from app.features.actions import interface as actions
from app.features.alerts import interface as alerts
from app.features.assurance import interface as assurance
from app.features.cases import interface as cases
from app.features.demonstration.month import OWN, Record, read_month
from app.features.interventions import interface as interventions
from app.features.meetings import interface as meetings
from app.features.minutes import interface as minutes
from app.features.notifications import interface as notifications
from app.features.notifications.offline.commands import take_in
from app.features.notifications.offline.sheet import filled
from app.features.notifications.offline.writing import blank_form
from app.features.outcomes import interface as outcomes
from app.features.partnership import interface as partnership
from app.features.referrals import interface as referrals
from app.features.risk import interface as risk
from app.features.subjects import interface as subjects
from app.features.tracker.commands import ask_for_export
from app.kernel import clock
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform.access import Actor, Permission, Role, acting_as, system_actor
from app.platform.database import db
from app.platform.workbook.reading import read
from tests.browser.between_groups import (
    answer_one,
    begin_next_month,
    deal_with_others,
    escalate,
    export_for_all,
    load_a_list,
    send_back,
)
from tests.browser.happened import nearly_18, one_event, something_happened
from tests.browser.held_twice import hold_twice
from tests.browser.looked_at import agree, answer_a_sample, ask_and_contest, decide_it
from tests.browser.returned import answer_quarters, count_quarters, send_again, send_quarters
from tests.factories.offline import fill, typed
from tests.factories.tracker import write_files

T = TypeVar("T")


def leave_waiting(app: Flask) -> None:
    """For each role that may: a draft, something sent, an action and an assurance of their own. A meeting is open."""
    with app.app_context():
        with acting_as(system_actor("sign-in", frozenset())):
            actors = {role: actor_for(user) for role, user in list_accounts()}
        chair, coordinator = actors[Role.CHAIR], actors[Role.COORD]
        with clock.at(clock.now() - timedelta(days=1)):
            _issue_minutes(chair, coordinator)
        for actor in actors.values():
            if actor.may(Permission.NOTIFICATION_SUBMIT):
                _as(actor, _notify, read_month(OWN).notifications)
        others = tuple(reversed(read_month(OWN).notifications))
        _as(coordinator, _accept, _as(actors[Role.NOTIFIER], _notify, others))
        for role in (Role.PRACTITIONER, Role.SPOC, Role.EIT, Role.COORD, Role.ADMIN, Role.CHAIR):
            _as(chair, _agree_with, actors[role])
            _as(chair, _ask, actors[role], "They wait for him after school")
        _as(chair, _ask, actors[Role.SPOC], "They come to his home at night")
        _as(actors[Role.SPOC], _give)
        _as(coordinator, _stand_differently, actors[Role.PROV_LEAD].agency_uid)
        _as(coordinator, _let_know, actors[Role.PRACTITIONER].agency_uid)
        _as(actors[Role.PROV_LEAD], _take_on)
        _as(coordinator, _take_in_forms)
        _as(chair, _open_todays_meeting)
        _as(actors[Role.PRACTITIONER], _propose_a_correction)
        _as(coordinator, _write_it)
        _as(actors[Role.SPOC], _ask_for_a_file)
        able = [actor for actor in actors.values() if actor.may(Permission.RETURN_GIVE)]
        _as(coordinator, begin_next_month, {actor.agency_uid for actor in able if actor.agency_uid})
        for actor in {actor.agency_uid: actor for actor in able}.values():
            _as(actor, answer_one)
        _as(chair, escalate, {actor.agency_uid for actor in able if actor.agency_uid})
        export_uid = _as(chair, export_for_all)
        for actor in actors.values():
            if actor.may(Permission.ACTION_UPDATE):
                _as(actor, send_back, export_uid)
        members = [actor.user_uid for actor in actors.values() if actor.may(Permission.FORUM_VIEW)]
        _as(chair, deal_with_others, actors[Role.COMMISSIONER].user_uid, members)
        _as(actors[Role.EIT], load_a_list)
        _as(coordinator, hold_twice)
        telling = [actors[role] for role in (Role.PRACTITIONER, Role.SPOC, Role.EIT)]
        _as(coordinator, nearly_18, list(dict.fromkeys(actor.agency_uid or "" for actor in telling)))
        for actor in telling:
            _as(actor, something_happened)
        _as(coordinator, one_event)
        _as(coordinator, _nothing_happens)
        contest_uid, disclosure_uid = _as(coordinator, ask_and_contest)
        for actor in (chair, actors[Role.DPO]):
            _as(actor, agree, disclosure_uid)
        _as(chair, decide_it, contest_uid)
        _as(actors[Role.DPO], answer_a_sample)
        counted = _as(coordinator, count_quarters)
        _as(coordinator, send_quarters, counted)
        _as(actors[Role.HUB], answer_quarters, counted)
        _as(coordinator, send_again, counted)
    write_files(app)


def _nothing_happens(actor: Actor) -> None:
    """Closing was proposed for somebody because nothing happens."""
    case = next(one for one in reversed(cases.list_cases(actor)) if one.subject_kind == "PERSON")
    risk.propose_closing(actor=actor, case=case, months=12, on=today())


def _ask_for_a_file(actor: Actor) -> None:
    """With names, for the register has more to say of it."""
    ask_for_export(
        actor=actor,
        form="WORKBOOK",
        names=True,
        reason="For the call with the team leaders",
        filters={"status": "OPEN"},
        recipient="The team leaders",
        recipient_uid=actor.agency_uid,
        gateway="VITAL",
    )


def _as(actor: Actor | None, do: Callable[..., T], *more: Any) -> T:
    assert actor is not None
    with acting_as(actor) as bound:
        result = do(bound, *more)
        db.session.commit()
        return result


def _notify(actor: Actor, records: Iterable[Record]) -> str:
    """A draft about somebody in danger, and the first of the records that may be sent. The uid of the latter."""
    notifications.start_notification(
        actor=actor, subject_kind="INDIVIDUAL", answers={"immediate_danger": "YES_999_CALLED"}
    )
    for record in records:
        sent = notifications.start_notification(actor=actor, subject_kind=record["subject_kind"])
        notifications.save_answers(actor=actor, notification=sent, answers=record)
        with contextlib.suppress(Refused):  # not every agency may send everything
            return notifications.submit_notification(actor=actor, notification=sent).uid
        notifications.delete_draft(actor=actor, notification=sent)
    raise AssertionError(f"{actor.roles} could send nothing")


def _accept(actor: Actor, uid: str) -> None:
    """It came after nominations closed, so the case waits for the chair."""
    found = notifications.get_notification(actor, uid)
    notifications.start_triage(actor=actor, notification=found)
    alike = subjects.similar_people(actor, found.answers)
    notifications.triage_notification(
        actor=actor,
        notification=found,
        outcome="ACCEPT_FULL",
        answer="It is heard at the following meeting.",
        likeness={one.subject_uid: "DIFFERENT" for one in alike},
    )


def _agree_with(actor: Actor, other: Actor) -> None:
    case = cases.list_cases(actor)[0]
    actions.agree_action(
        actor=actor,
        case=case,
        text="Ask the school how often he comes.",
        measure_of_done="The answer is written down.",
        category="EDU_PLACE",
        priority="NORMAL",
        owner_agency_uid=other.agency_uid or "",
        owner_uid=other.user_uid,
        owner_accepts=True,
        due_on=today(),
    )


def _ask(actor: Actor, other: Actor, statement: str) -> None:
    assurance.seek_assurance(
        actor=actor,
        case=cases.list_cases(actor)[0],
        axis="HARMED",
        kind="VICTIM_SAFE",
        risk_statement=statement,
        agency_uid=other.agency_uid or "",
        asked_user_uid=other.user_uid,
        due_on=today(),
    )


def _give(actor: Actor) -> None:
    asked = next(one for one in assurance.list_asked_of_my_agency(actor) if one.asked_user_uid == actor.user_uid)
    assurance.give_assurance(
        actor=actor,
        assurance=asked,
        level="REASONABLE",
        statement="Somebody walks home with him.",
        evidence=[assurance.Evidence("CONTACT_LOG", today())],
        would_change_our_mind="He is seen alone after dark.",
    )


def _stand_differently(actor: Actor, provider_uid: str) -> None:
    """A case on hold, one to be stepped down, somebody thought of for an intervention, and somebody referred to two."""
    held, leaving, *_more = (one for one in cases.list_cases(actor) if one.subject_kind == "PERSON")
    catalogue = interventions.list_catalogue(actor)
    _thought_of, offered = (
        referrals.link_person(actor=actor, case=held, intervention_uid=one.uid, reason="He asked for it.")
        for one in (catalogue[-1], catalogue[-3])
    )
    referrals.offer(actor=actor, referral=offered, consent="GIVEN")
    for place in (-2, -4):
        link = referrals.link_person(
            actor=actor, case=leaving, intervention_uid=catalogue[place].uid, reason="Her mother asked for it."
        )
        referrals.offer(actor=actor, referral=link, consent="GIVEN")
        referrals.refer(
            actor=actor,
            referral=link,
            agency_uid=provider_uid,
            first_name="Sam",
            risk_summary="Looks for something to do.",
            outcomes=["O8"],
        )
    cases.put_on_hold(actor=actor, case=held, note="Somebody was hurt last night.")
    cases.propose_step_down(actor=actor, case=leaving, note="Nothing has happened for two months.")


def _let_know(actor: Actor, agency_uid: str) -> None:
    """Of every network and place there is."""
    for case in cases.list_cases(actor, limit=100):
        if case.subject_kind != "PERSON":
            cases.give_need_to_know(actor=actor, case=case, agency_uid=agency_uid, why="SHARED")


def _take_on(actor: Actor) -> None:
    """One of those referred to them, whom they are worried about."""
    taken = referrals.list_referrals(actor)[0]
    referrals.accept(actor=actor, referral=taken)
    referrals.add_participant(actor=actor, referral=taken, first_name="Kim", role="PARENT_CARER", adult=True)
    outcomes.set_goal(actor=actor, referral=taken, words="Swim a mile", score=1, completed_by="SELF", mode="IN_PERSON")
    alerts.raise_alert(actor=actor, referral=taken, kind="THREAT", urgent=True, words="Afraid to go home.")


def _open_todays_meeting(actor: Actor) -> None:
    meeting = next(one for one in meetings.list_meetings(actor) if one.held_on == today())
    meetings.build_agenda(actor=actor, meeting=meeting)
    meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=actor.user_uid, confidentiality_read=True)
    meetings.convene_extraordinary(
        actor=actor, held_on=today(), starts_at="16:00", venue="Committee room", reason="A threat was made last night."
    )


def _issue_minutes(chair: Actor | None, coordinator: Actor | None) -> None:
    """Those of a meeting that was held yesterday."""

    def hold(actor: Actor) -> None:
        meeting = meetings.convene_extraordinary(
            actor=actor, held_on=today(), starts_at="10:00", venue="By video", reason="Somebody was hurt."
        )
        meetings.build_agenda(actor=actor, meeting=meeting)
        _everybody_comes(actor, meeting)
        meetings.open_meeting(actor=actor, meeting=meeting, chair_uid=actor.user_uid, confidentiality_read=True)
        for item in meetings.list_items(actor, meeting):
            meetings.hear_item(actor=actor, item=item, summary="Heard again", voice_heard=None)
            meetings.decide(actor=actor, item=item, code="KEEP_OPEN", detail="Looked at")
        meetings.close_meeting(actor=actor, meeting=meeting)
        minutes.send_to_chair(actor=actor, minutes=minutes.get_minutes(actor, meeting.uid), meeting=meeting)
        minutes.approve(actor=actor, minutes=minutes.get_minutes(actor, meeting.uid))

    def issue(actor: Actor) -> None:
        meeting = _of_yesterday(actor, today())
        minutes.issue(actor=actor, minutes=minutes.get_minutes(actor, meeting.uid), meeting=meeting)

    _as(chair, hold)
    _as(coordinator, issue)


def _everybody_comes(actor: Actor, meeting: meetings.Meeting) -> None:
    for _role, user in list_accounts():
        if user.agency_uid:
            meetings.record_attendance(
                actor=actor,
                meeting=meeting,
                user_uid=user.uid,
                name=user.name,
                agency_uid=user.agency_uid,
                attendance="REMOTE",
            )


def _of_yesterday(actor: Actor, day: date) -> meetings.Meeting:
    return next(one for one in meetings.list_meetings(actor) if one.held_on == day and one.extraordinary)


def _propose_a_correction(actor: Actor) -> None:
    meeting = _of_yesterday(actor, today() - timedelta(days=1))
    held = minutes.get_minutes(actor, meeting.uid)
    minutes.propose_correction(
        actor=actor, minutes=held, meeting=meeting, item=None, wrong="The time", instead="It began at eleven"
    )


def _write_it(actor: Actor) -> None:
    meeting = _of_yesterday(actor, today() - timedelta(days=1))
    held = minutes.get_minutes(actor, meeting.uid)
    minutes.save_general(actor=actor, minutes=held, number=1, note="The group meets again tomorrow.")


def _take_in_forms(actor: Actor) -> None:
    """Two from an agency that cannot sign in: one is a draft still, one was sent and the agency has to be told."""
    agency = next(one for one in partnership.agencies_in(next(iter(actor.area_uids))) if one.agency_type == "EDU_SCH")
    for record, send in zip(read_month(OWN).notifications, (False, True), strict=False):
        answers = typed(record["subject_kind"], record, agency.agency_type)
        form = filled(read(fill(blank_form(record["subject_kind"]), answers)))
        receipt, _new = take_in(
            actor=actor, filled=form, agency_uid=agency.uid, sender="", how="BY_HAND", received_on=today()
        )
        if send:
            draft = notifications.notification_for_change(actor, receipt.notification_uid)
            notifications.submit_notification(actor=actor, notification=draft)
