"""What waits for impact assessments: a change is proposed, assessed, and only then made. PR-26, PR-27."""

from datetime import date

from app.features.governance import queries
from app.features.governance.documents import may_manage
from app.features.governance.domain.documents import RULE, check_assessments
from app.features.governance.models import ProposedChange
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused, Stale
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("change.proposed", facts={"what"})
audit.declare("change.made", facts={"what", "proposed_on"})
audit.declare("change.withdrawn", facts={"what"})

AGE_SCOPE, POLICE_LIST, SCORING = "AGE_SCOPE", "POLICE_LIST", "SCORING"


def check_assessed(area_uid: str, what: str, on: date) -> None:
    """Whether a change may be made today: `what` is a code of `assessed_matter` ("SCORING" for the scoring model), `on`
    the day the change was proposed.

    Asks for a data protection and an equality impact assessment of the area, each approved on that day or later,
    covering `what`, and not past its review. Raises Refused(rule="PR-27") with words for people.
    """
    check_assessments(
        queries.list_documents(area_uid),
        queries.gating_kinds(),
        what=what,
        words=_words(what),
        proposed_on=on,
        on=today(),
    )


def propose_change(*, actor: Actor, area_uid: str, what: str, words: str) -> ProposedChange:
    """Say that something is to change. One of a kind waits at a time."""
    if not may_manage(actor, area_uid):
        raise NotPermitted("documents in force")
    if what not in {item.code for item in proposable()}:
        raise Refused("Select what is to change", field="what")
    partnership.hold_area(area_uid)
    waiting = queries.waiting_change(area_uid, what)
    if waiting is not None:
        raise Refused("Withdraw the change that is proposed already, or have it made", field="what")
    row = ProposedChange(
        key_uid=area_uid,
        area_uid=area_uid,
        what=what,
        proposed_on=today(),
        proposed_by_uid=actor.user_uid,
        words=words.strip(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("change.proposed", row, what=what)
    return row


def withdraw_change(*, actor: Actor, change: ProposedChange) -> None:
    """Sent twice, it is withdrawn once."""
    if not may_manage(actor, change.area_uid):
        raise NotPermitted("documents in force")
    if change.made_on is not None:
        raise Stale
    if change.withdrawn_on is None:
        change.withdrawn_on = today()
        audit.record("change.withdrawn", change, what=change.what)


def pass_gate(*, actor: Actor, area_uid: str, what: str) -> None:
    """Make the change that was proposed. Raises Refused when none was, or its assessments are not there."""
    change = queries.waiting_change(area_uid, what)
    if change is None:
        raise Refused(
            f"Propose the change to {_words(what)} first, under Documents in force: its impact is assessed before it "
            "is made",
            rule=RULE,
        )
    check_assessed(area_uid, what, change.proposed_on)
    change.made_on = today()
    audit.record("change.made", change, what=what, proposed_on=change.proposed_on.isoformat())


def turn_on(*, actor: Actor, area_uid: str, source: str) -> None:
    """Use a source in an area: the first time its impact has to have been assessed (see `pass_gate`)."""
    if not queries.was_made(area_uid, source):
        pass_gate(actor=actor, area_uid=area_uid, what=source)


def proposable() -> list[partnership.CodeItem]:
    """What is proposed here. The scoring model is proposed where it is changed."""
    return [item for item in partnership.code_list("assessed_matter") if item.attributes.get("proposed_here")]


def _words(what: str) -> str:
    item = partnership.code_item("assessed_matter", what)
    return str(item.attributes.get("words", item.label)) if item else what
