"""What happens to every request because people sign in: wiring for `create_app`, and where the way in begins."""

import hmac
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app.features.accounts import parking
from app.features.accounts.demonstration import init_demonstration
from app.features.accounts.digests import digest
from app.features.accounts.domain import roles_on
from app.features.accounts.models import User
from app.features.accounts.sessions import WAS, init_sessions, this_session
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import NoActor, current_actor
from app.web.access import access_of
from app.web.viewer import Viewer, provide
from config import Settings

NEXT = "next"
LONGEST_QUERY = 1_000


def init_accounts(app: Flask) -> None:
    """Sessions, the actor of each request, who is looking, and the guard around a demonstration."""
    settings: Settings = app.extensions["settings"]
    if not app.config.get("WTF_CSRF_SECRET_KEY"):
        # Every process must agree on it, and it must not be in the environment: it follows from the root key.
        app.config["WTF_CSRF_SECRET_KEY"] = hmac.digest(settings.root_key(), b"tokens of forms", "sha256").hex()
    init_sessions(app)
    app.after_request(_let_go_of_sent_form)
    provide(app, find_viewer)
    init_demonstration(app)


def ask_to_sign_in() -> ResponseReturnValue:
    """What somebody gets who is not signed in. What was typed before a time-out is kept for them; a script, which
    still has it on its page, gets a bare answer."""
    if request.accept_mimetypes.best == "application/json":
        return "", 401
    ran_out = this_session().ran_out or session.get(WAS)
    if ran_out is not None and request.method == "POST":
        parking.park_this_request(ran_out)
    values: dict[str, Any] = {}
    if request.method in ("GET", "HEAD") and request.endpoint:
        asked = _query() if len(request.query_string) <= LONGEST_QUERY else {}
        values = asked | {name: str(value) for name, value in (request.view_args or {}).items()}
        values[NEXT] = request.endpoint
    return redirect(url_for("accounts.sign_in", **values), code=303)


def next_page() -> list[object] | None:
    """Where the address of the sign-in page says to go on to: the name of an endpoint and its values, never an
    address. None: nowhere in particular."""
    endpoint = request.args.get(NEXT, "")
    view = current_app.view_functions.get(endpoint)
    access = access_of(view) if view is not None else None
    if access is None or not access.signed_in:
        return None
    for rule in current_app.url_map.iter_rules(endpoint):
        if "GET" in (rule.methods or ()) and rule.arguments <= request.args.keys():
            return [endpoint, _query() | {name: request.args[name] for name in sorted(rule.arguments)}]
    return None


def _query() -> dict[str, Any]:
    """What the address asks for, such as filters. Names that mean something to `url_for` are left out."""
    return {name: values for name, values in request.args.lists() if name != NEXT and not name.startswith("_")}


def find_viewer() -> Viewer | None:
    user: User | None = g.get("user")
    if user is None:
        return None
    labels = [partnership.code_label("user_role", role) for role in roles_on(user.roles, today())]
    return Viewer(
        name=user.name,
        agency=partnership.agency_name(user.agency_uid) if user.agency_uid else "",
        area=partnership.area_name(user.area_uid),
        role=", ".join(labels),
        token=digest("viewer", user.uid).hex()[:16],
        idle_seconds=partnership.number("session.idle") * 60,
    )


def _let_go_of_sent_form(response: Response) -> Response:
    """A form that was offered back after a time-out, and has now been taken, is not kept any longer."""
    if request.method != "POST" or response.status_code != 303 or not session.get(parking.PARKED):
        return response
    try:
        actor = current_actor()
    except NoActor:
        return response
    parking.let_go_when_sent(actor, [request.full_path.removesuffix("?")])
    return response
