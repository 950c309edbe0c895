"""People, networks and places with a case. Call with the application's context entered; everything commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.features.accounts.interface import actor_for
from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.interface import closing
from app.features.cases.models import Case
from app.features.partnership.interface import area_by_code
from app.features.subjects.interface import create_subject
from app.kernel.clock import now, today
from app.platform import audit
from app.platform.access import Actor, acting_as
from app.platform.database import db
from tests.factories.accounts import make_agency, the_system

ANSWERS: dict[str, dict[str, Any]] = {
    "INDIVIDUAL": {
        "family_name": "Fernsby",
        "given_names": "Robin",
        "dob": "2011-04-07",
        "dob_precision": "EXACT",
        "sex": "M",
        "info_grade": "A",
        "role_in_violence": [{"role": "HARMED", "status": "REPORTED", "evidence": "Robbed at the bus station"}],
        "what_is_worrying": "Afraid of older boys",
        "what_is_going_well": "One steady friend",
        "what_needs_to_happen": "A safe way to school",
        "voice_of_person": "I want them to leave me alone",
        "risk_factors": [{"code": "BG_FEAR", "present": "Y", "grade": "A", "evidence": "Carries because of fear"}],
        "protective_factors": [{"code": "PF_TRUSTED_ADULT", "evidence": "Talks to the coach"}],
    },
    "NETWORK": {
        "working_name": "The Riverside lot",
        "network_type": "FRIENDSHIP",
        "purpose_statement": "To prevent retaliation",
        "what_is_worrying": "A threat was made",
        "members": [{"name": "Robin Fernsby", "position": "HARMED", "grade": "A", "basis": ["SCHOOL_INFO"]}],
    },
    "PLACE": {"name": "Riverside car park", "place_type": "CAR_PARK", "what_is_worrying": "Fights after dark"},
}


@contextmanager
def acting(user: User) -> Iterator[Actor]:
    """Act as somebody with an account; what they did is committed."""
    with acting_as(the_system()):
        actor = actor_for(db.session.merge(user, load=True))
    with acting_as(actor):
        yield actor
        db.session.commit()


def make_case(kind: str = "INDIVIDUAL", *, area: str = "BNES", agency_uid: str | None = None, **answers: Any) -> Case:
    """A case opened from a notification of an agency (a new one unless named): what the form asks, and `answers`."""
    agency_uid = agency_uid or make_agency(area=area)
    told = ANSWERS[kind] | answers
    with acting_as(the_system()) as actor:
        subject = create_subject(
            actor=actor, area_uid=area_by_code(area).uid, kind=kind, answers=told, agency_uid=agency_uid
        )
        case = cases.open_case(actor=actor, subject=subject, agency_uid=agency_uid, opened_on=today())
        drafts = cases.entries_from_answers(kind, told, agency_uid, None, now())
        cases.add_entries(actor=actor, case=case, drafts=drafts)
        db.session.commit()
    return case


def settled(
    actor: Actor, case: Case, words: str = "The child protection plan, led by social care"
) -> closing.Checklist:
    """The answers with which a case is closed: everything open goes on elsewhere, and all is judged to be met."""
    return closing.Checklist(
        fates={
            work.uid: (next(fate.code for fate in work.fates if fate.code in ("REHOMED", "GOES_ON")), words)
            for work in closing.open_work(actor, case)
        },
        judged=[fact.criterion for fact in closing.facts(actor, case)],
        override=words,
    )


def let_know(case: Case, agency_uid: str) -> None:
    with acting_as(the_system()) as actor:
        row = cases.case_for_change(actor, case.uid)
        cases.give_need_to_know(actor=actor, case=row, agency_uid=agency_uid, why="SHARED")
        audit.record("case.viewed", row, page="test")
        db.session.commit()


def shut_out(case: Case, agency_uid: str) -> None:
    with acting_as(the_system()) as actor:
        cases.shut_out_agency(actor=actor, case=cases.case_for_change(actor, case.uid), agency_uid=agency_uid)
        db.session.commit()
