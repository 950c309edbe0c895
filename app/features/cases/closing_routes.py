"""The page on which a case is closed. Sections 4.8 and PR-41."""

from flask.typing import ResponseReturnValue

from app.features.cases import closing, criteria, lifecycle, queries  # noqa: F401 - criteria adds its facts
from app.features.cases.blueprint import bp
from app.features.cases.changes import BACK, look_again, seen
from app.features.cases.closing_form import closing_form
from app.features.cases.commands import check_version
from app.features.cases.pages import head
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other


@bp.route("/<uid:case_uid>/close", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def close(case_uid: str) -> ResponseReturnValue:
    """What to weigh, what becomes of everything open, and why the case is closed."""
    actor = current_actor()
    case = queries.case_for_change(actor, case_uid)
    facts, works = closing.facts(actor, case), closing.open_work(actor, case)
    form = closing_form(facts, works, ver=str(case.ver))
    if form.validate_on_submit():
        with form.catching():
            check_version(case, seen(form))
            lifecycle.close_case(
                actor=actor,
                case=case,
                reason_code=form.reason_code.data or "",
                note=form.note.data,
                checklist=form.checklist(works),
            )
            return see_other(BACK, case_uid=case.uid, flash="Case closed")
    look_again(form, case)
    return render("cases/close.html", form=form, head=head(actor, case, BACK), facts=facts, works=works)
