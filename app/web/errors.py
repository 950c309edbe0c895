"""Error pages: what went wrong, in words, with the right status."""

import traceback
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from flask import Flask, Response, make_response, request
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.kernel.errors import NotFound, NotPermitted, Refused, Stale
from app.platform.vault import KeyDestroyed, Tampered
from app.web.rendering import render

Answer = tuple[str, int]
log = structlog.get_logger()


def init_errors(app: Flask) -> None:
    """Map kernel errors and HTTP errors to pages. Undoing what a failed request wrote is the commit hook's work:
    it commits nothing of an answer of 400 or above."""
    app.register_error_handler(NotFound, lambda _error: page(404))
    app.register_error_handler(NotPermitted, lambda _error: page(403))
    app.register_error_handler(Stale, lambda _error: page(409, template="stale"))
    app.register_error_handler(StaleDataError, lambda _error: page(409, template="stale"))
    app.register_error_handler(Refused, lambda error: page(409, template="refused", message=error.message))
    app.register_error_handler(Tampered, _tampered)
    app.register_error_handler(KeyDestroyed, lambda _error: page(410, template="erased"))
    app.register_error_handler(CSRFError, lambda _error: page(400, template="token"))
    app.register_error_handler(HTTPException, _http)
    app.log_exception = _failed  # type: ignore[assignment, method-assign]


def page(status: int, *, template: str | None = None, **context: Any) -> Answer:
    """The error page of `status`."""
    try:
        return render(f"errors/{template or status}.html", **context), status
    except TemplateNotFound as missing:
        if not str(missing.name).startswith("errors/"):
            raise
        return render("errors/other.html", status=status, phrase=HTTPStatus(status).phrase), status


def _tampered(error: Tampered) -> Answer:
    """A record was changed outside Concord. Its name (table and uid, nobody's data) goes to the log for whoever looks
    into it; nothing of the record goes to the page."""
    log.error("record fails its check", what=error.what, endpoint=request.endpoint)
    return page(500, template="tampered")


def _failed(error: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
    """What nobody expected. Its own words may hold what somebody typed, so the log has its kind and the lines of the
    program that led to it."""
    kind, _words, place = error
    lines = [f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(place)]
    log.error(
        "request.failed",
        endpoint=request.endpoint, method=request.method, problem=kind and kind.__name__, what=" > ".join(lines),
    )  # fmt: skip


def _http(error: HTTPException) -> Answer | Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if error.response is not None:
        return error
    response = make_response(page(error.code))
    for name, value in error.get_headers(request.environ):
        if name.lower() in ("retry-after", "allow"):
            response.headers[name] = value
    return response
