"""Pages on which somebody is locked out of a case, and let in again."""

from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.cases import locking, queries
from app.features.cases.blueprint import bp
from app.features.cases.forms import LiftForm, LockOutForm
from app.features.cases.pages import head
from app.features.cases.people import staff_choices
from app.kernel.errors import NotFound
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other

BACK = "cases.agencies"


@bp.route("/<uid:case_uid>/lock-outs/new", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def lock_out(case_uid: str) -> ResponseReturnValue:
    """Lock a person out. Whoever locks themselves out no longer finds the case."""
    actor = current_actor()
    case = queries.case_for_change(actor, case_uid)
    reference = case.reference
    form = LockOutForm()
    form.user_uid.choices = staff_choices(actor)
    if form.validate_on_submit():
        with form.catching():
            locking.lock_out(actor=actor, case=case, **form.values)
            if form.user_uid.data == actor.user_uid:
                return see_other("cases.list_cases", flash=f"You are locked out of {reference}")
            return see_other(BACK, case_uid=case_uid, flash="They are locked out of this case")
    return render(
        "cases/change.html",
        form=form,
        head=head(actor, case, BACK),
        heading="Lock a person out",
        lead="They find this case nowhere from now on, whatever their role: no page, list, count, pack, minutes, "
        "export or calendar. Somebody else can let them in again.",
        button="Lock them out",
        look="warning",
        back=BACK,
    )


@bp.route("/<uid:case_uid>/lock-outs/<uid:user_uid>/lift", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def lift_lock_out(case_uid: str, user_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.case_for_change(actor, case_uid)
    if user_uid not in {row.user_uid for row in locking.lock_outs_of(actor, case)}:
        raise NotFound("lock-out")
    form = LiftForm()
    if form.validate_on_submit():
        with form.catching():
            locking.lift_lock_out(actor=actor, case=case, user_uid=user_uid, **form.values)
            return see_other(BACK, case_uid=case_uid, flash="They may see this case again")
    name = accounts.user_names(actor, [user_uid]).get(user_uid, "Somebody who left")
    return render(
        "cases/change.html",
        form=form,
        head=head(actor, case, BACK),
        heading="Lift a lock-out",
        lead=f"{name} may then see this case as their role and agency allow.",
        button="Lift the lock-out",
        back=BACK,
    )
