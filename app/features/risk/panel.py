"""What a person's case page shows of their risk, and what its timeline says of assessments."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.partnership import interface as partnership
from app.features.risk import queries, shown
from app.features.risk.suggesting import suggestion_for
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import part


def on_case(*, case: Case, entries: Sequence[CaseEntry], **_context: Any) -> str | None:
    """Three axes side by side. Figures only for those who assess (PR-34)."""
    if not shown.is_person(case):
        return None
    actor = current_actor()
    assesses = actor.may(Permission.RISK_ASSESS)
    found = suggestion_for(actor, case, entries) if assesses else None
    made = queries.list_assessments(actor, case.uid)
    return part(
        "risk/panel.html",
        case=case,
        axes=shown.axes_now(case, found[1] if found else None, entries),
        judged=shown.judged(case, made[0] if made else None, entries),
        protecting=shown.protecting(entries),
        assesses=assesses,
        may_assess=assesses and cases.is_open(case),
    )


def on_timeline(actor: Actor, case: Case) -> Iterator[cases.timeline.Row]:
    for row in queries.list_assessments(actor, case.uid) if shown.is_person(case) else ():
        if row.axes:
            yield cases.timeline.Row(
                row.made_at,
                "Risk assessed",
                f"How soon: {partnership.code_label('imminence', row.imminence)}",
                shown.agency_words(row.agency_uid),
                url_for("risk.assessment", assessment_uid=row.uid),
            )


panels.register("risk", 10, on_case)
cases.timeline.add_source(on_timeline)
