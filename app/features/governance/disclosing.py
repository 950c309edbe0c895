"""One disclosure to a body that what the group holds is not for: asked, agreed by two, made or refused. PR-31."""

from datetime import date

from app.features.cases.interface import Case
from app.features.governance.domain import outside as rules
from app.features.governance.models import OutsideDisclosure
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused, Stale
from app.kernel.references import reference
from app.platform import audit
from app.platform.access import Actor, Permission, Role
from app.platform.database import db, next_number

audit.declare("outside.asked", facts={"kind", "purpose", "gateway", "case_uid"})
audit.declare("outside.agreed", facts={"as_role"})
audit.declare("outside.refused")
audit.declare("outside.made", facts={"kind", "purpose", "gateway", "made_on"})

PREFIX = "O"


def kinds() -> list[partnership.CodeItem]:
    """Types of body that nothing is told by default."""
    return [item for item in partnership.code_list("agency_type") if item.attributes.get("off_by_default")]


def ask_outside(
    *, actor: Actor, case: Case, kind: str, recipient: str, purpose: str, gateway: str, what: str, reason: str
) -> OutsideDisclosure:
    """Ask for one disclosure. The same one that still waits is answered as it is."""
    _runs(actor)
    if kind not in {item.code for item in kinds()}:
        raise Refused("Select the kind of body", field="kind")
    item = partnership.code_item("outside_purpose", purpose)
    if item is None:
        raise Refused("Select the purpose", field="purpose")
    rules.check_purpose(barred=bool(item.attributes.get("barred")))
    if gateway not in {one.code for one in partnership.gateways_for(actor.agency_type or "")}:
        raise Refused("Select a power that your agency may use", field="gateway", rule="5.2")
    year = today().year
    row = OutsideDisclosure(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        agency_uid=actor.agency_uid,
        reference=reference(PREFIX, year, next_number(PREFIX, year)),
        case_uid=case.uid,
        case_reference=case.reference,
        kind=kind,
        purpose=purpose,
        gateway=gateway,
        asked_on=today(),
        asked_by_uid=actor.user_uid,
        recipient=recipient.strip(),
        what=what.strip(),
        reason=reason.strip(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("outside.asked", row, kind=kind, purpose=purpose, gateway=gateway, case_uid=case.uid)
    return row


def agree_outside(*, actor: Actor, disclosure: OutsideDisclosure) -> None:
    """As the chair or as the data protection officer: two different people."""
    role = rules.check_agrees(
        disclosure, actor.user_uid, as_chair=Role.CHAIR in actor.roles, as_dpo=Role.DPO in actor.roles
    )
    if role == "chair":
        disclosure.chair_uid, disclosure.chair_on = actor.user_uid, today()
    else:
        disclosure.dpo_uid, disclosure.dpo_on = actor.user_uid, today()
    audit.record("outside.agreed", disclosure, as_role=role)


def refuse_outside(*, actor: Actor, disclosure: OutsideDisclosure, refusal: str) -> None:
    """By the chair or the data protection officer, with the reason."""
    if not actor.is_any(frozenset({Role.CHAIR, Role.DPO})):
        raise NotPermitted("disclosure outside")
    if rules.state(disclosure) not in (rules.State.WAITS, rules.State.AGREED):
        raise Stale
    disclosure.refused_on, disclosure.refused_by_uid, disclosure.refusal = today(), actor.user_uid, refusal.strip()
    audit.record("outside.refused", disclosure)


def make_outside(*, actor: Actor, disclosure: OutsideDisclosure, made_on: date) -> None:
    """Write down that it was made, once both agreed."""
    _runs(actor)
    if rules.state(disclosure) is rules.State.MADE:
        raise Stale
    if rules.state(disclosure) is not rules.State.AGREED or disclosure.chair_on is None or disclosure.dpo_on is None:
        raise Refused("Wait until the chair and the data protection officer have agreed", rule="PR-31")
    if not max(disclosure.chair_on, disclosure.dpo_on) <= made_on <= today():
        raise Refused("Enter a day from that on which both had agreed until today", field="made_on")
    disclosure.made_on, disclosure.made_by_uid = made_on, actor.user_uid
    audit.record(
        "outside.made",
        disclosure,
        kind=disclosure.kind,
        purpose=disclosure.purpose,
        gateway=disclosure.gateway,
        made_on=made_on.isoformat(),
    )


def _runs(actor: Actor) -> None:
    if not actor.may(Permission.CASE_MANAGE):
        raise NotPermitted("disclosure outside")
