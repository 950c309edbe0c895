"""Documents in force. Call with the application's context entered; everything commits."""

from datetime import UTC, date, datetime, time

from app.features.governance.interface import (
    AGE_SCOPE,
    POLICE_LIST,
    approve_document,
    propose_change,
    record_document,
    turn_on,
)
from app.features.governance.queries import gating_kinds, was_made
from app.features.partnership.interface import area_by_code, code_list, list_areas
from app.kernel import clock
from app.kernel.ages import months_after
from app.platform.access import acting_as
from app.platform.database import db
from tests.factories.accounts import the_system


def turn_on_police_list() -> None:
    """Let every area load lists of the police: that is assessed. Those that may already stay as they are."""
    for area in list_areas():
        with acting_as(the_system()) as actor:
            if was_made(area.uid, POLICE_LIST):
                continue
            propose_change(actor=actor, area_uid=area.uid, what=POLICE_LIST, words="The list of the police")
            db.session.commit()
        assess(area.code)
        with acting_as(the_system()) as actor:
            turn_on(actor=actor, area_uid=area.uid, source=POLICE_LIST)
            db.session.commit()


def let_ages_change(area: str = "BNES") -> None:
    """Propose it, and have it assessed."""
    with acting_as(the_system()) as actor:
        propose_change(actor=actor, area_uid=area_by_code(area).uid, what=AGE_SCOPE, words="Every age")
        db.session.commit()
    assess(area)


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
