"""What rooms above may use of merging: what was said of pairs, and what follows when records are joined.

A room above whose rows point to a subject says so with `points_to_subject(Model, "subject_uid")`: they follow a person
whose record is joined to another, and back. `when_given(name, function)` hears of entries that went to another case.
"""

from app.features.merging.domain import Verdict
from app.features.merging.pairs import count_waiting, different_among, remember
from app.features.merging.parting import when_given
from app.features.merging.pointers import points_to_subject

__all__ = ["Verdict", "count_waiting", "different_among", "points_to_subject", "remember", "when_given"]
