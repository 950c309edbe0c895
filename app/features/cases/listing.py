"""Cases as the list shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from app.features.cases import picture
from app.features.cases.domain import RANK, State, case_status
from app.features.cases.models import Case
from app.features.cases.wording import agency
from app.features.partnership.interface import code_label

AXES = ("May cause harm", "May be harmed", "May be exploited")
COLOURS = {"GREEN": "green", "AMBER": "orange", "RED": "red"}


@dataclass(frozen=True, slots=True)
class Row:
    """`bands` are the axis, the colour of its tag (None: not set) and the words, in the order of the columns."""

    case: Case
    title: str
    state: str
    roles: str
    only_harmed: bool
    bands: Sequence[tuple[str, str | None, str]]
    lead: str | None


def rows(cases: Iterable[Case]) -> list[Row]:
    bands = {code: (COLOURS[code], code_label("band", code)) for code in RANK}
    not_set = (None, "Not set")
    lead = cache(agency)
    state_words = {state: code_label("case_state", state) for state in State}
    found = []
    for case in cases:
        told = case.roles
        levels = (case.band_cause, case.band_harmed, case.band_exploited)
        found.append(
            Row(
                case=case,
                title=case.subject.title,
                state=state_words[case_status(case)],
                roles=picture.role_words(told) if case.subject_kind == "PERSON" else "",
                only_harmed=picture.only_harmed(told),
                bands=[(axis, *bands.get(level or "", not_set)) for axis, level in zip(AXES, levels, strict=True)],
                lead=lead(case.lead_agency_uid) if case.lead_agency_uid else None,
            )
        )
    return found
