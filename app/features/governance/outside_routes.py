"""Pages of disclosures to bodies that what the group holds is not for: the register, one of them, its steps."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.cases.interface import Case
from app.features.governance import disclosing
from app.features.governance.blueprint import bp
from app.features.governance.domain.outside import State, state
from app.features.governance.models import OutsideDisclosure
from app.features.governance.shown import tabs
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor, Permission, Role, current_actor, fetch
from app.platform.database import db
from app.web.access import permits
from app.web.fields import NearDate, Radios, Select, TextArea, TextField, choice
from app.web.forms import Form
from app.web.paging import paging
from app.web.rendering import render, see_other

audit.declare("outside.viewed")

P = Permission
AGREES = frozenset({Role.CHAIR, Role.DPO})
STATES = {
    State.WAITS: ("Waits for agreement", "yellow"),
    State.AGREED: ("Agreed, not made yet", "blue"),
    State.MADE: ("Made", "green"),
    State.REFUSED: ("Refused", "grey"),
}


class AskForm(Form):
    reference = TextField(
        "Case reference", hint="For example C-2026-0014", required="Enter the reference of the case", width=20
    )
    kind = Radios(
        "Kind of body",
        choices=lambda: [choice(one.code, one.label) for one in disclosing.kinds()],
        required="Select the kind of body",
    )
    recipient = TextField(
        "Body and office", hint="Who receives it", required="Enter the body and office", max_length=200
    )
    purpose = Radios(
        "What it is for",
        choices=lambda: [
            choice(one.code, one.label, hint=one.hint or None) for one in partnership.code_list("outside_purpose")
        ],
        required="Select what it is for",
    )
    gateway = Select("By which power", blank="Select a power", required="Select a power")
    what = TextArea("What is told", hint="Word for word, and no more", required="Enter what is told", rows=5)
    reason = TextArea(
        "Why it is necessary", hint="And why nothing less would do", required="Enter why it is necessary", rows=4
    )


class RefuseForm(Form):
    refusal = TextArea("Why not", required="Enter why not", rows=4, max_length=2000)


class MadeForm(Form):
    made_on = NearDate("Made on", past=True, required="Enter the day it was made")


@bp.get("/disclosures")
@permits(P.GOVERNANCE_VIEW)
def disclosures() -> str:
    """The register, the newest first."""
    actor = current_actor()
    rows = _listed()
    page = paging(len(rows))
    return render(
        "governance/disclosures.html",
        tabs=tabs(actor, "governance.disclosures"),
        rows=[_shown(row) for row in rows[page.offset : page.offset + page.limit]],
        page=page,
        kinds=disclosing.kinds(),
        may_ask=actor.may(P.CASE_MANAGE),
    )


def _listed() -> Sequence[OutsideDisclosure]:
    newest = OutsideDisclosure.asked_on.desc(), OutsideDisclosure.reference.desc()
    return db.session.scalars(select(OutsideDisclosure).order_by(*newest)).all()


def waits_for(actor: Actor) -> list[OutsideDisclosure]:
    """What waits for the agreement of the chair or the data protection officer who looks."""
    if not actor.is_any(AGREES):
        return []
    return [
        row
        for row in _listed()
        if state(row) is State.WAITS
        and actor.user_uid not in (row.chair_uid, row.dpo_uid)
        and ((Role.CHAIR in actor.roles and row.chair_on is None) or (Role.DPO in actor.roles and row.dpo_on is None))
    ]


def _shown(row: OutsideDisclosure) -> dict[str, Any]:
    words, colour = STATES[state(row)]
    return {
        "row": row,
        "kind": partnership.code_label("agency_type", row.kind),
        "purpose": partnership.code_label("outside_purpose", row.purpose),
        "state": words,
        "colour": colour,
    }


@bp.route("/disclosures/new", methods=["GET", "POST"])
@permits(P.CASE_MANAGE)
def ask_disclosure() -> ResponseReturnValue:
    """Ask for one disclosure."""
    actor, form = current_actor(), AskForm()
    form.gateway.choices = [choice(one.code, one.label) for one in partnership.gateways_for(actor.agency_type or "")]
    if form.validate_on_submit():
        values = form.values
        asked = values.pop("reference").upper().replace(" ", "")
        case = db.session.scalar(select(Case).where(Case.reference == asked))
        if case is None:
            form.refuse("Enter the reference of a case in your area", field="reference")
        else:
            with form.catching():
                row = disclosing.ask_outside(actor=actor, case=case, **values)
                return see_other("governance.disclosure", disclosure_uid=row.uid, flash="Asked")
    return render("governance/disclosure_new.html", form=form)


@bp.get("/disclosures/<uid:disclosure_uid>")
@permits(P.GOVERNANCE_VIEW)
def disclosure(disclosure_uid: str) -> str:
    """One disclosure; the auditor sees that it was made, not what was told."""
    actor = current_actor()
    row = fetch(actor, OutsideDisclosure, disclosure_uid)
    audit.record("outside.viewed", row)
    return render(
        "governance/disclosure.html",
        **_shown(row),
        gateway=partnership.code_label("gateway", row.gateway),
        names=accounts.user_names(
            actor, (row.asked_by_uid, row.chair_uid, row.dpo_uid, row.refused_by_uid, row.made_by_uid)
        ),
        may_read=Role.AUDITOR not in actor.roles,
        may_agree=row in waits_for(actor),
        may_refuse=actor.is_any(AGREES) and state(row) in (State.WAITS, State.AGREED),
        may_make=actor.may(P.CASE_MANAGE) and state(row) is State.AGREED,
    )


@bp.post("/disclosures/<uid:disclosure_uid>/agree")
@permits(P.GOVERNANCE_MANAGE)
def agree_disclosure(disclosure_uid: str) -> ResponseReturnValue:
    """As the chair or as the data protection officer."""
    actor = current_actor()
    row = fetch(actor, OutsideDisclosure, disclosure_uid)
    if row not in waits_for(actor):
        raise NotFound("Disclosure")
    disclosing.agree_outside(actor=actor, disclosure=row)
    return see_other("governance.disclosure", disclosure_uid=row.uid, flash="Agreed")


@bp.route("/disclosures/<uid:disclosure_uid>/refuse", methods=["GET", "POST"])
@permits(P.GOVERNANCE_MANAGE)
def refuse_disclosure(disclosure_uid: str) -> ResponseReturnValue:
    """By the chair or the data protection officer."""
    actor, form = current_actor(), RefuseForm()
    row = fetch(actor, OutsideDisclosure, disclosure_uid)
    if not actor.is_any(AGREES):
        raise NotFound("Disclosure")
    if form.validate_on_submit():
        with form.catching():
            disclosing.refuse_outside(actor=actor, disclosure=row, **form.values)
            return see_other("governance.disclosure", disclosure_uid=row.uid, flash="Refused")
    return render("governance/disclosure_step.html", form=form, row=row, step="Refuse", button="Refuse")


@bp.route("/disclosures/<uid:disclosure_uid>/made", methods=["GET", "POST"])
@permits(P.CASE_MANAGE)
def make_disclosure(disclosure_uid: str) -> ResponseReturnValue:
    """Write down that it was made."""
    actor, form = current_actor(), MadeForm(data={"made_on": today()})
    row = fetch(actor, OutsideDisclosure, disclosure_uid)
    if form.validate_on_submit():
        with form.catching():
            disclosing.make_outside(actor=actor, disclosure=row, **form.values)
            return see_other("governance.disclosure", disclosure_uid=row.uid, flash="Written down")
    return render(
        "governance/disclosure_step.html", form=form, row=row, step="Write down that it was made", button="Save"
    )
