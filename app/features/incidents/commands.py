"""What changes incidents."""

from app.features.incidents import changing, joining, people, recording  # noqa: F401 - recording hears of cases
