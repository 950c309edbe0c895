"""What is kept of a network beside the subject and its case. Everything is sealed under the network's key."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.features.cases.visibility import of_visible_subject, sees_police_graded
from app.platform.access import Actor, protect
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class NetworkTerm(Sealed, Base):
    """The purpose people are looked at together for, and until when. A renewal is a new row."""

    __tablename__ = "network_term"

    network_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"), index=True)
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    set_on: Mapped[date]
    expires_on: Mapped[date]
    confirmed: Mapped[bool]
    """False: the job wrote it, when a network that nobody had confirmed ran out."""
    dissolved_on: Mapped[date | None]
    """When the job saw that it had run out. The status follows from `expires_on`."""

    purpose = sealed(str)


class NetworkMembership(Sealed, Base):
    """What somebody said of a person who was named with a network. The told row stays as it was told."""

    __tablename__ = "network_membership"
    __table_args__ = (UniqueConstraint("member_uid"),)

    network_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"), index=True)
    member_uid: Mapped[str] = mapped_column(ForeignKey("network_member.uid"))
    standing: Mapped[str] = mapped_column(String(10))
    """MEMBER, MENTIONED or LEFT_OUT."""
    decided_on: Mapped[date]
    evidenced_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    position = sealed(str | None)
    grade = sealed(str | None)
    basis = sealed(list)
    """Codes of `evidence_basis`."""
    evidence = sealed(str | None)
    since = sealed(date | None)
    reason = sealed(str | None)
    """Why it was left out, or ended."""
    renewals = sealed(list)
    """Each: on, evidenced_on, grade, basis, evidence, as they stood before."""


class NetworkLink(Sealed, Base):
    """A link between two people of a network. Its ends are rows of members, so it follows a person by them."""

    __tablename__ = "network_link"

    network_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"), index=True)
    from_uid: Mapped[str | None] = mapped_column(ForeignKey("network_member.uid"), index=True)
    """None, as `to_uid`, when what a notification told was left out."""
    to_uid: Mapped[str | None] = mapped_column(ForeignKey("network_member.uid"), index=True)
    told_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """The entry of the case that told it."""
    police: Mapped[bool] = mapped_column(default=False)
    """Whether it rests on police information alone."""
    evidenced_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    kind = sealed(str | None)
    """Code list `link_type`."""
    direction = sealed(str | None)
    strength = sealed(int | None)
    from_role = sealed(str | None)
    to_role = sealed(str | None)
    grade = sealed(str | None)
    basis = sealed(list)
    evidence = sealed(str | None)
    reason = sealed(str | None)
    renewals = sealed(list)


class NetworkPlace(Sealed, Base):
    """A place of concern that belongs to the picture of a network."""

    __tablename__ = "network_place"
    __table_args__ = (UniqueConstraint("network_uid", "place_uid"),)

    network_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"), index=True)
    place_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"), index=True)
    linked_on: Mapped[date]

    why = sealed(str)


class NetworkGoal(Sealed, Base):
    """One goal of the plan for the context itself (level 2): what is done about it, how it is measured, and by whom."""

    __tablename__ = "network_goal"

    network_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"), index=True)
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    set_on: Mapped[date]
    review_on: Mapped[date]
    ended_on: Mapped[date | None]
    who_agency_uid: Mapped[str] = mapped_column(Uid)
    context: Mapped[str] = mapped_column(String(20))
    """Code list `network_context`: where it intervenes."""

    goal = sealed(str)
    action = sealed(str)
    measure = sealed(str)
    who = sealed(str | None)
    reviews = sealed(list)
    """Each: on, words, review_on."""


def _rule(model: type[Any]) -> None:
    protect(model, lambda actor: of_visible_subject(model, model.network_uid, actor))


def _link_rule(actor: Actor) -> ColumnElement[bool]:
    """What rests on police information alone is for those who read what is police-graded, and who told it."""
    seen = of_visible_subject(NetworkLink, NetworkLink.network_uid, actor)
    if sees_police_graded(actor):
        return seen
    return and_(seen, or_(NetworkLink.police.is_(False), NetworkLink.agency_uid == actor.agency_uid))


def _place_rule(actor: Actor) -> ColumnElement[bool]:
    return and_(
        of_visible_subject(NetworkPlace, NetworkPlace.network_uid, actor),
        of_visible_subject(NetworkPlace, NetworkPlace.place_uid, actor),
    )


for _model in (NetworkTerm, NetworkMembership, NetworkGoal):
    _rule(_model)
protect(NetworkLink, _link_rule)
protect(NetworkPlace, _place_rule)
