"""Deciding rows otherwise: put right, held, rejected; and several at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.features.partnership import interface as partnership
from app.features.police_list import queries, reference
from app.features.police_list.accepting import NEW, accept_row
from app.features.police_list.domain import judging, values
from app.features.police_list.domain.course import RowState, check_undecided
from app.features.police_list.domain.judging import Disposition, Judged
from app.features.police_list.models import Extract, Row
from app.features.police_list.sheet import EXTRA
from app.features.police_list.taking_in import check_may
from app.features.police_list.telling import identity_of
from app.features.subjects import interface as subjects
from app.kernel.clock import now, today
from app.kernel.errors import NotFound, NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db

audit.declare("police.row_put_right", facts={"disposition", "fields"})
audit.declare("police.row_chosen", facts={"over"})
audit.declare("police.row_held")
audit.declare("police.row_rejected", facts={"code"})

HOLD, REJECT = "HOLD", "REJECT"
POLICE = "POL"
CONDITIONS = "handling_conditions"


def put_right(*, actor: Actor, row: Row, cells: Mapping[str, str]) -> Judged:
    """Set cells of a row that is to be looked at, and judge it anew; what stood there is kept beside it. Conditions on
    sharing are the police's own to enter. Raises Refused at the code of a column that is still not right."""
    check_may(actor)
    check_undecided(row)
    if row.disposition != Disposition.QUARANTINE:
        raise Refused("Leave this row: there is nothing to put right")
    if CONDITIONS in cells and actor.agency_type != POLICE:
        raise NotPermitted("conditions on sharing")
    told = {code: values.tidy(text) for code, text in cells.items()}
    changed = {code: text for code, text in told.items() if text != row.cells.get(code, "")}
    extract = fetch(actor, Extract, row.extract_uid)
    if extract.extract_at is None:
        raise NotFound("extract")
    fresh = {code: text for code, text in {**row.cells, **changed}.items() if text and code != EXTRA}
    judged = judging.judge(fresh, reference.scope(row.area_uid, extract.extract_at, "utf-8"), _twin(row))
    for problem in judged.problems:
        if problem.field in told:
            raise Refused(problem.message, field=problem.field, rule=problem.rule)
    row.put_right = {**{code: row.cells.get(code, "") for code in changed}, **row.put_right}
    _settle(row, judged, fresh)
    db.session.flush()
    audit.record("police.row_put_right", row, disposition=judged.disposition, fields=len(changed))
    return judged


def _twin(row: Row) -> judging.Twin | None:
    return judging.Twin.DIFFERENT if row.rule == "PR-14(2)" else None


def _settle(row: Row, judged: Judged, cells: Mapping[str, str]) -> None:
    """As it was judged anew. One that turns out to be outside the ages, or another area's, is not kept."""
    row.disposition, row.rule, row.why = judged.disposition, judged.rule, judged.why or None
    row.problems = [[one.field, one.message, one.suggestion] for one in judged.problems]
    row.expires_on = judged.expires_on
    if judged.disposition in judging.KEPT and judged.rule != "5.3":
        row.cells = dict(cells)
        row.flags = list(dict.fromkeys([*row.flags, *map(str, judged.flags)]))
        if judged.disposition is Disposition.REJECT:
            row.state = RowState.REJECTED
        return
    row.state = RowState.REJECTED if judged.disposition is Disposition.REJECT else RowState.COUNTED
    row.ref, row.cells, row.unknown, row.put_right, row.changes, row.flags = "", {}, {}, {}, [], []
    row.change = row.known_uid = None


def choose_row(*, actor: Actor, row: Row) -> Judged:
    """Of two rows with one reference and time, this one holds: the other is left out. PR-14(2). Raises Refused when the
    other was accepted."""
    check_may(actor)
    check_undecided(row)
    if row.twin is None or row.rule != "PR-14(2)":
        raise Refused("Leave this row: no other has its reference and time")
    other = queries.row_numbered(row.extract_uid, row.twin) if row.twin else None
    if other is not None and other.state == RowState.ACCEPTED:
        raise Refused(f"Reject this row, or undo the list: row {row.twin} was accepted", rule="PR-14(2)")
    extract = fetch(actor, Extract, row.extract_uid)
    if extract.extract_at is None:
        raise NotFound("extract")
    if other is not None and other.state in (RowState.WAITING, RowState.HELD):
        other.state, other.decided_at, other.decided_by_uid = RowState.REJECTED, now(), actor.user_uid
        other.reason = f"Row {row.number} was chosen instead"
    judged = judging.judge(row.cells, reference.scope(row.area_uid, extract.extract_at, "utf-8"))
    _settle(row, judged, row.cells)
    db.session.flush()
    audit.record("police.row_chosen", row, over=row.twin or 0)
    return judged


def hold_row(*, actor: Actor, row: Row, reason: str = "") -> None:
    """Leave a row for later. Held again, nothing changes."""
    check_may(actor)
    check_undecided(row)
    row.reason = reason.strip() or row.reason
    if row.state != RowState.HELD:
        row.state = RowState.HELD
        db.session.flush()
        audit.record("police.row_held", row)


def reject_row(*, actor: Actor, row: Row, code: str | None, reason: str = "") -> None:
    """Do not take a row on, with a reason of `police_rejection`. It is forgotten in time. Raises Refused."""
    check_may(actor)
    check_undecided(row)
    if not partnership.is_code("police_rejection", code or ""):
        raise Refused("Select why rows are rejected", field="code")
    if code == "OTHER" and not reason.strip():
        raise Refused("Enter the reason", field="reason")
    row.state, row.decided_at, row.decided_by_uid = RowState.REJECTED, now(), actor.user_uid
    row.reason = ": ".join(
        one for one in (partnership.code_label("police_rejection", code or ""), reason.strip()) if one
    )
    db.session.flush()
    audit.record("police.row_rejected", row, code=code)


@dataclass
class Decided:
    """How many rows were decided how, and why others were not: message by uid of the row."""

    accepted: int = 0
    held: int = 0
    rejected: int = 0
    refused: dict[str, str] = field(default_factory=dict)


def decide_rows(
    *, actor: Actor, rows: Sequence[Row], choices: Mapping[str, str], code: str | None = None, reason: str = ""
) -> Decided:
    """Decide several rows, each by itself: NEW, HOLD, REJECT, or the uid of the person held, by uid of the row. One
    that is refused does not stop the others."""
    decided = Decided()
    if REJECT in choices.values() and not partnership.is_code("police_rejection", code or ""):
        raise Refused("Select why rows are rejected", field="code")
    taken: list[Row] = []
    for row in rows:
        chosen = choices.get(row.uid)
        if not chosen:
            continue
        place, savepoint = audit.mark(), db.session.begin_nested()
        try:
            if chosen == NEW:
                _check_apart(row, taken)
            _decide(actor, row, chosen, (code, reason), decided)
            savepoint.commit()
            taken += [row] if chosen == NEW else []
        except (NotFound, Refused) as problem:
            savepoint.rollback()
            audit.rewind(place)
            gone = "Look again: the person was changed since"
            decided.refused[row.uid] = problem.message if isinstance(problem, Refused) else gone
    return decided


def _decide(actor: Actor, row: Row, chosen: str, why: tuple[str | None, str], decided: Decided) -> None:
    code, reason = why
    if chosen == HOLD:
        hold_row(actor=actor, row=row, reason=reason)
        decided.held += 1
    elif chosen == REJECT:
        reject_row(actor=actor, row=row, code=code, reason=reason)
        decided.rejected += 1
    else:
        accept_row(actor=actor, row=row, same_as=None if chosen == NEW else chosen)
        decided.accepted += 1


def _check_apart(row: Row, taken: Sequence[Row]) -> None:
    """Two rows of one screen may be one person: the second is looked at with the first held."""
    on = today()
    own = subjects.identity_of(identity_of(row.cells), on=on)
    for other in taken:
        if subjects.compare(own, subjects.identity_of(identity_of(other.cells), on=on)) is not None:
            raise Refused(f"Look at this row again: it may be the same person as row {other.number}")
