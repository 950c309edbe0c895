"""Addresses that stand on every page are made once."""

from typing import Any

from flask import current_app, request, url_for

EXTENSION = "concord.addresses"


def fixed_url(endpoint: str, **values: Any) -> str:
    """As `url_for`, for an address that is the same on every page and for everybody: it is remembered."""
    made: dict[tuple[object, ...], str] = current_app.extensions.setdefault(EXTENSION, {})
    key = (request.script_root, endpoint, *values.items())
    address = made.get(key)
    if address is None:
        address = made[key] = url_for(endpoint, **values)
    return address


def public_link(endpoint: str, **values: str) -> str:
    """The full address of a page, as people outside see it: for mails, within a request and without one."""
    settings = current_app.extensions["settings"]
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return f"{str(settings.public_url).rstrip('/')}{path}"
