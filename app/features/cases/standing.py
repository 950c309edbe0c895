"""Which agencies know of a case: a need to know, or shut out. Shut out wins and stays."""

from collections.abc import Callable, Iterable

from app.features.cases.models import Case, CaseAgency
from app.features.cases.queries import agencies_with_need, standing_of
from app.features.cases.visibility import EXCLUDED, NEED_TO_KNOW
from app.features.partnership.interface import check_recipient, may_receive
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("case.agency_given_need", facts={"agency_uid", "why"})
audit.declare("case.agency_shut_out", facts={"agency_uid"})

DO_NOT_SHARE = "DO_NOT_SHARE"
TAKEN_QUIETLY = frozenset({"NOTIFIED", "ATTENDED"})
"""What an agency that is shut out may have done anyway: it then simply sees nothing."""


Recipients = Callable[[str], Iterable[str]]
_recipients: dict[str, Recipients] = {}


def add_recipients(name: str, recipients: Recipients) -> None:
    """Let `recipients(case_uid)` name agencies that were told of a case without a need to know of the whole. Safe to
    call again."""
    _recipients[name] = recipients


def recipients_of(case_uid: str) -> list[str]:
    """Every agency that knows of a case, or was told something of it: who is told again when it is put right."""
    told = {uid for name in sorted(_recipients) for uid in _recipients[name](case_uid)}
    return sorted({*agencies_with_need(case_uid), *told})


def give_need_to_know(*, actor: Actor, case: Case, agency_uid: str, why: str) -> bool:
    """Let an agency see the case. Returns whether it may now.

    An agency that is shut out stays so: one that notified or attended is left out without a word, anything asked of it
    (`why` ASKED, OWNS_ACTION, LEADS, SHARED) is refused at `agency_uid`.
    """
    if why not in TAKEN_QUIETLY:
        check_recipient(agency_uid, field="agency_uid")
    row = standing_of(case.uid, agency_uid)
    if row is not None and row.standing == EXCLUDED:
        if why in TAKEN_QUIETLY:
            return False
        raise Refused("Choose another agency: this one is shut out of the case", field="agency_uid")
    if know(case.uid, agency_uid, why):
        audit.record("case.agency_given_need", case, agency_uid=agency_uid, why=why)
    return may_receive(agency_uid)


def know(case_uid: str, agency_uid: str, why: str) -> bool:
    """Give an agency that has no standing in a case a need to know of it, for a caller that may not see the case yet
    and records the event itself. Returns whether that changed anything: an
    agency that may not be told what the group holds gets none (PR-31)."""
    if standing_of(case_uid, agency_uid) is not None or not may_receive(agency_uid):
        return False
    db.session.add(CaseAgency(case_uid=case_uid, agency_uid=agency_uid, standing=NEED_TO_KNOW, why=why, since=today()))
    db.session.flush()
    return True


def shut_out_agency(*, actor: Actor, case: Case, agency_uid: str) -> None:
    """From now on nobody of the agency sees the case, whatever else would let them. Doing it again changes nothing."""
    row = standing_of(case.uid, agency_uid)
    if row is not None and row.standing == EXCLUDED:
        row.why = DO_NOT_SHARE
        return
    if agency_uid == case.lead_agency_uid:
        raise Refused("Name another lead agency first: this one leads the case", field="agency_uid")
    if row is None:
        row = CaseAgency(case_uid=case.uid, agency_uid=agency_uid)
        db.session.add(row)
    row.standing, row.why, row.since = EXCLUDED, DO_NOT_SHARE, today()
    db.session.flush()
    audit.record("case.agency_shut_out", case, agency_uid=agency_uid)
