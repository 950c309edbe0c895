"""People with accounts, and the agencies they work for. Call with the application's context entered."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from app.features.accounts.interface import create_user
from app.features.accounts.models import User
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Actor, Role, acting_as, system_actor
from app.platform.database import db

_numbers = count(1)


def the_system() -> Actor:
    return system_actor("test", partnership.every_area_uid())


def make_agency(
    name: str | None = None, *, area: str = "BNES", agency_type: str = "LA_CS", agreement: bool = True
) -> str:
    """An agency of an area (by its code; "" for the whole hub), with an agreement in date. Returns its uid; commits."""
    with acting_as(the_system()) as actor:
        agency = partnership.add_agency(
            actor=actor,
            area_uid=partnership.area_by_code(area).uid if area else None,
            agency_type=agency_type,
            name=name or f"Agency {next(_numbers)}",
            valid_from=today() - timedelta(days=400),
        )
        uid = agency.uid
        if agreement:
            partnership.sign_agreement(
                actor=actor,
                agency=agency,
                signed_on=today() - timedelta(days=30),
                review_due=today() + timedelta(days=335),
            )
        db.session.commit()
    return uid


def make_user(
    *roles: Role,
    agency_uid: str | None = None,
    area: str = "BNES",
    name: str | None = None,
    email: str | None = None,
    activated: bool = True,
    **more: Any,
) -> User:
    """Somebody with an account, of a new agency unless one is named. Commits."""
    given: Iterable[Role] = roles or (Role.PRACTITIONER,)
    agency_uid = agency_uid or make_agency(area=area)
    number = next(_numbers)
    with acting_as(the_system()) as actor:
        user = create_user(
            actor=actor,
            name=name or f"Person {number}",
            email=email or f"person-{secrets.token_hex(4)}@example.org",
            job_title="Officer",
            phone=None,
            agency_uid=agency_uid,
            area_uid=partnership.area_by_code(area).uid,
            roles=given,
            activated=activated,
            **more,
        )
        db.session.commit()
    return user
