"""Finding every page somebody can reach by following links, one address for each route."""

import html
import re
from collections import Counter, deque
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from app.platform.access import Role
from app.web.access_matrix import lines

HREF = re.compile(r"<a\b[^>]*?\bhref=\"([^\"#][^\"]*)\"")
EXAMPLES = 30
"""Records of one kind that are opened in search of links that only some of them have."""


def routes_of(app: Flask, role: Role | None) -> set[str]:
    """The endpoints that a role, or somebody not signed in, may open by GET."""
    return {line.endpoint for line in lines(app) if "GET" in line.methods and line.admits(role)}


def reach(client: FlaskClient, app: Flask, wanted: set[str], skip: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """An address for each endpoint that links lead to from the start page, and what answered anything but a page."""
    found: dict[str, str] = {}
    wrong: list[str] = []
    left_out = set(skip)
    opened: Counter[str] = Counter()
    seen = {"/"}
    waiting: dict[str, deque[str]] = {str(endpoint_of(app, "/")): deque(["/"])}
    while waiting and not wanted <= found.keys():
        endpoint = min(waiting, key=lambda name: opened[name])  # what was seen least may lead to something new
        path = waiting[endpoint].popleft()
        if not waiting[endpoint] or opened[endpoint] >= EXAMPLES:
            del waiting[endpoint]
        if opened[endpoint] >= EXAMPLES:
            continue
        opened[endpoint] += 1
        answer = client.get(path)
        if answer.status_code in (301, 302, 303, 308):
            targets = [answer.location]
        elif answer.status_code != 200 or answer.mimetype != "text/html":
            wrong.append(f"{path}: {answer.status_code} {answer.mimetype}")
            continue
        else:
            found.setdefault(endpoint, path)
            targets = [html.unescape(href) for href in HREF.findall(answer.get_data(as_text=True))]
        for target in targets:
            parts = urlsplit(urljoin(f"http://localhost{path}", target))
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            leads_to = endpoint_of(app, address)
            if parts.netloc == "localhost" and address not in seen and leads_to and leads_to not in left_out:
                seen.add(address)
                waiting.setdefault(leads_to, deque()).append(address)
    return found, wrong


def endpoint_of(app: Flask, path: str) -> str | None:
    try:
        endpoint, _values = app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")
    except HTTPException:
        return None
    return str(endpoint)
