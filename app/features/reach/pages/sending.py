"""What is done with a return: written, counted again, sent, sent back, validated, locked, corrected, taken away."""

from collections.abc import Callable

from flask import Response
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.reach import commands, queries, workbook
from app.features.reach.blueprint import bp
from app.features.reach.domain.disclosing import Tier
from app.features.reach.domain.states import State, Step, check_step, state_of
from app.features.reach.forms import AgainForm, FileForm, SendBackForm, VersionForm, WordsForm
from app.features.reach.models import ReachReturn
from app.features.reach.pages.counting import head
from app.kernel.errors import NotFound, Stale
from app.platform import audit
from app.platform.access import Permission, current_actor
from app.platform.workbook import MIME_TYPE
from app.web.access import permits
from app.web.rendering import render, see_other

P = Permission

audit.declare("reach.taken_away", facts={"tier", "version"})


def _press(return_uid: str, do: Callable[..., None], flash: str) -> ResponseReturnValue:
    """A button of the return's page: refused in words when the row has moved on since the page was made."""
    actor = current_actor()
    row, form = queries.get_return(actor, return_uid), VersionForm()
    if not form.validate_on_submit():
        raise Stale
    do(actor=actor, row=row, expected_ver=_ver(form))
    return see_other("reach.one", return_uid=return_uid, flash=flash)


def _ver(form: VersionForm) -> int:
    told = str(form.ver.data or "")
    if not told.isdecimal():
        raise Stale
    return int(told)


@bp.post("/<uid:return_uid>/count")
@permits(P.REACH_SUBMIT)
def count_again(return_uid: str) -> ResponseReturnValue:
    """Take a new snapshot for the draft."""
    return _press(return_uid, commands.count_again, "Counted again")


@bp.post("/<uid:return_uid>/submit")
@permits(P.REACH_SUBMIT)
def submit(return_uid: str) -> ResponseReturnValue:
    """Send the return to the hub."""
    return _press(return_uid, commands.submit, "Sent to the hub")


@bp.post("/<uid:return_uid>/validate")
@permits(P.REACH_VALIDATE)
def validate(return_uid: str) -> ResponseReturnValue:
    """The hub found it in order."""
    return _press(return_uid, commands.validate, "Validated")


@bp.post("/<uid:return_uid>/lock")
@permits(P.REACH_VALIDATE)
def lock(return_uid: str) -> ResponseReturnValue:
    """Close it for good."""
    return _press(return_uid, commands.lock, "Locked. It stays as it is from now on")


@bp.route("/<uid:return_uid>/send-back", methods=["GET", "POST"])
@permits(P.REACH_VALIDATE)
def send_back(return_uid: str) -> ResponseReturnValue:
    """Say what has to be put right."""
    actor = current_actor()
    row = queries.get_return(actor, return_uid)
    check_step(row, Step.SEND_BACK)
    form = SendBackForm(data={"ver": row.ver})
    if form.validate_on_submit():
        with form.catching():
            commands.send_back(actor=actor, row=row, expected_ver=_ver(form), **form.values)
            return see_other("reach.one", return_uid=row.uid, flash="Sent back to the area")
    return render("reach/send_back.html", form=form, **head(row))


@bp.route("/<uid:return_uid>/again", methods=["GET", "POST"])
@permits(P.REACH_SUBMIT)
def again(return_uid: str) -> ResponseReturnValue:
    """Begin the next version beside this one."""
    actor = current_actor()
    row = queries.get_return(actor, return_uid)
    check_step(row, Step.FOLLOW)
    form = AgainForm()
    if form.validate_on_submit():
        with form.catching():
            new = commands.begin_again(actor=actor, row=row, why=form.why.data or "")
            return see_other("reach.one", return_uid=new.uid, flash="Counted. This is a draft until it is sent")
    return render("reach/again.html", form=form, locked=state_of(row) == State.LOCKED, **head(row))


@bp.route("/<uid:return_uid>/of/<uid:intervention_uid>/words", methods=["GET", "POST"])
@permits(P.REACH_SUBMIT)
def words(return_uid: str, intervention_uid: str) -> ResponseReturnValue:
    """Risks and a case study of one intervention."""
    actor = current_actor()
    row = queries.get_return(actor, return_uid)
    if intervention_uid not in row.count.words:
        raise NotFound("intervention")
    check_step(row, Step.CHANGE)
    said = dict(row.said.get(intervention_uid, {}))
    form = WordsForm(data={"ver": row.ver, "composed": bool(said.get("case_study")), **said})
    if form.validate_on_submit():
        with form.catching():
            commands.write(
                actor=actor, row=row, intervention_uid=intervention_uid, expected_ver=_ver(form), **form.values
            )
            return see_other("reach.of_intervention", return_uid=row.uid, of=intervention_uid, flash="Saved")
    return render(
        "reach/words.html", form=form, of=intervention_uid, name=queries.label_of(row, intervention_uid), **head(row)
    )


@bp.route("/<uid:return_uid>/file", methods=["GET", "POST"])
@permits(P.REACH_VIEW)
def file(return_uid: str) -> ResponseReturnValue:
    """The return as a workbook. Who it is for is always asked. PR-55."""
    actor = current_actor()
    row, form = queries.get_return(actor, return_uid), FileForm()
    form.offer([tier.value for tier in queries.tiers_for(actor, row)])
    if form.validate_on_submit():
        tier = Tier(form.tier.data)
        data = workbook.build(row, tier, _name(actor.user_uid))
        audit.record("reach.taken_away", row, tier=tier.value, version=row.version)
        return Response(data, mimetype=MIME_TYPE, headers={"Content-Disposition": _disposition(row, tier)})
    return render("reach/file.html", form=form, **head(row))


def _name(user_uid: str) -> str:
    return accounts.user_names(current_actor(), [user_uid]).get(user_uid, "Somebody")


def _disposition(row: ReachReturn, tier: Tier) -> str:
    quarter = f"{row.year.replace('/', '-')}-q{row.quarter}"
    return f'attachment; filename="return-{quarter}-v{row.version}-{tier.value.lower()}.xlsx"'
