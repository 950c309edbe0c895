"""What changes incidents."""

from app.features.incidents import joining, recording  # noqa: F401 - recording hears what is told about cases
