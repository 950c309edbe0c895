"""The home page: what each person has to look at today, by what they may do (domain reference 1.5)."""

from typing import Any

from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.escalation import interface as escalation
from app.features.forums import interface as forums
from app.features.funding import interface as funding
from app.features.governance import interface as governance
from app.features.interventions import interface as interventions
from app.features.meetings import interface as meetings
from app.features.minutes import interface as minutes
from app.features.notifications import interface as notifications
from app.features.partnership import interface as partnership
from app.features.police_list import interface as police_list
from app.features.providers import interface as providers
from app.features.reporting import counts, queries, trail
from app.features.returns import interface as returns
from app.kernel.clock import now, today
from app.platform.access import RUNS_THE_MONTH, Actor, Permission, Role
from app.platform.calendar import working_days
from app.web.rendering import day

SHOWN = 10
"""Rows of a list on the home page; the rest is behind its link."""


def gather(actor: Actor) -> dict[str, Any]:
    """What the template shows. A part that is not the actor's is None."""
    runs = actor.is_any(RUNS_THE_MONTH)
    # Counting as the system forgets what was loaded, so it comes first.
    aggregate = counts.open_cases_by_area(actor) if actor.is_any(counts.SEES_COUNTS) else None
    return {
        "aggregate": aggregate,
        "month": _month(actor) if runs else None,
        "chair": _chair(actor) if Role.CHAIR in actor.roles else None,
        "meeting": _meeting(actor) if actor.may(Permission.MEETING_VIEW) else None,
        "minutes": _minutes(actor, runs) if actor.may(Permission.MEETING_VIEW) else None,
        "mine": _my_actions(actor) if actor.may(Permission.ACTION_UPDATE) else None,
        "asked": _asked(actor) if actor.may(Permission.ASSURANCE_GIVE) and not runs else None,
        "requests": _requests(actor, runs) if actor.may(Permission.RETURN_GIVE) else None,
        "sent": _sent(actor) if actor.may(Permission.NOTIFICATION_SUBMIT) and not runs else None,
        "joint": not runs and actor.may(Permission.FORUM_VIEW) and bool(forums.forums_of_user(actor)),
        "provides": actor.may(Permission.REFERRAL_VIEW),
        "governance": governance.standing(actor, today()) if actor.may(Permission.GOVERNANCE_VIEW) else None,
        "audit": trail.standing() if actor.may(Permission.AUDIT_VIEW) else None,
        "administers": _administers(actor) if Role.SYSADMIN in actor.roles else None,
        "police": police_list.standing(actor) if actor.may(Permission.POLICE_LIST) else None,
        "funding": funding.standing(actor, today()) if actor.may(Permission.FUNDING_MANAGE) else None,
        "catalogue": _catalogue(actor) if Role.COMMISSIONER in actor.roles else None,
        "gaps": actor.may(Permission.GAP_VIEW) and not actor.may(Permission.INTERVENTION_VIEW),
        "may_notify": actor.may(Permission.NOTIFICATION_SUBMIT),
    }


def _month(actor: Actor) -> dict[str, Any]:
    on = today()
    return {
        "triage": queries.triage(actor, on),
        "overdue": actions.count_overdue(actor, on),
        "escalations": escalation.count_to_press(actor),
        "assurance": queries.assurance(actor, on),
        "cases": queries.case_counts(actor, on),
    }


def _meeting(actor: Actor) -> dict[str, Any]:
    meeting = meetings.next_meeting(actor)
    if meeting is None:
        return {"next": None}
    on = today()
    runs = actor.is_any(RUNS_THE_MONTH)
    return {
        "next": meeting,
        "status": meetings.meeting_status(meeting, on),
        "cutoff": meetings.cutoff_at(meeting),
        "bands": queries.items_by_band(actor, meeting) if runs else None,
        "returns": returns.matrix(actor, meeting.uid) if runs else None,
        "days": working_days().between(on, meeting.held_on),
        "cycle": _cycle(actor, meeting) if runs else None,
    }


def _cycle(actor: Actor, meeting: meetings.Meeting) -> dict[str, Any]:
    """Where in the month today is: what is late, what is to be done now, what comes next."""
    found = meetings.where_today_is(actor, meeting, meetings.meeting_before(meeting))
    rows = [*found.late, *found.now, *found.next]
    tasks = [
        meetings.task_of(step, more="" if held is meeting else f". Meeting of {day(held.held_on)}")
        for held, step in rows
    ]
    return {"done": found.done, "total": found.total, "late": found.count_late, "tasks": tasks}


def _chair(actor: Actor) -> dict[str, Any]:
    undecided = []
    for meeting in queries.open_meetings(actor):
        items = meetings.list_items(actor, meeting)
        waiting = [item for item in items if meetings.item_status(item) in {"LISTED", "HEARD"}]
        undecided.append((meeting, len(waiting)))
    return {"undecided": undecided}


def _minutes(actor: Actor, runs: bool) -> list[dict[str, Any]]:
    """Minutes that wait for the actor: to be written, approved, signed or read; the oldest meeting first."""
    on = today()
    rows = [{"meeting": one.meeting, "words": "To read", "colour": "yellow"} for one in minutes.list_to_read(actor)]
    for one in minutes.list_unfinished(actor) if runs else ():
        words, colour = minutes.STATES[minutes.minutes_state(one.minutes, on)]
        rows.append({"meeting": one.meeting, "words": words, "colour": colour})
    return sorted(rows, key=lambda row: row["meeting"].held_on)


def _my_actions(actor: Actor) -> dict[str, Any]:
    on, calendar = today(), working_days()
    counts = actions.count_day(actor, on)
    rows = actions.list_my_next_actions(actor, SHOWN) if counts.mine else []
    return {"counts": counts, "rows": [(row, actions.when_due(row, on, calendar)) for row in rows]}


def _asked(actor: Actor) -> dict[str, Any]:
    rows = assurance.list_asked_of_my_agency(actor)
    on = today()
    return {"total": len(rows), "rows": [(row, assurance.assurance_status(row, on)) for row in rows[:SHOWN]]}


def _requests(actor: Actor, runs: bool) -> dict[str, Any] | None:
    """What the actor's agency is asked and owes. Those who run the month see it when there is something."""
    owed = returns.list_owed_by_mine(actor)
    if runs and not owed:
        return None
    return {
        "total": len(owed),
        "rows": [
            (row, returns.request_state(row, now()), row.delegated_to_uid == actor.user_uid) for row in owed[:SHOWN]
        ],
    }


def _sent(actor: Actor) -> dict[str, Any]:
    rows = notifications.list_my_notifications(actor, limit=5)
    return {"rows": [(row, notifications.OUTCOME_IN_WORDS[notifications.notification_status(row)]) for row in rows]}


def _catalogue(actor: Actor) -> dict[str, Any]:
    """What a commissioner has to look at: quality of providers that lapses, money that ends."""
    on = today()
    return {"quality": providers.count_standing(actor, on), "money": interventions.count_money(actor, on)}


def _administers(actor: Actor) -> dict[str, Any]:
    areas = [area.uid for area in partnership.list_areas()]
    return {"without_agreement": queries.agencies_without_agreement(areas)}
