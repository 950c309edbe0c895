"""What rooms above may use of subjects.

`answers` are those of a notification: keys are the field names of the domain reference 2.1, 2.18 and 2.19.
"""

from app.features.subjects.candidates import (
    Candidate,
    LikelyPair,
    comparable,
    likely_pairs,
    similar_members,
    similar_people,
)
from app.features.subjects.commands import add_to_subject, create_subject, identify_member
from app.features.subjects.erasure import add_key_source, erase_subject
from app.features.subjects.finding import Found, IndexNotReady, areas_that_hold, find_subjects, may_ask_elsewhere
from app.features.subjects.fitting import FIELDS, fit_files
from app.features.subjects.matching import Agreement, Sign, Strength, by_agreement, compare, identity_of
from app.features.subjects.models import Network, NetworkMember, Person, Place, Subject
from app.features.subjects.presentation import Address, Flag, Identity, identity
from app.features.subjects.queries import get_subject, list_members, provide_open_cases
from app.features.subjects.resemblance import why_alike
from app.kernel.folding import fold

__all__ = [
    "FIELDS",
    "Address",
    "Agreement",
    "Candidate",
    "Flag",
    "Found",
    "Identity",
    "IndexNotReady",
    "LikelyPair",
    "Network",
    "NetworkMember",
    "Person",
    "Place",
    "Sign",
    "Strength",
    "Subject",
    "add_key_source",
    "add_to_subject",
    "areas_that_hold",
    "by_agreement",
    "comparable",
    "compare",
    "create_subject",
    "erase_subject",
    "find_subjects",
    "fit_files",
    "fold",
    "get_subject",
    "identify_member",
    "identity",
    "identity_of",
    "likely_pairs",
    "list_members",
    "may_ask_elsewhere",
    "provide_open_cases",
    "similar_members",
    "similar_people",
    "why_alike",
]
