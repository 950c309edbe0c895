"""What rooms above may use of subjects.

`answers` are those of a notification: keys are the field names of the domain reference 2.1, 2.18 and 2.19.
"""

from app.features.subjects.commands import add_to_subject, create_subject, identify_member
from app.features.subjects.erasure import add_key_source, erase_subject
from app.features.subjects.models import Network, NetworkMember, Person, Place, Subject
from app.features.subjects.names import fold
from app.features.subjects.presentation import Address, Flag, Identity, identity
from app.features.subjects.queries import Candidate, get_subject, list_members, provide_open_cases, similar_people

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
    "create_subject",
    "erase_subject",
    "fold",
    "get_subject",
    "identify_member",
    "identity",
    "list_members",
    "provide_open_cases",
    "similar_people",
]
