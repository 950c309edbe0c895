"""The audit, for the data protection officer and auditors. Nothing of a case is on these pages."""

from flask import request, url_for

from app.features.accounts import interface as accounts
from app.features.reporting import trail
from app.features.reporting.blueprint import audit_bp
from app.features.reporting.forms import AuditFilterForm
from app.platform import audit
from app.platform.access import Permission, Role, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.paging import paging
from app.web.rendering import render


@audit_bp.get("")
@permits(Permission.AUDIT_VIEW)
def entries() -> str:
    """What was done, the newest first."""
    actor = current_actor()
    form = AuditFilterForm(formdata=request.args)
    text = form.about.data or ""
    found = trail.find_object(actor, text) if text else None
    people = accounts.list_users(actor, with_left=True)
    form.who.choices = [choice("system", "The system"), *(choice(user.uid, user.name) for user in people)]
    form.what.choices = [choice(event, trail.in_words(event)) for event in sorted(audit.declared())]
    form.validate()
    chosen = trail.AuditFilter(
        actor_uid=form.who.data or None,
        event=form.what.data or None,
        object_uid=found or text or None,
        start=form.start.data,
        end=form.end.data,
    )
    page = paging(trail.count_entries(actor, chosen))
    return render(
        "reporting/audit.html",
        form=form,
        rows=trail.list_entries(actor, chosen, limit=page.limit, offset=page.offset),
        page=page,
        standing=trail.standing(),
        here=url_for("reporting.audit.entries"),
        filtered=bool(chosen.conditions()),
    )


@audit_bp.get("/<int:seq>")
@permits(Permission.AUDIT_VIEW)
def entry(seq: int) -> str:
    """One entry with its facts; the reason for the data protection officer alone."""
    actor = current_actor()
    line, reason = trail.get_entry(actor, seq)
    return render("reporting/audit_entry.html", line=line, reason=reason, may_read=Role.DPO in actor.roles)
