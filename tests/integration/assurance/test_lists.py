"""The lists that the database makes agree with the rules, whatever became of the rows."""

from datetime import date, timedelta
from random import Random

from flask import Flask
from sqlalchemy import ColumnElement, select

from app.features.assurance import domain, queries
from app.features.assurance.domain import Status, Step
from app.features.assurance.models import Assurance
from app.features.cases.models import Case
from app.kernel.errors import Refused
from app.kernel.references import new_uid, reference
from app.platform import audit
from app.platform.access import acting_as
from app.platform.database import db
from tests.factories.accounts import the_system
from tests.integration.actions.conftest import Group

FIRST = date(2026, 11, 1)


def random_rows(case: Case, chance: Random) -> list[Assurance]:
    """Sixty questions, each after a history of its own; what was given again has a row more."""
    found: list[Assurance] = []

    def ask(due_on: date) -> Assurance:
        row = Assurance(
            uid=new_uid(),
            key_uid=case.key_uid,
            agency_uid=case.agency_uid,
            area_uid=case.area_uid,
            reference=reference("S", 2026, len(found) + 1),
            case_uid=case.uid,
            axis=chance.choice(["CAUSE", "HARMED", "EXPLOITED"]),
            kind="PLAN_IN_PLACE",
            sought_on=FIRST,
            due_on=due_on,
            risk_statement="He is hurt again",
        )
        found.append(row)
        return row

    for _question in range(60):
        row, on = ask(FIRST + timedelta(days=chance.randint(0, 40))), FIRST
        for _step in range(chance.randint(0, 6)):
            on += timedelta(days=chance.randint(0, 15))
            step = chance.choice(list(Step))
            result = {Step.ACCEPT: Status.ACCEPTED, Step.REJECT: Status.REJECTED_ACTION_NEEDED}.get(step)
            review_on = on + timedelta(days=chance.randint(1, 40)) if step is Step.ACCEPT else None
            try:
                domain.take(step, row, on, result=result, review_on=review_on)
            except Refused:
                continue
            if step is Step.RENEW:
                row = ask(on)
                domain.take(Step.GIVE, row, on)
    return found


def test_each_assurance_is_in_the_one_list_it_belongs_to(app: Flask, group: Group) -> None:
    """PR-37: what is owed, waits to be judged, holds or was let go is counted once, by the page and by the rule."""
    with app.app_context(), acting_as(the_system()) as actor:
        case = db.session.scalars(select(Case)).one()
        for row in random_rows(case, Random(4)):
            db.session.add(row)
            audit.record("assurance.viewed", row)
        db.session.flush()
        rows = db.session.scalars(select(Assurance)).all()
        assert len(rows) > 60
        for on in (FIRST + timedelta(days=days) for days in (90, 110, 400)):  # after every step, while some still hold
            by_rule = {row.uid for row in rows if domain.is_owed(row, on)}
            assert uids(queries.owed(on)) == by_rule
            lapsed = {row.uid for row in rows if row.uid in by_rule and status_of(row, on) is Status.LAPSED}
            assert uids(queries.lapsed(on)) == lapsed
            assert uids(queries.to_judge()) == {row.uid for row in rows if status_of(row, on) is Status.GIVEN}
            standing = queries.standing_by_case(actor, [case.uid], on)[case.uid]
            held = [row for row in rows if status_of(row, on) in domain.ACCEPTING]
            assert (standing.held, standing.missing + standing.later) == (len(held), len(by_rule))
            listed = len(by_rule) + standing.to_judge + len(held)
            assert listed == sum(domain.is_current(row) for row in rows), "none is lost, none is counted twice"
            due = queries.cases_with_assurance_due(actor, on)
            assert due == ({case.uid} if standing.missing else set())


def uids(condition: ColumnElement[bool]) -> set[str]:
    return set(db.session.scalars(select(Assurance.uid).where(condition)))


def status_of(row: Assurance, on: date) -> Status:
    return domain.assurance_status(row, on)
