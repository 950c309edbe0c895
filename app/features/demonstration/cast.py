"""Who plays in a month: the agencies and people its files name, and somebody for every role that nobody has. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from app.features.demonstration.month import Month, Record

CORE, INVITED = "CORE", "INVITED"
WHOLE_HUB = frozenset({"POL", "LPB"})
"""Types of agency that serve every area of the hub."""
RUNS_A_SERVICE = frozenset({"VCS_PROV"})
NOTIFIES_ONLY = frozenset({"VCS_OTHER", "VCS_PROV", "RSL", "COUNCILLOR", "PUBLIC"})
"""Types of agency whose people only notify, unless the meeting asks something of them."""
TITLES = frozenset({"dc", "dr", "insp", "miss", "mr", "mrs", "ms", "mx", "pc", "pcso", "rev", "sgt", "sister", "supt"})


class Body(NamedTuple):
    """An agency by type and name."""

    agency_type: str
    name: str


@dataclass
class Part:
    """A person of the month. `body` None: of no agency."""

    name: str
    body: Body | None
    job: str = ""
    phone: str | None = None
    roles: list[str] = field(default_factory=list)
    asked: bool = False
    """The meeting asks something of them: they attend, own an action or speak for a plan."""


@dataclass
class Cast:
    """`seats` says how each agency sits in the group: CORE or INVITED; one that is not there has no seat."""

    bodies: list[Body]
    seats: dict[Body, str]
    parts: dict[str, Part]

    @property
    def coordinator(self) -> str:
        return self.first("COORD")

    @property
    def chair(self) -> str:
        return self.first("CHAIR")

    def first(self, role: str) -> str:
        """The name of the first who has a role."""
        return next(part.name for part in self.parts.values() if role in part.roles)

    def of(self, body: Body) -> list[Part]:
        return [part for part in self.parts.values() if part.body == body]


COUNCIL = ("LA_CS", "Council community safety team")
COMMISSIONER = ("LPB", "Avon and Somerset Police and Crime Commissioner")
SCRUTINY = ("COUNCILLOR", "Council scrutiny panel")
PROVIDER = ("VCS_PROV", "Lanternwood Youth Project")

EXTRAS: tuple[tuple[str, str, str, tuple[str, str] | None], ...] = (
    ("COORD", "Marigold Tench", "Coordinator", COUNCIL),
    ("CHAIR", "Thaddeus Brook", "Chair", COUNCIL),
    ("ADMIN", "Ottilie Marchbank", "Administrator", COUNCIL),
    ("PRACTITIONER", "Fenella Drake", "Practitioner", COUNCIL),
    ("SPOC", "Jolyon Peake", "Single point of contact", COUNCIL),
    ("EIT", "PC Rowan Thackray", "Early intervention officer", ("POL", "Avon and Somerset Police")),
    ("NOTIFIER", "Perpetua Lowe", "Volunteer leader", ("VCS_OTHER", "Saltmeadow Sports Club")),
    ("PROV_LEAD", "Cosmo Thistlewood", "Service lead", PROVIDER),
    ("PROV_WORKER", "Nell Applegarth", "Project worker", PROVIDER),
    ("COMMISSIONER", "Hester Vane", "Commissioning manager", COUNCIL),
    ("ANALYST", "Rufus Penhallow", "Analyst", COUNCIL),
    ("HUB", "Winifred Askew", "Hub officer", COMMISSIONER),
    ("STEERING", "Barnaby Quill", "Steering group member", COMMISSIONER),
    ("SCRUTINY", "Leonora Fitch", "Scrutiny panel member", SCRUTINY),
    ("DPO", "Ambrose Tindall", "Data protection officer", COUNCIL),
    ("AUDITOR", "Philippa Storr", "Auditor", COUNCIL),
    ("SYSADMIN", "Casper Wray", "System administrator", None),
)
"""Role, name, job and agency of somebody for each role that a month leaves empty. Nobody is real."""


def cast_of(month: Month) -> Cast:
    """Everybody a month names, in the order of the people whose accounts are shown first."""
    parts: dict[str, Part] = {}
    for name, body, job, phone, asked in _named(month):
        part = parts.setdefault(name, Part(name, body))
        part.job = part.job or job
        part.phone = part.phone or phone
        part.asked = part.asked or asked
    for named in (month.meeting["chair"], month.meeting["deputy_chair"]):
        parts[named].roles.append("CHAIR")
    parts[month.meeting["minute_taker"]].roles.append("COORD")
    for one in month.returns:
        body = body_of(one["agency"])
        if all(part.body != body for part in parts.values()):
            parts[f"Duty worker, {body.name}"] = Part(f"Duty worker, {body.name}", body, "Duty worker")
    _give_roles(parts.values())
    bodies = list(dict.fromkeys(part.body for part in parts.values() if part.body))
    _add_extras(parts, bodies)
    return Cast(bodies, _seats(month), parts)


def body_of(agency: Record) -> Body:
    return Body(agency["agency_type"], agency["name"])


def judge_of(assurance: Record) -> str | None:
    """Who is said to have accepted it: the name before the type of agency in "Sam Hill (POL)"."""
    said = assurance["accepted_by"]
    return re.sub(r"\s*\([A-Z_]+\)$", "", said) if said else None


def _named(month: Month) -> Iterator[tuple[str, Body, str, str | None, bool]]:
    """Name, agency, job, phone, and whether the meeting asks something of them, for each mention."""
    for one in month.meeting["attendees"]:
        yield one["name"], body_of(one["agency"]), one["role"], None, True
    for one in month.notifications:
        sender = one["submitted_by"]
        yield sender["name"], body_of(one["submitted_by_agency"]), sender["role"], sender["phone"], False
    for one in month.actions:
        yield one["owner_person"], body_of(one["owner_agency"]), "", None, True
    for one in month.assurances:
        asked = one["asked_of"]
        yield asked["manager"], body_of(asked), "", None, True


def _give_roles(parts: Iterable[Part]) -> None:
    """The first of an agency speaks for it; the others practise. Charities and landlords notify."""
    spoken_for: set[Body] = set()
    for part in parts:
        if part.roles or part.body is None:
            continue
        kind = part.body.agency_type
        if not part.asked and kind in NOTIFIES_ONLY:
            part.roles.append("PROV_LEAD" if kind in RUNS_A_SERVICE else "NOTIFIER")
        elif kind == "POL" and "early intervention" in part.job.casefold():
            part.roles.append("EIT")
        elif part.body not in spoken_for and not _runs_a_service(part):
            spoken_for.add(part.body)
            part.roles.append("SPOC")
        else:
            part.roles.append("PRACTITIONER")


def _runs_a_service(part: Part) -> bool:
    return part.body is not None and part.body.agency_type in RUNS_A_SERVICE


def _add_extras(parts: dict[str, Part], bodies: list[Body]) -> None:
    """Somebody for each role that nobody has, at an agency of the month where it has one of that type."""
    held = {role for part in parts.values() for role in part.roles}
    for role, name, job, agency in EXTRAS:
        if role in held:
            continue
        body = None
        if agency is not None:
            body = next((one for one in bodies if one.agency_type == agency[0]), Body(*agency))
            if body not in bodies:
                bodies.append(body)
        parts[name] = Part(name, body, job, roles=[role])


def _seats(month: Month) -> dict[Body, str]:
    """Whoever comes for the whole meeting has a core seat; whoever comes for an item is invited."""
    seats: dict[Body, str] = {}
    for one in month.meeting["attendees"]:
        body = body_of(one["agency"])
        if not one.get("invited_for"):
            seats[body] = CORE
        seats.setdefault(body, INVITED)
    return seats


def address_of(part: Part) -> str:
    """An e-mail address that can never be anybody's: the last part is reserved for examples."""
    words = [word for word in part.name.split() if word.casefold().strip(".") not in TITLES]
    at = _plain(part.body.name if part.body else "system administration").replace(".", "-")
    return f"{_plain(' '.join(words))}@{at}.example"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.replace("&", "and")).encode("ascii", "ignore").decode().casefold()
    return ".".join(re.findall(r"[a-z0-9]+", letters.replace("'", "")))
