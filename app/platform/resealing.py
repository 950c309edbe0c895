"""Re-encryption of the records themselves, under fresh data keys: for when a key may have been seen.

One subject is one short transaction. A subject is done when the newest generation of its key is younger than the start
of the run, so a run that was cut short goes on with the same start.
"""

from collections.abc import Generator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.platform import audit
from app.platform.audit.verify import sealed_models
from app.platform.database import db
from app.platform.vault import current_vault

audit.declare("key.renewed", facts={"rows"})


def reseal(started: datetime) -> Generator[int, None, None]:
    """Give every subject a new data key and seal its rows under it; yields how many subjects are done.

    The caller has bound a system actor of every area. Older generations stay in the key store: reasons in the audit
    were sealed under them and are never rewritten.
    """
    vault = current_vault()
    for done, key_uid in enumerate(vault.store.older_than(started), 1):
        vault.add_generation(key_uid)
        rows = 0
        for model in sealed_models():
            for row in db.session.scalars(select(model).where(model.key_uid == key_uid)):
                flag_modified(row, "payload")
                rows += 1
        audit.record("key.renewed", rows=rows)
        db.session.commit()
        db.session.expunge_all()
        yield done
