"""A case: a subject's period of concern in an area, who has a need to know of it, and what is recorded in it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.subjects.models import Subject
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed


class Case(Sealed, Base):
    """One period of concern. Sealed under the subject's key. Status is computed by `domain.case_status`."""

    __tablename__ = "case_file"
    __table_args__ = (
        # In the order of the list, so that a page of it is read without sorting.
        Index("ix_case_file_area_open", "area_uid", "closed_on", "under_18", "band_rank", "opened_on", "uid"),
        Index("ix_case_file_area_review", "area_uid", "closed_on", "review_on"),
        Index("ix_case_file_area_step_down", "area_uid", "closed_on", "step_down_proposed_on"),
    )

    subject_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"), index=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    subject_kind: Mapped[str] = mapped_column(String(10))
    opened_on: Mapped[date]
    accepted_on: Mapped[date | None]
    monitoring_since: Mapped[date | None]
    step_down_proposed_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closure_reason: Mapped[str | None] = mapped_column(String(40))
    retention_class: Mapped[str | None] = mapped_column(String(4))
    """How long it is kept after closing: a code of `retention_class`, set when it is closed."""
    on_hold_since: Mapped[date | None]
    transferred_on: Mapped[date | None]
    lead_agency_uid: Mapped[str | None] = mapped_column(Uid)
    lead_user_uid: Mapped[str | None] = mapped_column(Uid)
    band_cause: Mapped[str | None] = mapped_column(String(6))
    band_harmed: Mapped[str | None] = mapped_column(String(6))
    band_exploited: Mapped[str | None] = mapped_column(String(6))
    band_rank: Mapped[int] = mapped_column(default=0)
    """The highest of the three bands as a number, for ordering a list: 3 red, 2 amber, 1 green, 0 not set."""
    under_18: Mapped[bool] = mapped_column(default=False)
    """Whether the person is a child, or may be: what lists put first. Brought up to date every night."""
    review_on: Mapped[date | None]

    roles = sealed(list)
    """The roles in violence recorded, as codes in the order they were told, without the suspected false: for lists."""
    lead_name = sealed(str | None)
    closure_note = sealed(str | None)

    subject: Mapped[Subject] = relationship(lazy="raise_on_sql")


class CaseAgency(Base):
    """An agency's standing in a case: a need to know, or shut out. Shut out wins and stays."""

    __tablename__ = "case_agency"
    __table_args__ = (UniqueConstraint("case_uid", "agency_uid"),)

    uid: Mapped[str] = uid_column()
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"))
    agency_uid: Mapped[str] = mapped_column(Uid, index=True)
    standing: Mapped[str] = mapped_column(String(12))
    """NEED_TO_KNOW or EXCLUDED."""
    why: Mapped[str] = mapped_column(String(30))
    """NOTIFIED, ASKED, RETURNED, OWNS_ACTION, LEADS, ATTENDED, SHARED or DO_NOT_SHARE; JOINED when it is shut out of
    another case of a person whose two records were joined."""
    since: Mapped[date]


class CaseEntry(Sealed, Base):
    """Something recorded in a case: a role, a factor, an incident, a voice, a note. Sealed under the subject's key.

    What an entry holds depends on its kind; the keys of `details` are those of the notification form.
    """

    __tablename__ = "case_entry"
    __table_args__ = (Index("ix_case_entry_case_kind", "case_uid", "kind"),)
    UNBOUND = {
        "event_uid": "set once an incident is made of the entry, and follows when incidents are joined",
        "contested": "a mark that follows what the contest says, which is sealed",
    }

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"))
    kind: Mapped[str] = mapped_column(String(16))
    """ROLE, RISK_FACTOR, PROTECTIVE, INCIDENT, VOICE, WORRY, STRENGTH, NEED, STATUS, BAND or NOTE."""
    visibility: Mapped[str] = mapped_column(String(1), default="A")
    """A all on the case, L restricted, P police-graded, E equality store."""
    happened_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by_uid: Mapped[str] = mapped_column(Uid)
    source_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """The notification or agenda item it came from."""
    event_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """The incident it tells of: entries with the same one tell of one event, which counts once."""

    contested: Mapped[str | None] = mapped_column(String(4))
    """OPEN while somebody says that it is wrong, KEPT when it was decided that it stays. PR-30."""

    details = sealed(dict)


class CaseLockOut(Sealed, Base):
    """Somebody who may not see a subject, whatever their role: a conflict of interest. Sealed under the subject's key.

    It holds for every case of the subject, until somebody else lifts it.
    """

    __tablename__ = "case_lock_out"
    __table_args__ = (Index("ix_case_lock_out_user", "user_uid", "lifted_at"),)

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    subject_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"), index=True)
    user_uid: Mapped[str] = mapped_column(Uid)
    locked_at: Mapped[datetime]
    locked_by_uid: Mapped[str] = mapped_column(Uid)
    lifted_at: Mapped[datetime | None]
    lifted_by_uid: Mapped[str | None] = mapped_column(Uid)

    reason = sealed(str)
    lifted_reason = sealed(str | None)
