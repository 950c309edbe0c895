"""Pages of requests and returns."""

from flask import request as posted
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.partnership import interface as partnership
from app.features.returns import answering, commands, forms, queries
from app.features.returns.blueprint import bp
from app.features.returns.domain import NIL, is_owed, request_state
from app.features.returns.holding import check_asked, current_return, draft_of
from app.features.returns.listing import listed, versions
from app.features.returns.models import InformationRequest
from app.features.returns.shown import said
from app.features.returns.wording import reason_words
from app.kernel.clock import now
from app.kernel.errors import NotFound
from app.kernel.numbers import whole_number
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.forms import Form
from app.web.paging import paging
from app.web.rendering import render, see_other

P = Permission


@bp.get("")
@permits(P.RETURN_GIVE)
def mine() -> str:
    """What my agency is asked."""
    return _list(forms.BulkForm())


def _list(form: forms.BulkForm) -> str:
    actor = current_actor()
    page = paging(queries.count_settled_by_mine(actor))
    owed = [listed(row, actor) for row in queries.list_owed_by_mine(actor)]
    settled = queries.list_settled_by_mine(actor, limit=page.limit, offset=page.offset)
    return render(
        "returns/mine.html",
        form=form,
        owed=sorted(owed, key=lambda row: not row.is_mine),
        settled=[listed(row, actor) for row in settled],
        page=page,
    )


@bp.post("/not-known")
@permits(P.RETURN_GIVE)
def none_known() -> ResponseReturnValue:
    """The same answer to everything that was ticked: not known to us."""
    actor, form = current_actor(), forms.BulkForm()
    form.requests.choices = [choice(row.uid, row.reference) for row in queries.list_owed_by_mine(actor)]
    chosen = answering.requests_of(actor, posted.form.getlist("requests"))
    if chosen and not any(is_owed(row, now()) for row in chosen):
        return see_other("returns.mine", flash="Answered already")
    if form.validate_on_submit():
        with form.catching():
            done = commands.say_not_known(actor=actor, requests=chosen)
            words = "1 request" if len(done) == 1 else f"{len(done)} requests"
            return see_other("returns.mine", flash=f"Not known to us: answered {words}")
    return _list(form)


@bp.get("/<uid:request_uid>")
@permits(P.RETURN_GIVE)
def request(request_uid: str) -> str:
    """What is asked and what was answered: for the agency asked, and for those who may see the case."""
    actor = current_actor()
    found = queries.view_request(actor, request_uid)
    own = _is_own(actor, found)
    answers_here = own and found.withdrawn_at is None and found.forgotten_at is None
    owed = is_owed(found, now())
    every = versions(actor, found)
    return render(
        "returns/request.html",
        request=found,
        own=own,
        case=queries.case_of(found),
        shown=said(found, next((one.row for one in every if one.holds), None)),
        versions=every,
        reason=reason_words(found.reason),
        axes=partnership.code_labels("axis", found.about.get("axes", ())) if own else [],
        colleague=accounts.user_names(actor, [found.delegated_to_uid]).get(found.delegated_to_uid or "", ""),
        may_answer=answers_here and owed,
        may_correct=answers_here and not owed,
        begun=answers_here and owed and found.started_at is not None,
        may_withdraw=actor.may(P.RETURN_ASK) and owed and request_state(found, now()) != "WITHDRAWN",
    )


@bp.route("/<uid:request_uid>/answer", methods=["GET", "POST"])
@permits(P.RETURN_GIVE)
def answer(request_uid: str) -> ResponseReturnValue:
    """The form: to begin, to go on with, or to correct what was returned."""
    actor = current_actor()
    found = _own(actor, request_uid)
    before = current_return(found)
    unfinished = "draft" in posted.form
    shape = forms.DraftForm if unfinished else forms.CorrectForm if before is not None else forms.AnswerForm
    start = draft_of(found) or (before if before is not None and before.known != NIL else None)
    form = forms.prepared(shape(data=forms.to_form(start, found, _about_me())), found)
    if form.validate_on_submit():
        with form.catching():
            if unfinished:
                commands.save_draft(actor=actor, request=found, answer=forms.from_form(form))
                return see_other("returns.request", request_uid=found.uid, flash="Saved. It has not been returned yet")
            commands.give_return(
                actor=actor,
                request=found,
                answer=forms.from_form(form),
                why=form.why.data if isinstance(form, forms.CorrectForm) else None,
                seen=whole_number(form.seen.data, None),
            )
            return see_other("returns.request", request_uid=found.uid, flash="Returned")
    return render("returns/answer.html", form=form, request=found, corrects=before is not None, axes=forms.AXES)


def _about_me() -> dict[str, str]:
    """Whoever answers is usually who can be asked."""
    user = accounts.current_user()
    return {"worker": user.name, "worker_contact": user.phone or ""} if user else {}


@bp.post("/<uid:request_uid>/not-known")
@permits(P.RETURN_GIVE)
def not_known(request_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = _own(actor, request_uid)
    commands.give_return(actor=actor, request=found, answer=answering.Answer(NIL))
    return see_other("returns.mine", flash=f"{found.reference}: not known to us")


@bp.route("/<uid:request_uid>/cannot-share", methods=["GET", "POST"])
@permits(P.RETURN_GIVE)
def cannot_share(request_uid: str) -> ResponseReturnValue:
    actor, form = current_actor(), forms.CannotShareForm()
    found = _own(actor, request_uid)
    if form.validate_on_submit():
        with form.catching():
            reason = forms.refusal(form.cannot_share_reason.data or "")
            commands.give_return(actor=actor, request=found, answer=reason)
            return see_other("returns.request", request_uid=found.uid, flash="Answered: we cannot share it")
    return _step(form, found, "Say that you cannot share", "The group is told the reason and nothing else.", "Answer")


@bp.route("/<uid:request_uid>/hand-on", methods=["GET", "POST"])
@permits(P.RETURN_GIVE)
def hand_on(request_uid: str) -> ResponseReturnValue:
    actor, form = current_actor(), forms.HandOnForm()
    found = _own(actor, request_uid)
    form.user_uid.choices = [
        choice(user.uid, user.name, hint=user.job_title or None) for user in answering.colleagues(found)
    ]
    if form.validate_on_submit():
        with form.catching():
            commands.delegate(actor=actor, request=found, user_uid=form.user_uid.data or "", note=form.note.data)
            return see_other("returns.request", request_uid=found.uid, flash="Handed to a colleague")
    return _step(
        form, found, "Hand it to a colleague", "They are told by e-mail. Others may still answer.", "Hand it on"
    )


@bp.route("/<uid:request_uid>/take-back", methods=["GET", "POST"])
@permits(P.RETURN_GIVE)
def take_back(request_uid: str) -> ResponseReturnValue:
    actor, form = current_actor(), forms.WhyForm()
    found = _own(actor, request_uid)
    if form.validate_on_submit():
        with form.catching():
            commands.take_back(actor=actor, request=found, why=form.why.data or "")
            return see_other("returns.request", request_uid=found.uid, flash="Taken back")
    text = "What you returned stays on the record, marked as taken back. Your agency then owes another answer."
    return _step(form, found, "Take back what you returned", text, "Take it back")


@bp.route("/<uid:request_uid>/withdraw", methods=["GET", "POST"])
@permits(P.RETURN_ASK)
def withdraw(request_uid: str) -> ResponseReturnValue:
    actor, form = current_actor(), forms.WhyForm()
    found = queries.get_request(actor, request_uid)
    if form.validate_on_submit():
        with form.catching():
            commands.withdraw_request(actor=actor, request=found, why=form.why.data or "")
            return see_other("returns.request", request_uid=found.uid, flash="No longer asked")
    return _step(form, found, "No longer ask", "The agency is no longer shown whom it was about.", "No longer ask")


def _step(form: Form, found: InformationRequest, title: str, text: str, button: str) -> str:
    return render("returns/step.html", form=form, request=found, title=title, text=text, button=button)


def _own(actor: Actor, uid: str) -> InformationRequest:
    """A request of the actor's own agency that may be answered; any other agency's is not there."""
    found = queries.get_request(actor, uid)
    if not _is_own(actor, found):
        raise NotFound("request")
    check_asked(found)
    return found


def _is_own(actor: Actor, found: InformationRequest) -> bool:
    return actor.agency_uid is not None and actor.agency_uid == found.agency_uid
