"""Asking somebody what they think of the help they had: a link that works once, without an account."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from app.features.outcomes.domain.feedback import State, state
from app.features.outcomes.measuring import may_record
from app.features.outcomes.models import Feedback
from app.features.partnership import interface as partnership
from app.features.referrals.interface import Referral
from app.kernel.clock import now
from app.kernel.errors import NotFound, Refused
from app.kernel.references import ALPHABET
from app.platform import audit
from app.platform.access import Actor, system_actor
from app.platform.database import db
from app.platform.vault import current_vault, is_erased

audit.declare("feedback.asked", facts={"way", "given_by"})
audit.declare("feedback.withdrawn")
audit.declare("feedback.answered", facts={"way"})

LINK, DEVICE = "LINK", "DEVICE"
GIVEN_BY = {"SELF": "The person", "PARENT": "A parent or carer"}
SECRET = 16
"""Characters of five random bits each: long enough that nobody meets one by guessing, short enough to be typed."""
GROUP = 4
WORDS = 2_000


def ask(*, actor: Actor, referral: Referral, way: str, given_by: str) -> str:
    """A new link; the ones before that wait for the same person's answer stop working. Returns its secret, which is
    not kept. `way`: LINK is given to somebody, DEVICE is opened on the worker's own and works for minutes."""
    if not may_record(actor, referral) or referral.accepted_on is None:
        raise NotFound("Referral")
    if given_by not in GIVEN_BY:
        raise Refused("Select who is asked", field="given_by")
    db.session.scalar(select(Referral.uid).where(Referral.uid == referral.uid).with_for_update())
    moment = now()
    for row in list_feedback(actor, referral.uid):
        if row.given_by == given_by and state(row, moment) is State.OPEN:
            row.withdrawn_at = moment
    secret = "".join(secrets.choice(ALPHABET) for _ in range(SECRET))
    row = Feedback(
        key_uid=referral.key_uid,
        agency_uid=referral.agency_uid,
        area_uid=referral.area_uid,
        referral_uid=referral.uid,
        intervention_uid=referral.intervention_uid,
        way=way,
        given_by=given_by,
        token_digest=_digest(secret),
        asked_at=moment,
        asked_by_uid=actor.user_uid,
        expires_at=moment + _life(way, referral.area_uid),
        answers={},
    )
    db.session.add(row)
    db.session.flush()
    audit.record("feedback.asked", row, way=way, given_by=given_by)
    return "-".join(secret[at : at + GROUP] for at in range(0, SECRET, GROUP))


def withdraw(*, actor: Actor, feedback: Feedback, referral: Referral) -> None:
    """The link stops working: it was given to somebody else, or is not wanted."""
    if not may_record(actor, referral):
        raise NotFound("Feedback")
    if state(feedback, now()) is State.OPEN:
        feedback.withdrawn_at = now()
        audit.record("feedback.withdrawn", feedback)


def find_open(secret: str, *, for_answer: bool = False) -> Feedback:
    """The question that a link's secret may answer now. The system acts. Raises NotFound for every other: wrong, used,
    taken back, too late, or about somebody whose record was erased."""
    query = select(Feedback).where(Feedback.token_digest == _digest(secret.replace("-", "").strip().lower()))
    if for_answer:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalar(query)
    if row is None or state(row, now()) is not State.OPEN or is_erased(row):
        raise NotFound("feedback")
    return row


def answer(*, actor: Actor, secret: str, answers: Mapping[str, str | None], words: str) -> None:
    """What somebody thinks, once. `actor` is the system: whoever holds the link is nobody here. Raises NotFound."""
    row = find_open(secret, for_answer=True)
    given = {code: said for code, said in answers.items() if said}
    for code, said in given.items():
        known = partnership.is_code("feedback_question", code) and partnership.is_code("feedback_answer", said)
        if not known:
            raise Refused("Choose an answer from the list", field=code)
    words = words.strip()
    if not given and not words:
        raise Refused("Choose an answer, or write something")
    row.answers, row.words, row.answered_at = given, words or None, now()
    db.session.flush()
    audit.record("feedback.answered", row, way=row.way)


def list_feedback(actor: Actor, referral_uid: str) -> list[Feedback]:
    """What was asked for one referral, the newest first."""
    rows = db.session.scalars(
        select(Feedback).where(Feedback.referral_uid == referral_uid).order_by(Feedback.asked_at.desc(), Feedback.uid)
    )
    return list(rows)


def public_system() -> Actor:
    """Who looks a link up: it may be of any area."""
    return system_actor("feedback", partnership.every_area_uid())


def _life(way: str, area_uid: str) -> timedelta:
    if way == DEVICE:
        return timedelta(minutes=partnership.number("feedback.device", area_uid))
    return timedelta(days=partnership.number("feedback.link", area_uid))


def _digest(secret: str) -> bytes:
    return current_vault().keyring.token("outcomes.feedback", secret)
