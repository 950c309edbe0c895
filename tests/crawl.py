"""Opens every page that somebody reaches by links, beginning at their home page."""

import html
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.pages import Page, Pages

LEAVING = frozenset({"static", "accounts.sign_out"})
HREF = re.compile(r"<a\b[^>]*?\bhref=\"([^\"#][^\"]*)\"")
"""Much quicker than parsing a page of which nothing else is wanted."""


def crawl(
    pages: Pages, *, most: int, starts: Iterable[str] = ("/",), skip: Iterable[str] = (), files: bool = False
) -> Iterator[tuple[str, Page]]:
    """Each page reached, with its endpoint; at most `most` of one endpoint, those opened least often first, as they may
    lead to something new. Endpoints to `skip` are not opened; what is not a page of words comes only with `files`."""
    app = pages.client.application
    left_out, known, opened = {*LEAVING, *skip}, set(starts), Counter[str]()
    waiting: dict[str, deque[str]] = {}
    for path in starts:
        _add(waiting, app, path, left_out)
    while waiting:
        endpoint = min(waiting, key=lambda name: opened[name])
        path = waiting[endpoint].popleft()
        opened[endpoint] += 1
        if not waiting[endpoint] or opened[endpoint] >= most:
            del waiting[endpoint]
            left_out |= {endpoint} if opened[endpoint] >= most else set()
        page = pages.get(path, status=None)
        written = page.response.mimetype == "text/html"
        if written or files:
            yield endpoint, page
        for target in links_of(page) if written else ():
            if target not in known:
                known.add(target)
                _add(waiting, app, target, left_out)


def _add(waiting: dict[str, deque[str]], app: Flask, path: str, left_out: set[str]) -> None:
    endpoint = endpoint_of(app, path)
    if endpoint is not None and endpoint not in left_out:
        waiting.setdefault(endpoint, deque()).append(path)


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
