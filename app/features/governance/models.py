"""Documents that have to be in force, and changes that wait for one."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.access import protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed

CODE = String(24)


class GovernedDocument(Sealed, Base):
    """One version of a document of an area (5.9). The document itself is kept elsewhere. Sealed under its area.

    Status: `domain.documents.status`.
    """

    __tablename__ = "governed_document"
    __table_args__ = (Index("ix_governed_document_area", "area_uid", "kind"),)

    kind: Mapped[str] = mapped_column(CODE)
    """Code list `governed_document`."""
    version: Mapped[str] = mapped_column(String(20))
    covers: Mapped[list] = mapped_column()
    """Codes of `assessed_matter`: what an assessment is about."""
    recorded_on: Mapped[date]
    recorded_by_uid: Mapped[str] = mapped_column(Uid)
    approved_on: Mapped[date | None]
    approval_by_uid: Mapped[str | None] = mapped_column(Uid)
    """Who recorded the approval."""
    reviewed_on: Mapped[date | None]
    review_due: Mapped[date | None]
    ended_on: Mapped[date | None]
    """The first day on which it no longer holds."""
    follows_uid: Mapped[str | None] = mapped_column(ForeignKey("governed_document.uid"))
    """The document whose place it takes when it is approved."""

    title = sealed(str)
    owner = sealed(str)
    kept_at = sealed(str)
    approved_by = sealed(str | None)
    note = sealed(str | None)


class ProposedChange(Sealed, Base):
    """A change that needs impact assessments approved after it was proposed (PR-26, PR-27). Sealed under its area."""

    __tablename__ = "proposed_change"
    __table_args__ = (Index("ix_proposed_change_area", "area_uid", "what"),)

    what: Mapped[str] = mapped_column(CODE)
    """Code list `assessed_matter`."""
    proposed_on: Mapped[date]
    proposed_by_uid: Mapped[str] = mapped_column(Uid)
    made_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]

    words = sealed(str)


protect(GovernedDocument, lambda actor: area_rule(GovernedDocument, actor))
protect(ProposedChange, lambda actor: area_rule(ProposedChange, actor))
