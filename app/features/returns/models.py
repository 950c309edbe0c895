"""What an agency is asked about a case before a meeting, and each version of what it returns."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, and_, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.features.cases.models import Case, CaseAgency
from app.features.cases.visibility import EXCLUDED, in_visible_case, sees_whole_area
from app.platform.access import Actor, Permission, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class InformationRequest(Sealed, Base):
    """One agency asked about one case for one meeting. Sealed under the case's subject; `agency_uid` is the agency
    asked. State is computed by `domain.request_state`.

    `about` is all that the agency is shown of whom it is about: a copy, so that it can be taken away again (PR-40).
    """

    __tablename__ = "information_request"
    __table_args__ = (
        UniqueConstraint("meeting_uid", "case_uid", "agency_uid"),
        Index("ix_information_request_agency_owed", "agency_uid", "returned_at", "due_at"),
        Index("ix_information_request_over", "over_at"),
    )

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    meeting_uid: Mapped[str] = mapped_column(Uid)
    reason: Mapped[str] = mapped_column(String(16))
    """Why the case is to be heard: a code of the agenda."""
    asked_at: Mapped[datetime]
    asked_by_uid: Mapped[str] = mapped_column(Uid)
    due_at: Mapped[datetime]
    delegated_to_uid: Mapped[str | None] = mapped_column(Uid)
    started_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    """When the agency first answered, since it last took an answer back."""
    known: Mapped[str | None] = mapped_column(String(16))
    """What it answered: code list `research_known`."""
    version: Mapped[int] = mapped_column(default=0)
    """How many versions were given; the last of them holds unless it was taken back."""
    retracted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    over_at: Mapped[datetime | None]
    """When it became known that the meeting is over."""
    forgotten_at: Mapped[datetime | None]
    """When `about` was taken away."""
    reminded_at: Mapped[datetime | None]
    chased_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]

    about = sealed(dict)
    """What `identity.about_case` gives; empty once it was taken away."""
    note = sealed(str | None)
    """To whom it was handed on, in the words of whoever did."""


class AgencyReturn(Sealed, Base):
    """One version of an answer. Without `given_at` it is a draft, which only its agency reads."""

    __tablename__ = "agency_return"
    __table_args__ = (UniqueConstraint("request_uid", "version"),)

    request_uid: Mapped[str] = mapped_column(ForeignKey("information_request.uid"))
    case_uid: Mapped[str] = mapped_column(Uid, index=True)
    version: Mapped[int]
    known: Mapped[str | None] = mapped_column(String(16))
    gateway: Mapped[str | None] = mapped_column(String(30))
    written_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    given_by_uid: Mapped[str | None] = mapped_column(Uid)
    late: Mapped[bool] = mapped_column(default=False)
    retracted_at: Mapped[datetime | None]
    audience: Mapped[str | None] = mapped_column(Text)
    """Types of agency that may read it, each between spaces; None: any on the case. Worked out when it is given."""
    kept_from: Mapped[str | None] = mapped_column(Text)
    """Uids of agencies that may not read it, each between spaces."""

    answers = sealed(dict)
    """What the form asks: see `wording.LINES`."""
    restrictions = sealed(list)
    """Codes of the list `handling_restriction`."""
    why = sealed(str | None)
    """Why it was corrected, or taken back."""


def _own(model: type[InformationRequest | AgencyReturn], actor: Actor) -> ColumnElement[bool]:
    """The agency asked, by people whose role answers for it, unless it was shut out of the case since."""
    if actor.agency_uid is None or not actor.may(Permission.RETURN_GIVE):
        return false()
    shut_out = select(CaseAgency.case_uid).where(
        CaseAgency.agency_uid == actor.agency_uid, CaseAgency.standing == EXCLUDED
    )
    return and_(model.agency_uid == actor.agency_uid, model.case_uid.not_in(shut_out))


def _return_rule(actor: Actor) -> ColumnElement[bool]:
    """Its agency; others once it is given, as far as it may go beyond the chair and the coordinator."""
    if actor.is_system:
        return area_rule(AgencyReturn, actor)
    own, given = _own(AgencyReturn, actor), AgencyReturn.given_at.is_not(None)
    visible = in_visible_case(AgencyReturn, actor, also=own)
    if sees_whole_area(actor):
        return and_(visible, or_(given, own))
    leads = AgencyReturn.case_uid.in_(select(Case.uid).where(Case.lead_user_uid == actor.user_uid))
    addressed = or_(
        AgencyReturn.audience.is_(None),
        AgencyReturn.audience.contains(f" {actor.agency_type} ", autoescape=True),
        leads,
    )
    kept = or_(AgencyReturn.kept_from.is_(None), AgencyReturn.kept_from.not_like(f"% {actor.agency_uid} %"))
    return and_(visible, or_(own, and_(given, addressed, kept)))


protect(
    InformationRequest, lambda actor: in_visible_case(InformationRequest, actor, also=_own(InformationRequest, actor))
)
protect(AgencyReturn, _return_rule)
