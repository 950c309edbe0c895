"""A request, and what came of it, as one reader is shown it. Hidden, empty and not known are told apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.features.partnership import interface as partnership
from app.features.returns import domain, handling
from app.features.returns.domain import STATE_NAMES, State
from app.features.returns.models import AgencyReturn, InformationRequest
from app.features.returns.wording import COLOURS, lines_of, risk_of
from app.kernel.clock import now


@dataclass(frozen=True)
class Restriction:
    """What goes with a return wherever it goes. `banner`: to be seen before anything else of it (PR-48)."""

    code: str
    label: str
    banner: bool
    not_for_family: bool
    not_for_provider: bool


@dataclass(frozen=True)
class Said:
    """What one agency said about one case, as the reader may see it.

    `answers` is None when nothing was returned, or when it is `withheld` from the reader; then `known` is None too, and
    the state says no more than that something was returned. `lines` are the answers in words; `risk` is the agency's
    view by axis: code, words, score 0 to 4, reason.
    """

    request_uid: str
    reference: str
    case_uid: str
    meeting_uid: str
    agency_uid: str
    agency: str
    state: State
    late: bool
    due_at: datetime
    returned_at: datetime | None
    version: int
    given_at: datetime | None
    """When the version that holds was given: later than `returned_at` when it was corrected."""
    known: str | None
    answers: Mapping[str, Any] | None
    gateway: str | None
    restrictions: tuple[Restriction, ...]
    withheld: bool

    @property
    def state_words(self) -> str:
        return STATE_NAMES[self.state]

    @property
    def colour(self) -> str:
        return COLOURS[self.state]

    @property
    def known_words(self) -> str:
        return partnership.code_label("research_known", self.known) if self.known else ""

    @property
    def gateway_words(self) -> str:
        return partnership.code_label("gateway", self.gateway) if self.gateway else ""

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        return lines_of(self.answers or {})

    @property
    def risk(self) -> tuple[tuple[str, str, int, str], ...]:
        return risk_of(self.answers or {})

    @property
    def is_owed(self) -> bool:
        return self.state in domain.OWED

    @property
    def was_corrected(self) -> bool:
        return self.given_at is not None and self.given_at != self.returned_at

    @property
    def banners(self) -> list[str]:
        return [one.label for one in self.restrictions if one.banner]


def said(request: InformationRequest, given: AgencyReturn | None) -> Said:
    """`given` is the version that holds, as far as the reader may read it."""
    holds = given if request.returned_at is not None else None
    withheld = request.returned_at is not None and holds is None
    state = domain.request_state(request, now())
    if withheld:
        state = State.LATE_RETURNED if domain.is_late(request) else State.RETURNED
    return Said(
        request_uid=request.uid,
        reference=request.reference,
        case_uid=request.case_uid,
        meeting_uid=request.meeting_uid,
        agency_uid=request.agency_uid or "",
        agency=partnership.agency_name(request.agency_uid or ""),
        state=state,
        late=domain.is_late(request),
        due_at=request.due_at,
        returned_at=request.returned_at,
        version=request.version,
        given_at=holds.given_at if holds is not None else None,
        known=holds.known if holds is not None else None,
        answers=holds.answers if holds is not None else None,
        gateway=holds.gateway if holds is not None else None,
        restrictions=restrictions_of(holds),
        withheld=withheld,
    )


def restrictions_of(given: AgencyReturn | None) -> tuple[Restriction, ...]:
    if given is None:
        return ()
    found = [_restriction(code) for code in given.restrictions]
    kept = handling.uids(given.kept_from)
    if kept:
        names = ", ".join(sorted(map(partnership.agency_name, kept)))
        found.append(Restriction("KEPT_FROM", f"Not to be shared with {names}", True, False, False))
    return tuple(found)


def _restriction(code: str) -> Restriction:
    return Restriction(
        code,
        partnership.code_label(handling.LIST, code),
        bool(handling.attributes(code).get("banner")),
        handling.not_for([code], handling.FAMILY),
        handling.not_for([code], handling.PROVIDER),
    )


# Agency by item -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One agency about one case."""

    request_uid: str
    case_uid: str
    agency_uid: str
    state: State
    late: bool
    escalated: bool

    @property
    def words(self) -> str:
        late = self.late and self.state is not State.LATE_RETURNED
        return STATE_NAMES[self.state] + (", late" if late else "")

    @property
    def colour(self) -> str:
        return COLOURS[self.state]

    @property
    def is_owed(self) -> bool:
        return self.state in domain.OWED


@dataclass(frozen=True)
class Matrix:
    """Who was asked about what for a meeting, and how it stands. Questions no longer asked are left out."""

    cells: Mapping[tuple[str, str], Cell]
    """By uid of the case and of the agency."""

    @property
    def agency_uids(self) -> list[str]:
        return sorted({cell.agency_uid for cell in self.cells.values()})

    @property
    def asked(self) -> int:
        return len(self.cells)

    @property
    def answered(self) -> int:
        return sum(not cell.is_owed for cell in self.cells.values())

    @property
    def overdue(self) -> int:
        return sum(cell.state is State.OVERDUE for cell in self.cells.values())

    def of_case(self, case_uid: str) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.case_uid == case_uid]

    def of_agency(self, agency_uid: str) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.agency_uid == agency_uid]

    def is_silent(self, case_uid: str) -> bool:
        """Whether agencies were asked about a case and none has answered."""
        cells = self.of_case(case_uid)
        return bool(cells) and all(cell.is_owed for cell in cells)


def matrix_of(requests: Iterable[InformationRequest]) -> Matrix:
    moment = now()
    cells = {}
    for one in requests:
        state = domain.request_state(one, moment)
        if state is State.WITHDRAWN:
            continue
        agency_uid = one.agency_uid or ""
        cells[one.case_uid, agency_uid] = Cell(
            request_uid=one.uid,
            case_uid=one.case_uid,
            agency_uid=agency_uid,
            state=state,
            late=domain.is_late(one),
            escalated=one.escalated_at is not None,
        )
    return Matrix(cells)
