"""Pages behind a mailed link: setting up an account, choosing a new passphrase."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask.typing import ResponseReturnValue

from app.features.accounts import own, second_factor, sessions
from app.features.accounts.actors import as_system
from app.features.accounts.domain import Status
from app.features.accounts.forms import CodeForm, NewPassphraseForm
from app.features.accounts.links import INVITE, RESET, find_link
from app.features.accounts.routes import bp
from app.features.accounts.signing_in import complete
from app.kernel.errors import NotFound
from app.web.access import public
from app.web.rendering import render, see_other

View = Callable[..., ResponseReturnValue]


def explained(view: View) -> View:
    """A link that does not work any more is met every day: say what to do."""

    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        try:
            return view(*args, **kwargs)
        except NotFound:
            return render("accounts/link_ended.html"), 404

    return shown


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public("whoever holds the mailed link sets up the account")
@explained
def invitation(token: str) -> ResponseReturnValue:
    form = NewPassphraseForm()
    with as_system("sign-in"):
        user = own.owner_of(find_link(token, INVITE), status=Status.INVITED)
        if form.validate_on_submit():
            with form.catching():
                own.choose_first_passphrase(user=user, passphrase=form.passphrase.data or "")
                return see_other("accounts.enrol", token=token)
    return render("accounts/invitation.html", form=form, person=user)


@bp.route("/invitation/<token>/second-factor", methods=["GET", "POST"])
@public("whoever holds the mailed link sets up the account")
@explained
def enrol(token: str) -> ResponseReturnValue:
    form = CodeForm()
    codes: list[str] = []
    with as_system("sign-in"):
        user = own.owner_of(find_link(token, INVITE), status=Status.INVITED)
        if user.totp_secret is None:
            return see_other("accounts.invitation", token=token)
        if form.validate_on_submit():
            with form.catching():
                codes = own.activate(user=user, code=form.code.data or "")
    if not codes:
        return render(
            "accounts/enrol.html",
            form=form,
            picture=second_factor.enrolment_picture(user),
            secret=second_factor.enrolment_text(user),
        )
    complete(user=user, how="INVITATION")
    return render("accounts/recovery_codes.html", codes=codes, first=True)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@public("whoever holds the mailed link chooses a new passphrase; the second factor is still asked for")
@explained
def reset(token: str) -> ResponseReturnValue:
    form = NewPassphraseForm()
    with as_system("sign-in"):
        user = own.owner_of(find_link(token, RESET), status=Status.ACTIVE)
        if form.validate_on_submit():
            with form.catching():
                own.choose_forgotten_passphrase(user=user, passphrase=form.passphrase.data or "")
                sessions.end()
                return see_other("accounts.new_passphrase")
    return render("accounts/reset.html", form=form, person=user)


@bp.get("/new-passphrase")
@public("nobody is signed in yet")
def new_passphrase() -> ResponseReturnValue:
    return render("accounts/new_passphrase.html")
