"""Pages of what is sent back: the file, what it would change, and the way back."""

import hashlib

from flask import request
from flask.typing import ResponseReturnValue

from app.features.tracker.blueprint import bp
from app.features.tracker.importing import commands, queries
from app.features.tracker.importing.domain import STATE_NAMES, RowState, State, upload_state
from app.features.tracker.importing.forms import ReturnForm
from app.features.tracker.importing.sheet import returned
from app.features.tracker.template import SHEET
from app.kernel.clock import now
from app.platform.access import Permission, current_actor
from app.platform.workbook.reading import read
from app.web.access import permits
from app.web.rendering import render, see_other

LOOK_AGAIN = "look-again"
"""In the address when something changed between looking and confirming."""
COLOURS = {State.PENDING: "yellow", State.APPLIED: "green", State.FINAL: "green"}


@bp.route("/send-back", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def send_back() -> ResponseReturnValue:
    """Takes a sheet that was filled in. What it would change is shown before anything is."""
    actor = current_actor()
    form = ReturnForm()
    if form.validate_on_submit():
        came = form.reading(lambda data: returned(read(data, sheet=SHEET)))
        if came is not None:
            stamp, lines = came
            with form.catching():
                digest = hashlib.sha256(form.file.data or b"").hexdigest()
                made = commands.take_in(actor=actor, digest=digest, stamp=stamp, lines=lines)
                return see_other("tracker.upload", upload_uid=made.uid)
    uploads = [(one, upload_state(one, now())) for one in queries.list_uploads(actor)]
    return render("tracker/send_back.html", form=form, uploads=uploads, state_names=STATE_NAMES, colours=COLOURS)


@bp.get("/uploads/<uid:upload_uid>")
@permits(Permission.ACTION_UPDATE)
def upload(upload_uid: str) -> str:
    """What a sheet would change and what is refused; once it is applied, what became of it."""
    actor = current_actor()
    found = queries.get_upload(actor, upload_uid)
    rows = queries.list_rows(actor, found)
    return render(
        "tracker/upload.html",
        upload=found,
        state=upload_state(found, now()),
        state_names=STATE_NAMES,
        colours=COLOURS,
        by_state={state: [row for row in rows if row.state == state] for state in RowState},
        seen=queries.seen_actions(actor, rows),
        look_again=LOOK_AGAIN in request.args,
    )


@bp.post("/uploads/<uid:upload_uid>/apply")
@permits(Permission.ACTION_UPDATE)
def apply_upload(upload_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_upload(actor, upload_uid)
    if not commands.apply_upload(actor=actor, upload=found):
        return see_other("tracker.upload", upload_uid=found.uid, **{LOOK_AGAIN: "1"})
    return see_other("tracker.upload", upload_uid=found.uid, flash="The sheet was applied")


@bp.post("/uploads/<uid:upload_uid>/undo")
@permits(Permission.ACTION_UPDATE)
def undo_upload(upload_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_upload(actor, upload_uid)
    commands.undo_upload(actor=actor, upload=found)
    return see_other("tracker.upload", upload_uid=found.uid, flash="The sheet was undone")
