"""Somebody taken on by a provider, and the people who look at what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app.features.accounts.models import User
from app.features.outcomes import measuring
from app.features.outcomes.domain.points import Point
from app.features.outcomes.domain.tools import Expected
from app.features.outcomes.measuring import Entry, Occasion
from app.features.referrals import interface as referrals
from app.features.referrals.interface import Referral
from app.kernel.clock import today
from app.platform.access import Actor, Role, acting_as, fetch
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import acting, make_case
from tests.factories.referrals import load_catalogue, make_referral
from tests.month import People
from tests.pages import Page, Pages

SEPTEMBER = datetime(2026, 9, 7, 9, tzinfo=UTC)
COORDINATOR, WORKER = "coordinator", "worker"
RATING = Expected("O8", "RATING")


@dataclass
class Taken:
    """A person who takes part since 7 September 2026, to become more confident (O8)."""

    app: Flask
    people: People
    case: str
    referral: str
    provider: str

    @property
    def path(self) -> str:
        return f"/outcomes/referrals/{self.referral}"

    def browser(self, who: str | None = None) -> Pages:
        """A browser of its own: of the worker, the coordinator, or nobody."""
        return self.people.browser(who) if who else Pages(self.app.test_client())

    def somebody(self, role: Role, **more: Any) -> Pages:
        """The browser of somebody new."""
        with self.app.app_context():
            self.people.users["somebody"] = make_user(role, **more).uid
        return self.people.browser("somebody")

    def open(self, who: str, rest: str = "") -> Page:
        return self.browser(who).get(f"{self.path}{rest}")

    @contextmanager
    def acting(self, who: str = WORKER) -> Iterator[tuple[Actor, Referral]]:
        """Somebody acts, with the referral as they see it."""
        with self.app.app_context():
            with acting_as(the_system()):
                user = db.session.get(User, self.people.users[who])
                assert user is not None
            with acting(user) as actor:
                yield actor, fetch(actor, Referral, self.referral)

    def end(self) -> None:
        with self.acting() as (actor, referral):
            referrals.end(actor=actor, referral=referral, reason="COMPLETED_PLANNED")

    def measure(self, point: Point, score: float, *, by: str = "SELF", of: Expected = RATING) -> None:
        with self.acting() as (actor, referral):
            measuring.record_point(
                actor=actor,
                referral=referral,
                occasion=Occasion(point, today(), "IN_PERSON"),
                entries=[Entry(of, score, by)],
            )


@pytest.fixture
def taken(app: Flask, clock: Clock) -> Taken:
    clock.set(SEPTEMBER)
    people = People(app)
    with app.app_context():
        load_catalogue()
        coordinator = make_user(Role.COORD)
        provider = make_agency("Canal Studio", agency_type="VCS_PROV")
        worker = make_user(Role.PROV_WORKER, agency_uid=provider)
        people.users = {COORDINATOR: coordinator.uid, WORKER: worker.uid}
        case = make_case()
        found = Taken(app, people, case.uid, make_referral(coordinator, case, provider), provider)
    with found.acting() as (actor, referral):
        referrals.accept(actor=actor, referral=referral)
        referrals.start(actor=actor, referral=referral)
    return found
