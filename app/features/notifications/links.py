"""Addresses for mails, within a request and without one."""

from flask import current_app


def link(endpoint: str, **values: str) -> str:
    """The full address of a page, as people outside see it."""
    settings = current_app.extensions["settings"]
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return f"{str(settings.public_url).rstrip('/')}{path}"
