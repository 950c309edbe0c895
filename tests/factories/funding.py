"""Grants and lines. Call with the application's context entered; each commits."""

from datetime import date
from typing import Any

from app.features.funding import granting, lines
from app.features.funding.models import BudgetLine, Grant
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import acting_as
from app.platform.database import db
from tests.factories.accounts import the_system

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)


def make_grant(area: str | None = "BNES", *, amount: int = 10_000_000, **more: Any) -> str:
    """A grant of an area (None: of the force area), signed and confirmed on its first day; returns its uid."""
    given: dict[str, Any] = {
        "name": "Violence reduction grant", "source": "HOME_OFFICE", "starts_on": FIRST, "ends_on": LAST,
        "signed_on": FIRST, "confirmed_on": FIRST,
    } | more  # fmt: skip
    of_area_uid = partnership.area_by_code(area).uid if area else None
    with acting_as(the_system()) as system:
        row = granting.record_grant(actor=system, amount=amount, of_area_uid=of_area_uid, **given)
        assert row is not None
        uid = row.uid
        db.session.commit()
    return uid


def make_line(grant_uid: str, *, area: str = "BNES", amount: int = 2_000_000, **more: Any) -> str:
    """A line of this year's budget; returns its uid."""
    given: dict[str, Any] = {"name": "Mentoring", "kind": "INTERVENTION", "year": today().year} | more
    with acting_as(the_system()) as system:
        grant = db.session.get_one(Grant, grant_uid)
        area_uid = partnership.area_by_code(area).uid
        row = lines.add_line(actor=system, grant=grant, area_uid=area_uid, amount=amount, **given)
        assert row is not None
        uid = row.uid
        db.session.commit()
    return uid


def get_line(uid: str) -> BudgetLine:
    return db.session.get_one(BudgetLine, uid)
