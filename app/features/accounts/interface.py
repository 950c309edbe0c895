"""What other rooms may use of accounts."""

from app.features.accounts import handover, throttle
from app.features.accounts.actors import actor_for, may_sign_in
from app.features.accounts.commands import create_user
from app.features.accounts.entrance import ask_to_sign_in, init_accounts
from app.features.accounts.queries import current_user, get_user, holders_of, list_users, people_who_may, user_names
from app.features.accounts.sessions import start_session
from app.features.accounts.signing_in import hand_over_browser

init_sessions = init_accounts

__all__ = [
    "actor_for",
    "ask_to_sign_in",
    "create_user",
    "current_user",
    "get_user",
    "hand_over_browser",
    "handover",
    "holders_of",
    "init_sessions",
    "list_users",
    "may_sign_in",
    "people_who_may",
    "start_session",
    "throttle",
    "user_names",
]
