"""Sessions, who works in them, who came, and contacts counted without names (domain reference 6.3)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.interventions.models import Intervention
from app.features.sessions.domain.planning import COUNTING
from app.kernel.days import day_of
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed


class Session(Sealed, Base):
    """Something a provider plans with people, or with whoever is there. Sealed under a key of its own.

    It has people by name (`Attendance`) or counts contacts (`ContactTally`), never both: PR-51.
    """

    __tablename__ = "intervention_session"
    __table_args__ = (
        Index("ix_intervention_session_area_day", "area_uid", "held_on"),
        Index("ix_intervention_session_of_intervention", "intervention_uid", "held_on"),
    )

    intervention_uid: Mapped[str] = mapped_column(ForeignKey("intervention.uid"))
    series_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """Shared by sessions that were planned at once."""
    parallel_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """Shared by two groups at the same time: the young people's, and that of their parents and carers."""
    for_others: Mapped[bool] = mapped_column(default=False)
    """Of two parallel groups, the one for parents, carers and others who come for somebody's benefit."""
    held_on: Mapped[date]
    starts_at: Mapped[str] = mapped_column(String(5))
    """HH:MM on a wall in England."""
    minutes: Mapped[int]
    """How long it is planned to last."""
    mode: Mapped[str] = mapped_column(String(12))
    """Code list `session_mode`."""
    venue_uid: Mapped[str | None] = mapped_column(Uid)
    place_uid: Mapped[str | None] = mapped_column(Uid)
    """The place of concern that the venue is, when it is one."""
    cancelled_on: Mapped[date | None]
    """The day it was called off beforehand; such a session never counts."""
    happened: Mapped[bool | None]
    """None until somebody recorded it."""
    not_held_reason: Mapped[str | None] = mapped_column(String(24))
    """Code list `session_not_held`: why it was cancelled, or did not happen."""
    recorded_at: Mapped[datetime | None]
    recorded_by_uid: Mapped[str | None] = mapped_column(Uid)
    planned_by_uid: Mapped[str] = mapped_column(Uid)

    note = sealed(str | None)
    """What was done. A session that counts contacts has none: PR-51."""

    intervention: Mapped[Intervention] = relationship(lazy="raise_on_sql")

    @property
    def counts(self) -> bool:
        """Whether it counts people rather than naming them (PR-51)."""
        return self.mode in COUNTING


class SessionWorker(Base):
    """A worker of the provider's who runs a session."""

    __tablename__ = "session_worker"
    __table_args__ = (UniqueConstraint("session_uid", "worker_uid"),)

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid)
    session_uid: Mapped[str] = mapped_column(ForeignKey("intervention_session.uid"))
    worker_uid: Mapped[str] = mapped_column(Uid, index=True)


class Attendance(Sealed, Base):
    """Somebody expected at a session, and what came of it. Sealed under the key of the person referred."""

    __tablename__ = "session_attendance"
    __table_args__ = (
        UniqueConstraint("session_uid", "referral_uid", "participant_uid"),
        Index(
            "uq_session_attendance_of_the_person",
            "session_uid",
            "referral_uid",
            unique=True,
            sqlite_where=text("participant_uid IS NULL"),
            postgresql_where=text("participant_uid IS NULL"),
        ),
    )

    session_uid: Mapped[str] = mapped_column(ForeignKey("intervention_session.uid"))
    referral_uid: Mapped[str] = mapped_column(ForeignKey("intervention_link.uid"), index=True)
    participant_uid: Mapped[str | None] = mapped_column(ForeignKey("referral_participant.uid"))
    """Who came for the benefit of the person referred; None: that person."""
    adult: Mapped[bool] = mapped_column(default=False)
    """Whether they are 18 or over on the day. A child is not brought; an adult does not attend."""
    code: Mapped[str | None] = mapped_column(String(8))
    """Code list `attend_code`; None until recorded."""
    reason_by: Mapped[str | None] = mapped_column(String(16))
    """Code list `whose_reason`, of somebody who did not come."""
    minutes: Mapped[int | None]
    """Delivered to them."""
    recorded_at: Mapped[datetime | None]
    recorded_by_uid: Mapped[str | None] = mapped_column(Uid)

    note = sealed(str | None)
    feedback = sealed(int | None)
    """What a child said of the session, 1 to 5."""


class ContactTally(Base):
    """People met without asking who they are, counted at a session of detached or universal work. Nobody is named, and
    nothing in it can hold a name: PR-51."""

    __tablename__ = "contact_tally"
    __table_args__ = (
        UniqueConstraint("session_uid", "age_band", "sex", "known"),
        Index("ix_contact_tally_area_day", "area_uid", "held_on"),
        Index("ix_contact_tally_of_intervention", "intervention_uid", "held_on"),
    )

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid)
    agency_uid: Mapped[str] = mapped_column(Uid)
    intervention_uid: Mapped[str] = mapped_column(ForeignKey("intervention.uid"))
    session_uid: Mapped[str | None] = mapped_column(ForeignKey("intervention_session.uid"))
    held_on: Mapped[date]
    place_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    age_band: Mapped[str] = mapped_column(String(12))
    """Code list `contact_age_band`."""
    sex: Mapped[str] = mapped_column(String(12))
    """Code list `contact_sex`."""
    known: Mapped[str] = mapped_column(String(12))
    """Code list `contact_known`."""
    people: Mapped[int] = mapped_column(default=0)
    conversations: Mapped[int] = mapped_column(default=0)


class ContactLink(Sealed, Base):
    """A worker says that somebody referred is one of those met on a day, without a name then. Sealed under the person's
    key. Which tally it was is in the payload: from the tally nothing can be told of it."""

    __tablename__ = "contact_link"

    referral_uid: Mapped[str] = mapped_column(ForeignKey("intervention_link.uid"), index=True)
    linked_at: Mapped[datetime]
    linked_by_uid: Mapped[str] = mapped_column(Uid)

    met = sealed(dict)
    """session_uid and held_on of the session at which they were met."""
    reason = sealed(str)

    @property
    def met_on(self) -> date | None:
        return day_of(self.met["held_on"])
