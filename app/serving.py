"""What gunicorn does beside serving, in each of its processes."""

from typing import Any

from app.platform.identity import identity_service


def post_worker_init(worker: Any) -> None:
    """Build the index of names at once, in the background, so that the first search need not wait for it."""
    with worker.wsgi.app_context():
        identity_service().start()
