"""What rooms above may use of forums."""

from app.features.forums.commands import (
    acknowledge_lead,
    acknowledge_transfer,
    add_member,
    answer_transfer,
    bridge_case,
    confirm_listed,
    load_list,
    make_joint,
    propose_lead,
    propose_transfer,
    send_transfer,
    set_membership,
    unmake_joint,
    withdraw_proposal,
    withdraw_transfer,
)
from app.features.forums.domain.transfers import KINDS, transfer_status
from app.features.forums.leading import forums_of_user, usual_lead
from app.features.forums.likeness import candidates, listed_like
from app.features.forums.listing import every_listed
from app.features.forums.measure import set_heard_source
from app.features.forums.models import JointItem, LeadChange, ListedPerson, Membership, Transfer, forums_of
from app.features.forums.overlap import Overlap, add_outsiders, overlaps, told_overlaps
from app.features.forums.queries import joint_forums, lead_forum, list_joint, open_transfer, transfers_of
from app.features.forums.words import forum_choices, forum_words

__all__ = [
    "KINDS",
    "JointItem",
    "LeadChange",
    "ListedPerson",
    "Membership",
    "Overlap",
    "Transfer",
    "acknowledge_lead",
    "acknowledge_transfer",
    "add_member",
    "add_outsiders",
    "answer_transfer",
    "bridge_case",
    "candidates",
    "confirm_listed",
    "every_listed",
    "forum_choices",
    "forum_words",
    "forums_of",
    "forums_of_user",
    "joint_forums",
    "lead_forum",
    "list_joint",
    "listed_like",
    "load_list",
    "make_joint",
    "open_transfer",
    "overlaps",
    "propose_lead",
    "propose_transfer",
    "send_transfer",
    "set_heard_source",
    "set_membership",
    "told_overlaps",
    "transfer_status",
    "transfers_of",
    "unmake_joint",
    "usual_lead",
    "withdraw_proposal",
    "withdraw_transfer",
]
