"""Whether two records may be of the same person. It only ever suggests: a person decides. PR-13. Pure.

See docs/decisions/0024.
"""

from app.features.subjects.matching.comparing import Likeness, Relation, Verdict, compare
from app.features.subjects.matching.explaining import Agreement, Sign, Strength
from app.features.subjects.matching.identity import FORMAL, Identity, Name, identity_of

__all__ = [
    "FORMAL",
    "Agreement",
    "Identity",
    "Likeness",
    "Name",
    "Relation",
    "Sign",
    "Strength",
    "Verdict",
    "compare",
    "identity_of",
]
