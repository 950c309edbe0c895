"""Pages of providers: how each stands, what was found, when it lapses."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.partnership import interface as partnership
from app.features.providers import commands, domain, forms, queries
from app.features.providers.domain import Standing
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission, current_actor
from app.web import navigation, panels
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

bp = Blueprint("providers", __name__, url_prefix="/providers", template_folder="templates")

VIEW, MANAGE = Permission.PROVIDER_VIEW, Permission.INTERVENTION_MANAGE

navigation.add("Providers", "providers.providers", VIEW, 71, section=navigation.HELP)


@bp.get("")
@permits(VIEW)
def providers() -> str:
    """Each provider of the area with its standing."""
    actor = current_actor()
    return render(
        "providers/providers.html",
        rows=queries.list_providers(actor, actor.area_uid, today()),
        area=partnership.area_name(actor.area_uid),
        Standing=Standing,
    )


@bp.get("/<uid:agency_uid>")
@permits(VIEW)
def provider(agency_uid: str) -> str:
    """One provider: every item, its people's training, what it delivers."""
    actor, on = current_actor(), today()
    found = queries.get_provider(actor, actor.area_uid, agency_uid, on)
    trained = queries.training(agency_uid, actor.area_uid, on)
    names = accounts.user_names(actor, (row.user_uid for row, _standing in trained))
    return render(
        "providers/provider.html",
        provider=found,
        state_words=state_words,
        words=domain.WORDS,
        colours=domain.COLOURS,
        trained=sorted(trained, key=lambda one: (names.get(one[0].user_uid or "", ""), one[0].module or "")),
        names=names,
        label=partnership.code_label,
        may_manage=actor.may(MANAGE),
        panels=panels.render("provider", agency_uid=agency_uid),
    )


@bp.get("/<uid:agency_uid>/items/<kind>")
@permits(VIEW)
def item(agency_uid: str, kind: str) -> str:
    """What was recorded of one kind, the newest first."""
    actor = current_actor()
    found = queries.get_provider(actor, actor.area_uid, agency_uid, today())
    rows = queries.history(agency_uid, _known(kind))
    return render(
        "providers/item.html",
        provider=found,
        kind=kind,
        rows=rows,
        state_words=state_words,
        names=accounts.user_names(actor, (uid for row in rows for uid in (row.user_uid, row.recorded_by_uid))),
        label=partnership.code_label,
        may_manage=actor.may(MANAGE),
    )


@bp.route("/<uid:agency_uid>/items/<kind>/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_item(agency_uid: str, kind: str) -> ResponseReturnValue:
    """Record what was found. What was recorded before stays."""
    actor = current_actor()
    found = queries.get_provider(actor, actor.area_uid, agency_uid, today())
    form = _for_kind(forms.ItemForm(), actor, agency_uid, _known(kind))
    if form.validate_on_submit():
        with form.catching():
            values: dict[str, Any] = form.values
            score = values.pop("score", None)
            commands.record_item(
                actor=actor,
                agency_uid=agency_uid,
                area_uid=actor.area_uid,
                kind=kind,
                score=int(score) if score else None,
                **values,
            )
            label = partnership.code_label("provider_item_kind", kind)
            return see_other("providers.provider", agency_uid=agency_uid, flash=f"{label} recorded")
    return render(
        "providers/new_item.html",
        form=form,
        provider=found,
        kind=kind,
        date_hint=forms.DATES.get(kind, "The day it was given or renewed."),
        label=partnership.code_label,
    )


def _for_kind(form: forms.ItemForm, actor: Actor, agency_uid: str, kind: str) -> forms.ItemForm:
    codes = commands.state_list(kind)
    if codes:
        form.state.choices = [choice(item.code, item.label, hint=item.hint) for item in partnership.code_list(codes)]
    else:
        del form.state
    if kind != commands.TRAINING:
        del form.module
    if kind in commands.OF_PEOPLE:
        people = accounts.list_users(actor, agency_uid, with_roles=False)
        form.user_uid.choices = [choice(user.uid, user.name) for user in people]
    else:
        del form.user_uid
    if kind != commands.VISIT:
        del form.score
    else:
        del form.expires_on
    return form


def _known(kind: str) -> str:
    if not partnership.is_code("provider_item_kind", kind):
        raise NotFound("Item")
    return kind


def state_words(kind: str, state: str | None) -> str:
    codes = commands.state_list(kind)
    return partnership.code_label(codes, state) if codes and state else ""
