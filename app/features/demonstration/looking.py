"""How the group is looked at: a record that a parent contests, the sample of the month, a disclosure asked for."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from app.features.cases import interface as cases
from app.features.demonstration.cast import Cast
from app.features.demonstration.month import Month
from app.features.demonstration.replay import Memory, Step
from app.features.governance import interface as governance
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Actor, acting_as, system_actor

BEFORE_TODAY = timedelta(hours=19)
A_MINUTE = timedelta(minutes=1)
SAYS = "He did not carry anything that day. The bag belonged to somebody else, and the school knows this (fictional)."
WHAT = "That somebody may come to the flat to threaten him, and on which days a worker is there (fictional)."
REASON = "The landlord can change the lock and the light at the door within a day (fictional)."


def steps(month: Month, memory: Memory, cast: Cast, now: datetime) -> Iterator[Step]:
    moment = now - BEFORE_TODAY
    heard = [one["subject_record_ids"][0] for one in month.items]
    yield Step(moment, cast.coordinator, _contest(memory, heard))
    yield Step(moment + A_MINUTE, cast.coordinator, _draw)
    yield Step(moment + 2 * A_MINUTE, cast.coordinator, _ask_outside(memory, heard))


def _contest(memory: Memory, heard: list[str]) -> Callable[[Actor], None]:
    def contest(actor: Actor) -> None:
        for case in _people(actor, memory, heard):
            told = [one for one in cases.list_entries(actor, case.uid) if one.kind == "RISK_FACTOR"]
            if told:
                governance.contest(
                    actor=actor, case=case, by="PARENT", says=SAYS, raised_on=today(), entry_uid=told[0].uid
                )
                return

    return contest


def _draw(actor: Actor) -> None:
    area_uid = actor.area_uid
    with acting_as(system_actor("sample-audit", actor.area_uids)) as system:
        governance.draw_month(actor=system, area_uid=area_uid, on=today())


def _ask_outside(memory: Memory, heard: list[str]) -> Callable[[Actor], None]:
    def ask(actor: Actor) -> None:
        gateways = [one.code for one in partnership.gateways_for(actor.agency_type or "")]
        for case in _people(actor, memory, heard)[:1] if gateways else ():
            governance.ask_outside(
                actor=actor,
                case=case,
                kind="RSL",
                recipient="Riverside Homes (fictional)",
                purpose="SAFETY",
                gateway=gateways[0],
                what=WHAT,
                reason=REASON,
            )

    return ask


def _people(actor: Actor, memory: Memory, heard: list[str]) -> list[cases.Case]:
    """The open cases of people whom the meeting heard."""
    found = [cases.case_for_change(actor, uid) for uid in map(memory.cases.get, heard) if uid]
    return [one for one in found if one.subject_kind == "PERSON" and cases.is_open(one)]
