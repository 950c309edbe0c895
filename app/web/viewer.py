"""Who is looking at the page, for the bar at its top, its print line and its idle time-out."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, g

from app.platform.access import Actor, NoActor, current_actor

EXTENSION = "concord.viewer"


@dataclass(frozen=True)
class Viewer:
    """`token` is opaque and differs between people: a page left open is shown again only to the same one."""

    name: str
    agency: str = ""
    area: str = ""
    role: str = ""
    token: str = ""
    idle_seconds: int = 900


def provide(app: Flask, find: Callable[[], Viewer | None]) -> None:
    """Let `find` say who is looking; the room of accounts knows. It is asked once a request."""
    app.extensions[EXTENSION] = find


def viewer() -> Viewer | None:
    """Who is signed in, or None."""
    if "viewer" not in g:
        find: Callable[[], Viewer | None] = current_app.extensions.get(EXTENSION, lambda: None)
        g.viewer = find()
    found: Viewer | None = g.viewer
    return found


def acting() -> Actor | None:
    """The actor of this request, or None."""
    try:
        return current_actor()
    except NoActor:
        return None
