"""Raising a safeguarding alert, and hearing it. Each is dated by the clock."""

from datetime import timedelta

from sqlalchemy import Select, select

from app.features.actions import interface as actions
from app.features.alerts.mails import tell_group
from app.features.alerts.models import Alert
from app.features.cases import interface as cases
from app.features.partnership import interface as partnership
from app.features.referrals.interface import Referral, is_provider_of
from app.kernel.clock import now, today
from app.kernel.errors import NotFound, NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission, Role
from app.platform.database import db

audit.declare("alert.raised", facts={"kind", "urgent"})
audit.declare("alert.heard", facts={"heard_as", "follows"})

AGAIN = timedelta(minutes=10)
"""The same person pressing the same within this time presses twice."""
NOTE, ACTION = "NOTE", "ACTION"
URGENT = "URGENT"
HEARS = (Role.COORD, Role.CHAIR, Role.ADMIN)


def raise_alert(
    *, actor: Actor, referral: Referral, kind: str, urgent: bool = False, words: str | None = None
) -> Alert:
    """Tell the group that somebody referred to the actor's agency may be at risk; `kind` is a code of `alert_kind`.

    The group is told at once by a mail without a name. Sent twice, it is one alert. Raises NotFound for anybody else's
    referral.
    """
    if not actor.may(Permission.ALERT_RAISE) or not is_provider_of(actor, referral):
        raise NotFound("Referral")
    if not partnership.is_code("alert_kind", kind or ""):
        raise Refused("Select what you are worried about", field="kind")
    words = (words or "").strip() or None
    for one in db.session.scalars(_just_now(actor, referral)):
        if (one.kind, one.urgent, one.words) == (kind, urgent, words):
            return one
    alert = Alert(
        key_uid=referral.key_uid,
        agency_uid=referral.agency_uid,
        area_uid=referral.area_uid,
        case_uid=referral.case_uid,
        referral_uid=referral.uid,
        kind=kind,
        urgent=urgent,
        raised_at=now(),
        raised_by_uid=actor.user_uid,
        words=words,
    )
    db.session.add(alert)
    db.session.flush()
    audit.record("alert.raised", alert, kind=kind, urgent=urgent)
    tell_group(alert)
    return alert


def hear(*, actor: Actor, alert: Alert, done: str, follows: str) -> None:
    """Somebody of the group heard it, and says what is done: kept as a note on the case, or as an urgent action of
    theirs. The provider is told that it was heard, and by which role. Heard already, nothing happens."""
    if not actor.may(Permission.ALERT_HEAR):
        raise NotPermitted("hear an alert")
    done = (done or "").strip()
    if not done:
        raise Refused("Enter what is done about it", field="done")
    if follows not in (NOTE, ACTION):
        raise Refused("Select how it is kept", field="follows")
    held = select(Alert).where(Alert.uid == alert.uid).with_for_update().execution_options(populate_existing=True)
    db.session.scalar(held)
    if alert.heard_at is not None:
        return
    case = cases.case_for_change(actor, alert.case_uid)
    if follows == ACTION:
        alert.action_uid = _agree(actor, case, done).uid
    else:
        cases.add_note(actor=actor, case=case, text=f"After an alert of the provider: {done}")
    alert.heard_at, alert.heard_by_uid = now(), actor.user_uid
    alert.heard_as = next((role for role in HEARS if role in actor.roles), None)
    alert.done = done
    audit.record("alert.heard", alert, heard_as=alert.heard_as or "", follows=follows)


def _agree(actor: Actor, case: cases.Case, done: str) -> actions.Action:
    due_on = actions.usual_due_date(URGENT, area_uid=case.area_uid, agreed_on=today())
    return actions.agree_action(
        actor=actor,
        case=case,
        text=done,
        measure_of_done=None,
        category="SAFETY_PLAN",
        priority=URGENT,
        owner_agency_uid=actor.agency_uid or "",
        owner_uid=actor.user_uid,
        owner_accepts=True,
        due_on=due_on or today(),
    )


def _just_now(actor: Actor, referral: Referral) -> Select[Alert]:
    return select(Alert).where(
        Alert.referral_uid == referral.uid,
        Alert.raised_by_uid == actor.user_uid,
        Alert.heard_at.is_(None),
        Alert.raised_at >= now() - AGAIN,
    )
