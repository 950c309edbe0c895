"""What is done with sessions: planning, recording, counting."""

from app.features.sessions import changing, counting, leaving, planning, recording  # noqa: F401 - they declare their events
