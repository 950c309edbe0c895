"""What the pages of a referral show, for the group and for the provider."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.features.accounts import interface as accounts
from app.features.interventions.interface import Intervention
from app.features.partnership import interface as partnership
from app.features.referrals import queries, wording
from app.features.referrals.clocks import Clock
from app.features.referrals.domain import Status, referral_status
from app.features.referrals.models import Referral
from app.features.referrals.standing import Places, clock_of, places_of, positions
from app.platform.access import Actor


@dataclass(frozen=True)
class Line:
    """A row of a list of referrals. `position` on the waiting list, from 1; `mine`: the actor works with them."""

    referral: Referral
    status: Status
    words: str
    colour: str
    clock: Clock | None
    position: int | None
    worker_uid: str | None
    worker: str | None
    mine: bool

    @property
    def owes(self) -> str:
        return wording.OWED[self.clock.waits] if self.clock else ""


def lines(actor: Actor, rows: Sequence[Referral]) -> list[Line]:
    """`rows` in their order, with what each page says of them. A few statements, however many there are."""
    places = positions(rows)
    workers = queries.workers_now(actor, (row.uid for row in rows))
    names = accounts.user_names(actor, workers.values())
    return [
        Line(
            referral=row,
            status=referral_status(row),
            words=wording.status_words(row),
            colour=wording.status_colour(row),
            clock=clock_of(row),
            position=places.get(row.uid),
            worker_uid=workers.get(row.uid),
            worker=names.get(workers.get(row.uid, "")),
            mine=workers.get(row.uid) == actor.user_uid,
        )
        for row in rows
    ]


def standing(actor: Actor, referral: Referral) -> dict[str, Any]:
    """One referral: where it stands, who works with the person, who else comes, how it goes."""
    (line,) = lines(actor, [referral])
    workers = queries.list_workers(actor, referral)
    notes = queries.list_progress(actor, referral)
    names = accounts.user_names(actor, [*(one.worker_uid for one in workers), *(one.written_by_uid for one in notes)])
    return {
        "referral": referral,
        "line": line,
        "status": line.status,
        "end_words": wording.end_words(referral) if referral.ended_on else None,
        "label": partnership.code_label,
        "labels": partnership.code_labels,
        "participants": queries.participants_of(actor, [referral.uid]).get(referral.uid, []),
        "workers": workers,
        "notes": notes,
        "names": names,
    }


@dataclass(frozen=True)
class WaitingList:
    intervention: Intervention
    places: Places
    lines: list[Line]


def waiting_lists(actor: Actor) -> list[WaitingList]:
    """Who waits with the actor's agency, in order, for each intervention that anybody waits for."""
    rows = [row for row in queries.list_referrals(actor) if referral_status(row) is Status.WAITLIST]
    by_intervention: dict[str, list[Line]] = {}
    for line in sorted(lines(actor, rows), key=lambda line: line.position or 0):
        by_intervention.setdefault(line.referral.intervention_uid, []).append(line)
    kinds = {row.intervention_uid: row.intervention for row in rows}
    capacities = {uid: one.capacity for uid, one in kinds.items()}
    places = places_of(capacities, actor.agency_uid or "")
    found = [WaitingList(kinds[uid], places[uid], of_one) for uid, of_one in by_intervention.items()]
    return sorted(found, key=lambda one: one.intervention.name)
