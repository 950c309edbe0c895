"""The return of a quarter: counted, written, sent, sent back, validated and locked. PR-54."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.reach import naming, queries, snapshots
from app.features.reach.domain.periods import Quarter
from app.features.reach.domain.states import Step, check_newest, check_step
from app.features.reach.models import ReachReturn
from app.kernel.clock import now, today
from app.kernel.errors import NotPermitted, Refused, Stale
from app.platform import audit
from app.platform.access import Actor, Permission, beside, fetch, system_actor
from app.platform.database import db

P = Permission

QUARTERS_BACK = 8

audit.declare("reach.begun", facts={"year", "quarter", "version"})
audit.declare("reach.counted_again", facts={"count_uid"})
audit.declare("reach.written", facts={"intervention_uid"})
audit.declare("reach.submitted", facts={"version"})
audit.declare("reach.sent_back", facts={"version"})
audit.declare("reach.validated", facts={"version"})
audit.declare("reach.locked", facts={"version"})


def begin(*, actor: Actor, area_uid: str, year: str, number: int) -> ReachReturn:
    """Count a quarter that has begun and open its return as a draft. Pressed twice, there is one. Raises Refused."""
    _allow(actor, P.REACH_SUBMIT, area_uid)
    quarter = Quarter.parse(year, number)
    if quarter is None or not quarter.span.since <= today():
        raise Refused("Select a quarter that has begun", field="quarter")
    if quarter.span.until < today() - timedelta(days=92 * QUARTERS_BACK):
        raise Refused("Select a quarter of the last two years", field="quarter")
    there = _versions(area_uid, quarter)
    if there:
        return there[0]
    return _new(actor, area_uid, quarter, version=1)


def begin_again(*, actor: Actor, row: ReachReturn, why: str = "") -> ReachReturn:
    """The next version, counted anew: after one that was sent back, or to correct one that was locked, with why. What
    was written beside the figures comes along. Pressed twice, there is one."""
    _allow(actor, P.REACH_SUBMIT, row.area_uid)
    check_step(row, Step.FOLLOW)
    there = _versions(row.area_uid, queries.quarter_of(row))
    if there[0].version == row.version + 1 and there[0].submitted_at is None:
        return there[0]
    check_newest(row, there)
    if row.locked_at is not None and not why.strip():
        raise Refused("Enter what is corrected, and why", field="why")
    return _new(
        actor,
        row.area_uid,
        queries.quarter_of(row),
        version=row.version + 1,
        said=dict(row.said),
        why=why.strip() or None,
    )


def _new(
    actor: Actor,
    area_uid: str,
    quarter: Quarter,
    *,
    version: int,
    said: dict[str, Any] | None = None,
    why: str | None = None,
) -> ReachReturn:
    counted = snapshots.take(actor, area_uid, quarter)
    row = ReachReturn(
        key_uid=area_uid, area_uid=area_uid, year=quarter.year, quarter=quarter.number, version=version,
        count_uid=counted.uid, count=counted, begun_at=now(), said=said or {}, corrects_why=why,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("reach.begun", row, year=quarter.year, quarter=quarter.number, version=version)
    return row


def count_again(*, actor: Actor, row: ReachReturn, expected_ver: int) -> None:
    """Take a new snapshot for a draft; the one before stays as it was."""
    _allow(actor, P.REACH_SUBMIT, row.area_uid)
    check_step(row, Step.CHANGE)
    _check_ver(row, expected_ver)
    counted = snapshots.take(actor, row.area_uid, queries.quarter_of(row))
    row.count_uid, row.count = counted.uid, counted
    audit.record("reach.counted_again", row, count_uid=counted.uid)


def write(
    *,
    actor: Actor,
    row: ReachReturn,
    intervention_uid: str,
    expected_ver: int,
    risks: str = "",
    case_study: str = "",
    composed: bool = False,
) -> None:
    """What the area says of an intervention. A case study is put together from several people and read by two (7.4);
    neither names anybody who was reached. Raises Refused at the field."""
    _allow(actor, P.REACH_SUBMIT, row.area_uid)
    check_step(row, Step.CHANGE)
    _check_ver(row, expected_ver)
    if intervention_uid not in row.count.words:
        raise Refused("Select an intervention of this return")
    if case_study.strip() and not composed:
        raise Refused("Select the box when several people’s stories make up the case study", field="composed")
    with beside(system_actor(snapshots.JOB, frozenset({row.area_uid}))):
        named = naming.names_of(row.count, intervention_uid)
    for field, words in (("risks", risks), ("case_study", case_study)):
        naming.check_nameless(words, named, field)
    row.said = {**row.said, intervention_uid: {"risks": risks.strip(), "case_study": case_study.strip()}}
    audit.record("reach.written", row, intervention_uid=intervention_uid)


def submit(*, actor: Actor, row: ReachReturn, expected_ver: int) -> None:
    """Send it to the hub as it stands. A quarter is sent when it is over. Pressed twice, it was sent once."""
    _allow(actor, P.REACH_SUBMIT, row.area_uid)
    if row.submitted_at is not None and row.submitted_by_uid == actor.user_uid and row.returned_at is None:
        return
    check_step(row, Step.SUBMIT)
    _check_ver(row, expected_ver)
    if queries.quarter_of(row).span.until >= today():
        raise Refused("Wait until the quarter is over before the return is sent")
    if row.count.counted_at.date() <= queries.quarter_of(row).span.until:
        raise Refused("Count again first: this was counted before the quarter was over")
    row.submitted_at, row.submitted_by_uid = now(), actor.user_uid
    audit.record("reach.submitted", row, version=row.version)


def send_back(*, actor: Actor, row: ReachReturn, expected_ver: int, why: str) -> None:
    """The hub says what has to be put right."""
    if not why.strip():
        raise Refused("Enter what has to be put right", field="why")
    with _hub(actor) as whole:
        found = _for_hub(whole, row, Step.SEND_BACK, expected_ver)
        found.returned_at, found.returned_by_uid, found.returned_why = now(), actor.user_uid, why.strip()
    audit.record("reach.sent_back", found, version=found.version)


def validate(*, actor: Actor, row: ReachReturn, expected_ver: int) -> None:
    """The hub found it in order. Raises Refused while something does not add up."""
    wrong = [one for one in queries.findings_of(actor, row) if one.wrong]
    with _hub(actor) as whole:
        found = _for_hub(whole, row, Step.VALIDATE, expected_ver)
        if wrong:
            raise Refused("Send the return back: something in it does not add up")
        found.validated_at, found.validated_by_uid = now(), actor.user_uid
    audit.record("reach.validated", found, version=found.version)


def lock(*, actor: Actor, row: ReachReturn, expected_ver: int) -> None:
    """From now on it stays as it is; a correction is a version beside it."""
    with _hub(actor) as whole:
        found = _for_hub(whole, row, Step.LOCK, expected_ver)
        found.locked_at, found.locked_by_uid = now(), actor.user_uid
    audit.record("reach.locked", found, version=found.version)


def _hub(actor: Actor) -> Any:
    if not actor.may(P.REACH_VALIDATE):
        raise NotPermitted("returns of the areas")
    return beside(queries.for_every_area(actor))


def _for_hub(whole: Actor, row: ReachReturn, step: Step, expected_ver: int) -> ReachReturn:
    found = fetch(whole, ReachReturn, row.uid)
    check_step(found, step)
    _check_ver(found, expected_ver)
    return found


def _allow(actor: Actor, permission: Permission, area_uid: str) -> None:
    if not actor.may(permission) or area_uid not in actor.area_uids:
        raise NotPermitted("the return of this area")


def _check_ver(row: ReachReturn, expected_ver: int) -> None:
    if row.ver != expected_ver:
        raise Stale


def _versions(area_uid: str, quarter: Quarter) -> list[ReachReturn]:
    """The newest first. Waits for whoever begins one of the same area now."""
    partnership.hold_area(area_uid)
    same = (ReachReturn.area_uid == area_uid, ReachReturn.year == quarter.year, ReachReturn.quarter == quarter.number)
    return list(db.session.scalars(select(ReachReturn).where(*same).order_by(ReachReturn.version.desc())))
