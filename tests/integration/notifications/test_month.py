"""The month as agencies sent it: what is refused, what is pointed out, what comes of each."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases.interface import Case
from app.features.cases.models import CaseAgency
from app.features.notifications.models import Notification
from app.features.notifications.questions import questionnaire
from app.features.notifications.values import from_form, to_form
from app.platform.access import acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import the_system
from tests.month import Month, People, load_month, make_partnership_and_users, submit, triage

BEFORE = datetime(2026, 10, 1, 9, tzinfo=UTC)
SAME = {"O-N013": "Wisniewski", "O-N033": "Wisniewski"}
"""Whose case the two that add to one are joined to."""


@pytest.fixture
def month() -> Month:
    return load_month()


@pytest.fixture
def people(app: Flask, clock: Clock, month: Month) -> People:
    clock.set(BEFORE)
    return make_partnership_and_users(app, month)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # on SQLite in tests/integration/month
def test_the_month(app: Flask, clock: Clock, month: Month, people: People) -> None:
    references: dict[str, str] = {}
    for record in month.notifications:
        clock.set(record.at)
        sent = submit(people.browser(record.notifier), record)
        assert sent.refused == month.missing.get(record.id, set()), record.id
        expected = month.outcomes[record.id]
        if sent.reference is None:
            assert expected["expected_state"] == "REJECTED_AT_SUBMISSION", record.id
            continue
        references[record.id] = sent.reference
        outcome = expected["triage_outcome"]
        page = triage(
            people.browser(people.coordinator),
            sent.reference,
            outcome,
            reason=expected["why"],
            same_as=SAME.get(record.id),
        )
        assert "decided" in page.flash, (record.id, page.text[:500])
    check_outcomes(app, month, references)
    check_warnings(app, month, references)
    check_cases(app, month, references, people)


STATES = {
    "RETURNED": "MORE_INFO",
    "LINKED": "DUPLICATE_LINKED",
    "DEFERRED_LATE": "ACCEPTED",
}


def check_outcomes(app: Flask, month: Month, references: dict[str, str]) -> None:
    from app.features.notifications.interface import notification_status

    with app.app_context(), acting_as(the_system()):
        for record_id, reference in references.items():
            row = db.session.scalar(select(Notification).where(Notification.reference == reference))
            assert row is not None
            expected = month.outcomes[record_id]
            state = expected["expected_state"]
            assert notification_status(row) == STATES.get(state, state), record_id
            assert str(row.acknowledge_by) == expected["acknowledge_by"], record_id
            assert row.answered_at is not None
            assert row.answer


FLAGS = {
    "GATEWAY_NOT_PERMITTED": "GATEWAY_NOT_PERMITTED",
    "UNDER10_ROLE_CHANGE": "UNDER10_ROLE_CHANGE",
    "FORBIDDEN_FACTOR": "FORBIDDEN_FACTOR",
    "ASSOCIATION_ONLY": "ASSOCIATION_ONLY",
    "DOMESTIC_ADDRESS": "DOMESTIC_ADDRESS",
    "HANDLING_C": "HANDLING_C",
    "LINKED_ADULT": "LINKED_ADULT",
    "DO_NOT_SHARE": "DO_NOT_SHARE",
    "E_GRADED": "E_GRADED",
    "WORDING": "WORDING",
    "PROTECTED_ADDRESS": "PROTECTED_ADDRESS",
    "TURNING_25": "TURNING_25",
    "SINGLE_NAME": "SINGLE_NAME",
    "DOB_ESTIMATED": "DOB_ESTIMATED",
    "SAME_DAY": "SAME_DAY",
    "OUT_OF_SCOPE_AGE": "OUT_OF_SCOPE_AGE",
    "TERR_EXCLUDED": "EXCLUDED_HARM",
}


def check_warnings(app: Flask, month: Month, references: dict[str, str]) -> None:
    found: dict[str, set[str]] = {}
    with app.app_context(), acting_as(the_system()):
        for record_id, reference in references.items():
            row = db.session.scalar(select(Notification).where(Notification.reference == reference))
            assert row is not None
            found[record_id] = {warning["code"] for warning in row.warnings}
    for record_id, codes in found.items():
        flags = set(month.outcomes[record_id]["flags"])
        for flag in flags & FLAGS.keys():
            assert FLAGS[flag] in codes, (record_id, flag)
    for flag in ("FORBIDDEN_FACTOR", "WORDING", "GATEWAY_NOT_PERMITTED", "DOMESTIC_ADDRESS", "E_GRADED", "TURNING_25"):
        expected = {record_id for record_id in found if flag in month.outcomes[record_id]["flags"]}
        assert {record_id for record_id, codes in found.items() if FLAGS[flag] in codes} == expected, flag
    turning = {one["record_id"] for one in month.truth["turning_18_within_6_months"]}
    assert {record_id for record_id, codes in found.items() if "TURNING_18" in codes} == turning


def check_cases(app: Flask, month: Month, references: dict[str, str], people: People) -> None:
    with app.app_context(), acting_as(the_system()):
        sent = {str(row.reference): row for row in db.session.scalars(select(Notification))}
        rows = {record_id: sent[reference] for record_id, reference in references.items()}
        accepted = {record_id for record_id, row in rows.items() if row.case_uid}
        expected = {
            record_id
            for record_id, outcome in month.outcomes.items()
            if outcome["expected_state"] in ("ACCEPTED", "LINKED", "DEFERRED_LATE")
        }
        assert accepted == expected
        cases = db.session.scalars(select(Case)).all()
        assert len(cases) == len(expected) - 2
        assert rows["O-N001"].case_uid == rows["O-N013"].case_uid == rows["O-N033"].case_uid
        excluded = {
            (row.case_uid, row.agency_uid)
            for row in db.session.scalars(select(CaseAgency).where(CaseAgency.standing == "EXCLUDED"))
        }
        for one in month.truth["do_not_share"]:
            row = rows[one["record_id"]]
            if row.case_uid is None:
                continue
            shut_out = {agency_uid for case_uid, agency_uid in excluded if case_uid == row.case_uid}
            named = {people.agencies[e["agency_type"], e["agency_name"]] for e in row.answers["do_not_share_with"]}
            assert shut_out == named
        kept = rows["O-N018"].answers["what_is_worrying"]
        typed = next(one for one in month.notifications if one.id == "O-N018").data["what_is_worrying"]
        assert len(kept) > 10_000
        assert "".join(c for c in typed if c.isalnum()) == "".join(c for c in kept if c.isalnum())
        assert {entry["role"] for entry in rows["O-N003"].answers["role_in_violence"]} == {"AT_RISK_CAUSE"}


def test_answers_survive_the_form(context: Flask, month: Month) -> None:
    """Nothing of a record is lost between answers and fields."""
    for record in month.notifications:
        questions = tuple(questionnaire(record.kind).questions)
        agency_type = record.agency[0]
        answers = from_form(to_form(record.data, questions, agency_type), questions)
        for question in questions:
            told, kept = record.data.get(question.name), answers[question.name]
            if question.name in ("what_is_worrying", "members", "submitted_by") or told in (None, [], {}, ""):
                continue
            assert differences(told, kept) == [], (record.id, question.name)


def differences(told: object, kept: object) -> list[object]:
    """What was told and is not kept."""
    if isinstance(told, dict):
        assert isinstance(kept, dict)
        return [key for key, value in told.items() if value not in (None, [], "") and differences(value, kept.get(key))]
    if isinstance(told, list) and isinstance(kept, list) and len(told) == len(kept):
        return [pair for pair in zip(told, kept, strict=True) if differences(*pair)]
    return [] if told == kept or (isinstance(told, str) and told.strip() == kept) else [told]
