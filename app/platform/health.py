"""Whether this installation can serve: database, migrations, keys, worker."""

from datetime import timedelta

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from app.kernel.clock import now
from app.platform.database import db
from app.platform.identity import identity_service
from app.platform.jobs.worker import last_heartbeat
from app.platform.vault import Purpose, current_vault

LATE = timedelta(seconds=45)


def readiness() -> dict[str, bool]:
    """Each condition and whether it holds."""
    found = {"database": False, "migrations": False, "keys": False, "worker": False}
    checks = {"database": _database, "migrations": _at_head, "keys": _keys, "worker": _worker}
    for name, check in checks.items():
        try:
            found[name] = check()
        except Exception:  # noqa: BLE001 - whatever is wrong, the answer is "not ready"
            db.session.rollback()
    return found


def _database() -> bool:
    return db.session.connection().exec_driver_sql("SELECT 1").scalar() == 1


def _at_head() -> bool:
    config = Config()
    config.set_main_option("script_location", current_app.extensions["migrate"].directory)
    heads = set(ScriptDirectory.from_config(config).get_heads())
    return set(MigrationContext.configure(db.session.connection()).get_current_heads()) == heads


def _keys() -> bool:
    return current_vault().keyring.active(Purpose.DATA).number > 0


def _worker() -> bool:
    beat = last_heartbeat()
    return beat is not None and now() - beat.at < LATE


def index_percent() -> int:
    """How far this process is with its identity index, which it begins now if it has not. Everything else is served
    without, and the search page says so: it is told, and does not make the process unready."""
    service = identity_service()
    service.start()
    return service.percent
