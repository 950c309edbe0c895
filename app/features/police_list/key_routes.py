"""The page on which one row is keyed by hand. 2.21"""

from flask.typing import ResponseReturnValue

from app.features.partnership import interface as partnership
from app.features.police_list import loading, queries, reference
from app.features.police_list.blueprint import bp
from app.features.police_list.deciding import CONDITIONS
from app.features.police_list.domain import judging, values
from app.features.police_list.forms import KeyForm
from app.features.police_list.row_routes import POLICE, as_typed
from app.kernel.clock import now
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other


@bp.route("/key", methods=["GET", "POST"])
@permits(Permission.POLICE_LIST)
def key() -> ResponseReturnValue:
    """Key a row that came without a file: a list of one row, judged as any other. What only the police model says is
    not asked."""
    actor = current_actor()
    area = partnership.get_area(actor.area_uid)
    form = KeyForm(data={"area_code": area.code, "handling_code": "P"})
    fields = [one.code for one in reference.columns() if one.code in form]
    if actor.agency_type != POLICE:
        fields.remove(CONDITIONS)
    if form.validate_on_submit():
        cells = {code: values.tidy(as_typed(code, form[code].data or "")) for code in fields}
        if not _refused(form, {code: cell for code, cell in cells.items() if cell}, area.uid):
            with form.catching():
                return _kept(actor, *loading.key_row(actor, cells))
    return render("police_list/key.html", form=form, fields=fields, police=actor.agency_type == POLICE)


def _refused(form: KeyForm, cells: dict[str, str], area_uid: str) -> bool:
    """What the rules would ask to be put right is asked at once, but for what the police alone may enter."""
    at = values.moment(cells.get("extract_at", ""))
    if at is None or at > now():
        why = "Enter a day such as 29 October 2026" if at is None else "Enter another day: this is still to come"
        form.refuse(why, field="extract_at")
        return True
    problems = judging.judge(cells, reference.scope(area_uid, at, "utf-8")).problems
    wrong = [one for one in problems if one.field != CONDITIONS or CONDITIONS in cells]
    for one in wrong:
        form.refuse(one.message, field=one.field or None)
    return bool(wrong)


def _kept(actor: Actor, uid: str, new: bool) -> ResponseReturnValue:
    if not new:
        return see_other("police_list.extract", extract_uid=uid, flash="This row was keyed before: nothing was added")
    (row,) = queries.rows_of(uid)
    if row.cells:
        return see_other("police_list.row", row_uid=row.uid, flash="The row was keyed")
    return see_other("police_list.extract", extract_uid=uid, show="all", flash=f"{row.why}: the row is not kept")
