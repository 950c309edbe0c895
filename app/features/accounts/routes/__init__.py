"""Pages of accounts."""

from flask import Blueprint

bp = Blueprint("accounts", __name__, url_prefix="/account", template_folder="../templates")

from app.features.accounts.routes import account, cli, links, people, sign_in  # noqa: E402, F401 - they add their routes
