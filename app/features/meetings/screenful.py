"""What one screen of a meeting shows of an item: what is known of the case, and what the meeting recorded."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.cases import interface as cases
from app.features.forums import interface as forums
from app.features.meetings import live, presence
from app.features.meetings.agencies_said import said_side_by_side
from app.features.meetings.changes import changes_since
from app.features.meetings.commands import attending
from app.features.meetings.commands.hearing import chair_of
from app.features.meetings.decided import decided
from app.features.meetings.domain import deciding, status
from app.features.meetings.models import AgendaItem, Attendance
from app.features.meetings.picture import agency_words, picture_of
from app.features.meetings.routes.agenda import item_row
from app.features.meetings.words import item_words
from app.features.notifications import interface as notifications
from app.features.partnership import interface as partnership
from app.features.returns import interface as returns
from app.features.risk import interface as risk
from app.features.subjects.interface import Person, identity
from app.kernel.clock import today
from app.platform.access import Actor, current_actor


def known_of(
    actor: Actor,
    shown: AgendaItem,
    *,
    names: dict[str, str],
    rows: Sequence[Attendance],
    shut_out: Collection[str],
) -> dict[str, Any]:
    """What is known of the case, and who is in the room. `names` are those of accounts by uid; `shut_out` the agencies
    that are shut out of the case."""
    case, on = shown.case, today()
    every = actions.list_for_case(actor, case.uid)
    asked = assurance.list_for_case(actor, case.uid)
    entries = cases.list_entries(actor, case.uid)
    last = live.item_before(actor, shown)
    picture = picture_of(entries)
    return {
        "row": item_row(shown),
        "is_person": isinstance(case.subject, Person),
        "flags": identity(case.subject, restricted=True, on=on).flags if isinstance(case.subject, Person) else (),
        "picture": picture,
        "suggested": risk.beside(actor, case, entries),
        "said_by": said_side_by_side(actor, shown, picture, attending.list_contributions(actor, shown)),
        "changes": changes_since(
            last,
            entries=entries,
            notifications=notifications.list_for_case(actor, case.uid) if last else (),
            actions=every,
            assurance=asked,
        ),
        "lead": _lead(case, names),
        "elsewhere": forums.overlaps(actor, [case.subject_uid]).get(case.subject_uid, []),
        "last": last,
        "last_decisions": [decided(one) for one in last.decisions] if last else [],
        "actions": [_action(one, on) for one in every if one.ended_on is None and _from_before(one, shown)],
        "assurance": [_asked(one, on) for one in asked if _from_before(one, shown)],
        **_room(shown, names, rows, shut_out),
        **recorded_of(
            actor,
            shown,
            [one for one in every if one.item_uid == shown.uid],
            [one for one in asked if one.item_uid == shown.uid],
        ),
    }


def _room(
    shown: AgendaItem, names: dict[str, str], rows: Sequence[Attendance], shut_out: Collection[str]
) -> dict[str, Any]:
    """Who chairs, who is here, who left, and who has to leave."""
    case, chair_uid = shown.case, chair_of(shown)
    here = presence.here_for(rows, shown)
    away = [row for row in rows if presence.is_away(row, shown.uid)]
    return {
        "chair_leads": chair_uid is not None
        and deciding.is_same_person(chair_uid, names.get(chair_uid, ""), case.lead_user_uid, case.lead_name),
        "chair": names.get(chair_uid or "", "Nobody yet"),
        "to_leave": sorted({agency_words(row.agency_uid) for row in here if row.agency_uid in shut_out}),
        "here": _by_agency(here),
        "away": _by_agency(away),
    }


def _by_agency(rows: Sequence[Attendance]) -> list[tuple[str, str, list[Attendance]]]:
    """Uid and name of each agency with its people."""
    found: dict[str, list[Attendance]] = {}
    for row in rows:
        found.setdefault(row.agency_uid or "", []).append(row)
    return sorted(
        ((uid, agency_words(uid), people) for uid, people in found.items()), key=lambda one: one[1].casefold()
    )


def recorded_of(
    actor: Actor, shown: AgendaItem, agreed: Sequence[actions.Action], sought: Sequence[assurance.Assurance]
) -> dict[str, Any]:
    """What this meeting recorded under the item so far."""
    on = today()
    researched = shown.heard_at is None and shown.case_uid in returns.researched(actor, shown.meeting_uid)
    state = status.item_status(shown, researched=researched)
    return {
        "status": state,
        "state": item_words(state),
        "decisions": [decided(one) for one in shown.decisions],
        "agreed": [_action(one, on) for one in sorted(agreed, key=lambda one: one.reference)],
        "sought": [_asked(one, on) for one in sorted(sought, key=lambda one: one.reference)],
    }


def _from_before(one: actions.Action | assurance.Assurance, shown: AgendaItem) -> bool:
    """Whether it was there when the meeting began: neither agreed under this item nor since."""
    agreed_on = one.proposed_on if isinstance(one, actions.Action) else one.sought_on
    return one.item_uid != shown.uid and agreed_on <= shown.meeting.held_on


def _action(one: actions.Action, on: date) -> tuple[actions.Action, str, str, str]:
    state = actions.action_status(one, on)
    return one, agency_words(one.agency_uid), partnership.code_label("action_status", state), state


def _asked(one: assurance.Assurance, on: date) -> tuple[assurance.Shown, bool]:
    """With whether whoever looks may judge it now."""
    (row,) = assurance.show([one], on)
    return row, assurance.may_judge(current_actor(), one, on)


def _lead(case: cases.Case, names: dict[str, str]) -> str:
    if case.lead_agency_uid is None:
        return "Nobody yet"
    name = case.lead_name or names.get(case.lead_user_uid or "")
    return ", ".join(part for part in (name, agency_words(case.lead_agency_uid)) if part)
