"""The returns there are, and beginning one."""

from typing import Any

from flask.typing import ResponseReturnValue

from app.features.partnership import interface as partnership
from app.features.reach import commands, queries
from app.features.reach.blueprint import bp
from app.features.reach.domain.periods import Quarter
from app.features.reach.forms import BeginForm
from app.features.reach.models import ReachReturn
from app.features.reach.shown import state_words
from app.kernel.clock import today
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

OFFERED = 5


@bp.get("")
@permits(Permission.REACH_VIEW)
def returns() -> str:
    """Each quarter's newest version: of the actor's own area, or of every area for the hub."""
    actor = current_actor()
    newest: dict[tuple[str, str, int], ReachReturn] = {}
    for row in queries.list_returns(actor):
        newest.setdefault((row.area_uid, row.year, row.quarter), row)
    return render(
        "reach/returns.html",
        rows=[_shown(row) for row in newest.values()],
        hub=queries.is_hub(actor),
        may_begin=actor.may(Permission.REACH_SUBMIT) and bool(_to_begin(actor)),
    )


def _shown(row: ReachReturn) -> dict[str, Any]:
    words, colour = state_words(row)
    return {
        "row": row,
        "area": partnership.area_name(row.area_uid),
        "quarter": queries.quarter_of(row).words,
        "state": words,
        "colour": colour,
    }


@bp.route("/begin", methods=["GET", "POST"])
@permits(Permission.REACH_SUBMIT)
def begin() -> ResponseReturnValue:
    """Count a quarter and open its return."""
    actor = current_actor()
    form = BeginForm()
    form.quarter.choices = [choice(f"{one.year}-{one.number}", one.words) for one in _to_begin(actor)]
    if form.validate_on_submit():
        year, _dash, number = str(form.quarter.data).rpartition("-")
        with form.catching():
            row = commands.begin(actor=actor, area_uid=actor.area_uid, year=year, number=int(number))
            return see_other("reach.one", return_uid=row.uid, flash="Counted. This is a draft until it is sent")
    return render("reach/begin.html", form=form)


def _to_begin(actor: Actor) -> list[Quarter]:
    """This quarter and those before it that have no return yet, the newest that is over first."""
    begun = {(row.year, row.quarter) for row in queries.list_returns(actor)}
    now = Quarter.of(today())
    offered = [*(now.before(back) for back in range(1, OFFERED)), now]
    return [one for one in offered if (one.year, one.number) not in begun]
