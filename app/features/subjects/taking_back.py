"""Taking back what one source told of a person, while nobody has built on it: the way back of an import."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.features.subjects.commands import MORE
from app.features.subjects.identity import SCALARS
from app.features.subjects.models import Person
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.vault import destroy_after_commit

audit.declare("subject.taken_back", facts={"created"})

KEPT = (*SCALARS["PERSON"], *MORE["PERSON"], "alternatives")
DATES = frozenset({"dob", "approx_age_on"})


def state_of(person: Person) -> dict[str, Any]:
    """What is known of a person, as values a sealed row can keep, for `take_back_person`."""
    return {name: getattr(person, name) for name in KEPT}


def take_back_person(*, actor: Actor, person: Person, created: bool, to: Mapping[str, Any]) -> bool:
    """Put a person back to what they were, or delete them, and destroy their key, when they were `created` by what is
    taken back. False, and nothing is changed, when something else refers to them."""
    place = audit.mark()
    uid = person.uid
    try:
        with db.session.begin_nested():
            audit.record("subject.taken_back", person, created=created)
            if created:
                db.session.delete(person)
            else:
                for name, value in to.items():
                    setattr(person, name, date.fromisoformat(value) if name in DATES and value else value)
            db.session.flush()
    except IntegrityError:
        audit.rewind(place)
        return False
    if created:
        destroy_after_commit(db.session(), [uid])
    return True
