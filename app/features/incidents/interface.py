"""What rooms above may use of incidents.

Before people share a page, a pack, a file or a session, ask `between(actor, person_uids)`; show what it says, and let
somebody go on with a reason by `go_on`. `stopped` does all of it for a button, `warn` for a form. Rooms that know who
threatens whom say so with `add_between_source`.
"""

from app.features.incidents.changing import add_incident
from app.features.incidents.joining import join
from app.features.incidents.meeting import REASON, Between, Pair, add_between_source, between, every_pair, go_on
from app.features.incidents.models import Incident, IncidentNetwork, IncidentPerson
from app.features.incidents.places import Happened, happened_at, happened_at_each
from app.features.incidents.recording import entries_given
from app.features.incidents.warning import GoingOn, stopped, warn, warnings

__all__ = [
    "REASON",
    "Between",
    "GoingOn",
    "Happened",
    "Incident",
    "IncidentNetwork",
    "IncidentPerson",
    "Pair",
    "add_between_source",
    "add_incident",
    "between",
    "entries_given",
    "every_pair",
    "go_on",
    "happened_at",
    "happened_at_each",
    "join",
    "stopped",
    "warn",
    "warnings",
]
