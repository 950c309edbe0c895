"""What was written of a session goes with the last of those it was about."""

import pytest

from app.features.cases.models import Case
from app.features.referrals.models import Referral
from app.features.sessions import recording
from app.features.sessions.models import Session
from app.features.subjects.interface import Person, erase_subject
from app.platform.access import acting_as, fetch
from app.platform.database import db
from app.platform.vault import ERASED_TEXT
from tests.factories.accounts import the_system
from tests.factories.cases import acting
from tests.factories.sessions import House, a_house, make_session

pytestmark = pytest.mark.usefixtures("context")
NOTE = "Talked about Saturday"


def written(house: House, *referrals: str) -> str:
    uid = make_session(house.worker, people=[(one, None) for one in referrals])
    with acting(house.worker) as actor:
        recording.record_held(actor=actor, session=fetch(actor, Session, uid), note=NOTE)
    return uid


def erase(referral_uid: str) -> None:
    with acting_as(the_system()) as actor:
        case = db.session.get_one(Case, db.session.get_one(Referral, referral_uid).case_uid)
        erase_subject(actor=actor, subject=db.session.get_one(Person, case.subject_uid), reason="Asked for")
        db.session.commit()


def note_of(session_uid: str) -> str | None:
    with acting_as(the_system()):
        db.session.expire_all()
        note: str | None = db.session.get_one(Session, session_uid).note
        return note


def test_the_note_of_one_person_goes_with_them_and_of_two_with_the_last() -> None:
    house = a_house()
    robin, dale = house.take_on(), house.take_on(given_names="Dale", family_name="Ashgrove")
    alone, both = written(house, robin), written(house, robin, dale)
    erase(robin)
    assert (note_of(alone), note_of(both)) == (ERASED_TEXT, NOTE)
    erase(dale)
    assert note_of(both) == ERASED_TEXT
