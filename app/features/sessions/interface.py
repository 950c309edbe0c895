"""What other rooms may use of sessions.

Dosage is minutes delivered out of minutes planned, of the rows of attendance somebody has at sessions up to a day: a
session that was cancelled beforehand (`cancelled_on`) never counts, one that did not happen (`happened` False) was
planned and delivered nothing, and a row without a code is not counted yet. `given_to` and `dosage_of` say it; the codes
that mean somebody came are `ATTENDED`.
"""

from app.features.sessions import visibility  # noqa: F401 - it says who sees what
from app.features.sessions.changing import cancel, change
from app.features.sessions.counting import count as count_contacts
from app.features.sessions.counting import link_contact
from app.features.sessions.coverage import Coverage
from app.features.sessions.coverage import at as coverage_at
from app.features.sessions.domain.attending import ATTENDED, Answer
from app.features.sessions.domain.counting import Counted, Kind
from app.features.sessions.domain.dosage import Dosage
from app.features.sessions.domain.planning import COUNTING
from app.features.sessions.models import Attendance, ContactTally, Session, SessionWorker
from app.features.sessions.people import Key
from app.features.sessions.planning import Plan, plan
from app.features.sessions.queries import band_of, dosage_of, given_to, interventions_of, not_recorded_yet
from app.features.sessions.recording import record_attendance, record_held, record_not_held, rows_of

__all__ = [
    "ATTENDED",
    "COUNTING",
    "Answer",
    "Attendance",
    "ContactTally",
    "Counted",
    "Coverage",
    "Dosage",
    "Key",
    "Kind",
    "Plan",
    "Session",
    "SessionWorker",
    "band_of",
    "cancel",
    "change",
    "count_contacts",
    "coverage_at",
    "dosage_of",
    "given_to",
    "interventions_of",
    "link_contact",
    "not_recorded_yet",
    "plan",
    "record_attendance",
    "record_held",
    "record_not_held",
    "rows_of",
]
