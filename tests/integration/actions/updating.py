"""Somebody who writes note after note on actions, in a process that may be killed at any moment.

    python -m tests.integration.actions.updating <session> <moment> <prefix> <action uid>...

Prints each note that the page said was added.
"""

import itertools
import sys
from datetime import datetime

from app import create_app
from app.kernel.clock import at
from tests.pages import Pages

if __name__ == "__main__":
    session, moment, prefix, *actions = sys.argv[1:]
    app = create_app()
    pages = Pages(app.test_client())
    pages.client.set_cookie(app.session_interface.cookie, session)  # type: ignore[attr-defined]
    with at(datetime.fromisoformat(moment)):
        for number, uid in enumerate(itertools.cycle(actions)):
            words = f"{prefix}-{number}"
            pages.get(f"/actions/{uid}/note").submit("Save", text=words)
            sys.stdout.write(f"{words}\n")
            sys.stdout.flush()
