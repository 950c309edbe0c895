"""Erasing a subject: one data key is destroyed, and with it everything that was ever sealed about them.

Rows stay, without what they said: dates, states and counts remain true. What upper rooms sealed about the subject under
other keys (an agency's notification) is named by the sources they register.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from app.features.subjects.models import Subject
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.vault import current_vault, destroy_after_commit

KeySource = Callable[[Subject], Iterable[str]]

audit.declare("subject.erased", facts={"keys"})
audit.declare("subject.erasures_finished", facts={"keys"})

_sources: list[KeySource] = []
_hearers: dict[str, Callable[[Subject], object]] = {}


def add_key_source(source: KeySource) -> None:
    """Let a room name the keys of what it keeps about a subject under keys of its own."""
    _sources.append(source)


def when_erased(name: str, hear: Callable[[Subject], object]) -> None:
    """Let a room take away what it keeps of a subject under the key of another, in the transaction of the erasure and
    before the keys are counted. Backups hold that until they expire. Safe to call again."""
    _hearers[name] = hear


def keys_of(subject: Subject) -> set[str]:
    return {subject.uid, *(uid for source in _sources for uid in source(subject))}


def erase_subject(*, actor: Actor, subject: Subject, reason: str) -> None:
    """Erase a subject for good, in the present data and in every backup of it. Raises Refused without a reason.

    The reason outlives the subject, so it must not tell about them.
    """
    if not reason.strip():
        raise Refused("Enter why this subject is erased", field="reason")
    if subject.erased_on is not None:
        return
    if subject.joined_to is not None:
        raise Refused(f"Erase {_person_of(subject).reference}: this record was joined to it, and both go together")
    for name in sorted(_hearers):
        _hearers[name](subject)
    keys = keys_of(subject)
    for one in db.session.scalars(select(Subject).where(Subject.uid.in_(keys))):
        one.erased_on = today()
    audit.record("subject.erased", subject, reason=audit.Outliving(reason), keys=len(keys))
    destroy_after_commit(db.session(), keys)


def _person_of(subject: Subject) -> Subject:
    while subject.joined_to is not None:
        subject = db.session.get_one(Subject, subject.joined_to)
    return subject


def finish_erasures() -> int:
    """Destroy keys that a stopped process left after the erasure was committed. Returns how many. A nightly job."""
    vault = current_vault()
    left = [
        uid
        for subject in db.session.scalars(select(Subject).where(Subject.erased_on.is_not(None)))
        for uid in keys_of(subject)
        if (key := vault.keys([uid]).get(uid)) is not None and not key.erased
    ]
    for uid in left:
        vault.destroy_key(uid)
    if left:
        audit.record("subject.erasures_finished", keys=len(left))
    return len(left)
