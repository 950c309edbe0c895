"""Error pages: what went wrong, in words, with the right status."""

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, make_response, request
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.kernel.errors import NotFound, NotPermitted, Refused, Stale
from app.web.rendering import render

Answer = tuple[str, int]


def init_errors(app: Flask) -> None:
    """Map kernel errors and HTTP errors to pages. Undoing what a failed request wrote is the commit hook's work:
    it commits nothing of an answer of 400 or above."""
    app.register_error_handler(NotFound, lambda _error: page(404))
    app.register_error_handler(NotPermitted, lambda _error: page(403))
    app.register_error_handler(Stale, lambda _error: page(409, template="stale"))
    app.register_error_handler(StaleDataError, lambda _error: page(409, template="stale"))
    app.register_error_handler(Refused, lambda error: page(409, template="refused", message=error.message))
    app.register_error_handler(CSRFError, lambda _error: page(400, template="token"))
    app.register_error_handler(HTTPException, _http)


def page(status: int, *, template: str | None = None, **context: Any) -> Answer:
    """The error page of `status`."""
    try:
        return render(f"errors/{template or status}.html", **context), status
    except TemplateNotFound as missing:
        if not str(missing.name).startswith("errors/"):
            raise
        return render("errors/other.html", status=status, phrase=HTTPStatus(status).phrase), status


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
