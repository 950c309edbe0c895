"""Documents in force. Call with the application's context entered; everything commits."""

from datetime import UTC, date, datetime, time

from app.features.governance.documents import gating_kinds
from app.features.governance.interface import approve_document, record_document
from app.features.partnership.interface import area_by_code, code_list
from app.kernel import clock
from app.kernel.ages import months_after
from app.platform.access import acting_as
from app.platform.database import db
from tests.factories.accounts import the_system


def assess(area: str = "BNES", *, on: date | None = None, version: str = "1.0") -> None:
    """Impact assessments of an area that cover everything, approved `on` a day (today), in force for a year."""
    day = on or clock.today()
    area_uid = area_by_code(area).uid
    with acting_as(the_system()) as actor, clock.at(datetime.combine(day, time(12), UTC)):
        for kind in gating_kinds():
            document = record_document(
                actor=actor,
                area_uid=area_uid,
                kind=kind,
                version=version,
                title="Assessment of the group’s work",
                owner="Head of service",
                kept_at="Shared drive, folder 7",
                covers=[item.code for item in code_list("assessed_matter")],
            )
            approve_document(
                actor=actor,
                document=document,
                approved_by="Senior information risk owner",
                approved_on=day,
                review_due=months_after(day, 12),
            )
        db.session.commit()
