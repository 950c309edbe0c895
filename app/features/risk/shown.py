"""What pages show of a person's risk: three axes side by side, each worked out down to the row. PR-16, PR-17, PR-34."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.partnership import interface as partnership
from app.features.risk.assessing import NOW, protective
from app.features.risk.domain.judging import imminence_ran_out, review_has_come
from app.features.risk.domain.model import AXES
from app.features.risk.domain.scoring import NOTHING, Row, Suggestion
from app.features.risk.facts import factors, fell_at
from app.features.risk.models import Assessment
from app.features.risk.suggesting import opened, suggestion_for
from app.features.risk.words import BAND_COLOURS, figure, met_words, plain
from app.kernel.clock import local, now, today
from app.kernel.errors import NotFound
from app.platform.access import Actor, Permission


@dataclass(frozen=True)
class Band:
    code: str
    label: str
    colour: str


@dataclass(frozen=True)
class RowShown:
    """One factor as it was counted: `weight` × `sure` × `recent` × `often` = `points`."""

    label: str
    kind: str
    weight: str
    sure: str
    grade: str
    recent: str
    often: str
    points: str
    on: date
    agency: str
    by_uid: str
    evidence: str
    counts: bool
    fell_away: bool


@dataclass(frozen=True)
class AxisShown:
    """One axis: `band` is what people set, everything else the suggestion. `reason` says why the two differ."""

    code: str
    label: str
    band: Band | None
    suggested: Band | None = None
    figure: str = ""
    events: str = ""
    background: str = ""
    capped: str = ""
    confidence: str = ""
    quiet: bool = False
    met: tuple[tuple[str, Band, date], ...] = ()
    rows: tuple[RowShown, ...] = ()
    reason: str = ""

    @property
    def differs(self) -> bool:
        return self.band is not None and self.suggested is not None and self.band != self.suggested

    @property
    def counted(self) -> list[RowShown]:
        return [row for row in self.rows if row.counts]


@dataclass(frozen=True)
class Judged:
    """The newest assessment: when, by whom, how soon harm may come, and whether its labels still hold."""

    uid: str
    on: date
    by_uid: str
    agency: str
    imminence: str
    ran_out: bool
    again: str
    since: int


def band_of(code: str | None) -> Band | None:
    return Band(code, partnership.code_label("band", code), BAND_COLOURS[code]) if code else None


def axes_now(
    case: Case, suggested: Mapping[str, Suggestion] | None, entries: Iterable[CaseEntry], cap: str = ""
) -> list[AxisShown]:
    """What people set, and beside it what is suggested today, for those who may see that."""
    known = {entry.uid: entry for entry in entries}
    return [
        _axis(axis, getattr(case, NOW[axis]), suggested[axis] if suggested else None, known, capped=cap)
        for axis in AXES
    ]


def beside(actor: Actor, case: Case, entries: Sequence[CaseEntry]) -> list[AxisShown]:
    """What is suggested beside the levels while a meeting hears of somebody; nothing for those who see no figures."""
    if not actor.may(Permission.RISK_ASSESS) or not is_person(case):
        return []
    found = suggestion_for(actor, case, entries)
    return axes_now(case, found[1], entries) if found else []


def axes_then(row: Assessment, entries: Iterable[CaseEntry], cap: str, *, figures: bool) -> list[AxisShown]:
    """An assessment as it was made: its old figures, for ever. PR-18."""
    known = {entry.uid: entry for entry in entries}
    return [
        _axis(
            axis,
            row.axes[axis]["set"],
            opened(axis, row.axes[axis]) if figures else None,
            known,
            capped=cap,
            reason=row.axes[axis]["reason"],
        )
        for axis in AXES
        if row.axes
    ]


def _axis(
    axis: str,
    band: str | None,
    found: Suggestion | None,
    known: Mapping[str, CaseEntry],
    *,
    capped: str,
    reason: str = "",
) -> AxisShown:
    label = partnership.code_label("axis", axis)
    if found is None:
        return AxisShown(axis, label, band_of(band), reason=reason)
    return AxisShown(
        axis,
        label,
        band_of(band),
        band_of(found.band),
        figure(found.figure),
        figure(found.events),
        figure(found.background),
        capped,
        partnership.code_label("confidence", found.confidence),
        found.quiet,
        tuple((met_words(one.code), least, one.on) for one in found.met if (least := band_of(one.band))),
        tuple(_row(row, known.get(row.uid)) for row in found.rows),
        reason,
    )


def _row(row: Row, entry: CaseEntry | None) -> RowShown:
    item = factors().get(row.code)
    grade = partnership.code_item("info_grade", row.grade)
    return RowShown(
        label=item.label if item else row.code,
        kind=partnership.code_label("factor_kind", row.kind),
        weight=plain(row.weight),
        sure=plain(row.confidence),
        grade=str(grade.attributes.get("record") or grade.label) if grade else row.grade,
        recent="Does not fade" if row.recency is None else plain(row.recency),
        often=f"{plain(row.frequency)} ({row.count})" if row.count > 1 else plain(row.frequency),
        points=figure(row.points),
        on=row.on,
        agency=agency_words(entry.agency_uid) if entry else "No longer in this case",
        by_uid=entry.recorded_by_uid if entry else "",
        evidence=str(entry.details.get("evidence") or "") if entry and entry.details else "",
        counts=row.points > NOTHING,
        fell_away=row.fell_away,
    )


def judged(case: Case, row: Assessment | None, entries: Sequence[CaseEntry]) -> Judged | None:
    """The newest assessment, and what came since."""
    if row is None or not row.axes:
        return None
    made_on, fell = local(row.made_at).date(), fell_at(entries)
    again = ""
    if fell is not None and fell >= row.made_at:
        again = "An allegation came to nothing since: judge it again"
    elif review_has_come(made_on, case.review_on, today()):
        again = "Its review day has come: judge it again"
    hours, days = (partnership.number(f"risk.imminence.{when}", case.area_uid) for when in ("now", "soon"))
    return Judged(
        uid=row.uid,
        on=made_on,
        by_uid=row.made_by_uid,
        agency=agency_words(row.agency_uid),
        imminence=partnership.code_label("imminence", row.imminence),
        ran_out=imminence_ran_out(row.imminence, row.made_at, now(), hours=hours, days=days),
        again=again,
        since=sum(entry.recorded_at > row.made_at and entry.kind not in ("BAND", "NOTE") for entry in entries),
    )


def protecting(entries: Iterable[CaseEntry]) -> list[tuple[str, list[str]]]:
    """What protects somebody, by domain: beside the levels, never taken from them."""
    return protecting_codes(str(entry.details["code"]) for entry in protective(entries))


def protecting_codes(codes: Iterable[str]) -> list[tuple[str, list[str]]]:
    told = set(codes)
    items = [item for item in partnership.code_list("protective_factor") if item.code in told]
    return [
        (domain.label, [item.label for item in items if item.attributes.get("domain") == domain.code])
        for domain in partnership.code_list("factor_domain")
        if any(item.attributes.get("domain") == domain.code for item in items)
    ]


def agency_words(uid: str | None) -> str:
    try:
        return partnership.agency_name(uid) if uid else "Concord"
    except NotFound:
        return "An agency no longer listed"


def is_person(case: cases.Case) -> bool:
    return case.subject_kind == "PERSON"
