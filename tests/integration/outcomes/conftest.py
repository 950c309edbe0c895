"""Somebody taken on by a provider, and the people who look at what became of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask

from app.features.accounts.models import User
from app.features.cases.models import Case
from app.features.outcomes import measuring
from app.features.outcomes.domain.points import Point
from app.features.outcomes.domain.tools import Expected
from app.features.outcomes.measuring import Entry, Occasion
from app.features.referrals import interface as referrals
from app.features.referrals.interface import Referral
from app.kernel.clock import today
from app.platform.access import Actor, Role, fetch
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import acting, make_case
from tests.factories.referrals import load_catalogue, make_referral
from tests.pages import Page, Pages

SEPTEMBER = datetime(2026, 9, 7, 9, tzinfo=UTC)
RATING = Expected("O8", "RATING")


@dataclass
class Taken:
    """A person who takes part since 7 September 2026, to become more confident (O8)."""

    app: Flask
    coordinator: User
    worker: User
    case: Case
    referral: str
    provider: str

    def acting(self, user: User | None = None) -> AbstractContextManager[Actor]:
        return acting(user or self.worker)

    def end(self) -> None:
        with self.acting() as actor:
            referrals.end(actor=actor, referral=fetch(actor, Referral, self.referral), reason="COMPLETED_PLANNED")

    def measure(self, point: Point, score: float, *, by: str = "SELF", of: Expected = RATING) -> None:
        with self.acting() as actor:
            measuring.record_point(
                actor=actor,
                referral=fetch(actor, Referral, self.referral),
                occasion=Occasion(point, today(), "IN_PERSON"),
                entries=[Entry(of, score, by)],
            )

    def open(self, user: User, rest: str = "") -> Page:
        return Pages(self.app.test_client()).sign_in(user).get(f"/outcomes/referrals/{self.referral}{rest}")


@pytest.fixture
def taken(app: Flask, context: Flask, clock: Clock) -> Taken:
    clock.set(SEPTEMBER)
    load_catalogue()
    coordinator = make_user(Role.COORD)
    provider = make_agency("Canal Studio", agency_type="VCS_PROV")
    worker = make_user(Role.PROV_WORKER, agency_uid=provider)
    case = make_case()
    uid = make_referral(coordinator, case, provider)
    with acting(worker) as actor:
        referral = fetch(actor, Referral, uid)
        referrals.accept(actor=actor, referral=referral)
        referrals.start(actor=actor, referral=referral)
    return Taken(app, coordinator, worker, case, uid, provider)


@pytest.fixture
def browser(app: Flask) -> Callable[[User | None], Pages]:
    """A browser of its own for each call; nobody is signed in when nobody is named."""

    def opened(user: User | None = None) -> Pages:
        pages = Pages(app.test_client())
        return pages.sign_in(user) if user else pages

    return opened
