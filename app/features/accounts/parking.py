"""What was typed when a session ran out is kept, sealed, and offered back to the same person."""

from collections.abc import Iterable, Sequence

from flask import request
from sqlalchemy import select

from app.features.accounts.actors import as_system
from app.features.accounts.models import ParkedForm, User
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db

audit.declare("form.parked")
audit.declare("form.sent-again")
audit.declare("form.discarded")

MOST_KEPT = 5
SECRETS = frozenset({"passphrase", "current", "code", "recovery_code"})
"""Fields of this room that are never kept."""
NOT_TYPED = frozenset({"csrf_token", "submit"})
CARRIED = frozenset({"once", "seen", "ver"})
"""Hidden fields: kept, since the form needs them to be sent again, and never shown as what was typed."""
PARKED = "parked_uid"
"""In the session: the form that was offered back and may be sent again now."""


def park_this_request(user_uid: str) -> None:
    """Keep the form of this request for the person whose session ran out, whose token it carries. The system acts."""
    pairs = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    names = {name for name, _value in pairs}
    if names <= NOT_TYPED or (request.blueprint == "accounts" and names & SECRETS):
        return
    with as_system("sign-in"):
        user = db.session.scalar(select(User).where(User.uid == user_uid))
        if user is None:
            return
        form = ParkedForm(
            key_uid=user.uid,
            agency_uid=user.agency_uid,
            area_uid=user.area_uid,
            user_uid=user.uid,
            parked_at=now(),
            path=request.full_path.removesuffix("?"),
            fields=[list(pair) for pair in pairs],
        )
        db.session.add(form)
        _keep_the_newest(user.uid)
        audit.record("form.parked", form)


def _keep_the_newest(user_uid: str) -> None:
    for form in _newest_first(user_uid)[MOST_KEPT:]:
        db.session.delete(form)


def _newest_first(user_uid: str) -> Sequence[ParkedForm]:
    return db.session.scalars(
        select(ParkedForm).where(ParkedForm.user_uid == user_uid).order_by(ParkedForm.parked_at.desc())
    ).all()


def list_parked(actor: Actor) -> Sequence[ParkedForm]:
    """What is kept for the actor, newest first."""
    return _newest_first(actor.user_uid)


def get_parked(actor: Actor, uid: str) -> ParkedForm:
    return fetch(actor, ParkedForm, uid)


def discard(*, actor: Actor, form: ParkedForm) -> None:
    db.session.delete(form)
    audit.record("form.discarded", form)


def let_go_when_sent(actor: Actor, paths: Iterable[str]) -> None:
    """A form that was offered back has been sent and taken: it is not kept any longer."""
    wanted = set(paths)
    for form in list_parked(actor):
        if form.path in wanted:
            db.session.delete(form)
            audit.record("form.sent-again", form)
            return


def words(form: ParkedForm) -> list[str]:
    """What was typed, without codes and buttons: texts with a space or of some length, to recognise the form by."""
    return [
        value
        for name, value in form.fields
        if name not in CARRIED and (" " in value.strip() or len(value.strip()) > 20)
    ]
