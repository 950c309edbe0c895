"""What rooms below ask of meetings: when cases were discussed, and whether research is overdue on closing."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from app.features.cases.interface import Case, closing
from app.features.forums import interface as forums
from app.features.meetings.models import AgendaItem, Meeting
from app.features.returns import interface as returns
from app.platform.access import Actor
from app.platform.database import db


def heard(actor: Actor, case_uids: Sequence[str]) -> dict[str, list[tuple[date, bool]]]:
    """When each case was heard, and whether that discussion was joint with another group."""
    found: dict[str, list[tuple[date, bool]]] = {}
    rows = db.session.execute(
        select(AgendaItem.uid, AgendaItem.case_uid, Meeting.held_on)
        .join(Meeting, Meeting.uid == AgendaItem.meeting_uid)
        .where(AgendaItem.case_uid.in_(case_uids), AgendaItem.heard_at.is_not(None), AgendaItem.withdrawn_at.is_(None))
    ).all()
    joint = forums.joint_forums(actor, [row[0] for row in rows])
    for uid, case_uid, held_on in rows:
        found.setdefault(case_uid, []).append((held_on, uid in joint))
    return found


def research_fact(actor: Actor, case: Case) -> Iterator[closing.Fact]:
    """No research is overdue before a case is closed (4.8)."""
    late = returns.overdue_research(actor, closing.uids_here(case))
    yield closing.Fact("No research is overdue", "An agency still owes a return" if late else "None is owed", not late)


forums.set_heard_source(heard)
closing.add_fact(research_fact, order=45)
