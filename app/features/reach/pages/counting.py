"""What was counted: the return, one intervention, how each cell was counted (PR-54), what differs, what it cost."""

from typing import Any

from flask import abort, request

from app.features.accounts import interface as accounts
from app.features.partnership import interface as partnership
from app.features.reach import queries, shown
from app.features.reach.blueprint import bp
from app.features.reach.domain import cells
from app.features.reach.domain.checks import differences
from app.features.reach.domain.counting import NOT_HELD, UNRECORDED, UNSAID
from app.features.reach.domain.disclosing import Tier
from app.features.reach.domain.states import POSSIBLE, Step, state_of
from app.features.reach.models import ReachReturn
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.rendering import render

P = Permission
HEADLINES = (cells.PEOPLE, "completed", "contacts", "held", "waiting")
LEFT_OUT = {
    UNRECORDED: "people expected at a session that was held, whose attendance nobody recorded",
    NOT_HELD: "sessions that did not happen or were called off",
    UNSAID: "sessions of which nobody has said whether they happened",
}


@bp.get("/<uid:return_uid>")
@permits(P.REACH_VIEW)
def one(return_uid: str) -> str:
    """One version of a return: its state, what does not add up, and a line for each intervention."""
    actor = current_actor()
    row = queries.get_return(actor, return_uid)
    tier = queries.best_tier(actor, row)
    figures = queries.shown_figures(row, tier)
    steps, until = POSSIBLE[state_of(row)], queries.quarter_of(row).span.until
    versions = queries.versions_of(actor, row)
    own, hub = actor.may(P.REACH_SUBMIT) and tier == Tier.INTERNAL, queries.is_hub(actor)
    found = queries.findings_of(actor, row)
    people = accounts.user_names(
        actor, [uid for uid in (row.submitted_by_uid, row.validated_by_uid, row.locked_by_uid) if uid]
    )
    return render(
        "reach/return.html",
        **head(row),
        lines=[
            {
                "of": of,
                "name": queries.label_of(row, of),
                "numbers": [
                    shown.number_words(code, figures.get(of, {}).get(period, {}).get(code, 0))
                    for code in HEADLINES
                    for period in cells.PERIODS
                ],
            }
            for of in (cells.ALL, *queries.listed(row))
        ],
        headlines=[cells.CELLS[code] for code in HEADLINES],
        findings=shown.gathered(row, found),
        exact=tier == Tier.INTERNAL,
        limits=queries.limits(row.area_uid),
        versions=versions,
        newest=versions[0].uid == row.uid,
        names=people,
        may_change=own and Step.CHANGE in steps,
        may_submit=own and Step.SUBMIT in steps and until < today(),
        until=until,
        may_follow=own and Step.FOLLOW in steps and versions[0].uid == row.uid,
        may_send_back=hub and Step.SEND_BACK in steps,
        may_validate=hub and Step.VALIDATE in steps and not any(one.wrong for one in found),
        may_lock=hub and Step.LOCK in steps,
    )


def head(row: ReachReturn) -> dict[str, Any]:
    """What every page of a return says at its top."""
    words, colour = shown.state_words(row)
    return {
        "row": row,
        "area": partnership.area_name(row.area_uid),
        "quarter": queries.quarter_of(row),
        "state": words,
        "colour": colour,
    }


@bp.get("/<uid:return_uid>/of/<of>")
@permits(P.REACH_VIEW)
def of_intervention(return_uid: str, of: str) -> str:
    """Every cell of one intervention, or of everybody; each opens how it was counted."""
    actor = current_actor()
    row = _with(actor, return_uid, of)
    tier = queries.best_tier(actor, row)
    own = actor.may(P.REACH_SUBMIT) and tier == Tier.INTERNAL
    return render(
        "reach/intervention.html",
        **head(row),
        of=of,
        name=queries.label_of(row, of),
        words=row.count.words.get(of, {}),
        groups=shown.lines(row, of, tier),
        said=row.said.get(of, {}),
        everybody=of == cells.ALL,
        exact=tier == Tier.INTERNAL,
        may_write=own and Step.CHANGE in POSSIBLE[state_of(row)] and of != cells.ALL,
    )


@bp.get("/<uid:return_uid>/of/<of>/how")
@permits(P.REACH_VIEW)
def how(return_uid: str, of: str) -> str:
    """How one cell was counted: what was asked, of which rows, at which moment, and what was left out. PR-54."""
    actor = current_actor()
    row = _with(actor, return_uid, of)
    cell = cells.CELLS.get(request.args.get("cell", ""))
    period = request.args.get("period", "")
    if cell is None or period not in cells.PERIODS or (of == cells.ALL and cell.code in cells.NOT_OF_ALL):
        abort(404)
    tier = queries.best_tier(actor, row)
    figures = queries.shown_figures(row, tier).get(of, {}).get(period, {})
    quarter = queries.quarter_of(row)
    return render(
        "reach/how.html",
        **head(row),
        of=of,
        name=queries.label_of(row, of),
        cell=cell,
        period=period,
        span=quarter.span if period == cells.QUARTER else quarter.to_date,
        number=shown.number_words(cell.code, figures.get(cell.code, 0)),
        left_out=[
            (shown.number_words(code, figures[code]), words) for code, words in LEFT_OUT.items() if code in figures
        ],
        listed=queries.people_of(actor, row, of, period, cell.code) if cell.named else None,
        exact=tier == Tier.INTERNAL,
        everybody=of == cells.ALL,
    )


@bp.get("/<uid:return_uid>/difference")
@permits(P.REACH_VIEW)
def difference(return_uid: str) -> str:
    """What differs from the version before."""
    actor = current_actor()
    row = queries.get_return(actor, return_uid)
    before = queries.version_before(actor, row)
    tier = queries.best_tier(actor, row)
    now = queries.shown_figures(row, tier)
    then = queries.shown_figures(before, tier) if before else {}
    changed = differences(before.count.figures, row.count.figures) if before else []
    rows = [
        (
            queries.label_of(row, of),
            cells.PERIODS[period],
            cells.CELLS[code].label,
            *(shown.number_words(code, one.get(of, {}).get(period, {}).get(code, 0)) for one in (then, now)),
        )
        for of, period, code, _before, _now in changed
    ]
    # Outside the area two figures that are shown alike say nothing: that they differ at all would tell too much.
    rows = [line for line in rows if tier == Tier.INTERNAL or line[-1] != line[-2]]
    return render("reach/difference.html", **head(row), before=before, rows=rows)


@bp.get("/<uid:return_uid>/cost")
@permits(P.REACH_VIEW)
def cost(return_uid: str) -> str:
    """What each person reached and each completion cost."""
    actor = current_actor()
    row = queries.get_return(actor, return_uid)
    tier = queries.best_tier(actor, row)
    return render(
        "reach/cost.html",
        **head(row),
        rows=shown.costs(row, tier),
        exact=tier == Tier.INTERNAL,
        divisor=queries.limits(row.area_uid).divisor,
    )


def _with(actor: Actor, return_uid: str, of: str) -> ReachReturn:
    """The return, when it has that intervention. Raises NotFound."""
    row = queries.get_return(actor, return_uid)
    if of != cells.ALL and of not in row.count.words:
        raise NotFound("intervention")
    return row
