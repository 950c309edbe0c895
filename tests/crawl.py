"""Opens every page that somebody reaches by links, beginning at their home page."""

import html
import re
from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.pages import Page, Pages

LEAVING = frozenset({"static", "accounts.sign_out"})
SOME = 2
"""Pages of one kind after which it is taken that they lead to nothing new."""
HREF = re.compile(r"<a\b[^>]*?\bhref=\"([^\"#][^\"]*)\"")
"""Much quicker than parsing a page of which nothing else is wanted."""


def crawl(
    pages: Pages,
    *,
    most: int,
    starts: Iterable[str] = ("/",),
    skip: Iterable[str] = (),
    files: bool = False,
    first: Container[str] | None = None,
    came_from: dict[str, str] | None = None,
) -> Iterator[tuple[str, Page]]:
    """Each page reached, with its endpoint; at most `most` of one endpoint, those opened least often first, as they may
    lead to something new. Endpoints to `skip` are not opened; what is not a page of words comes only with `files`.
    With `first`, its addresses are opened as soon as a link leads there, and what never led to anything new comes last.
    `came_from` is filled with the address from which each was reached."""
    app = pages.client.application
    ways = {} if came_from is None else came_from
    left_out, known, opened = {*LEAVING, *skip}, set(starts), Counter[str]()
    met, led_to = set[str | None](), Counter[str]()
    waiting: dict[str, deque[str]] = {}
    for path in starts:
        _add(waiting, app, path, left_out)
    while waiting:
        endpoint = min(
            waiting, key=lambda name: (_turn(waiting[name], first, led_to[name], opened[name]), opened[name])
        )
        path = waiting[endpoint].popleft()
        opened[endpoint] += 1
        if not waiting[endpoint] or opened[endpoint] >= most:
            del waiting[endpoint]
            left_out |= {endpoint} if opened[endpoint] >= most else set()
        page = pages.get(path, status=None)
        written = page.response.mimetype == "text/html"
        if page.path != path:
            ways.setdefault(page.path, path)
        if written or files:
            yield endpoint, page
        for target in links_of(page) if written else ():
            if target not in known:
                known.add(target)
                ways.setdefault(target, path)
                new = _add(waiting, app, target, left_out, ahead=first is not None and target in first)
                led_to[endpoint] += new not in met
                met.add(new)


def _turn(paths: deque[str], first: Container[str] | None, led_to: int, opened: int) -> int:
    if first is None or paths[0] in first:
        return 0
    return 1 if led_to or opened <= SOME else 2


def _add(
    waiting: dict[str, deque[str]], app: Flask, path: str, left_out: set[str], *, ahead: bool = False
) -> str | None:
    """The endpoint of a path, which waits from now on unless it is left out."""
    endpoint = endpoint_of(app, path)
    if endpoint is not None and endpoint not in left_out:
        paths = waiting.setdefault(endpoint, deque())
        if ahead:
            paths.appendleft(path)
        else:
            paths.append(path)
    return endpoint


def links_of(page: Page) -> Iterator[str]:
    """The addresses on this site that a page leads to."""
    for href in HREF.findall(page.response.get_data(as_text=True)):
        parts = urlsplit(urljoin(page.path, html.unescape(href)))
        if parts.scheme in ("", "http") and parts.netloc in ("", "localhost"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def endpoint_of(app: Flask, path: str) -> str | None:
    """The endpoint that answers GET at a path."""
    try:
        endpoint, _values = app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")
    except HTTPException:
        return None
    return str(endpoint)
