"""People whom the meeting linked to an intervention: offered, referred to a provider, taken on."""

from collections.abc import Callable, Iterator
from datetime import datetime, time

from app.features.demonstration.cast import Cast
from app.features.demonstration.month import Month, Record
from app.features.demonstration.replay import Memory, Step
from app.features.referrals import interface as referrals
from app.kernel.clock import LONDON
from app.platform.access import Actor, fetch
from app.platform.calendar import working_days

LINKED = "REFER_INTERVENTION"
AGREED = "GIVEN"
TRIED_FOR = ("O8", "O9")
OFFERED, REFERRED, ANSWERED, BEGUN = time(11, 30), time(14, 0), time(10, 30), time(16, 0)
Do = Callable[[Actor, referrals.Referral], None]


def steps(month: Month, cast: Cast, memory: Memory) -> Iterator[Step]:
    """Offered and referred the working day after the meeting; the provider answers the day after, and begins two days
    on. Only somebody who said that they want it is referred (6.2), and a case that was closed is left alone."""
    lead = cast.parts[cast.first("PROV_LEAD")]
    sent = {one["record_id"]: one for one in month.notifications}
    for record in month.items:
        codes = {decision["code"] for decision in record["decisions"]}
        notification = sent[record["subject_record_ids"][0]]
        if LINKED not in codes or "CLOSE" in codes or notification.get("consent_to_service") != AGREED:
            continue
        if lead.body is None:
            continue
        agency_uid = memory.agencies[lead.body]
        day = month.held_on
        for after, at, who, do in (
            (1, OFFERED, cast.coordinator, _offer),
            (1, REFERRED, cast.coordinator, _refer(notification, record, agency_uid)),
            (2, ANSWERED, lead.name, _accept),
            (4, BEGUN, lead.name, _start),
        ):
            moment = datetime.combine(working_days().add(day, after), at, LONDON)
            yield Step(moment, who, _with_link(record, memory, do))


def _with_link(record: Record, memory: Memory, do: Do) -> Callable[[Actor], None]:
    def step(actor: Actor) -> None:
        uid = memory.links.get(record["record_id"])
        if uid is not None:
            do(actor, fetch(actor, referrals.Referral, uid))

    return step


def _offer(actor: Actor, referral: referrals.Referral) -> None:
    referrals.offer(actor=actor, referral=referral, consent=AGREED)


def _refer(notification: Record, record: Record, agency_uid: str) -> Do:
    """The provider is told the first name and why, and nothing else."""

    def refer(actor: Actor, referral: referrals.Referral) -> None:
        referrals.refer(
            actor=actor,
            referral=referral,
            agency_uid=agency_uid,
            first_name=notification["given_names"].split()[0],
            risk_summary=next(one["detail"] for one in record["decisions"] if one["code"] == LINKED),
            outcomes=TRIED_FOR,
        )

    return refer


def _accept(actor: Actor, referral: referrals.Referral) -> None:
    referrals.accept(actor=actor, referral=referral)


def _start(actor: Actor, referral: referrals.Referral) -> None:
    referrals.start(actor=actor, referral=referral)
