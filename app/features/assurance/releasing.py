"""What becomes of the assurance of a case that is closed: the group lets go of it (section 4.8)."""

from collections.abc import Iterator

from app.features.assurance import queries
from app.features.assurance.domain import STATUS_NAMES, Step, assurance_status, is_current, take
from app.features.assurance.holding import hold, needed
from app.features.assurance.models import Assurance
from app.features.cases.interface import Case, closing
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotPermitted
from app.platform import audit
from app.platform.access import Actor, Permission

audit.declare("assurance.released")


def release_assurance(*, actor: Actor, assurance: Assurance, reason: str) -> Assurance:
    """Let go of it: nothing is owed any more, and it does not lapse. Done already, it is left as it is."""
    if not actor.may(Permission.ASSURANCE_SEEK) and not actor.is_system:
        raise NotPermitted("release assurance")
    hold(assurance)
    if assurance.released_on is None:
        assurance.released_reason = needed(reason, "Enter who holds the risk now", "reason")
        take(Step.RELEASE, assurance, today())
        audit.record("assurance.released", assurance)
    return assurance


def open_assurance(actor: Actor, case: Case) -> Iterator[closing.Work]:
    on = today()
    for one in queries.list_for_case(actor, case.uid):
        if is_current(one):
            state = STATUS_NAMES[assurance_status(one, on)].lower()
            what = f"Assurance {one.reference}, {state}: {one.risk_statement}"
            yield closing.Work(
                one.uid, what, partnership.agency_name(one.agency_uid or ""), (closing.REHOMED, closing.ENDED)
            )


def settle(actor: Actor, _case: Case, uid: str, fate: str, words: str) -> None:
    label = "Held by another plan" if fate == closing.REHOMED.code else "Not needed any more"
    release_assurance(actor=actor, assurance=queries.get_assurance(actor, uid), reason=f"{label}: {words}")


closing.add_work("assurance", open_assurance, settle, order=50)
