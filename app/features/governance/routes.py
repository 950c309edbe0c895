"""Pages of documents in force."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.governance import area_routes, commands, contest_routes, forms, outside_routes, queries, sample_routes
from app.features.governance.blueprint import bp
from app.features.governance.documents import may_manage
from app.features.governance.domain.documents import HOLDS, Status
from app.features.governance.models import GovernedDocument
from app.features.governance.shown import STATUSES, tabs
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.numbers import whole_number
from app.platform.access import Permission, current_actor
from app.web import navigation
from app.web.access import permits
from app.web.forms import Form
from app.web.rendering import render, see_other

__all__ = ["area_routes", "bp", "contest_routes", "outside_routes", "sample_routes"]

P = Permission
VIEW, MANAGE = P.GOVERNANCE_VIEW, P.GOVERNANCE_MANAGE

navigation.add("Governance", "governance.documents", VIEW, 85, section=navigation.RUNNING)


@bp.get("")
@permits(VIEW)
def documents() -> str:
    """The documents of the area, what is missing, and the changes that wait for them."""
    actor, on = current_actor(), today()
    area_uid = actor.area_uid
    rows = [(row, queries.document_status(row, on)) for row in queries.list_documents(area_uid)]
    order = {item.code: item.position for item in partnership.code_list("governed_document")}
    rows.sort(key=lambda one: (one[1] is Status.ENDED, order.get(one[0].kind, 0)))
    return render(
        "governance/documents.html",
        tabs=tabs(actor, "governance.documents"),
        rows=[one for one in rows if one[1] is not Status.ENDED],
        ended=[one for one in rows if one[1] is Status.ENDED],
        gaps=queries.gaps(area_uid, on),
        changes=queries.list_changes(area_uid),
        statuses=STATUSES,
        label=partnership.code_label,
        names=accounts.user_names(actor, (one.proposed_by_uid for one in queries.list_changes(area_uid))),
        may_manage=may_manage(actor, area_uid),
        area=partnership.area_name(area_uid),
    )


@bp.get("/documents/<uid:document_uid>")
@permits(VIEW)
def document(document_uid: str) -> str:
    """One version of a document."""
    actor, on = current_actor(), today()
    row = queries.get_document(actor, document_uid)
    state = queries.document_status(row, on)
    return render(
        "governance/document.html",
        row=row,
        state=state,
        statuses=STATUSES,
        holds=state in HOLDS or state is Status.OVERDUE,
        is_gating=forms.is_gating(row.kind),
        follows=queries.get_document(actor, row.follows_uid) if row.follows_uid else None,
        label=partnership.code_label,
        labels=partnership.code_labels,
        names=accounts.user_names(actor, (row.recorded_by_uid, row.approval_by_uid)),
        may_manage=may_manage(actor, row.area_uid),
    )


@bp.route("/documents/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_document() -> ResponseReturnValue:
    """A first version, or with `follows` the next version of a document."""
    actor = current_actor()
    follows_uid = request.args.get("follows")
    before = queries.get_document(actor, follows_uid) if follows_uid else None
    kind = request.args.get("kind", "")
    start: dict[str, Any] = {"kind": kind if partnership.is_code("governed_document", kind) else None}
    if before is not None:
        start = {name: getattr(before, name) for name in ("kind", "title", "owner", "kept_at")}
        start["covers"] = list(before.covers)
    form = forms.DocumentForm(data=start)
    if form.validate_on_submit():
        with form.catching():
            row = commands.record_document(
                actor=actor, area_uid=actor.area_uid, follows_uid=before.uid if before else None, **form.values
            )
            return see_other("governance.document", document_uid=row.uid, flash="Document recorded")
    return render("governance/new.html", form=form, before=before)


@bp.route("/documents/<uid:document_uid>/change", methods=["GET", "POST"])
@permits(MANAGE)
def change_document(document_uid: str) -> ResponseReturnValue:
    """Put a draft right, or say where an approved document is kept now."""
    row = queries.get_document(current_actor(), document_uid)
    start = {name: getattr(row, name) for name in ("title", "owner", "kept_at", "note")}
    form = forms.ChangeDocumentForm(data=start | {"ver": str(row.ver), "covers": list(row.covers)})
    if row.approved_on is not None or not forms.is_gating(row.kind):
        del form.covers
    if form.validate_on_submit():
        ver = whole_number(form.ver.data, -1)
        with form.catching():
            commands.change_document(actor=current_actor(), document=row, expected_ver=ver, **form.values)
            return _back(row, "Document changed")
    return _step(form, row, "Put a document right")


@bp.route("/documents/<uid:document_uid>/approve", methods=["GET", "POST"])
@permits(MANAGE)
def approve_document(document_uid: str) -> ResponseReturnValue:
    """Record an approval."""
    row, form = queries.get_document(current_actor(), document_uid), forms.ApprovalForm()
    if form.validate_on_submit():
        with form.catching():
            commands.approve_document(actor=current_actor(), document=row, **form.values)
            return _back(row, "Approval recorded")
    months = partnership.number("governance.review", row.area_uid)
    intro = f"Its review falls due within {months} months of the approval."
    if forms.is_gating(row.kind):
        intro += " Somebody else records it than whoever recorded the assessment: it opens the way for a change."
    return _step(form, row, "Record an approval", intro)


@bp.route("/documents/<uid:document_uid>/review", methods=["GET", "POST"])
@permits(MANAGE)
def review_document(document_uid: str) -> ResponseReturnValue:
    """It was reviewed and stays as it is."""
    row = queries.get_document(current_actor(), document_uid)
    form = forms.ReviewForm(data={"ver": str(row.ver), "reviewed_on": today()})
    if form.validate_on_submit():
        ver = whole_number(form.ver.data, -1)
        with form.catching():
            commands.review_document(actor=current_actor(), document=row, expected_ver=ver, **form.values)
            return _back(row, "Review recorded")
    return _step(form, row, "Record a review", "The document stays as it is. What has to change becomes a new version.")


@bp.route("/documents/<uid:document_uid>/end", methods=["GET", "POST"])
@permits(MANAGE)
def end_document(document_uid: str) -> ResponseReturnValue:
    """It no longer holds, and nothing takes its place."""
    row = queries.get_document(current_actor(), document_uid)
    form = forms.EndForm(data={"ver": str(row.ver)})
    if form.validate_on_submit():
        ver = whole_number(form.ver.data, -1)
        with form.catching():
            commands.end_document(actor=current_actor(), document=row, expected_ver=ver, **form.values)
            return _back(row, "End recorded")
    return _step(form, row, "Record the end of a document", "Changes that wait for it wait again.")


@bp.route("/changes/new", methods=["GET", "POST"])
@permits(MANAGE)
def propose_change() -> ResponseReturnValue:
    """Say that something is to change, so that its impact is assessed before."""
    actor = current_actor()
    asked = request.args.get("what", "")
    form = forms.ProposeForm(data={"what": asked} if partnership.is_code("assessed_matter", asked) else {})
    if form.validate_on_submit():
        with form.catching():
            commands.propose_change(actor=actor, area_uid=actor.area_uid, **form.values)
            return see_other("governance.documents", flash="Change proposed")
    return render("governance/propose.html", form=form)


@bp.post("/changes/<uid:change_uid>/withdraw")
@permits(MANAGE)
def withdraw_change(change_uid: str) -> ResponseReturnValue:
    """Take a proposal back."""
    actor = current_actor()
    commands.withdraw_change(actor=actor, change=queries.get_change(actor, change_uid))
    return see_other("governance.documents", flash="Proposal withdrawn")


def _step(form: Form, row: GovernedDocument, heading: str, intro: str = "") -> str:
    return render("governance/step.html", form=form, row=row, step_heading=heading, intro=intro, label=_kind(row))


def _kind(row: GovernedDocument) -> str:
    return partnership.code_label("governed_document", row.kind)


def _back(row: GovernedDocument, flash: str) -> ResponseReturnValue:
    return see_other("governance.document", document_uid=row.uid, flash=flash)
