"""What other rooms may use of accounts."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.features.accounts.sessions import actor_for, init_sessions, start_session

__all__ = ["actor_for", "ask_to_sign_in", "init_sessions", "start_session"]


def ask_to_sign_in() -> ResponseReturnValue:
    """What somebody gets who is not signed in."""
    return redirect(url_for("accounts.sign_in"), code=303)
