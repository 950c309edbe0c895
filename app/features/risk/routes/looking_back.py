"""Looking back: who was suggested higher than the group found, and in whose case nothing happens. PR-23, PR-33."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request

from app.features.accounts import interface as accounts
from app.features.cases.models import Case
from app.features.risk import queries, shown
from app.features.risk.blueprint import bp, tabs
from app.features.risk.domain.model import AXES
from app.features.risk.domain.scoring import last_event, suggest
from app.features.risk.facts import known_of
from app.features.risk.models import QuietCase
from app.kernel.ages import months_after
from app.kernel.clock import today
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.rendering import render

MONTHS = 12
"""How far back a month can be chosen."""


@dataclass(frozen=True)
class Closed:
    """Somebody whose case was closed because the threshold was not met, and what had been suggested."""

    case: Case
    suggested: list[shown.Band | None]
    decided: list[shown.Band | None]

    @property
    def was_higher(self) -> bool:
        return any(band is not None and band.code != "GREEN" for band in self.suggested)


@bp.get("/looking-back")
@permits(Permission.RISK_ASSESS)
def look_back() -> str:
    actor = current_actor()
    first = _month()
    last = months_after(first, 1)
    closed = [one for one in queries.closed_below_threshold(actor, first, last) if one.closed_on != last]
    rows = list(_closed(actor, closed))
    quiet = _still_quiet(actor)
    return render(
        "risk/looking_back.html",
        tabs=tabs("risk.look_back"),
        first=first,
        months=[months_after(today().replace(day=1), -back) for back in range(MONTHS)],
        rows=rows,
        higher=sum(row.was_higher for row in rows),
        quiet=quiet,
        without=sum(one.kept_on is None for _case, one in quiet),
        names=accounts.user_names(actor, [one.kept_by_uid for _case, one in quiet]),
    )


def _month() -> date:
    """The month in the address; anything odd is this month."""
    this = today().replace(day=1)
    allowed = {f"{day:%Y-%m}": day for day in (months_after(this, -back) for back in range(MONTHS))}
    return allowed.get(request.args.get("month", ""), this)


def _closed(actor: Actor, closed: Sequence[Case]) -> Iterator[Closed]:
    """Of who was never assessed, what the model says of the day of closing."""
    uids = [case.uid for case in closed]
    made = queries.latest_of(actor, uids)
    told = queries.entries_by_case([uid for uid in uids if uid not in made])
    versions = queries.list_models(actor)
    for case in closed:
        row, day = made.get(case.uid), case.closed_on or today()
        if row is not None and row.axes:
            suggested = [row.axes[axis]["band"] for axis in AXES]
            yield Closed(case, _bands(suggested), _bands([row.axes[axis]["set"] for axis in AXES]))
            continue
        counting = queries.in_force_of([one for one in versions if one.area_uid == case.area_uid], day)
        known = known_of(told.get(case.uid, []), on=day)
        then = suggest(queries.model_of(counting[0]), known, day) if counting else {}
        yield Closed(case, _bands([then[axis].band for axis in then]), [])


def _bands(codes: Sequence[str]) -> list[shown.Band | None]:
    return [shown.band_of(code) for code in codes]


def _still_quiet(actor: Actor) -> list[tuple[Case, QuietCase]]:
    """Those of whom it is still true: something may have been told since closing was proposed."""
    found = queries.quiet_cases(actor)
    told = queries.entries_by_case([case.uid for case, _quiet in found]) if found else {}
    row = queries.model_in_force(actor, min(actor.area_uids)) if found else None
    if row is None:
        return []
    model = queries.model_of(row)
    since = months_after(today(), -model.whole("quiet.months"))
    return [one for one in found if last_event(model, known_of(told[one[0].uid])) < since]
