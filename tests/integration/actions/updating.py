"""Somebody who writes note after note on actions, in a process that may be killed at any moment."""

import itertools
from collections.abc import Callable, Sequence

from app import create_app
from app.kernel.clock import at
from config import Settings
from tests.integration.actions.conftest import THURSDAY
from tests.pages import Pages


def write(say: Callable[[str], None], settings: Settings, session: str, prefix: str, actions: Sequence[str]) -> None:
    """Says each note that the page said was added."""
    app = create_app(settings)
    pages = Pages(app.test_client())
    pages.client.set_cookie(app.session_interface.cookie, session)  # type: ignore[attr-defined]
    with at(THURSDAY):
        for number, uid in enumerate(itertools.cycle(actions)):
            words = f"{prefix}-{number}"
            pages.get(f"/actions/{uid}/note").submit("Save", text=words)
            say(words)
