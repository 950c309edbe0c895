"""One's own account: sessions, passphrase, recovery codes, and forms that a time-out cut off."""

from flask import session
from flask.typing import ResponseReturnValue

from app.features.accounts import own, parking, second_factor, sessions, signing_in
from app.features.accounts.forms import ChangePassphraseForm, ConfirmForm
from app.features.accounts.models import User
from app.features.accounts.queries import get_user
from app.features.accounts.routes import bp
from app.kernel.errors import NotFound
from app.platform.access import current_actor
from app.web.access import signed_in
from app.web.rendering import render, see_other

WRONG = "Enter the passphrase you use now. After several wrong attempts you must wait some minutes"


def _me() -> User:
    return get_user(current_actor(), current_actor().user_uid)


@bp.get("")
@signed_in
def account() -> ResponseReturnValue:
    me = _me()
    this = sessions.this_session().row
    return render(
        "accounts/account.html",
        me=me,
        sessions=sessions.sessions_of(me.uid),
        this=this,
        codes_left=second_factor.recovery_codes_left(me),
        parked=len(parking.list_parked(current_actor())),
    )


@bp.post("/sessions/<uid:session_uid>/end")
@signed_in
def end_session(session_uid: str) -> ResponseReturnValue:
    me = _me()
    found = next((row for row in sessions.sessions_of(me.uid) if row.uid == session_uid), None)
    if found is None or found is sessions.this_session().row:
        return see_other("accounts.account")  # ended already: nothing to say that would be true
    signing_in.end_session(actor=current_actor(), user=me, session=found)
    return see_other("accounts.account", flash="Signed out in the other browser")


@bp.route("/passphrase", methods=["GET", "POST"])
@signed_in
def passphrase() -> ResponseReturnValue:
    form, me = ChangePassphraseForm(), _me()
    if form.validate_on_submit():
        if own.is_you(me, form.current.data or ""):
            with form.catching():
                own.change_passphrase(actor=current_actor(), user=me, passphrase=form.passphrase.data or "")
                return see_other("accounts.account", flash="Passphrase changed. Other browsers are signed out")
        else:
            form.refuse(WRONG, field="current")
    return render("accounts/passphrase.html", form=form, person=me)


@bp.route("/recovery-codes", methods=["GET", "POST"])
@signed_in
def recovery_codes() -> ResponseReturnValue:
    form, me = ConfirmForm(), _me()
    if form.validate_on_submit():
        if own.is_you(me, form.current.data or ""):
            codes = own.renew_recovery_codes(actor=current_actor(), user=me)
            return render("accounts/recovery_codes.html", codes=codes, first=False)
        form.refuse(WRONG, field="current")
    return render("accounts/renew_codes.html", form=form, person=me)


@bp.get("/kept")
@signed_in
def parked() -> ResponseReturnValue:
    """What was typed when the session ran out."""
    forms = parking.list_parked(current_actor())
    if forms:
        session[parking.PARKED] = True
    return render("accounts/parked.html", forms=[(form, parking.words(form)) for form in forms])


@bp.post("/kept/<uid:form_uid>/discard")
@signed_in
def discard(form_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    try:
        parking.discard(actor=actor, form=parking.get_parked(actor, form_uid))
    except NotFound:
        if not parking.list_parked(actor):  # pressed twice, or sent from another browser
            return see_other("accounts.parked")
        raise
    return see_other("accounts.parked", flash="What you had typed was discarded")
