"""What addresses what: risk factors against the interventions that run, with the gaps."""

from flask import request

from app.features.interventions import forms, queries, shown
from app.features.interventions.blueprint import bp
from app.features.interventions.matrix import Service, matrix
from app.features.interventions.models import Intervention
from app.features.partnership import interface as partnership
from app.kernel.ages import ages_in_words
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render


@bp.get("/matrix")
@permits(Permission.INTERVENTION_VIEW)
def matrix_page() -> str:
    """Filtered by area (the actor's own to begin with), age and kind."""
    actor, on = current_actor(), today()
    own = [partnership.get_area(uid).code for uid in sorted(actor.area_uids)]
    asked = request.args if "area" in request.args else request.args.to_dict() | ({"area": own[0]} if own else {})
    form = forms.MatrixForm(data={"area": asked.get("area"), "kind": asked.get("kind"), "age": None})
    codes = list(dict.fromkeys([*own, *queries.area_codes()]))
    form.area.choices = [choice(code, queries.place_name(code)) for code in codes]
    kinds = {item.code: item.label for item in partnership.code_list("intervention_kind")}
    area, kind = shown.known(asked.get("area"), codes), shown.known(asked.get("kind"), kinds)
    told = asked.get("age", "").strip()
    age = int(told) if told.isascii() and told.isdecimal() and len(told) < 4 else None
    form.age.data = age
    if told and age is None:
        form.refuse("Enter an age in whole years", field="age")
    rows = [
        row
        for row in queries.list_catalogue(actor, area_code=area, kind=kind)
        if queries.commissioning(row, on).is_live
    ]
    factors = [(item.code, item.label) for item in partnership.code_list("risk_factor")]
    chosen = {"area": area or "", "kind": kind, "age": str(age) if age is not None else None}
    return render(
        "interventions/matrix.html",
        form=form,
        matrix=matrix(factors, [service_of(row) for row in rows], age),
        live=len(rows),
        selected=shown.selected("interventions.matrix_page", chosen, kinds),
        tabs=shown.tabs(actor, "interventions.matrix_page"),
        ages=ages_in_words,
        place=queries.place_name(area) if area else "every area",
    )


def service_of(row: Intervention) -> Service:
    return Service(
        row.uid, row.code, row.name, row.min_age, row.max_age, queries.place_name(row.area_code), frozenset(row.factors)
    )
