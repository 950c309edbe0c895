"""Documents that have to be in force, changes that wait for them, contested records, and cases drawn for audit."""

from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.features.cases.visibility import POLICE, in_visible_case, not_locked_out, sees_whole_area
from app.platform.access import SEES_RESTRICTED, Actor, Role, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed

CODE = String(24)
WATCHES = frozenset({Role.DPO, Role.AUDITOR})


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


class Contest(Sealed, Base):
    """Somebody says that a record is wrong (PR-30). Sealed under the key of the case.

    Status: `domain.contests.status`.
    """

    __tablename__ = "contest"
    __table_args__ = (Index("ix_contest_area", "area_uid", "decided_on", "due_on"),)

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    case_reference: Mapped[str] = mapped_column(String(16))
    entry_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """The entry it is about; None: the record as a whole. The entry may have been taken out since."""
    recorded_by_uid: Mapped[str | None] = mapped_column(Uid)
    """Who recorded that entry: they do not decide."""
    visibility: Mapped[str] = mapped_column(String(1))
    """That of the entry: see `CaseEntry.visibility`."""
    by: Mapped[str] = mapped_column(CODE)
    """Code list `contested_by`."""
    raised_on: Mapped[date]
    heard_by_uid: Mapped[str] = mapped_column(Uid)
    due_on: Mapped[date]
    decided_on: Mapped[date | None]
    decided_by_uid: Mapped[str | None] = mapped_column(Uid)
    outcome: Mapped[str | None] = mapped_column(CODE)
    """Code list `contest_outcome`."""
    tell_by: Mapped[date | None]
    told_on: Mapped[date | None]
    """When everybody who had to be told was."""

    name = sealed(str | None)
    says = sealed(str)
    about = sealed(str)
    """What it is about, in words, as it stood when it was contested."""
    before = sealed(str | None)
    """The words that were put right or taken out."""
    reason = sealed(str | None)
    told = sealed(dict)
    """Who was told, and when: `PERSON` or the uid of an agency to a day."""


class SampledCase(Sealed, Base):
    """A case drawn for the sample audit of a month (PR-28). Sealed under the key of the case.

    Status: `domain.samples.status`.
    """

    __tablename__ = "sampled_case"
    __table_args__ = (
        UniqueConstraint("area_uid", "drawn_on", "case_uid"),
        Index("ix_sampled_case_open", "area_uid", "answered_on"),
    )

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    case_reference: Mapped[str] = mapped_column(String(16))
    drawn_on: Mapped[date]
    """The first of the month."""
    due_on: Mapped[date]
    answered_on: Mapped[date | None]
    answered_by_uid: Mapped[str | None] = mapped_column(Uid)
    answers: Mapped[dict] = mapped_column()
    """Code of `sample_question` to code of `sample_answer`."""
    follow_by: Mapped[date | None]
    """Until when what follows is done; None: nothing follows."""
    followed_on: Mapped[date | None]
    followed_by_uid: Mapped[str | None] = mapped_column(Uid)

    finding = sealed(str | None)
    follows = sealed(str | None)
    followed = sealed(str | None)


class OutsideDisclosure(Sealed, Base):
    """One disclosure to a body that what the group holds is not for (PR-31). Sealed under the key of the case.

    State: `domain.outside.state`.
    """

    __tablename__ = "outside_disclosure"
    __table_args__ = (Index("ix_outside_disclosure_area", "area_uid", "asked_on"),)

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    case_reference: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(60))
    """The body's type: a code of `agency_type` that is off by default."""
    purpose: Mapped[str] = mapped_column(CODE)
    """Code list `outside_purpose`."""
    gateway: Mapped[str] = mapped_column(CODE)
    asked_on: Mapped[date]
    asked_by_uid: Mapped[str] = mapped_column(Uid)
    chair_on: Mapped[date | None]
    chair_uid: Mapped[str | None] = mapped_column(Uid)
    dpo_on: Mapped[date | None]
    dpo_uid: Mapped[str | None] = mapped_column(Uid)
    refused_on: Mapped[date | None]
    refused_by_uid: Mapped[str | None] = mapped_column(Uid)
    made_on: Mapped[date | None]
    made_by_uid: Mapped[str | None] = mapped_column(Uid)

    recipient = sealed(str)
    what = sealed(str)
    reason = sealed(str)
    refusal = sealed(str | None)


def _outside_rule(actor: Actor) -> ColumnElement[bool]:
    """Those who run the month, and those who watch over it."""
    if actor.is_any(WATCHES):
        return and_(area_rule(OutsideDisclosure, actor), not_locked_out(OutsideDisclosure.case_uid, actor))
    return in_visible_case(OutsideDisclosure, actor) if sees_whole_area(actor) else false()


def _sample_rule(actor: Actor) -> ColumnElement[bool]:
    """Whoever audits the area; and those who run the month once it was answered, to do what follows."""
    audits = and_(area_rule(SampledCase, actor), not_locked_out(SampledCase.case_uid, actor))
    if actor.is_system or actor.is_any(WATCHES):
        return audits
    return and_(in_visible_case(SampledCase, actor), SampledCase.answered_on.is_not(None))


def _contest_rule(actor: Actor) -> ColumnElement[bool]:
    """Whoever may read what it is about; and those who watch over it (5.7). Pages show the auditor that there is one,
    never what it says."""
    visible = in_visible_case(Contest, actor)
    if not actor.is_system and not actor.is_any(SEES_RESTRICTED):
        kinds = ["A", "P"] if actor.agency_type == POLICE else ["A"]
        own = or_(Contest.agency_uid == actor.agency_uid, Contest.heard_by_uid == actor.user_uid)
        visible = and_(visible, or_(Contest.visibility.in_(kinds), own))
    if actor.is_any(WATCHES):
        here = and_(area_rule(Contest, actor), not_locked_out(Contest.case_uid, actor))
        return or_(visible, here)
    return visible


protect(Contest, _contest_rule)
protect(OutsideDisclosure, _outside_rule)
protect(SampledCase, _sample_rule)
protect(GovernedDocument, lambda actor: area_rule(GovernedDocument, actor))
protect(ProposedChange, lambda actor: area_rule(ProposedChange, actor))
