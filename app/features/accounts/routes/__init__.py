"""Pages of accounts."""

from flask import Blueprint

bp = Blueprint("accounts", __name__, url_prefix="/account", template_folder="../templates")

from app.features.accounts.routes import (  # noqa: E402 - they add their routes
    account,  # noqa: F401
    cli,  # noqa: F401
    handing_over,  # noqa: F401
    links,  # noqa: F401
    people,  # noqa: F401
    sign_in,  # noqa: F401
)
