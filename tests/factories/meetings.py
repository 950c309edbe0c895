"""A group that meets: its agencies with their seats, the people who come, and cases. Call with the context entered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from app.features.accounts.interface import actor_for
from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.meetings import interface as meetings
from app.features.meetings.models import Meeting
from app.features.partnership import interface as partnership
from app.features.partnership.models import Agency
from app.features.subjects import interface as subjects
from app.kernel.clock import today
from app.platform.access import Actor, Role, acting_as
from app.platform.database import db
from tests.factories.accounts import make_agency, make_user, the_system

SEATS = {"POL": "Police", "LA_CSC": "Social care", "YOT": "Youth justice", "EDU_SCH": "School"}
"""Agencies of the core seats, which make a quorum."""


@dataclass(frozen=True)
class Group:
    """Uids of agencies by type, and the people who run the month."""

    agencies: dict[str, str]
    coordinator: User
    chair: User
    deputy: User
    practitioners: dict[str, User]


def make_group() -> Group:
    """The agencies of the core seats, a housing agency without a seat, a coordinator, two chairs, a practitioner each.
    Commits."""
    agencies = {kind: make_agency(f"{name} of the town", agency_type=kind) for kind, name in SEATS.items()}
    agencies["LA_HOU"] = make_agency("Housing of the town", agency_type="LA_HOU")
    area_uid = partnership.area_by_code("BNES").uid
    with acting_as(the_system()) as actor:
        for kind in SEATS:
            agency = db.session.get_one(Agency, agencies[kind])
            group = partnership.code_item("agency_type", kind)
            partnership.give_seat(
                actor=actor,
                area_uid=area_uid,
                agency=agency,
                kind="CORE",
                quorum_group=group.attributes["quorum_group"] if group else None,
                valid_from=date(2026, 1, 1),
            )
        db.session.commit()
    return Group(
        agencies=agencies,
        coordinator=make_user(Role.COORD, name="Cora Coordinator"),
        chair=make_user(Role.CHAIR, name="Marianne Chair"),
        deputy=make_user(Role.CHAIR, agency_uid=agencies["POL"], name="Tomos Deputy"),
        practitioners={
            kind: make_user(Role.PRACTITIONER, agency_uid=uid, name=f"Pat {SEATS.get(kind, 'Housing')}")
            for kind, uid in agencies.items()
        },
    )


@contextmanager
def acting(user: User) -> Iterator[Actor]:
    """As `user`, committing at the end."""
    with acting_as(the_system()):
        user = db.session.get(User, user.uid) or user
        actor = actor_for(user)
    with acting_as(actor) as bound:
        yield bound
        db.session.commit()


class Coordinated(Protocol):
    @property
    def coordinator(self) -> User: ...


def make_series(group: Coordinated, **terms: Any) -> None:
    """The third Thursday at two, with its meetings of the coming year."""
    area_uid = partnership.area_by_code("BNES").uid
    (forum,) = [forum for forum in partnership.list_forums(area_uid) if forum.code == "SVOG"]
    usual: dict[str, Any] = {"weekday": 3, "week_of_month": 3, "starts_at": "14:00", "venue": "Civic Centre, Keynsham"}
    with acting(group.coordinator) as actor:
        series = meetings.create_series(actor=actor, forum_uid=forum.uid, **usual | {"valid_from": today()} | terms)
        meetings.schedule_meetings(actor=actor, series=series)


def meeting_on(actor: Actor, day: date) -> Meeting:
    return next(meeting for meeting in meetings.list_meetings(actor) if meeting.held_on == day)


def make_case(
    group: Group, name: str = "Robin", *, kind: str = "INDIVIDUAL", dob: str | None = "2010-05-01", agency: str = "YOT"
) -> str:
    """A case notified by an agency of the group. Returns its uid; commits."""
    known: dict[str, dict[str, Any]] = {
        "INDIVIDUAL": {"given_names": name, "family_name": "Example", "dob": dob, "dob_precision": "EXACT"},
        "NETWORK": {"working_name": name},
        "PLACE": {"name": name},
    }
    with acting(group.coordinator) as actor:
        (area_uid,) = actor.area_uids
        subject = subjects.create_subject(actor=actor, area_uid=area_uid, kind=kind, answers=known[kind])
        case = cases.open_case(actor=actor, subject=subject, agency_uid=group.agencies[agency], opened_on=today())
        return case.uid


def get_case(actor: Actor, uid: str) -> Case:
    return cases.case_for_change(actor, uid)
