"""Pages for whoever writes the minutes: other words, versions, and what changed between them."""

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.minutes import queries
from app.features.minutes.blueprint import bp
from app.features.minutes.commands import writing as commands
from app.features.minutes.content import GeneralContent, ItemContent
from app.features.minutes.domain.comparing import SAME, Piece, compare
from app.features.minutes.forms import TOLD, GeneralForm, item_form, whole
from app.features.minutes.models import MinutesVersion
from app.features.minutes.routes.finding import found, item_of, part_of
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other

P = Permission
WORDS = ("why", "voice", "said", "notifier")


@bp.route("/items/<uid:item_uid>", methods=["GET", "POST"], endpoint="item")
@permits(P.MEETING_MANAGE)
def item_page(meeting_uid: str, item_uid: str) -> ResponseReturnValue:
    """The words of one item."""
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    item = item_of(actor, meeting_uid, item_uid)
    latest = queries.latest_version(actor, held, item_uid)
    if not latest.content:
        raise NotFound("item")
    content = ItemContent.from_json(latest.content)
    voice = "What they say" if item.case.subject_kind == "PERSON" else "What people say"
    form = item_form(content, latest.number, voice)
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            commands.save_item(
                actor=actor,
                minutes=held,
                item=item,
                number=whole(form["number"].data),
                words={name: values[name] for name in WORDS if name in values},
                agencies={name.removeprefix(TOLD): text for name, text in values.items() if name.startswith(TOLD)},
            )
            return see_other(
                "minutes.minutes",
                meeting_uid=meeting_uid,
                _anchor=f"item-{item_uid}",
                flash="Item saved",
            )
    corrections = [
        one for one in queries.list_corrections(actor, held) if one.part_uid == item_uid and one.accepted is not False
    ]
    return render(
        "minutes/item.html",
        form=form,
        meeting=meeting,
        minutes=held,
        item=item,
        content=content,
        latest=latest,
        corrections=corrections,
    )


@bp.route("/general", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def general(meeting_uid: str) -> ResponseReturnValue:
    """The words about the meeting as a whole."""
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    latest = queries.latest_version(actor, held, held.uid)
    content = GeneralContent.from_json(latest.content)
    form = GeneralForm(data={"note": content.note, "number": str(latest.number)})
    if form.validate_on_submit():
        with form.catching():
            commands.save_general(actor=actor, minutes=held, number=whole(form.number.data), note=form.note.data or "")
            return see_other("minutes.minutes", meeting_uid=meeting_uid, flash="Minutes saved")
    return render("minutes/general.html", form=form, meeting=meeting, minutes=held, latest=latest)


@bp.post("/parts/<uid:part_uid>/again")
@permits(P.MEETING_MANAGE)
def again(meeting_uid: str, part_uid: str) -> ResponseReturnValue:
    """Draft a part again from what was recorded; what was written since stays as an older version."""
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    item = part_of(actor, held, part_uid)
    if item is None:
        commands.draft_general_again(actor=actor, minutes=held, meeting=meeting)
        return see_other("minutes.general", meeting_uid=meeting_uid, flash="Attendance brought up to date")
    commands.draft_again(actor=actor, minutes=held, item=item)
    return see_other("minutes.item", meeting_uid=meeting_uid, item_uid=part_uid, flash="Drafted again from the record")


@bp.get("/parts/<uid:part_uid>/versions")
@permits(P.MEETING_MANAGE)
def versions(meeting_uid: str, part_uid: str) -> str:
    """Two versions of a part side by side: by default the latest and the one before."""
    actor = current_actor()
    meeting, held = found(actor, meeting_uid)
    item = part_of(actor, held, part_uid)
    every = queries.list_versions(actor, held, part_uid)
    by_number = {version.number: version for version in every}
    newer = by_number.get(request.args.get("newer", type=int) or 0, every[-1])
    older = by_number.get(request.args.get("older", type=int) or 0, by_number.get(newer.number - 1, every[0]))
    audit.record("minutes.viewed", held, items=1)
    compared = _compared(older, newer)
    return render(
        "minutes/versions.html",
        meeting=meeting,
        minutes=held,
        item=item,
        versions=every,
        older=older,
        newer=newer,
        names=accounts.user_names(actor, [version.saved_by_uid for version in every]),
        compared=[(label, pieces) for label, pieces in compared if _changed(pieces)],
        unchanged=[label for label, pieces in compared if not _changed(pieces)],
    )


def _changed(pieces: list[Piece]) -> bool:
    return any(piece.kind != SAME for piece in pieces)


def _compared(older: MinutesVersion, newer: MinutesVersion) -> list[tuple[str, list[Piece]]]:
    """Each part that has words in either version, with the pieces."""
    before, after = dict(_words(older)), dict(_words(newer))
    labels = [*after, *(label for label in before if label not in after)]
    return [
        (label, compare(before.get(label, ""), after.get(label, "")))
        for label in labels
        if before.get(label) or after.get(label)
    ]


def _words(version: MinutesVersion) -> list[tuple[str, str]]:
    if not version.content:
        return []
    kind = GeneralContent if version.case_uid is None else ItemContent
    return list(kind.from_json(version.content).words())
