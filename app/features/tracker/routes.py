"""Pages of the tracker: on screen with filters; asking for a file, and how far it is; the register of exports."""

from flask import Response
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.actions import interface as actions
from app.features.incidents import interface as incidents
from app.features.partnership import interface as partnership
from app.features.tracker import asking, commands, listing, queries
from app.features.tracker.blueprint import bp
from app.features.tracker.domain import FORM_NAMES, STATE_NAMES, Form, State, export_state
from app.features.tracker.filters import Filters, describe
from app.features.tracker.forms import WITH, ExportForm, starting_values
from app.features.tracker.importing import routes as send_back
from app.features.tracker.models import Export
from app.kernel.clock import now, today
from app.platform.access import Actor, Permission, current_actor
from app.platform.workbook import CSV_TYPE, MIME_TYPE
from app.web.access import permits
from app.web.paging import at_most, paging
from app.web.rendering import render, see_other

__all__ = ["bp", "send_back"]

PER_PAGE = 50
COLOURS = {State.PENDING: "yellow", State.WRITING: "blue", State.READY: "green", State.FAILED: "red"}
P = Permission


@bp.get("")
@permits(P.ACTION_VIEW)
def tracker() -> str:
    """Every action the actor sees, filtered, a page at a time."""
    actor, on = current_actor(), today()
    form, chosen = asking.asked(actor)
    counted = at_most(PER_PAGE)
    page = paging(listing.count_actions(actor, chosen, on, at_most=counted), per_page=PER_PAGE, counted=counted)
    return render(
        "tracker/tracker.html",
        form=form,
        rows=listing.list_actions(actor, chosen, on, limit=page.limit, offset=page.offset),
        page=page,
        selected=asking.selected(actor, chosen),
        chosen=chosen.arguments(),
        may_agree=actor.may(P.ACTION_AGREE),
        may_export=actor.may(P.ACTION_EXPORT),
        may_update=actor.may(P.ACTION_UPDATE),
        tabs=actions.tabs("tracker"),
    )


@bp.route("/export", methods=["GET", "POST"])
@permits(P.ACTION_EXPORT)
def export() -> ResponseReturnValue:
    """Asks what file is needed, for whom and why; the worker writes it."""
    actor = current_actor()
    _filters, chosen = asking.asked(actor)
    form = ExportForm(data=starting_values())
    form.recipient_uid.choices = asking.agencies(actor)
    form.gateway.choices = asking.powers(actor)
    pairs, warned = incidents.warn(
        form, actor, listing.people_named(actor, chosen, today()), heading="A file with names would name both"
    )
    if form.validate_on_submit():
        with form.catching():
            values = form.values | {"names": form.names.data == WITH}
            why = values.pop(incidents.REASON, None)
            made = commands.ask_for_export(actor=actor, filters=chosen.arguments(), **values)
            if made.names:
                incidents.go_on(actor=actor, pairs=pairs, step="export", row=made, reason=why)
            return see_other("tracker.progress", export_uid=made.uid)
    return render("tracker/export.html", form=form, warned=warned, **_counts(actor, chosen))


def _counts(actor: Actor, chosen: Filters) -> dict[str, object]:
    return {
        "actions": listing.count_actions(actor, chosen, today()),
        "assurance": listing.count_assurance(actor, chosen),
        "selected": [text for text, _url in asking.selected(actor, chosen)],
        "chosen": chosen.arguments(),
        "hours": partnership.number("tracker.file"),
        "days": partnership.number("tracker.copy"),
    }


# The register -------------------------------------------------------------------------------------------------------


@bp.get("/exports")
@permits(P.ACTION_EXPORT, P.AUDIT_VIEW)
def exports() -> str:
    """The register: one's own files; for whoever runs the month or watches over it, all of the area."""
    actor = current_actor()
    page = paging(queries.count_exports(actor))
    rows = queries.list_exports(actor, limit=page.limit, offset=page.offset)
    return render(
        "tracker/exports.html",
        rows=[(row, export_state(row, now())) for row in rows],
        page=page,
        names=accounts.user_names(actor, (row.user_uid for row in rows)),
        gateway=_power,
        **_words(),
    )


@bp.get("/exports/<uid:export_uid>")
@permits(P.ACTION_EXPORT, P.AUDIT_VIEW)
def progress(export_uid: str) -> str:
    """One export: how far it is, the way to its file for whoever made it, and its entry in the register."""
    actor = current_actor()
    return _progress(actor, queries.get_export(actor, export_uid))


@bp.post("/exports/<uid:export_uid>/password")
@permits(P.ACTION_EXPORT)
def password(export_uid: str) -> str:
    """The password on the screen, once."""
    actor = current_actor()
    found = queries.get_export(actor, export_uid)
    return _progress(actor, found, password=commands.show_password(actor=actor, export=found))


@bp.get("/exports/<uid:export_uid>/file")
@permits(P.ACTION_EXPORT)
def file(export_uid: str) -> Response:
    """The file, for whoever made it, until it expires."""
    actor = current_actor()
    found = queries.get_export(actor, export_uid)
    data = commands.fetch_file(actor=actor, export=found)
    ending, kind = ("xlsx", MIME_TYPE) if found.form == Form.WORKBOOK else ("csv", CSV_TYPE)
    name = f"action-tracker-{found.reference}.{ending}"
    return Response(data, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _progress(actor: Actor, found: Export, password: str | None = None) -> str:
    return render(
        "tracker/progress.html",
        export=found,
        state=export_state(found, now()),
        mine=found.user_uid == actor.user_uid and actor.may(P.ACTION_EXPORT),
        password=password,
        filters=[f"{called}: {value}" for _name, called, value in describe(actor, found.filters)],
        by=accounts.user_names(actor, [found.user_uid]).get(found.user_uid, "Somebody"),
        recipient_agency=partnership.agency_name(found.recipient_uid) if found.recipient_uid else None,
        gateway=_power(found.gateway),
        basis=partnership.code_label("lawful_basis", found.basis) if found.basis else None,
        condition=partnership.code_label("sharing_condition", found.condition) if found.condition else None,
        **_words(),
    )


def _power(code: str | None) -> str:
    return partnership.code_label("gateway", code) if code else "None needed"


def _words() -> dict[str, object]:
    return {"form_names": FORM_NAMES, "state_names": STATE_NAMES, "colours": COLOURS, "State": State}
