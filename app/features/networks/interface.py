"""What rooms above may use of networks."""

from app.features.networks.commands import add_basis, record_tension, set_purpose, weigh_contexts
from app.features.networks.domain import Standing
from app.features.networks.linking import add_link, end_of, told_links
from app.features.networks.membering import add_member, decide_member, take_over
from app.features.networks.planning import link_place, set_goal
from app.features.networks.seeing import see

__all__ = [
    "Standing",
    "add_basis",
    "add_link",
    "add_member",
    "decide_member",
    "end_of",
    "link_place",
    "record_tension",
    "see",
    "set_goal",
    "set_purpose",
    "take_over",
    "told_links",
    "weigh_contexts",
]
