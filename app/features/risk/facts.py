"""What the entries of a case say, as the scoring model takes it. Rooms above tell of what happened by entries too."""

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date, datetime

from app.features.cases import interface as cases
from app.features.cases.models import CaseEntry
from app.features.partnership import interface as partnership
from app.features.risk.domain.scoring import Alarm, Fact, Known

ALLEGED, CAUSE = "ALLEGED_CAUSE", "CAUSE"
UNSAID = "D"
"""The grade of what nobody graded: how sure is not known."""
NOT_TOLD = frozenset({"BAND", "NOTE"})
SAW = "WITNESS"
"""Whoever saw violence may be harmed next; it says nothing of what they may cause."""


def known_of(entries: Sequence[CaseEntry], *, closed_on: date | None = None, on: date | None = None) -> Known:
    """`entries` newest first. What is suspected false, or was looked for and not found, is no fact. PR-48."""
    told = [entry for entry in entries if entry.details and not cases.is_suspected_false(entry.details)]
    fallen = fallen_sources(told)
    told = [entry for entry in told if not _is_of_another(entry, on)]
    listed = factors(on)
    incidents = [entry for entry in told if entry.kind == "INCIDENT" and not fell_away(entry, fallen)]
    accused = {code for code, item in listed.items() if item.attributes.get("allegation")}
    facts = tuple(_facts(told, fallen, accused))
    violent = {code for code, item in listed.items() if item.attributes.get("violent")}
    return Known(
        facts=facts,
        alarms=tuple(_alarms(told, fallen, accused, on)),
        violence=tuple(
            sorted(
                {entry.happened_on for entry in incidents if entry.happened_on}
                | {fact.on for fact in facts if fact.code in violent and fact.dated and CAUSE not in fact.void}
            )
        ),
        notified=tuple(_notified(told)),
        agencies=len({entry.agency_uid for entry in told if entry.agency_uid and entry.kind not in NOT_TOLD}),
        closed_on=closed_on,
    )


def _is_of_another(entry: CaseEntry, on: date | None) -> bool:
    """Whether an incident happened to somebody else, whose brother or sister, or mourner, the person is. PR-10."""
    if entry.kind != "INCIDENT" or not entry.details.get("role"):
        return False
    role = partnership.code_item("role_in_violence", str(entry.details["role"]), on)
    return role is not None and role.attributes.get("scored") is False


def factors(on: date | None = None) -> dict[str, partnership.CodeItem]:
    return {item.code: item for item in partnership.code_list("risk_factor", on)}


def fell_at(entries: Iterable[CaseEntry]) -> datetime | None:
    """When it was told last that an allegation came to nothing: the judgement is open again. PR-32."""
    nothing = came_to_nothing()
    moments = [
        row.recorded_at
        for row in entries
        if row.details
        and str(row.details.get("role")) == ALLEGED
        and {row.details.get("status"), row.details.get("outcome")} & nothing
    ]
    return max(moments, default=None)


def came_to_nothing() -> frozenset[str]:
    """No further action, acquitted: the statuses that start a review."""
    return frozenset(item.code for item in partnership.code_list("role_status") if item.attributes.get("starts_review"))


def fallen_sources(entries: Iterable[CaseEntry]) -> frozenset[str]:
    """The sources whose allegation came to nothing, as was told last. `about` names the source of which it is told."""
    nothing, said = came_to_nothing(), dict[str, bool]()
    for entry in entries:
        if entry.kind == "ROLE" and entry.details.get("role") == ALLEGED:
            source = entry.details.get("about") or entry.source_uid
            if source:
                said.setdefault(str(source), entry.details.get("status") in nothing)
    return frozenset(source for source, fell in said.items() if fell)


def fell_away(entry: CaseEntry, fallen: frozenset[str]) -> bool:
    """Whether an incident is an allegation against the person that came to nothing. PR-32."""
    if entry.details.get("role") != ALLEGED:
        return False
    return entry.details.get("outcome") in came_to_nothing() or entry.source_uid in fallen


def _fell_with(entry: CaseEntry, fallen: frozenset[str], accused: Set[str]) -> bool:
    """Factors that say what somebody did fall with the allegation. A wound, a threat to them or a feud that names them
    was told by the same source, and stays."""
    return entry.source_uid in fallen and entry.details.get("code") in accused


def _facts(entries: Iterable[CaseEntry], fallen: frozenset[str], accused: Set[str]) -> Iterator[Fact]:
    for entry in entries:
        details = entry.details
        if entry.kind == "RISK_FACTOR" and details.get("present") != "N" and entry.happened_on:
            yield Fact(
                code=str(details.get("code")),
                grade=str(details.get("grade") or UNSAID),
                on=entry.happened_on,
                uid=entry.uid,
                dated=bool(details.get("last_seen") or details.get("from")),
                void=frozenset({CAUSE}) if _fell_with(entry, fallen, accused) else frozenset(),
            )


def _alarms(
    entries: Iterable[CaseEntry], fallen: frozenset[str], accused: Set[str], on: date | None
) -> Iterator[Alarm]:
    triggers = cases.red_triggers(on)
    for entry in entries:
        for trigger in cases.triggers_met(entry.kind, entry.details, triggers):
            axes = cases.axes_of(entry.kind, entry.details, [trigger])
            if fell_away(entry, fallen) or (entry.kind == "RISK_FACTOR" and _fell_with(entry, fallen, accused)):
                axes -= {CAUSE}
            if entry.kind == "INCIDENT" and entry.details.get("role") == SAW:
                axes -= {CAUSE}
            if axes and entry.happened_on and not entry.details.get("end"):  # missing counts while it lasts
                yield Alarm(trigger.code, axes, entry.happened_on, entry.uid, lasts=trigger.lasts)


def _notified(entries: Iterable[CaseEntry]) -> Iterator[tuple[str, date]]:
    for entry in entries:
        if (
            entry.kind == "STATUS"
            and entry.details.get("block") == "why_now"
            and entry.agency_uid
            and entry.happened_on
        ):
            yield entry.agency_uid, entry.happened_on
