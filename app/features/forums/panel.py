"""What a case's own page says of other groups."""

from collections.abc import Iterator
from typing import Any

from app.features.cases import interface as cases
from app.features.cases.interface import Case, timeline
from app.features.forums import leading, queries
from app.features.forums.domain.transfers import COLOURS, STATUS_NAMES, transfer_status
from app.features.forums.overlap import PERSON, overlaps
from app.features.forums.words import forum_words
from app.kernel.clock import today
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import part


def panel(*, case: Case, **_context: Any) -> str | None:
    actor = current_actor()
    if not actor.may(Permission.CASE_VIEW):
        return None
    on, usual = today(), leading.usual_lead(case)
    bridge = queries.bridging_of(actor, case.uid)
    found = overlaps(actor, [case.subject_uid]).get(case.subject_uid, [])
    leads = next((one.forum_code for one in found if one.how == PERSON and one.leads), "SVOG")
    return part(
        "forums/panel.html",
        case=case,
        found=found,
        leader=forum_words(case.area_uid, leads),
        usual=forum_words(case.area_uid, usual.forum) if usual and usual.forum != leads else None,
        change=next(
            (one for one in queries.lead_changes(actor, case.uid) if not one.theirs_on and not one.withdrawn_on), None
        ),
        bridge=bridge,
        bridge_over=bridge is not None and bridge.ends_on < on,
        transfers=[
            (one, forum_words(one.area_uid, one.forum_code), STATUS_NAMES[state], COLOURS[state])
            for one in queries.transfers_of(actor, case.uid)
            for state in (transfer_status(one, on),)
        ],
        manages=actor.may(Permission.CASE_MANAGE) and cases.is_open(case),
        manages_transfers=actor.may(Permission.CASE_MANAGE),
    )


def timeline_rows(actor: Actor, case: Case) -> Iterator[timeline.Row]:
    """Transfers and changes of lead."""
    for one in queries.transfers_of(actor, case.uid):
        forum = forum_words(one.area_uid, one.forum_code)
        name = f"Transfer {one.reference} to {forum}"
        yield timeline.Row(one.proposed_on, f"{name}: proposed", one.reason)
        for day, what, text in (
            (one.sent_on, "handed over", ""),
            (one.accepted_on, "accepted", one.answer or ""),
            (one.declined_on, "declined", one.answer or ""),
            (one.withdrawn_on, "withdrawn", ""),
        ):
            if day:
                yield timeline.Row(day, f"{name}: {what}", text)
    for change in queries.lead_changes(actor, case.uid):
        if change.theirs_on:
            to = forum_words(change.area_uid, change.to_code)
            yield timeline.Row(change.theirs_on, f"Lead of the groups: {to}", change.reason)


panels.register("case", 70, panel)
timeline.add_source(timeline_rows)
