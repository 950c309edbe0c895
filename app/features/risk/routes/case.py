"""A person's risk picture, and an assessment as it was made."""

from collections.abc import Iterable

from app.features.accounts import interface as accounts
from app.features.cases import interface as cases
from app.features.risk import queries, shown
from app.features.risk.blueprint import bp
from app.features.risk.chart import chart_of
from app.features.risk.domain.model import AXES
from app.features.risk.models import Assessment, RiskModel
from app.features.risk.suggesting import suggestion_for
from app.features.risk.words import plain
from app.kernel.clock import local, today
from app.kernel.errors import NotFound
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render


@bp.get("/cases/<uid:case_uid>")
@permits(Permission.CASE_VIEW)
def picture(case_uid: str) -> str:
    actor = current_actor()
    case = person(cases.get_case(actor, case_uid, page="risk"))
    entries = cases.list_entries(actor, case_uid)
    assesses = actor.may(Permission.RISK_ASSESS)
    found = suggestion_for(actor, case, entries) if assesses else None
    made = [row for row in queries.list_assessments(actor, case_uid) if row.axes]
    axes = shown.axes_now(case, found[1] if found else None, entries, cap_of(found[0]) if found else "")
    quiet = queries.quiet_of(actor, case_uid)
    return render(
        "risk/picture.html",
        case=case,
        axes=axes,
        model=found[0] if found else None,
        judged=shown.judged(case, made[0] if made else None, entries),
        protecting=shown.protecting(entries),
        chart=chart_of(entries, today()),
        made=[(row, local(row.made_at).date(), _bands(row)) for row in made],
        quiet=quiet,
        names=accounts.user_names(
            actor, [*(row.made_by_uid for row in made), *_tellers(axes), quiet.kept_by_uid if quiet else None]
        ),
        assesses=assesses,
        may_assess=assesses and cases.is_open(case),
        may_keep=actor.may(Permission.RISK_KEEP) and cases.is_open(case) and quiet is not None and not quiet.kept_on,
    )


@bp.get("/assessments/<uid:assessment_uid>")
@permits(Permission.CASE_VIEW)
def assessment(assessment_uid: str) -> str:
    actor = current_actor()
    row = queries.get_assessment(actor, assessment_uid)
    case = cases.get_case(actor, row.case_uid, page="assessment")
    if not row.axes:
        raise NotFound("assessment")
    assesses = actor.may(Permission.RISK_ASSESS)
    entries = cases.list_entries(actor, case.uid)
    model = queries.get_model(actor, row.model_uid)
    axes = shown.axes_then(row, entries, cap_of(model), figures=assesses)
    before = next(
        (one for one in queries.list_assessments(actor, case.uid) if one.made_at < row.made_at and one.axes), None
    )
    return render(
        "risk/assessment.html",
        case=case,
        row=row,
        axes=axes,
        model=model,
        before=before,
        then=shown.axes_then(before, (), "", figures=assesses) if before else [],
        protecting=shown.protecting_codes(row.protective),
        judged=shown.judged(case, row, entries),
        names=accounts.user_names(actor, [row.made_by_uid, *_tellers(axes)]),
        assesses=assesses,
    )


def person(case: cases.Case) -> cases.Case:
    """Only people are assessed: networks and places pass no points to anybody."""
    if not shown.is_person(case):
        raise NotFound("person")
    return case


def cap_of(model: RiskModel) -> str:
    return plain(queries.model_of(model).values["background.cap"])


def _tellers(axes: Iterable[shown.AxisShown]) -> list[str]:
    return [row.by_uid for axis in axes for row in axis.rows]


def _bands(row: Assessment) -> list[shown.Band | None]:
    return [shown.band_of(row.axes[axis]["set"]) for axis in AXES]
