"""What may be done with forums. Each file declares its own events."""

from app.features.forums.joining import (
    add_member,
    bridge_case,
    end_bridge,
    end_member,
    make_joint,
    unmake_joint,
)
from app.features.forums.leading import acknowledge_lead, propose_lead, set_membership, withdraw_lead
from app.features.forums.listing import confirm_listed, load_list
from app.features.forums.transferring import (
    acknowledge_transfer,
    answer_transfer,
    propose_transfer,
    send_transfer,
    withdraw_proposal,
    withdraw_transfer,
)

__all__ = [
    "acknowledge_lead",
    "acknowledge_transfer",
    "add_member",
    "answer_transfer",
    "bridge_case",
    "confirm_listed",
    "end_bridge",
    "end_member",
    "load_list",
    "make_joint",
    "propose_lead",
    "propose_transfer",
    "send_transfer",
    "set_membership",
    "unmake_joint",
    "withdraw_lead",
    "withdraw_proposal",
    "withdraw_transfer",
]
