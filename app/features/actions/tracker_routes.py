"""Pages of the tracker: on screen with filters, and as a file."""

from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from app.features.actions import choosing, shown, tracker
from app.features.actions.blueprint import bp, tabs
from app.features.actions.domain import Status
from app.features.actions.export import export_tracker
from app.features.actions.forms import ExportForm, TrackerForm
from app.features.actions.tracker import OPEN, TrackerFilter
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Actor, Permission, current_actor
from app.platform.workbook import MIME_TYPE
from app.web.access import permits
from app.web.fields import choice
from app.web.paging import at_most, paging
from app.web.rendering import render, see_other

PER_PAGE = 50


@bp.get("/tracker", endpoint="tracker")
@permits(Permission.ACTION_VIEW)
def tracker_page() -> str:
    """Every action the actor sees, filtered, a page at a time."""
    actor, on = current_actor(), today()
    form, chosen = asked(actor)
    counted = at_most(PER_PAGE)
    total = tracker.count_tracker(actor, chosen, on, at_most=counted)
    page = paging(total, per_page=PER_PAGE, counted=counted)
    rows = shown.show(tracker.list_tracker(actor, chosen, on, limit=page.limit, offset=page.offset), on)
    return render(
        "actions/tracker.html",
        form=form,
        rows=rows,
        page=page,
        selected=selected(chosen),
        chosen=chosen.arguments(),
        may_agree=actor.may(Permission.ACTION_AGREE),
        may_export=actor.may(Permission.ACTION_EXPORT),
        tabs=tabs("tracker"),
    )


@bp.get("/tracker/export")
@permits(Permission.ACTION_EXPORT)
def export() -> str:
    """Asks why the file is needed, before it is made."""
    _filters, chosen = asked(current_actor())
    return export_page(ExportForm(), chosen)


@bp.route("/tracker.xlsx", methods=["GET", "POST"])
@permits(Permission.ACTION_EXPORT)
def tracker_file() -> ResponseReturnValue:
    """The file, once a reason was given."""
    actor = current_actor()
    form, (_filters, chosen) = ExportForm(), asked(actor)
    if request.method == "GET":
        return see_other("actions.export", **chosen.arguments())
    if form.validate_on_submit():
        with form.catching():
            data = export_tracker(actor=actor, chosen=chosen, reason=form.reason.data or "")
            name = f"action-tracker-{today().isoformat()}.xlsx"
            return Response(data, mimetype=MIME_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})
    return export_page(form, chosen)


def export_page(form: ExportForm, chosen: TrackerFilter) -> str:
    actor = current_actor()
    return render(
        "actions/export.html",
        form=form,
        count=tracker.count_tracker(actor, chosen, today()),
        selected=[text for text, _url in selected(chosen)],
        chosen=chosen.arguments(),
    )


def asked(actor: Actor) -> tuple[TrackerForm, TrackerFilter]:
    """The filters of this address. One that cannot be read is shown as wrong and filters nothing."""
    form = TrackerForm(request.args)
    statuses = [OPEN, *Status]
    form.status.choices = [choice(code, shown.status_label(code)) for code in statuses]
    form.agency_uid.choices = choosing.agencies(actor)
    form.validate()
    values: dict[str, Any] = {name: None if form[name].errors else value for name, value in form.values.items()}
    return form, TrackerFilter(**values)


def selected(chosen: TrackerFilter) -> list[tuple[str, str]]:
    """Each filter in words, and the address without it."""
    words = {
        "status": lambda code: f"Status: {shown.status_label(code)}",
        "agency_uid": lambda uid: f"Agency: {partnership.agency_name(uid)}",
        "due_from": lambda day: f"Due from {day}",
        "due_to": lambda day: f"Due to {day}",
    }
    arguments: dict[str, Any] = chosen.arguments()
    return [
        (words[name](value), url_for("actions.tracker", **{k: v for k, v in arguments.items() if k != name}))
        for name, value in arguments.items()
    ]
