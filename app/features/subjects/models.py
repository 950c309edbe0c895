"""The three kinds of subject: people, networks and places of concern."""

import re
from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base, Uid
from app.platform.vault import ERASED_TEXT, Sealed, sealed

NEUTRAL_NAME = re.compile(r"[A-Z]{1,3}-\d{4}-\d{1,5}")


class Subject(Sealed, Base):
    """Somebody or something the group is concerned about. `key_uid` is the subject's own uid."""

    __tablename__ = "subject"
    __table_args__ = (Index("ix_subject_area", "area_uid", "kind"),)
    MAPPER = {"polymorphic_on": "kind", "polymorphic_abstract": True}

    kind: Mapped[str] = mapped_column(String(10), index=True)
    """PERSON, NETWORK or PLACE."""
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    erased_on: Mapped[date | None]

    alternatives = sealed(list)
    """What was reported differently and not taken over: field, value, agency_uid, source_uid, on."""
    joined_to = sealed(str | None)
    """The subject this record was joined to: it is kept as it was, and is no hit of its own any more. PR-13."""

    @property
    def title(self) -> str:
        """What the subject is called on a page of somebody who may see it."""
        raise NotImplementedError


class Person(Subject):
    """A person of concern. Lists hold what agencies reported, each entry as the notification form has it.

    What belongs to the equality store is not here: it is kept in entries of the case, which few may read.
    """

    MAPPER = {"polymorphic_identity": "PERSON"}

    family_name = sealed(str | None)
    given_names = sealed(str | None)
    aliases = sealed(list)
    dob = sealed(date | None)
    dob_precision = sealed(str | None)
    approx_age = sealed(int | None)
    approx_age_on = sealed(date | None)
    """The day the approximate age was given, so that it grows."""
    sex = sealed(str | None)
    pronouns = sealed(str | None)
    addresses = sealed(list)
    identifiers = sealed(list)
    safe_contact = sealed(dict)
    contact_risk_flags = sealed(list)
    parents_carers = sealed(list)
    household = sealed(list)
    communication = sealed(dict)

    @property
    def title(self) -> str:
        if self.erased_on is not None:
            return ERASED_TEXT
        return " ".join(part for part in (self.given_names, self.family_name) if part) or "Name not known"


class Network(Subject):
    """A network of concern, known by a neutral code name; what the notifier called it is kept, not shown in lists."""

    MAPPER = {"polymorphic_identity": "NETWORK"}

    working_name = sealed(str | None)
    street_name = sealed(str | None)
    network_type = sealed(str | None)
    details = sealed(dict)

    @property
    def title(self) -> str:
        return f"Network {self.reference}"

    @property
    def has_neutral_name(self) -> bool:
        """Whether what the notifier called it is itself a code name, which may be shown to everyone on the case."""
        return bool(self.working_name and NEUTRAL_NAME.fullmatch(self.working_name))


class Place(Subject):
    """A place of concern."""

    MAPPER = {"polymorphic_identity": "PLACE"}

    name = sealed(str)
    postcode = sealed(str | None)
    ward = sealed(str | None)
    place_type = sealed(str | None)
    details = sealed(dict)

    @property
    def title(self) -> str:
        return str(self.name)


class NetworkMember(Sealed, Base):
    """Somebody in a network, or mentioned with it, with position, grade and basis. Sealed under the network's key."""

    __tablename__ = "network_member"

    network_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"), index=True)
    person_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """The person's subject, once somebody has said they are the same."""

    name = sealed(str)
    details = sealed(dict)
