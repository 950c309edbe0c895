"""People of one agenda of whom one was harmed and the other is alleged to have harmed them: not next to each other
without thought."""

from collections.abc import Sequence
from itertools import pairwise

from app.features.incidents import interface as incidents
from app.features.incidents.interface import Between
from app.features.meetings.models import AgendaItem
from app.platform.access import Actor

HEADING = "People on this agenda who should not meet"
NEXT = "They stand next to each other. Put another item between them"


def apart(actor: Actor, items: Sequence[AgendaItem]) -> list[Between]:
    """Every such pair on the agenda."""
    return incidents.between(actor, [item.case.subject_uid for item in items])


def next_to_each_other(items: Sequence[AgendaItem], pairs: Sequence[Between]) -> set[str]:
    """The people of pairs whose items follow each other, by uid."""
    following = {frozenset(both) for both in pairwise(item.case.subject_uid for item in items)}
    return {uid for pair in pairs if frozenset(pair.people) in following for uid in pair.people}
