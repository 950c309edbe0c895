"""Incidents: what happened, once, and who was in it. See decision 0031."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed


class Incident(Sealed, Base):
    """Something violent that happened. Sealed under a key of its own, which goes with the last person in it.

    `agency_uid` told of it first. One that is joined to another is kept as it was told, and shown with the other.
    """

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_area_day", "area_uid", "happened_on", "uid"),
        Index("ix_incident_place_day", "place_uid", "happened_on"),
    )
    UNBOUND = {"joined_uid": "set and taken back by joining; nothing personal hangs on it"}

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    happened_on: Mapped[date | None]
    kind: Mapped[str | None] = mapped_column(String(24))
    """A code of `violence_type`."""
    place_uid: Mapped[str | None] = mapped_column(ForeignKey("subject.uid"))
    """The place of concern where it happened, when it is one."""
    visibility: Mapped[str] = mapped_column(String(1), default="A")
    """A for all who know of somebody in it, P police-graded: as entries of cases have it."""
    recorded_at: Mapped[datetime]
    recorded_by_uid: Mapped[str] = mapped_column(Uid)
    joined_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """The incident that this one is told of too, once somebody has said so."""

    told = sealed(dict)
    """As the form of a notification has it: time, date_precision, place, postcode, crime_ref, reported_to_police,
    outcome, outcome_on, outcome_source, source, grade, description; weapons is a list of weapon and involvement;
    home says which home it was, for those who read what is restricted."""
    before = sealed(list)
    """What it said before each correction, the latest last: at, by_uid, why, and the fields as they were."""


class IncidentPerson(Sealed, Base):
    """Somebody in an incident, in one role or several (PR-07). Sealed under the person's key."""

    __tablename__ = "incident_person"
    __table_args__ = (
        Index("ix_incident_person_subject", "subject_uid", "incident_uid"),
        Index("ix_incident_person_told_in", "told_in_uid"),
    )
    UNBOUND = {"incident_uid": "follows a joining and its way back; `told_in_uid` is bound"}

    incident_uid: Mapped[str] = mapped_column(ForeignKey("incident.uid"), index=True)
    """The incident it is shown with."""
    told_in_uid: Mapped[str] = mapped_column(ForeignKey("incident.uid"))
    """The incident it was told in: the same, unless that one was joined to another."""
    subject_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"))
    added_at: Mapped[datetime]
    added_by_uid: Mapped[str] = mapped_column(Uid)
    taken_out_at: Mapped[datetime | None]
    taken_out_by_uid: Mapped[str | None] = mapped_column(Uid)

    roles = sealed(list)
    """Each a role of `role_in_violence`, and its status where the role has one."""
    injury = sealed(str | None)
    taken_out_reason = sealed(str | None)
    entry_uids = sealed(list)
    """The entries of cases that tell of this person's part."""
    before = sealed(list)


class IncidentNetwork(Base):
    """A network that had to do with an incident."""

    __tablename__ = "incident_network"
    __table_args__ = (UniqueConstraint("incident_uid", "network_uid"),)

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid)
    incident_uid: Mapped[str] = mapped_column(ForeignKey("incident.uid"))
    network_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"), index=True)
