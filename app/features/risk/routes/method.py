"""How risk is weighed, in plain English, for everybody. PR-33."""

from app.features.partnership import interface as partnership
from app.features.risk import queries
from app.features.risk.blueprint import bp, tabs
from app.features.risk.words import GROUPS, label_of, plain, weights_of
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render


@bp.get("/method")
@permits(Permission.PARTNERSHIP_VIEW)
def method() -> str:
    actor = current_actor()
    area_uid = min(actor.area_uids, default=None)
    row = queries.model_in_force(actor, area_uid) if area_uid else None
    values = queries.model_of(row).values if row else {}
    return render(
        "risk/method.html",
        tabs=tabs("risk.method"),
        model=row,
        value={key: plain(value) for key, value in values.items()},
        weights=[
            (kind, hint, [(label, *points) for _code, label, points in rows])
            for kind, hint, rows in (weights_of(dict(values)) if values else [])
        ],
        groups=[(title, [(label_of(key), plain(values[key])) for key in keys]) for title, keys in GROUPS]
        if values
        else [],
        triggers=[
            (partnership.code_label("red_trigger", code), days) for code, days in queries.model_of(row).triggers.items()
        ]
        if row
        else [],
        forbidden=partnership.code_list("forbidden_factor"),
        needs=[item.label for item in partnership.code_list("risk_factor") if item.attributes.get("kind") == "EN"],
    )
