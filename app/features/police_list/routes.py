"""Pages of the police list: taking it in, its rows, what differs. Those of one row are in `row_routes`."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.partnership import interface as partnership
from app.features.police_list import (
    deciding,
    key_routes,
    loading,
    queries,
    reference,
    row_routes,
    shown,
    taking_in,
    undoing,
)
from app.features.police_list.blueprint import bp
from app.features.police_list.domain.course import STATE_NAMES, State, extract_state
from app.features.police_list.forms import ListForm, PlainForm, ReasonsForm, columns_form
from app.features.police_list.models import Extract, Row
from app.kernel.clock import now
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission, current_actor
from app.platform.workbook.reader.problems import Problem
from app.platform.workbook.reading import MESSAGES
from app.web.access import permits
from app.web.paging import paging
from app.web.rendering import count, render, see_other

__all__ = ["bp", "key_routes", "row_routes"]

COLOURS = {State.READ: "green", State.COLUMNS: "yellow", State.READING: "yellow", State.FAILED: "red"}
NAMED = 100
"""Rows that the page of differences names; the rest is on the list."""


@bp.route("", methods=["GET", "POST"])
@permits(Permission.POLICE_LIST)
def overview() -> ResponseReturnValue:
    """The lists there are, and taking a new one in."""
    actor = current_actor()
    form = ListForm()
    if form.validate_on_submit():
        came = form.reading(loading.reader(actor))
        if came is not None:
            with form.catching():
                uid, new, known = loading.load_list(actor, *came)
                said = "The list was loaded" if known else "Say which columns the file has"
                again = "This file was loaded before: nothing was added"
                return see_other("police_list.extract", extract_uid=uid, flash=said if new else again)
    return _overview(actor, form)


def _overview(actor: Actor, form: ListForm) -> str:
    extracts = queries.list_extracts(actor)
    names = accounts.user_names(actor, {one.user_uid for one in extracts})
    return render(
        "police_list/overview.html",
        form=form,
        extracts=[(one, extract_state(one)) for one in extracts],
        names=names,
        state_names=STATE_NAMES,
        colours=COLOURS,
        waiting=queries.count_undecided(actor),
    )


@bp.post("/none")
@permits(Permission.POLICE_LIST)
def none() -> ResponseReturnValue:
    """Record that there is no list this month."""
    actor, form = current_actor(), ListForm()
    with form.catching():
        taking_in.nothing_to_send(actor=actor)
        return see_other("police_list.overview", flash="Recorded: the police have nothing to send this month")
    return _overview(actor, form)


@bp.route("/<uid:extract_uid>/columns", methods=["GET", "POST"])
@permits(Permission.POLICE_LIST)
def columns(extract_uid: str) -> ResponseReturnValue:
    """Say which heading each column has; it is remembered for the area."""
    actor = current_actor()
    found = queries.get_extract(actor, extract_uid)
    if extract_state(found) is not State.COLUMNS:
        return see_other("police_list.extract", extract_uid=found.uid)
    headings = {number: found.headings[number] for number in sorted(found.headings, key=int)}
    suggested = taking_in.suggested(found)
    form = columns_form(headings)(data=suggested)
    if form.validate_on_submit():
        with form.catching():
            taking_in.set_columns(actor=actor, extract=found, chosen=form.values)
            found.work.queued_at = now()
            return see_other("police_list.extract", extract_uid=found.uid, flash="The columns are remembered")
    return render("police_list/columns.html", form=form, extract=found, columns=reference.columns())


@bp.route("/<uid:extract_uid>", methods=["GET", "POST"])
@permits(Permission.POLICE_LIST)
def extract(extract_uid: str) -> ResponseReturnValue:
    """The rows of a list, a screenful at a time; several can be decided at once."""
    actor = current_actor()
    found = queries.get_extract(actor, extract_uid)
    state = extract_state(found)
    if state is State.COLUMNS:
        return see_other("police_list.columns", extract_uid=found.uid)
    if state not in (State.READ, State.UNDONE):
        return render("police_list/progress.html", extract=found, state=state, **_words(found))
    numbers = queries.count_by_show(actor, found)
    asked = request.args.get("show", "")
    show = asked if asked in queries.SHOW else "ready" if numbers["ready"] else "all"
    page = paging(numbers[show])
    rows = queries.list_rows(actor, found, show, limit=page.limit, offset=page.offset)
    form = ReasonsForm()
    choices = {row.uid: request.form.get(f"row-{row.uid}", "") for row in rows}
    fill = request.form.get("fill")
    refused: dict[str, str] = {}
    if fill is None and form.validate_on_submit():
        with form.catching():
            decided = deciding.decide_rows(
                actor=actor,
                rows=_posted(actor, found),
                choices=_choices(),
                code=form.code.data,
                reason=form.reason.data or "",
            )
            if not decided.refused:
                return see_other("police_list.extract", extract_uid=found.uid, show=show, flash=_said(decided))
            refused = decided.refused
            rows = queries.list_rows(actor, found, show, limit=page.limit, offset=page.offset)
    listed, read_so_far = shown.compared(actor, rows)
    if fill is not None:
        choices |= _filled(fill, listed)
    return render(
        "police_list/extract.html",
        extract=found,
        state=state,
        form=form,
        rows=listed,
        refused=refused,
        choices=choices,
        show=show,
        parts=queries.SHOW,
        numbers=numbers,
        page=page,
        undo=now() < found.undo_until if found.undo_until else False,
        dispositions=partnership.code_list("police_disposition"),
        may_accept=actor.may(Permission.POLICE_LIST_ACCEPT) and read_so_far is None,
        read_so_far=read_so_far,
        **_words(found),
    )


def _words(found: Extract) -> dict[str, Any]:
    return {
        "state_names": STATE_NAMES,
        "colours": COLOURS,
        "problem": _problem(found.work.problem),
    }


def _problem(code: str | None) -> str:
    if code is None:
        return ""
    return MESSAGES[Problem(code)] if code in set(Problem) else "No row says when the list was taken, or none has rows"


def _choices() -> dict[str, str]:
    return {
        name.removeprefix("row-"): value for name, value in request.form.items() if name.startswith("row-") and value
    }


def _posted(actor: Actor, found: Extract) -> list[Row]:
    """The rows that were on the page somebody sends, wherever they stand now."""
    rows = [queries.get_row(actor, uid) for uid in list(_choices())[:100]]
    if any(row.extract_uid != found.uid for row in rows):
        raise NotFound("row")
    return rows


def _filled(fill: str, listed: list[shown.Shown]) -> dict[str, str]:
    """Choices for a whole screen, to look at before they are saved: nobody is joined to anybody by them who is not an
    exact match, and nobody is new who looks like somebody held."""
    filled: dict[str, str] = {}
    for one in listed:
        exact = [person for person in one.people if person.exact and not person.sibling]
        if fill == "NEW" and one.acceptable and not one.people:
            filled[one.row.uid] = "NEW"
        elif fill == "SAME" and one.acceptable and len(exact) == 1:
            filled[one.row.uid] = exact[0].subject_uid
        elif fill in (deciding.HOLD, deciding.REJECT) and one.undecided:
            filled[one.row.uid] = fill
    return filled


def _said(decided: deciding.Decided) -> str:
    parts = [(decided.accepted, "accepted"), (decided.held, "held"), (decided.rejected, "rejected")]
    return "; ".join(f"{count(number, 'row')} {word}" for number, word in parts if number) or "Nothing was decided"


@bp.get("/<uid:extract_uid>/difference")
@permits(Permission.POLICE_LIST)
def difference(extract_uid: str) -> str:
    """What is new, gone and changed since the list before."""
    actor = current_actor()
    found = queries.get_extract(actor, extract_uid)
    if found.before_uid is None:
        raise NotFound("difference")
    before = queries.get_extract(actor, found.before_uid)
    new = queries.list_rows(actor, found, "new", limit=NAMED, offset=0)
    changed = queries.list_rows(actor, found, "changed", limit=NAMED, offset=0)
    gone = queries.gone_rows(actor, found)
    return render(
        "police_list/difference.html",
        extract=found,
        before=before,
        numbers=queries.count_by_show(actor, found),
        new=shown.show(actor, new, compare=False),
        changed=[(one, shown.whole(one.row).changes) for one in shown.show(actor, changed, compare=False)],
        gone=shown.show(actor, gone[:NAMED], compare=False),
        gone_total=len(gone),
        seen=queries.seen_cases(actor, gone[:NAMED]),
        named=NAMED,
    )


@bp.route("/<uid:extract_uid>/undo", methods=["GET", "POST"])
@permits(Permission.POLICE_LIST)
def undo(extract_uid: str) -> ResponseReturnValue:
    """Take back what a list made."""
    actor = current_actor()
    found = queries.get_extract(actor, extract_uid)
    form = PlainForm()
    if form.validate_on_submit():
        with form.catching():
            undone = undoing.undo_list(actor=actor, extract=found)
            stay = "stays, and says why" if len(undone.left) == 1 else "stay, and say why"
            left = f"; {count(len(undone.left), 'row')} {stay}" if undone.left else ""
            return see_other(
                "police_list.extract",
                extract_uid=found.uid,
                show="all",
                flash=f"Undone: {count(undone.rows, 'row')} taken back{left}",
            )
    return render("police_list/undo.html", form=form, extract=found, numbers=queries.count_by_show(actor, found))
