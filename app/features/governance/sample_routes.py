"""Pages of the sample audit: what was drawn, one case, the quarters."""

from typing import Any

from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.governance import queries, sampling
from app.features.governance import queries_samples as reads
from app.features.governance.blueprint import bp
from app.features.governance.domain.samples import Status, status
from app.features.governance.models import WATCHES, SampledCase
from app.features.governance.shown import STATUSES, tabs
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import NearDate, Radios, TextArea, choice
from app.web.forms import Form
from app.web.rendering import render, see_other

P = Permission
STATES = {
    Status.TO_ANSWER: ("To answer", "yellow"),
    Status.OVERDUE: ("Overdue", "red"),
    Status.TO_FOLLOW: ("Something follows", "yellow"),
    Status.DONE: ("Done", "grey"),
}


class AnswerForm(Form):
    """With a field for each question, by its code."""

    finding = TextArea("What is not right", hint="Codes and facts; no more names than it needs", rows=4)
    follows = TextArea("What follows", hint="What is to be done, and by whom. Leave empty when nothing is", rows=3)
    follow_by = NearDate("To be done by", future=True)


class FollowForm(Form):
    followed = TextArea("What was done", required="Enter what was done", rows=4, max_length=2000)


def _answer_form() -> AnswerForm:
    asked: dict[str, Any] = {
        item.code: Radios(
            item.label,
            hint=item.hint or None,
            choices=[choice(one.code, one.label) for one in partnership.code_list("sample_answer")],
            required="Select an answer",
            inline=True,
        )
        for item in partnership.code_list("sample_question")
    }
    form: AnswerForm = type("AnswerFormOfSample", (AnswerForm,), asked)()
    return form


@bp.get("/samples")
@permits(P.GOVERNANCE_VIEW)
def samples() -> str:
    """What waits for an answer, what follows, and counts of each quarter."""
    actor, on = current_actor(), today()
    reviews = [row for row in queries.list_documents(actor.area_uid) if row.kind == "REVIEW" and row.approved_on]
    return render(
        "governance/samples.html",
        tabs=tabs(actor, "governance.samples"),
        rows=[_shown(row) for row in reads.list_sampled(actor)],
        quarters=reads.list_quarters(actor, on),
        questions=partnership.code_list("sample_question"),
        answers=partnership.code_list("sample_answer"),
        audits=actor.is_any(WATCHES),
        review=reviews[0] if reviews else None,
        review_state=STATUSES[queries.document_status(reviews[0], on)] if reviews else None,
    )


def _shown(row: SampledCase) -> dict[str, Any]:
    words, colour = STATES[status(row, today())]
    return {"row": row, "state": words, "colour": colour}


@bp.route("/samples/<uid:sampled_uid>", methods=["GET", "POST"])
@permits(P.GOVERNANCE_VIEW)
def sample(sampled_uid: str) -> ResponseReturnValue:
    """One drawn case: whoever audits sees what is recorded and answers; afterwards the answers are shown."""
    actor = current_actor()
    audits = actor.is_any(WATCHES)
    drawn = reads.open_case(actor, sampled_uid) if audits else None
    row = reads.get_sampled(actor, sampled_uid)
    form = _answer_form()
    if drawn is not None and form.validate_on_submit():
        values = form.values
        own = {name: values.pop(name) for name in ("finding", "follows", "follow_by")}
        with form.catching():
            sampling.answer(actor=actor, sampled=row, answers=values, **own)
            return see_other("governance.sample", sampled_uid=row.uid, flash="Answers recorded")
    return render(
        "governance/sample.html",
        **_shown(row),
        form=form,
        drawn=drawn,
        questions=partnership.code_list("sample_question"),
        label=partnership.code_label,
        names=accounts.user_names(actor, (row.answered_by_uid, row.followed_by_uid)),
        may_follow=actor.may(P.CASE_MANAGE) and row.follow_by is not None and row.followed_on is None,
    )


@bp.route("/samples/<uid:sampled_uid>/followed", methods=["GET", "POST"])
@permits(P.CASE_MANAGE)
def follow_sample(sampled_uid: str) -> ResponseReturnValue:
    """Say what was done about a finding."""
    actor = current_actor()
    row, form = reads.get_sampled(actor, sampled_uid), FollowForm()
    if form.validate_on_submit():
        with form.catching():
            sampling.follow(actor=actor, sampled=row, **form.values)
            return see_other("governance.sample", sampled_uid=row.uid, flash="Written down")
    return render("governance/sample_follow.html", form=form, row=row)
