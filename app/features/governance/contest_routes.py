"""Pages of contested records: the list, one of them, and the steps."""

from datetime import date
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.cases import interface as cases
from app.features.governance import contest_forms as forms
from app.features.governance import contesting
from app.features.governance import queries_contests as queries
from app.features.governance.blueprint import bp
from app.features.governance.domain.contests import PERSON, Status, left_to_tell, status
from app.features.governance.models import Contest
from app.features.governance.shown import tabs
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.kernel.numbers import whole_number
from app.kernel.references import new_uid
from app.platform.access import Actor, Permission, Role, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import day, render, see_other

P = Permission
STATES = {
    Status.OPEN: ("To decide", "yellow"),
    Status.OVERDUE: ("Overdue", "red"),
    Status.TO_TELL: ("People to tell", "yellow"),
    Status.SETTLED: ("Settled", "grey"),
}


@bp.get("/contested")
@permits(P.GOVERNANCE_VIEW)
def contests() -> str:
    """Those that wait, the first due first. The auditor sees that they are there, not what they say."""
    actor = current_actor()
    return render(
        "governance/contests.html",
        tabs=tabs(actor, "governance.contests"),
        waiting=[shown(row) for row in queries.list_open(actor)],
        settled=[shown(row) for row in queries.list_settled(actor)],
        may_read=_may_read(actor),
    )


def _may_read(actor: Actor) -> bool:
    """The auditor sees that something is contested, not what."""
    return actor.may(P.CASE_VIEW) or Role.DPO in actor.roles


def shown(row: Contest) -> dict[str, Any]:
    """A row as lists and panels show it."""
    words, colour = STATES[status(row, today())]
    return {
        "row": row,
        "by": partnership.code_label("contested_by", row.by),
        "state": words,
        "colour": colour,
        "outcome": partnership.code_label("contest_outcome", row.outcome) if row.outcome else None,
    }


@bp.get("/contested/<uid:contest_uid>")
@permits(P.CASE_VIEW, P.GOVERNANCE_VIEW)
def contest(contest_uid: str) -> str:
    """One contested record: what they say, what was decided, and who was told."""
    actor = current_actor()
    if not _may_read(actor):
        raise NotFound("Contest")
    found = queries.get_contest(actor, contest_uid)
    consent = queries.what_they_were_told(found.area_uid, found.case_uid)
    row = queries.view_contest(actor, contest_uid)
    everybody = queries.to_tell(row) if row.decided_on else []
    return render(
        "governance/contest.html",
        **shown(row),
        entry=queries.entry_of(row),
        case=queries.case_of(actor, row),
        consent=[cases.facts(details) for details in consent],
        people=[(_who(one, row), _day(row.told.get(one))) for one in everybody],
        left=left_to_tell(everybody, row.told),
        names=accounts.user_names(actor, (row.heard_by_uid, row.decided_by_uid)),
        may_decide=actor.may(P.CASE_MANAGE),
    )


@bp.route("/contested/of/<uid:case_uid>", methods=["GET", "POST"])
@permits(P.CASE_VIEW)
def new_contest(case_uid: str) -> ResponseReturnValue:
    """Write down what somebody says is wrong."""
    actor = current_actor()
    case = cases.case_for_change(actor, case_uid)
    entry = request.args.get("entry", "")
    form = forms.ContestForm(data={"once": new_uid(), "raised_on": today(), "entry_uid": entry})
    form.entry_uid.choices = [
        choice(one.uid, cases.entry_words(one))
        for one in cases.list_entries(actor, case.uid)
        if one.kind != "BAND" and one.details
    ]
    if form.validate_on_submit():
        values = form.values | {"once": form.once.data}
        with form.catching():
            row = contesting.contest(actor=actor, case=case, **values)
            return see_other("governance.contest", contest_uid=row.uid, flash="Written down")
    return render("governance/contest_new.html", form=form, case=case)


@bp.route("/contested/<uid:contest_uid>/decide", methods=["GET", "POST"])
@permits(P.CASE_MANAGE)
def decide_contest(contest_uid: str) -> ResponseReturnValue:
    """Decide, with the reason."""
    actor = current_actor()
    row = queries.get_contest(actor, contest_uid)
    entry = queries.entry_of(row)
    kept = cases.text_of(entry) if entry is not None else None
    form = forms.DecideForm(data={"ver": str(row.ver), "text": kept[1] if kept else None})
    if form.validate_on_submit():
        if form.outcome.data == "CORRECTED" and not (form.text.data or "").strip():
            form.refuse("Enter the words as they are right", field="text")
        else:
            with form.catching():
                ver = whole_number(form.ver.data, -1)
                contesting.decide(actor=actor, contest=row, expected_ver=ver, **form.values)
                return see_other("governance.contest", contest_uid=row.uid, flash="Decision recorded")
    return render("governance/contest_step.html", form=form, row=row, entry=entry, step="Decide")


@bp.route("/contested/<uid:contest_uid>/told", methods=["GET", "POST"])
@permits(P.CASE_MANAGE)
def tell_contest(contest_uid: str) -> ResponseReturnValue:
    """Write down who was told of the decision."""
    actor = current_actor()
    row = queries.get_contest(actor, contest_uid)
    if row.decided_on is None:
        raise NotFound("Contest")
    form = forms.TellForm(data={"ver": str(row.ver), "on": today()})
    left = left_to_tell(queries.to_tell(row), row.told)
    form.told.choices = [choice(one, _who(one, row)) for one in left]
    if left and form.validate_on_submit():
        with form.catching():
            ver = whole_number(form.ver.data, -1)
            contesting.tell(actor=actor, contest=row, expected_ver=ver, **form.values)
            return see_other("governance.contest", contest_uid=row.uid, flash="Written down")
    if not left:
        return see_other("governance.contest", contest_uid=row.uid)
    return render("governance/contest_step.html", form=form, row=row, entry=None, step="Write down who was told")


def _who(code: str, row: Contest) -> str:
    if code == PERSON:
        return partnership.code_label("contested_by", row.by)
    return partnership.agency_name(code)


def _day(text: str | None) -> str | None:
    return day(date.fromisoformat(text)) if text else None
