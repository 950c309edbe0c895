"""The database session: visibility on every read, sealing on every write, the audit before every commit."""

from functools import cache

from app.platform import access, audit
from app.platform.database import db
from app.platform.vault import rows


@cache
def listen() -> None:
    """Attach the services to the one session factory (once a process)."""
    access.listen(db.session)
    rows.listen(db.session)
    audit.listen(db.session)
