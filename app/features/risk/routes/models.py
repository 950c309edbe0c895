"""Versions of the model: drafted, changed at the field, tried, approved by two."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.partnership import interface as partnership
from app.features.risk import commands, queries
from app.features.risk.blueprint import bp, tabs
from app.features.risk.domain import course, model
from app.features.risk.forms import ConfirmForm, TermsForm, ValueForm, WeightForm
from app.features.risk.models import RiskModel
from app.features.risk.words import GROUPS, STATES, label_of, plain, weights_of
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.kernel.numbers import whole_number
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.forms import Form
from app.web.rendering import render, see_other


@bp.get("/models")
@permits(Permission.PARTNERSHIP_VIEW)
def models() -> str:
    actor = current_actor()
    rows = queries.list_models(actor)
    in_force = {row.uid for row in queries.in_force_of(rows, today())}
    return render(
        "risk/models.html",
        tabs=tabs("risk.models"),
        rows=[(row, *_words(row, in_force)) for row in rows],
        areas={area.uid: area.name for area in partnership.list_areas()},
        several=len({row.area_uid for row in rows}) > 1,
        may_draft=actor.may(Permission.RISK_MODEL_DRAFT) and not any(_is_draft(row) for row in rows),
    )


@bp.route("/models/new", methods=["GET", "POST"])
@permits(Permission.RISK_MODEL_DRAFT)
def draft() -> ResponseReturnValue:
    actor = current_actor()
    form = TermsForm()
    if form.validate_on_submit():
        with form.catching():
            row = commands.draft_model(
                actor=actor, area_uid=min(actor.area_uids), why=form.why.data or "", valid_from=form.valid_from.data
            )
            return see_other("risk.model_page", model_uid=row.uid, flash="Draft made")
    return render("risk/terms.html", form=form, row=None)


@bp.get("/models/<uid:model_uid>", endpoint="model_page")
@permits(Permission.PARTNERSHIP_VIEW)
def show_model(model_uid: str) -> str:
    actor = current_actor()
    row = queries.get_model(actor, model_uid)
    values = queries.model_of(row).values
    before = queries.before(actor, row)
    uids = [str(uid) for uid in row.effect.get("changed", ())]
    drafting = _is_draft(row)
    return render(
        "risk/model.html",
        row=row,
        state=_state(actor, row),
        weights=weights_of(dict(values)),
        groups=[*_groups(values), ("Red triggers, and for how long each counts", _triggers(values))],
        changes=[
            (label_of(key), plain(old), plain(new))
            for key, old, new in model.changes(queries.model_of(before).values if before else values, values)
        ],
        before=before,
        moves=[
            (partnership.code_label("axis", axis), row.effect["moves"][axis]["up"], row.effect["moves"][axis]["down"])
            for axis in (model.AXES if row.effect else ())
        ],
        touched=queries.visible_cases(actor, uids) if actor.may(Permission.RISK_ASSESS) else None,
        names=accounts.user_names(actor, [row.drafted_by_uid, row.chair_uid, row.officer_uid]),
        may_change=drafting and actor.may(Permission.RISK_MODEL_DRAFT),
        may_approve=drafting
        and actor.may(Permission.RISK_MODEL_APPROVE)
        and row.tried_at is not None
        and actor.user_uid not in (row.chair_uid, row.officer_uid),
    )


@bp.route("/models/<uid:model_uid>/terms", methods=["GET", "POST"])
@permits(Permission.RISK_MODEL_DRAFT)
def terms(model_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    row = draft_of(actor, model_uid)
    form = TermsForm(data={"ver": str(row.ver), "why": row.why, "valid_from": row.valid_from})
    if form.validate_on_submit():
        with form.catching():
            commands.change_terms(actor=actor, draft=row, ver=_seen(form), **form.values)
            return see_other("risk.model_page", model_uid=row.uid, flash="Draft changed")
    return render("risk/terms.html", form=form, row=row)


@bp.route("/models/<uid:model_uid>/weights/<code>", methods=["GET", "POST"])
@permits(Permission.RISK_MODEL_DRAFT)
def change_weight(model_uid: str, code: str) -> ResponseReturnValue:
    actor = current_actor()
    row = draft_of(actor, model_uid)
    keys = {f"weight.{code}.{axis}": axis.lower() for axis in model.AXES}
    if not keys.keys() <= row.amounts.keys():
        raise NotFound("value")
    form = WeightForm(data={"ver": str(row.ver)} | {name: Decimal(row.amounts[key]) for key, name in keys.items()})
    if form.validate_on_submit():
        with form.catching():
            _change(actor, row, {key: form[name].data for key, name in keys.items()}, keys, form)
            return see_other("risk.model_page", model_uid=row.uid, flash="Value changed")
    return render("risk/value.html", form=form, row=row, label=partnership.code_label("risk_factor", code))


@bp.route("/models/<uid:model_uid>/values/<key>", methods=["GET", "POST"])
@permits(Permission.RISK_MODEL_DRAFT)
def change_value(model_uid: str, key: str) -> ResponseReturnValue:
    actor = current_actor()
    row = draft_of(actor, model_uid)
    if key not in row.amounts or key.startswith("weight."):
        raise NotFound("value")
    form = ValueForm(data={"ver": str(row.ver), "value": Decimal(row.amounts[key])})
    if form.validate_on_submit():
        with form.catching():
            _change(actor, row, {key: form.value.data}, {key: "value"}, form)
            return see_other("risk.model_page", model_uid=row.uid, flash="Value changed")
    return render("risk/value.html", form=form, row=row, label=label_of(key))


@bp.post("/models/<uid:model_uid>/try")
@permits(Permission.RISK_MODEL_DRAFT)
def try_out(model_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    row = draft_of(actor, model_uid)
    commands.try_model(actor=actor, draft=row)
    return see_other("risk.model_page", model_uid=row.uid, flash="Tried on the open cases of today")


@bp.route("/models/<uid:model_uid>/approve", methods=["GET", "POST"])
@permits(Permission.RISK_MODEL_APPROVE)
def approve(model_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    row = draft_of(actor, model_uid)
    form = ConfirmForm(data={"ver": str(row.ver)})
    if form.validate_on_submit():
        with form.catching():
            commands.approve_model(actor=actor, draft=row, ver=_seen(form))
            return see_other("risk.model_page", model_uid=row.uid, flash="Version approved")
    return render("risk/confirm.html", form=form, row=row, ending=False)


@bp.route("/models/<uid:model_uid>/withdraw", methods=["GET", "POST"])
@permits(Permission.RISK_MODEL_DRAFT)
def withdraw(model_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    row = draft_of(actor, model_uid)
    form = ConfirmForm(data={"ver": str(row.ver)})
    if form.validate_on_submit():
        with form.catching():
            commands.withdraw_model(actor=actor, draft=row, ver=_seen(form))
            return see_other("risk.models", flash="Draft withdrawn")
    return render("risk/confirm.html", form=form, row=row, ending=True)


def draft_of(actor: Actor, model_uid: str) -> RiskModel:
    """A draft to work on. Refused where it does not change any more."""
    row = queries.get_model(actor, model_uid)
    course.check_draft(row)
    return row


def _change(
    actor: Actor, row: RiskModel, values: dict[str, Decimal | None], fields: dict[str, str], form: Form
) -> None:
    """A refusal that names a value names its field on the page, or says which other value it is about."""
    try:
        commands.change_values(actor=actor, draft=row, values=values, ver=_seen(form))
    except Refused as refused:
        own = next(iter(fields.values()))
        field = fields.get(refused.field or "")
        told = refused.message if field else f"{refused.message} ({label_of(refused.field or '').lower()})"
        raise Refused(told, field=field or own, rule=refused.rule) from refused


def _seen(form: Form) -> int:
    return whole_number(form["ver"].data, 0)


def _is_draft(row: RiskModel) -> bool:
    return row.withdrawn_at is None and not course.is_approved(row)


def _state(actor: Actor, row: RiskModel) -> tuple[str, str]:
    current = queries.model_in_force(actor, row.area_uid)
    return _words(row, {current.uid} if current else set())


def _words(row: RiskModel, in_force: Collection[str]) -> tuple[str, str]:
    return STATES[course.state_of(row, on=today(), in_force=row.uid in in_force)]


def _groups(values: Mapping[str, Decimal]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [(title, [(key, label_of(key), plain(values[key])) for key in keys]) for title, keys in GROUPS]


def _triggers(values: Mapping[str, Decimal]) -> list[tuple[str, str, str]]:
    return [(key, label_of(key), plain(value)) for key, value in values.items() if key.startswith("trigger.")]
