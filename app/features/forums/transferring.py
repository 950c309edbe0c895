"""Offering a case to another forum: the packet, its acknowledgement, the answer. Section 4.10, PR-43, PR-46.

The packet is handed over on paper or read out, never mailed. The case stays ours until the other forum accepts it.
"""

from typing import Any

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.forums.domain import leading as rules
from app.features.forums.domain.transfers import KINDS, check_step, transfer_status
from app.features.forums.joining import make_joint
from app.features.forums.leading import pass_lead, set_membership
from app.features.forums.models import Transfer
from app.features.forums.words import forum_words, needed, other_forums
from app.features.partnership import interface as partnership
from app.features.subjects.interface import Person
from app.kernel.clock import today
from app.kernel.days import day_words
from app.kernel.errors import Refused
from app.kernel.references import reference
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.calendar import working_days
from app.platform.database import db, next_number

audit.declare("transfer.proposed", facts={"forum", "kind"})
audit.declare("transfer.sent", facts={"forum", "gateway", "acknowledge_by"})
audit.declare("transfer.acknowledged", facts={"late"})
audit.declare("transfer.accepted", facts={"kind"})
audit.declare("transfer.declined")
audit.declare("transfer.withdrawn")

RED = 3
AREA, EXPLOITATION = "NEIGHBOUR_AREA", "EOG"


def propose_transfer(
    *, actor: Actor, case: Case, forum_code: str, kind: str, reason: str, item_uid: str | None = None
) -> Transfer:
    """Begin a transfer. The same one still open is answered as it is. Refused names forum_code, kind or reason."""
    cases.check_open(case)
    rules.check_other(forum_code, other_forums(case.area_uid))
    if kind not in KINDS:
        raise Refused("Select what is meant: a transfer, a joint case or a copy", field="kind")
    if not needed(reason):
        raise Refused("Enter why the case goes there", field="reason")
    db.session.scalar(select(Case.uid).where(Case.uid == case.uid).with_for_update())
    open_already = db.session.scalar(
        select(Transfer).where(
            Transfer.case_uid == case.uid, Transfer.forum_code == forum_code, Transfer.ended_on.is_(None)
        )
    )
    if open_already is not None:
        if open_already.kind != kind:
            raise Refused("Withdraw the transfer that is open first", field="kind")
        return open_already
    on = today()
    row = Transfer(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        reference=reference("T", on.year, next_number("T", on.year)),
        case_uid=case.uid,
        item_uid=item_uid,
        forum_code=forum_code,
        kind=kind,
        proposed_on=on,
        proposed_by_uid=actor.user_uid,
        reason=needed(reason),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("transfer.proposed", row, forum=forum_code, kind=kind)
    return row


def send_transfer(
    *,
    actor: Actor,
    transfer: Transfer,
    case: Case,
    gateway: str,
    wanted: str,
    safety_plan: str,
    not_shared: str,
    contact: str,
) -> Transfer:
    """Hand the packet over: it is frozen as it is today, and the clock of its acknowledgement begins.

    Three working days for a case with a red level of concern, ten for others (numbers). Twice changes nothing.
    """
    if transfer.sent_on is not None:
        return transfer
    check_step("send", transfer_status(transfer, today()))
    for text, message, field in (
        (contact, "Enter who receives it, and how to reach them", "contact"),
        (wanted, "Enter what we want from them", "wanted"),
        (safety_plan, "Enter the safety plan in force, or that there is none", "safety_plan"),
        (not_shared, "Enter what must not be shared, or that there is nothing", "not_shared"),
    ):
        if not needed(text):
            raise Refused(message, field=field, rule="4.10")
    if not partnership.is_code("gateway", gateway or ""):
        raise Refused("Select the legal gateway", field="gateway", rule="PR-46")
    on = today()
    days = partnership.number(f"transfer.acknowledge.{'red' if case.band_rank == RED else 'other'}", case.area_uid)
    transfer.gateway, transfer.wanted, transfer.contact = gateway, needed(wanted), needed(contact)
    transfer.safety_plan, transfer.not_shared = needed(safety_plan), needed(not_shared)
    transfer.packet = packet_of(case)
    transfer.sent_on, transfer.sent_by_uid = on, actor.user_uid
    transfer.acknowledge_by = working_days().add(on, days)
    audit.record(
        "transfer.sent",
        transfer,
        forum=transfer.forum_code,
        gateway=gateway,
        acknowledge_by=transfer.acknowledge_by.isoformat(),
    )
    return transfer


def packet_of(case: Case) -> dict[str, Any]:
    """Who it is about, no more than is needed to know them, and the levels of concern axis by axis (never added up)."""
    subject = case.subject
    who = {"Name": subject.title, "Our reference": case.reference}
    if isinstance(subject, Person):
        who["Date of birth"] = day_words(subject.dob) if subject.dob else "Not known"
    bands = {"CAUSE": case.band_cause, "HARMED": case.band_harmed, "EXPLOITED": case.band_exploited}
    risk = {
        partnership.code_label("axis", axis): partnership.code_label("band", band) if band else "Not set"
        for axis, band in bands.items()
    }
    return {"who": who, "risk": risk}


def acknowledge_transfer(*, actor: Actor, transfer: Transfer, name: str) -> Transfer:
    """The other forum says that it has the packet: who said so is written down."""
    if transfer.acknowledged_on is not None:
        return transfer
    check_step("acknowledge", transfer_status(transfer, today()))
    if not needed(name):
        raise Refused("Enter who acknowledged it", field="name", rule="PR-43")
    transfer.acknowledged_on, transfer.acknowledged_by = today(), needed(name)
    late = transfer.acknowledge_by is not None and transfer.acknowledge_by < today()
    audit.record("transfer.acknowledged", transfer, late=late)
    return transfer


def answer_transfer(
    *, actor: Actor, transfer: Transfer, case: Case, accepted: bool, name: str, answer: str | None
) -> Transfer:
    """The other forum accepts or declines. Accepting a transfer ends our case; joint, or a copy, it goes on with us."""
    if (transfer.accepted_on if accepted else transfer.declined_on) is not None:
        return transfer
    check_step("answer", transfer_status(transfer, today()))
    if not needed(name):
        raise Refused("Enter who answered for the forum", field="name", rule="PR-43")
    if not accepted and not needed(answer):
        raise Refused("Enter why it was declined", field="answer")
    on = today()
    transfer.acknowledged_on = transfer.acknowledged_on or on
    transfer.acknowledged_by = transfer.acknowledged_by or needed(name)
    transfer.answered_by, transfer.answer, transfer.ended_on = needed(name), needed(answer), on
    if not accepted:
        transfer.declined_on = on
        audit.record("transfer.declined", transfer)
        return transfer
    transfer.accepted_on = on
    audit.record("transfer.accepted", transfer, kind=transfer.kind)
    set_membership(actor=actor, case=case, forum_code=transfer.forum_code, role=rules.COPY)
    if transfer.kind == "JOINT" and transfer.item_uid:
        make_joint(actor=actor, case=case, item_uid=transfer.item_uid, forum_code=transfer.forum_code)
    if transfer.kind == "TRANSFER":
        forum = forum_words(case.area_uid, transfer.forum_code)
        to = {AREA: "AREA", EXPLOITATION: "EOG"}.get(transfer.forum_code, "FORUM")
        note = f"{forum}: accepted by {transfer.answered_by} on {day_words(on)}"
        pass_lead(case, transfer.forum_code, transfer.forum_code)
        cases.transfer_case(actor=actor, case=case, to=to, note=note)
    return transfer


def withdraw_transfer(*, actor: Actor, transfer: Transfer) -> Transfer:
    """Take a transfer back that was not answered. Twice changes nothing."""
    if transfer.withdrawn_on is not None:
        return transfer
    check_step("withdraw", transfer_status(transfer, today()))
    transfer.withdrawn_on = transfer.ended_on = today()
    audit.record("transfer.withdrawn", transfer)
    return transfer


def withdraw_proposal(*, actor: Actor, transfer_uid: str) -> bool:
    """Take back a transfer whose packet nobody has yet. False when somebody has it, or it is over."""
    transfer = fetch(actor, Transfer, transfer_uid)
    if transfer.withdrawn_on is None:
        if transfer.sent_on is not None:
            return False
        withdraw_transfer(actor=actor, transfer=transfer)
    return True
