"""Whether a sheet may come back at all: from an export of this area, not too long ago, by whom it was for."""

from datetime import timedelta

from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.tracker.models import Export
from app.features.tracker.template import VERSION
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform.access import RUNS_THE_MONTH, Actor, acting_as, system_actor
from app.platform.database import db

FOREIGN = "Choose a file that was exported from your area: this one was made elsewhere"
OLDER = "Export the tracker again: this file is of an older kind"
NOT_FOR_YOU = "Ask for a file of your own: this copy was made for another agency"
DESTROYED = "Export the tracker again: this copy was to be destroyed by now"


def check_stamp(actor: Actor, stamp: tuple[int, str]) -> None:
    """Raises Refused. The export is looked up past the register's own rule, as whoever fills a sheet in did not make
    it; nothing of it is shown."""
    version, export_uid = stamp
    with acting_as(system_actor("tracker-import", actor.area_uids)):
        export = db.session.scalar(select(Export).where(Export.uid == export_uid))
    if export is None:
        raise Refused(FOREIGN, field="file")
    if version != VERSION:
        raise Refused(OLDER, field="file")
    own = export.user_uid == actor.user_uid or actor.is_any(RUNS_THE_MONTH)
    if export.names and not own and export.recipient_uid != actor.agency_uid:
        raise Refused(NOT_FOR_YOU, field="file", rule="PR-46")
    if export.destroy_on is not None and export.destroy_on < today():
        raise Refused(DESTROYED, field="file", rule="PR-22")
    days = int(partnership.number("tracker.return", export.area_uid))
    if export.asked_at + timedelta(days=days) < now():
        raise Refused(f"Export the tracker again: this file is older than {days} days", field="file", rule="PR-22")
