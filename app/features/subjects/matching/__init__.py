"""Whether two records may be of the same person. It only ever suggests: a person decides. PR-13. Pure.

See docs/decisions/0024.
"""

from app.features.subjects.matching.comparing import Relation, Verdict, compare
from app.features.subjects.matching.explaining import Agreement, Sign, Strength, by_agreement
from app.features.subjects.matching.identity import FORMAL, Identity, Name, identity_of, member_identity

__all__ = [
    "FORMAL",
    "Agreement",
    "Identity",
    "Name",
    "Relation",
    "Sign",
    "Strength",
    "Verdict",
    "by_agreement",
    "compare",
    "identity_of",
    "member_identity",
]
