"""What the commands of assurance share."""

from sqlalchemy import select

from app.features.assurance.models import Assurance
from app.kernel.errors import Refused
from app.platform.database import db


def hold(assurance: Assurance) -> None:
    """Hold the row until the end of the transaction, as it is now: of two presses of a button the second sees what
    the first wrote."""
    db.session.scalar(
        select(Assurance)
        .where(Assurance.uid == assurance.uid)
        .with_for_update(of=Assurance)
        .execution_options(populate_existing=True)
    )


def needed(text: str | None, message: str, field: str) -> str:
    text = (text or "").strip()
    if not text:
        raise Refused(message, field=field)
    return text
