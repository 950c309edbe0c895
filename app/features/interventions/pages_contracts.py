"""Contracts of an intervention, from its page."""

from flask.typing import ResponseReturnValue

from app.features.interventions import contracting, forms
from app.features.interventions.blueprint import bp
from app.features.interventions.models import Contract, Intervention
from app.features.interventions.pages_changing import MANAGE, changeable, form_page
from app.kernel.days import day_words
from app.platform.access import Actor, current_actor
from app.web.access import permits
from app.web.rendering import see_other


def _there(actor: Actor, contract_uid: str) -> tuple[Contract, Intervention]:
    contract, row = contracting.get_contract(actor, contract_uid)
    return contract, changeable(actor, row.uid)


def _intro(contract: Contract) -> str:
    return f"The contract from {day_words(contract.starts_on)} to {day_words(contract.ends_on)}."


def _done(row: Intervention, flash: str) -> ResponseReturnValue:
    return see_other("interventions.intervention", intervention_uid=row.uid, flash=flash)


@bp.route("/<uid:intervention_uid>/contracts/new", methods=["GET", "POST"])
@permits(MANAGE)
def new_contract(intervention_uid: str) -> ResponseReturnValue:
    """From when to when it is paid for."""
    actor = current_actor()
    row = changeable(actor, intervention_uid)
    form = forms.ContractForm(data={"fund_route": row.fund_route})
    if form.validate_on_submit():
        with form.catching():
            contracting.add_contract(actor=actor, intervention=row, **form.values)
            return _done(row, "Contract recorded")
    intro = "An extension is recorded as a contract that begins the day after the one before it ends."
    return form_page(form, "Record a contract", row, intro=intro)


@bp.route("/contracts/<uid:contract_uid>/confirm", methods=["GET", "POST"])
@permits(MANAGE)
def confirm_contract(contract_uid: str) -> ResponseReturnValue:
    """The money was confirmed."""
    actor = current_actor()
    contract, row = _there(actor, contract_uid)
    form = forms.ConfirmForm(data={"confirmed_on": contract.confirmed_on})
    if form.validate_on_submit():
        with form.catching():
            contracting.confirm_contract(actor=actor, contract=contract, intervention=row, **form.values)
            return _done(row, "Confirmation recorded")
    return form_page(form, "Record that the money is confirmed", row, intro=_intro(contract))


@bp.route("/contracts/<uid:contract_uid>/break", methods=["GET", "POST"])
@permits(MANAGE)
def break_contract(contract_uid: str) -> ResponseReturnValue:
    """A time in which nothing is delivered."""
    actor = current_actor()
    contract, row = _there(actor, contract_uid)
    form = forms.BreakForm()
    if form.validate_on_submit():
        with form.catching():
            contracting.record_break(actor=actor, contract=contract, intervention=row, **form.values)
            return _done(row, "Break recorded")
    return form_page(form, "Record a break", row, intro=_intro(contract))


@bp.route("/contracts/<uid:contract_uid>/stop", methods=["GET", "POST"])
@permits(MANAGE)
def stop_contract(contract_uid: str) -> ResponseReturnValue:
    """It ends before its end."""
    actor = current_actor()
    contract, row = _there(actor, contract_uid)
    form = forms.StopForm(data={"stopped_on": contract.stopped_on})
    if form.validate_on_submit():
        with form.catching():
            contracting.stop_contract(actor=actor, contract=contract, intervention=row, **form.values)
            return _done(row, "Early end recorded")
    return form_page(form, "Record an early end", row, intro=_intro(contract))
