"""Signing in and out."""

from datetime import timedelta

from flask import current_app, flash, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response

from app.features.accounts import demonstration, parking, sessions, signing_in, throttle
from app.features.accounts.actors import as_system
from app.features.accounts.digests import email_token
from app.features.accounts.domain import Status
from app.features.accounts.entrance import next_page
from app.features.accounts.forms import CodeForm, ForgottenForm, RecoveryForm, SignInForm
from app.features.accounts.models import User
from app.features.accounts.queries import current_user
from app.features.accounts.routes import bp
from app.features.accounts.signing_in import NO_AGREEMENT, Origin
from app.features.partnership import interface as partnership
from app.kernel.clock import now
from app.platform.access import ROLE_NAMES, current_actor
from app.platform.database import db
from app.web.access import public, signed_in
from app.web.rendering import render, see_other
from app.web.viewer import viewer

BETWEEN_STEPS = timedelta(minutes=10)
NEXT = "next"
NO_MATCH = "Check your email address and passphrase. After several wrong attempts you must wait some minutes"
NO_MATCH_CODE = "Enter the 6 digits that the app shows now. A code works once; after several wrong ones you must wait"
NO_MATCH_RECOVERY = "Enter a recovery code that you have not used. After several wrong ones you must wait some minutes"
WHY_NOT = {
    NO_AGREEMENT: (
        "Your organisation cannot sign in at present",
        "Its agreement to share information with the group is not in date. Your coordinator can tell you more.",
    ),
    Status.SUSPENDED.name: (
        "Your account is suspended",
        "Your coordinator can restore it. Accounts that have not been used for some time are suspended.",
    ),
    Status.INVITED.name: (
        "Your account is not set up",
        "Follow the link in the newest invitation that was mailed to you, or ask your coordinator for another one.",
    ),
    Status.LEFT.name: ("Your account is closed", "Ask your coordinator if you think that this is a mistake."),
}


@bp.route("/sign-in", methods=["GET", "POST"])
@public("nobody is signed in yet")
def sign_in() -> ResponseReturnValue:
    if current_user() is not None and request.method == "GET":
        return _go_on(None)
    form = SignInForm()
    if form.validate_on_submit():
        with as_system("sign-in"):
            user = signing_in.check_passphrase(
                email=form.email.data or "", passphrase=form.passphrase.data or "", origin=_origin()
            )
        if user is not None:
            sessions.begin_waiting(user, **{NEXT: next_page()})
            return see_other("accounts.second_factor")
        form.refuse(NO_MATCH, field="email")
    shown = []
    if demonstration.is_open():
        with as_system("sign-in"):
            shown = [
                {
                    "uid": user.uid,
                    "role": ROLE_NAMES[role],
                    "name": user.name,
                    "agency": partnership.agency_name(user.agency_uid) if user.agency_uid else "",
                    "area": partnership.area_name(user.area_uid),
                }
                for role, user in demonstration.list_accounts()
            ]
    return render(
        "accounts/sign_in.html",
        form=form,
        accounts=shown,
        several_areas=len({account["area"] for account in shown}) > 1,
        next=request.query_string.decode("ascii", "ignore"),
    )


@bp.route("/second-factor", methods=["GET", "POST"])
@public("the passphrase has been given, the second factor has not")
def second_factor() -> ResponseReturnValue:
    return _second_step(CodeForm(), "code", NO_MATCH_CODE, "accounts/second_factor.html")


@bp.route("/recovery-code", methods=["GET", "POST"])
@public("the passphrase has been given, the second factor has not")
def recovery_code() -> ResponseReturnValue:
    return _second_step(RecoveryForm(), "recovery_code", NO_MATCH_RECOVERY, "accounts/recovery_code.html")


def _second_step(form: CodeForm | RecoveryForm, field: str, no_match: str, template: str) -> ResponseReturnValue:
    uid = sessions.waiting_uid(now(), longest=BETWEEN_STEPS)
    if uid is None:
        return see_other("accounts.sign_in")
    if form.validate_on_submit():
        with as_system("sign-in"):
            # Locked, so that the same code sent twice at once is read by one after the other.
            user = db.session.scalars(select(User).where(User.uid == uid).with_for_update(of=User)).one()
            accepted = signing_in.check_second_factor(
                user=user, code=form[field].data or "", recovery=field == "recovery_code", origin=_origin()
            )
        if accepted:
            goal = session.get(NEXT)
            refused = signing_in.complete(user=user, how="RECOVERY_CODE" if field == "recovery_code" else "CODE")
            if refused:
                return see_other("accounts.not_admitted", why=refused)
            response = _go_on(goal)
            throttle.remember_browser(response, email_token(user.email), _secure())
            return response
        form.refuse(no_match, field=field)
    return render(template, form=form)


@bp.post("/demonstration/<uid:user_uid>")
@public("only in a demonstration, which is served on this machine alone")
def demonstration_sign_in(user_uid: str) -> ResponseReturnValue:
    if not demonstration.is_open():
        raise NotFound
    with as_system("sign-in"):
        user = next((user for _role, user in demonstration.list_accounts() if user.uid == user_uid), None)
    if user is None:
        raise NotFound
    goal = next_page()
    refused = signing_in.complete(user=user, how="DEMONSTRATION")
    return see_other("accounts.not_admitted", why=refused) if refused else _go_on(goal)


@bp.get("/not-admitted")
@public("somebody proved who they are and may still not come in; the page says why in general words")
def not_admitted() -> ResponseReturnValue:
    heading, text = WHY_NOT.get(request.args.get("why", ""), WHY_NOT[Status.SUSPENDED.name])
    return render("accounts/not_admitted.html", title=heading, text=text)


@bp.post("/sign-out")
@public("somebody whose session ran out may still press the button")
def sign_out() -> ResponseReturnValue:
    user = current_user()
    if user is not None:
        signing_in.sign_out(actor=current_actor(), user=user)
    return signing_in.forgotten_by_browser(see_other("accounts.signed_out"))


@bp.post("/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    user = current_user()
    if user is not None:
        signing_in.sign_out_everywhere(actor=current_actor(), user=user)
    return signing_in.forgotten_by_browser(see_other("accounts.signed_out"))


@bp.get("/signed-out")
@public("nobody is signed in any more")
def signed_out() -> ResponseReturnValue:
    return render("accounts/signed_out.html")


@bp.route("/forgotten", methods=["GET", "POST"])
@public("somebody who has forgotten the passphrase cannot sign in")
def forgotten() -> ResponseReturnValue:
    form = ForgottenForm()
    if form.validate_on_submit():
        with as_system("sign-in"):
            signing_in.ask_for_reset(email=form.email.data or "", address=request.remote_addr or "")
        return see_other("accounts.link_sent")
    return render("accounts/forgotten.html", form=form)


@bp.get("/forgotten/sent")
@public("it says the same to everybody")
def link_sent() -> ResponseReturnValue:
    return render("accounts/link_sent.html", minutes=partnership.number("account.reset"))


@bp.post("/still-here")
@public("a page asks in the background; somebody signed out gets a bare answer instead of a page")
def still_here() -> ResponseReturnValue:
    return ("", 204) if current_user() is not None else ("", 401)


@bp.get("/status")
@public("a page that was covered asks whether to show itself again")
def status() -> ResponseReturnValue:
    who = viewer()
    if who is None:
        return jsonify(signed_in=False, csrf_token="", viewer="")
    return jsonify(signed_in=True, csrf_token=generate_csrf(), viewer=who.token)


@bp.errorhandler(CSRFError)
def start_again(_error: CSRFError) -> ResponseReturnValue:
    """A page of signing in that was open too long is not an error: it starts again."""
    if request.endpoint == "accounts.still_here":
        return "", 401
    flash("The page was open too long, so nothing was saved. Try again", "information")
    return redirect(url_for("accounts.sign_in"), code=303)


def _go_on(goal: object) -> Response:
    """Where to after signing in: what was cut off, where they wanted to go, or the start page."""
    user = current_user()
    if user is not None and parking.list_parked(current_actor()):
        return see_other("accounts.parked")
    if isinstance(goal, list | tuple) and len(goal) == 2:
        try:
            return see_other(str(goal[0]), **dict(goal[1]))
        except (BuildError, ValueError):
            pass
    home = "reporting.home" if "reporting.home" in current_app.view_functions else "accounts.account"
    return see_other(home)


def _origin() -> Origin:
    return Origin(request.remote_addr or "", throttle.browser_of(request, _secure()))


def _secure() -> bool:
    return bool(current_app.extensions["settings"].cookie_secure)
