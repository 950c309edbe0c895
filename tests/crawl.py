"""Opens every page that somebody reaches by links, beginning at their home page."""

from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.pages import Page, Pages

LEAVING = frozenset({"static", "accounts.sign_out"})


def endpoint_of(app: Flask, path: str) -> str | None:
    """The endpoint that answers GET at a path."""
    try:
        endpoint, _values = app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")
    except HTTPException:
        return None
    return str(endpoint)


def crawl(pages: Pages, *, most: int, starts: tuple[str, ...] = ("/",)) -> Iterator[tuple[str, Page]]:
    """Each page reached, with its endpoint; at most `most` pages of one endpoint. What is not a page of words (a file,
    another site) is left out."""
    app = pages.client.application
    waiting, known, opened = deque(starts), set(starts), Counter[str]()
    while waiting:
        path = waiting.popleft()
        endpoint = endpoint_of(app, path)
        if endpoint is None or endpoint in LEAVING or opened[endpoint] >= most:
            continue
        opened[endpoint] += 1
        page = pages.get(path, status=None)
        if page.response.mimetype != "text/html":
            continue
        yield endpoint, page
        for link in page.soup.find_all("a", href=True):
            parts = urlsplit(urljoin(page.path, str(link["href"])))
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.scheme in ("", "http") and parts.netloc in ("", "localhost") and target not in known:
                known.add(target)
                waiting.append(target)
