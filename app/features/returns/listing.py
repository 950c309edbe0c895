"""A request as a line of a list of its own agency, and the versions of an answer as its page lists them."""

from dataclasses import dataclass
from typing import Any

from app.features.accounts import interface as accounts
from app.features.partnership import interface as partnership
from app.features.returns import domain, queries
from app.features.returns.domain import STATE_NAMES, State
from app.features.returns.models import AgencyReturn, InformationRequest
from app.features.returns.shown import Restriction, restrictions_of
from app.features.returns.wording import COLOURS, lines_of, reason_words, risk_of
from app.kernel.clock import now
from app.platform.access import Actor


@dataclass(frozen=True)
class Listed:
    """`who` is None once it is no longer shown whom it was about."""

    request: InformationRequest
    state: State
    who: str | None
    reason: str
    late: bool
    is_mine: bool
    """It was handed to whoever is looking."""

    @property
    def words(self) -> str:
        return STATE_NAMES[self.state]

    @property
    def colour(self) -> str:
        return COLOURS[self.state]


def listed(request: InformationRequest, actor: Actor) -> Listed:
    lines = request.about.get("lines") or ()
    return Listed(
        request=request,
        state=domain.request_state(request, now()),
        who=lines[0][1] if lines else None,
        reason=reason_words(request.reason),
        late=domain.is_late(request),
        is_mine=request.delegated_to_uid == actor.user_uid,
    )


@dataclass(frozen=True)
class Version:
    """One version of an answer. `holds`: it is the one that counts."""

    row: AgencyReturn
    holds: bool
    known: str
    gateway: str
    given_by: str
    lines: tuple[tuple[str, str], ...]
    risk: tuple[tuple[str, str, int, str], ...]
    restrictions: tuple[Restriction, ...]


def versions(actor: Actor, request: InformationRequest) -> list[Version]:
    """What was given, the newest first, as far as the actor may read it."""
    rows = queries.versions_of(request)
    names: dict[str, Any] = dict(accounts.user_names(actor, [row.given_by_uid for row in rows]))
    return [
        Version(
            row=row,
            holds=request.returned_at is not None and row.version == request.version,
            known=partnership.code_label("research_known", row.known or ""),
            gateway=partnership.code_label("gateway", row.gateway) if row.gateway else "",
            given_by=names.get(row.given_by_uid or "", ""),
            lines=lines_of(row.answers),
            risk=risk_of(row.answers),
            restrictions=restrictions_of(row),
        )
        for row in rows
    ]
