"""The list of networks: how each stands and, for whoever runs the month, the cells of its priority. Networks are put in
order by it, people never: there is no list of people here (PR-59)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.features.cases.models import Case, CaseEntry
from app.features.networks.domain import Cell, Course, priority
from app.features.networks.facts import Facts, priority_cells, read
from app.features.networks.models import NetworkTerm
from app.features.networks.seeing import Seen, see_many
from app.features.networks.terms import ends_on, standing_of, terms_of
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Actor
from app.platform.database import db


@dataclass(frozen=True)
class Row:
    case: Case
    course: Course
    kind: str
    tension: str
    ends_on: date
    cells: tuple[Cell, ...]

    @property
    def priority(self) -> int:
        return priority(self.cells) if self.cells else 0


def rows(actor: Actor, *, ranks: bool) -> list[Row]:
    """Open networks: by priority for whoever sees it (`ranks`), otherwise and then by when they end."""
    on = today()
    found = db.session.scalars(
        select(Case).where(Case.subject_kind == "NETWORK", Case.closed_on.is_(None)).options(joinedload(Case.subject))
    ).all()
    terms = terms_of([case.subject_uid for case in found])
    told = _entries([case.uid for case in found])
    seen = see_many(actor, found) if ranks else {}
    made = [_row(case, terms.get(case.subject_uid, []), read(told.get(case.uid, [])), seen, on) for case in found]
    return sorted(made, key=lambda row: (row.course is Course.DISSOLVED, -row.priority, row.ends_on, row.case.uid))


def _row(case: Case, terms: list[NetworkTerm], facts: Facts, seen: dict[str, Seen], on: date) -> Row:
    shown = seen.get(case.uid)
    network_type = getattr(case.subject, "network_type", None)
    return Row(
        case,
        standing_of(case, terms, on),
        partnership.code_label("network_type", network_type) if network_type else "Not recorded",
        partnership.code_label("tension_level", facts.level) if facts.level else "Not recorded",
        ends_on(case, terms),
        priority_cells(facts, shown) if shown else (),
    )


def _entries(case_uids: Sequence[str]) -> dict[str, list[CaseEntry]]:
    newest = CaseEntry.recorded_at.desc(), CaseEntry.uid
    told: dict[str, list[CaseEntry]] = {}
    for row in db.session.scalars(
        select(CaseEntry).where(CaseEntry.case_uid.in_(case_uids), CaseEntry.kind == "STATUS").order_by(*newest)
    ):
        told.setdefault(row.case_uid, []).append(row)
    return told
