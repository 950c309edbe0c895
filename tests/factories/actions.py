"""Actions and assurance. Call with the application's context entered; everything commits."""

from datetime import date, timedelta
from typing import Any

from app.features.accounts.models import User
from app.features.actions import interface as actions
from app.features.actions.models import Action
from app.features.assurance import interface as assurance
from app.features.assurance.models import Assurance
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.kernel.clock import today
from tests.factories.cases import acting


def make_action(
    by: User,
    owner: User | None = None,
    *,
    case: Case | None = None,
    agency_uid: str | None = None,
    accepted: bool = True,
    due_on: date | None = None,
    text: str = "Find a place at the boxing club",
    **more: Any,
) -> Action:
    """An action agreed by `by`: of `owner`, or of somebody without an account at `agency_uid`."""
    agency = owner.agency_uid if owner else agency_uid
    assert agency
    with acting(by) as actor:
        return actions.agree_action(
            actor=actor,
            case=cases.case_for_change(actor, case.uid) if case else None,
            text=text,
            measure_of_done="A place is offered",
            category="MENTOR",
            priority="NORMAL",
            owner_agency_uid=agency,
            owner_uid=owner.uid if owner else None,
            owner_name=None if owner else "Winston Peart",
            owner_accepts=accepted,
            due_on=due_on or today() + timedelta(days=7),
            **more,
        )


def make_assurance(
    by: User, case: Case, manager: User | None = None, *, agency_uid: str | None = None, **more: Any
) -> Assurance:
    """Assurance asked for by `by`, of `manager` or of somebody without an account at `agency_uid`."""
    agency = manager.agency_uid if manager else agency_uid
    assert agency
    asked: dict[str, Any] = {
        "axis": "HARMED",
        "kind": "SAFETY_PLAN_SHARED",
        "risk_statement": "He is attacked on the way to school",
        "risk_factors": ["BG_FEAR"],
        "due_on": today() + timedelta(days=7),
    }
    with acting(by) as actor:
        return assurance.seek_assurance(
            actor=actor,
            case=cases.case_for_change(actor, case.uid),
            agency_uid=agency,
            asked_user_uid=manager.uid if manager else None,
            asked_name=None if manager else "Hannah Bisdee",
            **(asked | more),
        )


def give(user: User, row: Assurance, level: str = "REASONABLE", **more: Any) -> Assurance:
    given: dict[str, Any] = {
        "statement": "A worker walks with him every day",
        "evidence": [assurance.Evidence("VISIT", today())],
        "would_change_our_mind": "He is seen alone on the way",
    }
    with acting(user) as actor:
        return assurance.give_assurance(
            actor=actor, assurance=assurance.get_assurance(actor, row.uid), level=level, **(given | more)
        )


def judge(user: User, row: Assurance, result: str = "ACCEPTED", **more: Any) -> Assurance:
    judged: dict[str, Any] = {
        "level_accepted": "REASONABLE",
        "confidence": "M",
        "confidence_why": "Two agencies say the same",
        "review_on": today() + timedelta(days=28),
    }
    with acting(user) as actor:
        return assurance.judge_assurance(
            actor=actor, assurance=assurance.get_assurance(actor, row.uid), result=result, **(judged | more)
        )
