"""What rooms above may use of subjects.

`answers` are those of a notification: keys are the field names of the domain reference 2.1, 2.18 and 2.19.
"""

from app.features.subjects.commands import add_to_subject, create_subject, identify_member
from app.features.subjects.erasure import add_key_source, erase_subject
from app.features.subjects.matching import compare, identity_of
from app.features.subjects.models import Network, NetworkMember, Person, Place, Subject
from app.features.subjects.names import fold
from app.features.subjects.presentation import Address, Flag, Identity, identity
from app.features.subjects.queries import (
    Candidate,
    comparable,
    get_subject,
    list_members,
    provide_open_cases,
    similar_members,
    similar_people,
)
from app.features.subjects.resemblance import why_alike

__all__ = [
    "Address",
    "Candidate",
    "Flag",
    "Identity",
    "Network",
    "NetworkMember",
    "Person",
    "Place",
    "Subject",
    "add_key_source",
    "add_to_subject",
    "comparable",
    "compare",
    "create_subject",
    "erase_subject",
    "fold",
    "get_subject",
    "identify_member",
    "identity",
    "identity_of",
    "list_members",
    "provide_open_cases",
    "similar_members",
    "similar_people",
    "why_alike",
]
