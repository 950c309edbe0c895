"""Templates: the environment, its filters, and the two ways a view answers."""

import hashlib
import re
from collections.abc import MutableMapping, Sized
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask import flash as _flash
from flask.templating import Environment as FlaskEnvironment
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.days import day_words
from app.kernel.money import pounds
from app.web import navigation, panels
from app.web.addresses import fixed_url
from app.web.fields import govuk
from app.web.viewer import viewer

__all__ = ["count", "day", "init_jinja", "moment", "part", "render", "see_other"]

SERVICE_NAME = "Concord"
MARKING = "OFFICIAL-SENSITIVE"


def render(template: str, **context: Any) -> str:
    """A page. Pass `form=` when there is one: the error summary and the title follow from it."""
    return render_template(template, **context)


def part(template: str, **context: Any) -> Markup:
    """A piece of a page, for a panel."""
    return Markup(render_template(template, **context))  # noqa: S704 - autoescaped


def see_other(endpoint: str, flash: str | None = None, **values: Any) -> Response:
    """Go on to `endpoint` with GET (303). `flash` is shown there as a success; it never holds personal data."""
    if flash:
        _flash(flash, "success")
    return redirect(url_for(endpoint, **values), code=303)


class Environment(FlaskEnvironment):
    """Every template shares the globals themselves. With a chain of mappings over them, as Jinja makes, each import of
    a macro walks through all of them."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def init_jinja(app: Flask) -> None:
    """Strict about names that are not there, escaping in every kind of template, and our filters and globals."""
    app.jinja_environment = Environment
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.autoescape = True
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    assets = Assets(app)
    if "static" in app.view_functions:
        app.view_functions["static"] = assets.serve
    environment.filters.update(day=day, short_day=short_day, moment=moment, time=time, count=count, pounds=pounds)
    environment.globals.update(
        asset=assets,
        fixed_url=fixed_url,
        govuk=govuk,
        navigation_sections=navigation.sections,
        now=clock.now,
        page_url=page_url,
        search_address=navigation.search_address,
        panels=panels.render,
        service_name=SERVICE_NAME,
        today=clock.today,
        viewer=viewer,
    )
    app.context_processor(_defaults)


def _defaults() -> dict[str, Any]:
    """What the layout reads and a view may override. Only values that cannot fail: error pages need them too."""
    return {
        "form": None,
        "marking": MARKING,
        "partnership": current_app.config.get("PARTNERSHIP_NAME", ""),
        "sign_out_endpoint": _existing("accounts.sign_out"),
        "account_endpoint": _existing("accounts.account"),
        "sign_in_endpoint": _existing("accounts.sign_in"),
        "home_endpoint": _existing("reporting.home") or _existing("home"),
    }


def _existing(endpoint: str) -> str | None:
    return endpoint if endpoint in current_app.view_functions else None


class Assets:
    """`asset("concord.css")`: the address of a static file with the digest of its content.

    Scripts of our own name the files they import in the same way when they are served, so that a browser that keeps
    files for good never runs an old one beside a new one.
    """

    def __init__(self, app: Flask) -> None:
        self.folder = Path(app.static_folder or ".")
        self.keep = not app.debug
        self.digests: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        digest = self.digest(name)
        return fixed_url("static", filename=name, v=digest) if digest else url_for("static", filename=name)

    def script(self, name: str) -> bytes:
        """A script of the folder itself, with the digests of what it imports in their addresses."""
        text = (self.folder / name).read_text(encoding="utf-8")
        return IMPORTED.sub(lambda found: f"{found[1]}{found[2]}?v={self.digest(found[2])}{found[3]}", text).encode()

    def serve(self, filename: str) -> Response:
        """The view of static files."""
        if not is_own_script(filename) or not (self.folder / filename).is_file():
            return current_app.send_static_file(filename)
        response = Response(self.script(filename), mimetype="text/javascript")
        response.add_etag()
        return response.make_conditional(request)

    def digest(self, name: str) -> str:
        return self.digests.get(name) or self._digest(name)

    def _digest(self, name: str) -> str:
        path = self.folder / name
        content = b"" if not path.is_file() else self.script(name) if is_own_script(name) else path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:12] if content else ""
        if self.keep:
            self.digests[name] = digest
        return digest


IMPORTED = re.compile(r'((?:from |import |import\()"\./)([\w./-]+\.js)(")')
"""What a script imports from beside itself."""


def is_own_script(name: str) -> bool:
    return name.endswith(".js") and "/" not in name


def day(value: date | datetime | None, otherwise: str = "Not recorded") -> str:
    """`2 November 2026`. Nothing there is said in words, never left blank."""
    if value is None:
        return otherwise
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return day_words(value)


def short_day(value: date | datetime | None, otherwise: str = "Not recorded") -> str:
    """`2 Nov 2026`, for tables."""
    if value is None:
        return otherwise
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return f"{value.day} {value:%b %Y}"


def time(value: datetime) -> str:
    """`10:30am`, or `10am` on the hour, in England."""
    local = clock.local(value)
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment(value: datetime | None, otherwise: str = "Not recorded") -> str:
    """`2 November 2026 at 10:30am`, in England."""
    return otherwise if value is None else f"{day(value)} at {time(value)}"


def count(value: int | Sized, singular: str | None = None, plural: str | None = None) -> str | int:
    """`3|count("action")` is `3 actions`; `people|count("person", "people")`. With no noun, the number alone."""
    number = value if isinstance(value, int) else len(value)
    if singular is None:
        return number
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def page_url(number: int) -> str:
    """This page's address with another `?page=`."""
    values: dict[str, Any] = {**request.args.to_dict(flat=False), **(request.view_args or {})}
    values["page"] = number
    return url_for(request.endpoint or "static", **values)
