"""The agenda of the next meeting keeps itself: what happens after it was built is put on it without anybody's pressing.

A red-trigger event (section 3.3, PR-39), and assurance that lapsed or never came (PR-37), bring a case back. What
somebody took off by hand stays off, and what was put in its place stays there, as when the agenda is built again.
"""

from app.features.meetings import queries
from app.features.meetings.commands.agenda import build_agenda
from app.features.meetings.domain import agenda
from app.features.meetings.facts import gather
from app.features.meetings.models import Meeting
from app.platform.access import Actor, acting_as, system_actor

BY_ITSELF = frozenset({agenda.RED_TRIGGER, agenda.ASSURANCE})


def keep_agenda(job: str, area_uid: str) -> int:
    """Build the agenda of the area's next meeting again when a case has come back by itself since it was built.

    Returns how many items were added; an agenda that nobody has built yet, or that is being heard, is left alone.
    """
    with acting_as(system_actor(job, frozenset({area_uid}))) as actor:
        meeting = queries.next_meeting(actor)
        if meeting is None or meeting.agenda_built_at is None or meeting.opened_at is not None:
            return 0
        return len(build_agenda(actor=actor, meeting=meeting)) if _has_come_back(actor, meeting) else 0


def _has_come_back(actor: Actor, meeting: Meeting) -> bool:
    there = {item.case_uid for item in queries.list_items(actor, meeting, withdrawn=True)}
    return any(
        BY_ITSELF.intersection(agenda.reasons_to_hear(facts, meeting.held_on))
        for uid, facts in gather(actor, meeting).items()
        if uid not in there
    )
