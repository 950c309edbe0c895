"""A transfer to another group: the packet, its acknowledgement, the answer."""

from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.forums import commands, queries
from app.features.forums.blueprint import bp
from app.features.forums.domain.transfers import COLOURS, KINDS, STATUS_NAMES, STEPS, transfer_status
from app.features.forums.forms import AnswerForm, NameForm, SendForm, TransferForm
from app.features.forums.models import Transfer
from app.features.forums.routes.overview import case_to_change
from app.features.forums.words import forum_choices, forum_words
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.forms import Form
from app.web.rendering import render, see_other

MANAGE = Permission.CASE_MANAGE


@bp.route("/cases/<uid:case_uid>/transfer", methods=["GET", "POST"])
@permits(MANAGE)
def propose(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = case_to_change(actor, case_uid)
    form = TransferForm()
    form.forum_code.choices = forum_choices(case.area_uid)
    if form.validate_on_submit():
        with form.catching():
            made = commands.propose_transfer(actor=actor, case=case, **form.values)
            return see_other("forums.transfer", transfer_uid=made.uid, flash="Transfer begun: fill in the packet")
    return render(
        "forums/step.html",
        form=form,
        case=case,
        step_heading="Transfer to another group",
        button="Begin the transfer",
        intro="The case stays here until the other group has accepted it.",
    )


@bp.get("/transfers/<uid:transfer_uid>")
@permits(MANAGE)
def transfer(transfer_uid: str) -> str:
    """Where it stands, and what comes next."""
    actor = current_actor()
    found = queries.get_transfer(actor, transfer_uid)
    state = transfer_status(found, today())
    return render("forums/transfer.html", steps={name for name, at in STEPS.items() if state in at}, **_shown(found))


@bp.get("/transfers/<uid:transfer_uid>/packet")
@permits(MANAGE)
def packet(transfer_uid: str) -> str:
    """The packet to print and hand over. It is never sent by mail."""
    actor = current_actor()
    found = queries.get_transfer(actor, transfer_uid)
    if found.sent_on is None:
        raise NotFound("packet")
    names = accounts.user_names(actor, [found.sent_by_uid or ""])
    return render("forums/packet.html", sender=names.get(found.sent_by_uid or "", ""), **_shown(found))


@bp.route("/transfers/<uid:transfer_uid>/send", methods=["GET", "POST"])
@permits(MANAGE)
def send(transfer_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_transfer(actor, transfer_uid)
    form = SendForm(data={"wanted": found.wanted})
    form.offer(actor.agency_type or "")
    if form.validate_on_submit():
        with form.catching():
            commands.send_transfer(actor=actor, transfer=found, case=found.case, **form.values)
            return see_other("forums.packet", transfer_uid=found.uid, flash="Packet ready: print it and hand it over")
    return _step(
        found,
        form,
        "Fill in the packet and hand it over",
        "Freeze the packet",
        intro="The name, the date of birth and the levels of concern are taken from the case as they are now.",
    )


@bp.route("/transfers/<uid:transfer_uid>/acknowledge", methods=["GET", "POST"])
@permits(MANAGE)
def acknowledge(transfer_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_transfer(actor, transfer_uid)
    form = NameForm()
    if form.validate_on_submit():
        with form.catching():
            commands.acknowledge_transfer(actor=actor, transfer=found, name=form.name.data or "")
            return see_other("forums.transfer", transfer_uid=found.uid, flash="Acknowledgement recorded")
    return _step(found, form, "Record the acknowledgement", "Save")


@bp.route("/transfers/<uid:transfer_uid>/answer", methods=["GET", "POST"])
@permits(MANAGE)
def answer(transfer_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_transfer(actor, transfer_uid)
    form = AnswerForm()
    if form.validate_on_submit():
        with form.catching():
            commands.answer_transfer(
                actor=actor,
                transfer=found,
                case=found.case,
                accepted=form.accepted.data == "Y",
                name=form.name.data or "",
                answer=form.answer.data,
            )
            return see_other("forums.transfer", transfer_uid=found.uid, flash="Answer recorded")
    return _step(found, form, "Record their answer", "Save")


@bp.post("/transfers/<uid:transfer_uid>/withdraw")
@permits(MANAGE)
def withdraw(transfer_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_transfer(actor, transfer_uid)
    commands.withdraw_transfer(actor=actor, transfer=found)
    return see_other("forums.transfer", transfer_uid=found.uid, flash="Transfer withdrawn")


def _step(found: Transfer, form: Form, heading: str, button: str, *, intro: str = "") -> str:
    return render(
        "forums/step.html", form=form, case=found.case, found=found, step_heading=heading, button=button, intro=intro
    )


def _shown(found: Transfer) -> dict[str, object]:
    state = transfer_status(found, today())
    return {
        "transfer": found,
        "case": found.case,
        "forum": forum_words(found.area_uid, found.forum_code),
        "kind": KINDS[found.kind],
        "state": STATUS_NAMES[state],
        "colour": COLOURS[state],
        "gateway": partnership.code_label("gateway", found.gateway or ""),
    }
