"""The presentation kit. `init_web(app)` wires it."""

from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from app.web.converters import UidConverter
from app.web.errors import init_errors
from app.web.headers import init_headers
from app.web.rendering import init_jinja
from app.web.statutory import init_statutory

HERE = Path(__file__).resolve().parent

FOLDERS: dict[str, Any] = {
    "static_folder": str(HERE / "static"),
    "static_url_path": "/assets",
    "template_folder": str(HERE / "templates"),
}
"""How the application must be made: `Flask(__name__, **FOLDERS)`."""

csrf = CSRFProtect()


def init_web(app: Flask) -> None:
    """Converters, templates, headers, tokens, error pages and the statutory pages. Call before blueprints are added:
    their routes use the `<uid:…>` converter."""

    # The referrer policy sends no Referer, so its check would refuse every form; `headers` looks at the origin instead.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    # A token lives as long as its session: a long form must not fail for having taken an hour.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.url_map.converters["uid"] = UidConverter
    init_headers(app)
    csrf.init_app(app)
    init_jinja(app)
    init_errors(app)
    init_statutory(app)
