"""What rooms above may use of subjects.

`answers` are those of a notification: keys are the field names of the domain reference 2.1, 2.18 and 2.19.
"""

from app.features.subjects.candidates import (
    Candidate,
    LikelyPair,
    comparable,
    compare_people,
    likely_pairs,
    similar_members,
    similar_people,
    similar_to_each,
)
from app.features.subjects.commands import add_to_subject, create_subject, identify_member, name_member
from app.features.subjects.erasure import add_key_source, erase_subject, keys_of, when_erased
from app.features.subjects.finding import Found, IndexNotReady, areas_that_hold, find_subjects, may_ask_elsewhere
from app.features.subjects.fitting import FIELDS, fit_files
from app.features.subjects.identity import Source
from app.features.subjects.joining import (
    FIRST,
    KEYED,
    SECOND,
    Difference,
    differences,
    facts_of,
    join,
    plain,
    write_facts,
)
from app.features.subjects.matching import Agreement, Sign, Strength, by_agreement, compare, identity_of
from app.features.subjects.models import Network, NetworkMember, Person, Place, Subject
from app.features.subjects.parting import Added, added_since, part
from app.features.subjects.plotting import is_home, is_kept_to_ward
from app.features.subjects.presentation import Address, Flag, Identity, identity, said_by
from app.features.subjects.queries import get_subject, list_members, provide_joined
from app.features.subjects.resemblance import why_alike
from app.features.subjects.taking_back import state_of, take_back_person
from app.features.subjects.wording import fact_label, fact_words
from app.kernel.folding import fold

__all__ = [
    "FIELDS",
    "FIRST",
    "KEYED",
    "SECOND",
    "Added",
    "Address",
    "Agreement",
    "Candidate",
    "Difference",
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
    "Source",
    "Strength",
    "Subject",
    "add_key_source",
    "add_to_subject",
    "added_since",
    "areas_that_hold",
    "by_agreement",
    "comparable",
    "compare",
    "compare_people",
    "create_subject",
    "differences",
    "erase_subject",
    "fact_label",
    "fact_words",
    "facts_of",
    "find_subjects",
    "fit_files",
    "fold",
    "get_subject",
    "identify_member",
    "identity",
    "identity_of",
    "is_home",
    "is_kept_to_ward",
    "join",
    "keys_of",
    "likely_pairs",
    "list_members",
    "may_ask_elsewhere",
    "name_member",
    "part",
    "plain",
    "provide_joined",
    "said_by",
    "similar_members",
    "similar_people",
    "similar_to_each",
    "state_of",
    "take_back_person",
    "when_erased",
    "why_alike",
    "write_facts",
]
