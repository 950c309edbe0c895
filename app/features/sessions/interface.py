"""What other rooms may use of sessions."""

from app.features.sessions import visibility  # noqa: F401 - it says who sees what
from app.features.sessions.models import Attendance, ContactTally, Session

__all__ = ["Attendance", "ContactTally", "Session"]
