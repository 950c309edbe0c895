"""What kind of installation a database belongs to.

The mark is made once, when a demonstration is loaded into an empty database. It carries a keyed digest, so that
nobody who can only write to the database turns a real one into a demonstration, which opens without a passphrase.
"""

import hmac

from sqlalchemy import LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.clock import now
from app.platform.database.base import Base, db
from app.platform.vault import current_vault

DEMONSTRATION = "DEMONSTRATION"
ONLY_ROW = 1


class InstallationMark(Base):
    __tablename__ = "installation_mark"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[str] = mapped_column(String(40))
    digest: Mapped[bytes] = mapped_column(LargeBinary)


def mark_as_demonstration() -> None:
    """Say that this database holds a demonstration and nothing else, within the caller's transaction."""
    if is_demonstration():
        return
    made_at = now().isoformat()
    db.session.add(InstallationMark(id=ONLY_ROW, kind=DEMONSTRATION, made_at=made_at, digest=_digest(made_at)))
    db.session.flush()


def is_demonstration() -> bool:
    """Whether this database was made as a demonstration."""
    mark = db.session.get(InstallationMark, ONLY_ROW)
    return mark is not None and mark.kind == DEMONSTRATION and hmac.compare_digest(mark.digest, _digest(mark.made_at))


def _digest(made_at: str) -> bytes:
    return current_vault().keyring.token("installation", f"{DEMONSTRATION}\x1f{made_at}")
