"""What becomes of the escalations of a case that is closed (section 4.8). Those the clock opened end by themselves,
when what they are about is settled; the rest somebody opened, or a meeting."""

from collections.abc import Iterator

from app.features.cases.interface import Case, closing
from app.features.escalation import queries
from app.features.escalation.domain import WATCHED
from app.features.escalation.stopping import resolve
from app.features.partnership import interface as partnership
from app.platform.access import Actor

GOES_ON = closing.Fate("GOES_ON", "It goes on without the case")
RESOLVED = closing.Fate("RESOLVED", "It is resolved", "Enter what came of it")


def open_escalations(actor: Actor, case: Case) -> Iterator[closing.Work]:
    for row in queries.list_for_case(actor, case.uid):
        if row.ended_on is None and row.trigger not in WATCHED:
            who = partnership.agency_name(row.agency_uid) if row.agency_uid else "The group itself"
            yield closing.Work(row.uid, f"Escalation {row.reference}: {row.reason}", who, (RESOLVED, GOES_ON))


def settle(actor: Actor, _case: Case, uid: str, fate: str, words: str) -> None:
    if fate == RESOLVED.code:
        resolve(actor=actor, escalation=queries.get_escalation(actor, uid), outcome=words)


closing.add_work("escalations", open_escalations, settle, order=70)
