"""Erasing a subject: nothing that was said about them comes back, and the rows and the audit stay whole."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.notifications.models import Notification
from app.features.subjects.erasure import finish_erasures
from app.features.subjects.interface import erase_subject
from app.features.subjects.models import Person, Subject
from app.kernel.clock import now
from app.kernel.errors import Refused
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Role, acting_as, system_actor
from app.platform.audit.chain import AuditEntry
from app.platform.audit.recorder import read_reason
from app.platform.database import db
from app.platform.vault import KeyDestroyed, current_vault
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.pages import Pages

audit.declare("test.notified")


def notify_about(case: Case) -> str:
    """A notification about the case, sealed under its own key."""
    uid = new_uid()
    with acting_as(system_actor("test", frozenset({case.area_uid}))):
        db.session.add(
            Notification(
                uid=uid, key_uid=uid, area_uid=case.area_uid, agency_uid=case.agency_uid, subject_kind="INDIVIDUAL",
                notifier_uid=new_uid(), started_at=now(), saved_at=now(), case_uid=case.uid,
                answers={"family_name": "Fernsby"},
            )
        )  # fmt: skip
        audit.record("test.notified")
        db.session.commit()
    return uid


def erase(case: Case) -> None:
    with acting_as(system_actor("test", frozenset({case.area_uid}))) as actor:
        subject = db.session.scalars(select(Subject)).one()
        erase_subject(actor=actor, subject=subject, reason="Mistaken identity")
        db.session.commit()


def test_everything_said_about_them_is_gone(context: Flask) -> None:
    case = make_case()
    notification = notify_about(case)
    erase(case)
    with acting_as(system_actor("test", frozenset({case.area_uid}))):
        subject = db.session.scalars(select(Subject)).one()
        assert subject.title == "Erased"
        assert db.session.scalars(select(Case)).one().lead_name == "Erased"
        assert all(dict(entry.details) == {} for entry in db.session.scalars(select(CaseEntry)))
        assert dict(db.session.scalars(select(Notification)).one().answers) == {}
        keys = current_vault().keys([subject.uid, notification])
        assert [key.erased for key in keys.values()] == [True, True]
    assert audit.verify().findings == []


def test_the_reason_stays_in_the_audit(context: Flask) -> None:
    erase(make_case())
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "subject.erased")).one()
    assert read_reason(entry) == "Mistaken identity"


def test_nothing_new_is_sealed_about_them(context: Flask) -> None:
    case = make_case()
    erase(case)
    with acting_as(system_actor("test", frozenset({case.area_uid}))):
        subject = db.session.scalars(select(Person)).one()
        with pytest.raises(KeyDestroyed):
            subject.given_names = "Robin"


def test_a_roll_back_erases_nobody(context: Flask) -> None:
    case = make_case()
    with acting_as(system_actor("test", frozenset({case.area_uid}))) as actor:
        erase_subject(actor=actor, subject=db.session.scalars(select(Subject)).one(), reason="Mistaken identity")
        db.session.rollback()
        db.session.expunge_all()
        assert db.session.scalars(select(Subject)).one().title == "Robin Fernsby"


def test_an_erasure_cut_short_is_finished_at_night(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_case()
    with monkeypatch.context() as killed:
        killed.setattr(type(current_vault()), "destroy_key", lambda *_: False)
        erase(case)
    with acting_as(system_actor("test", frozenset({case.area_uid}))):
        assert finish_erasures() == 1
        assert finish_erasures() == 0
        db.session.commit()


def test_a_reason_is_asked_for(context: Flask) -> None:
    case = make_case()
    with acting_as(system_actor("test", frozenset({case.area_uid}))) as actor, pytest.raises(Refused):
        erase_subject(actor=actor, subject=db.session.scalars(select(Subject)).one(), reason=" ")


def test_the_pages_say_erased(context: Flask, pages: Pages) -> None:
    case = make_case(
        incidents=[{"incident_date": "2026-10-01", "incident_type": "ABH", "role_in_incident": "HARMED"}],
        protective_factors=[{"code": "PF_TRUSTED_ADULT", "evidence": "His tutor"}],
    )
    coordinator = make_user(Role.COORD)
    with acting(coordinator) as actor:
        cases.set_bands(
            actor=actor, case=cases.case_for_change(actor, case.uid), harmed="RED", reason="Fernsby was hurt"
        )
        db.session.commit()
    erase(case)
    pages.sign_in(coordinator)
    listed = pages.get("/cases")
    assert "Erased" in listed.text
    assert "Fernsby" not in listed.text
    for page in (f"/cases/{case.uid}", f"/cases/{case.uid}/timeline"):
        assert "Fernsby" not in pages.get(page).text
