"""What a case's own page says of assurance: a panel, rows of the timeline, and facts to look at before closing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for

from app.features.assurance import leaving, queries, releasing, shown  # noqa: F401 - say what is open on leaving, on closing
from app.features.assurance.domain import ACCEPTING, STATUS_NAMES, Status, assurance_status, lapses_on
from app.features.cases.interface import Case, closing, progress, timeline
from app.kernel.clock import today
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import part


def panel(*, case: Case, **_context: Any) -> str | None:
    actor = current_actor()
    if not actor.may(Permission.ASSURANCE_VIEW):
        return None
    on = today()
    rows = shown.show(queries.list_for_case(actor, case.uid), on)
    return part(
        "assurance/panel.html",
        case=case,
        rows=rows,
        axes=shown.by_axis(rows, on),
        voided=[row for row in rows if row.assurance.voided_on and row.owed_since],
        owed=sum(row.is_owed for row in rows),
        may_seek=actor.may(Permission.ASSURANCE_SEEK),
    )


def timeline_rows(actor: Actor, case: Case) -> Iterable[timeline.Row]:
    """When assurance was asked for, given, judged and voided."""
    for row in shown.show(queries.list_for_case(actor, case.uid), today()):
        assurance = row.assurance
        url = url_for("assurance.assurance", assurance_uid=assurance.uid)
        name = f"Assurance {assurance.reference}"
        yield timeline.Row(assurance.sought_on, f"{name}: asked for", assurance.risk_statement, row.agency, url)
        if assurance.given_on:
            yield timeline.Row(assurance.given_on, f"{name}: given", assurance.statement or "", row.agency, url)
        if assurance.judged_on and assurance.result:
            result = STATUS_NAMES[Status(assurance.result)].lower()
            yield timeline.Row(assurance.judged_on, f"{name}: {result}", assurance.judgement_reason or "", url=url)
        if assurance.released_on:
            yield timeline.Row(assurance.released_on, f"{name}: let go", assurance.released_reason or "", url=url)
        if assurance.voided_on:
            yield timeline.Row(assurance.voided_on, f"{name}: no longer holds", assurance.voided_reason or "", url=url)
        elif row.status is Status.LAPSED and (since := lapses_on(assurance)):
            yield timeline.Row(since, f"{name}: lapsed", "", row.agency, url)


def closing_facts(actor: Actor, case: Case) -> Iterable[closing.Fact]:
    """Assurance at reasonable or better holds before a case is closed (4.8)."""
    on = today()
    held = [
        assurance
        for one in closing.goes_on_here(case)
        for assurance in queries.list_for_case(actor, one.uid)
        if assurance_status(assurance, on) in ACCEPTING
    ]
    stands = f"{len(held)} accepted and in date" if held else "None is accepted and in date"
    yield closing.Fact("Assurance is reasonable or better", stands, bool(held))


def standing(actor: Actor, case_uids: Sequence[str]) -> Mapping[str, progress.Progress] | None:
    if not actor.may(Permission.ASSURANCE_VIEW):
        return None
    found = queries.standing_by_case(actor, case_uids, today())
    return {uid: _standing(one) for uid, one in found.items()}


def _standing(one: queries.Standing) -> progress.Progress:
    """The state that calls loudest: what is missing, what is to be judged, what is still to come, what holds."""
    if one.missing:
        return progress.Progress("", f"{one.missing} missing")
    if one.to_judge:
        return progress.Progress("", f"{one.to_judge} to judge", "blue")
    if one.later:
        return progress.Progress("", f"{one.later} asked for", "yellow")
    return progress.Progress("", "Accepted", "green") if one.held else progress.Progress("None in force")


panels.register("case", 50, panel)
timeline.add_source(timeline_rows)
closing.add_fact(closing_facts, order=30)
progress.add_column("Assurance", standing, nothing="None asked", order=50)
