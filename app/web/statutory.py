"""The pages every service of this kind must have."""

from collections.abc import Callable

from flask import Flask

from app.web.access import public
from app.web.rendering import render

PAGES = ("accessibility", "privacy", "cookies")


def init_statutory(app: Flask) -> None:
    """Add /accessibility, /privacy and /cookies as endpoints of those names."""
    for name in PAGES:
        app.add_url_rule(f"/{name}", endpoint=name, view_func=_view(name), methods=["GET"])


def _view(name: str) -> Callable[[], str]:
    def show() -> str:
        return render(f"statutory/{name}.html")

    show.__name__ = name
    return public("people must be able to read it before they sign in")(show)
