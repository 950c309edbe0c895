"""A row of the tracker as the cells of a file. A copy without names says Hidden where somebody might be named."""

from collections.abc import Callable, Sequence
from typing import Any

from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.partnership import interface as partnership
from app.features.tracker.filters import KINDS, NO_CASE
from app.features.tracker.template import ACTIONS, Field, Kind, RowKey, choices, row_key, stamp
from app.platform.workbook import Column, Unseen, Value

ASSURANCE: tuple[Field, ...] = (
    Field("reference", "Reference", 13),
    Field("subject", "About", 17, names=True),
    Field("risk", "Risk", 36, names=True),
    Field("axis", "Kind of risk", 15),
    Field("agency", "Agency asked", 26),
    Field("manager", "Manager asked", 16, names=True),
    Field("due_on", "Due", 12, Kind.DATE),
    Field("status_today", "Status today", 18),
    Field("owed_since", "Owed since", 12, Kind.DATE),
    Field("review_on", "Review on", 12, Kind.DATE),
    Field("case", "Case", 12),
    Field("subject_kind", "Kind of subject", 10),
    Field("kind", "What is assured", 12),
    Field("sought_on", "Asked for", 11, Kind.DATE),
    Field("given_on", "Given", 11, Kind.DATE),
    Field("level_given", "Level given", 11),
    Field("evidence", "Evidence", 15),
    Field("newest_evidence_on", "Newest evidence", 11, Kind.DATE),
    Field("evidence_age", "Age of evidence in days", 9, Kind.NUMBER),
    Field("stale", "Evidence out of date", 9),
    Field("judged_on", "Judged", 11, Kind.DATE),
    Field("result", "Result", 12),
    Field("level_accepted", "Level accepted", 10),
    Field("confidence", "Confidence", 10),
    Field("confidence_why", "Why that confident", 18, names=True),
    Field("change_our_mind", "What would change our mind", 18, names=True),
)

HIDDEN_WIDTH = 9
"""How wide a column is in which every cell says Hidden."""

Cells = Callable[[Any], list[Value]]


def columns(fields: Sequence[Field], *, names: bool) -> list[Column]:
    """`names`: whether the copy has names."""
    return [
        Column(
            field.title,
            HIDDEN_WIDTH if field.names and not names and not field.editable else field.width,
            choices=tuple(choices(field)),
            to_fill=field.editable,
        )
        for field in fields
    ]


def action_columns(export_uid: str, *, names: bool) -> list[Column]:
    """With the hidden column by which a row is known again."""
    return [*columns(ACTIONS, names=names), Column(stamp(export_uid), 8, hidden=True)]


def action_values(row: actions.Shown, *, names: bool) -> dict[str, Value]:
    """By key of the column."""
    action, case = row.action, row.action.case
    found: dict[str, Value] = {
        "reference": action.reference,
        "agency": row.agency,
        "due_on": action.due_on,
        "status_today": row.label,
        "days_overdue": row.days_overdue if row.status is actions.Status.OVERDUE else None,
        "status": row.recorded_label,
        "done_on": action.done_on,
        "not_done_reason": _label("not_done_reason", action.not_done_reason),
        "case": Unseen.HIDDEN if row.is_hidden else case.reference if case else None,
        "subject_kind": Unseen.HIDDEN if row.is_hidden else KINDS[case.subject_kind if case else NO_CASE],
        "priority": _label("action_priority", action.priority),
        "category": _label("action_category", action.category),
        "accepted_on": action.accepted_on,
        "verified_on": action.verified_on,
    }
    if names:
        found |= {
            "subject": Unseen.HIDDEN if row.is_hidden else row.subject,
            "text": action.text,
            "owner": action.owner_name or Unseen.NOT_KNOWN,
            "measure_of_done": action.measure_of_done,
            "outcome": action.outcome,
        }
    return found


def action_cells(*, names: bool) -> Cells:
    """How the cells of an action are made, in the order of the columns, the key of the row last."""

    def cells(row: actions.Shown) -> list[Value]:
        found = action_values(row, names=names)
        key = row_key(RowKey(row.action.reference, row.action.ver, row.recorded))
        return [*(found.get(field.key, _nothing(field, names=names)) for field in ACTIONS), key]

    return cells


def assurance_cells(*, names: bool) -> Cells:
    def cells(row: assurance.Shown) -> list[Value]:
        found = assurance_values(row, names=names)
        return [found.get(field.key, _nothing(field, names=names)) for field in ASSURANCE]

    return cells


def assurance_values(row: assurance.Shown, *, names: bool) -> dict[str, Value]:
    one, case = row.assurance, row.assurance.case
    found: dict[str, Value] = {
        "reference": one.reference,
        "axis": row.axis,
        "agency": row.agency,
        "due_on": one.due_on,
        "status_today": row.label,
        "owed_since": row.owed_since,
        "review_on": one.review_on,
        "case": Unseen.HIDDEN if case is None else case.reference,
        "subject_kind": Unseen.HIDDEN if case is None else KINDS[case.subject_kind],
        "kind": row.kind,
        "sought_on": one.sought_on,
        "given_on": one.given_on,
        "level_given": _label("assurance_level", one.level_given),
        "evidence": ", ".join(partnership.code_labels("assurance_evidence", _kinds(one.evidence))),
        "newest_evidence_on": one.newest_evidence_on,
        "evidence_age": row.evidence_age,
        "stale": None if one.newest_evidence_on is None else "Yes" if row.stale else "No",
        "judged_on": one.judged_on,
        "result": _label("assurance_result", one.result),
        "level_accepted": _label("assurance_level", one.level_accepted),
        "confidence": _label("confidence", one.confidence),
    }
    if names:
        found |= {
            "subject": Unseen.HIDDEN if case is None else row.subject,
            "risk": one.risk_statement,
            "manager": one.asked_name or Unseen.NOT_KNOWN,
            "confidence_why": one.confidence_why,
            "change_our_mind": one.would_change_our_mind,
        }
    return found


def _kinds(evidence: Any) -> list[str]:
    """Each kind once: what it is called where it is held stays in Concord."""
    return list(dict.fromkeys(one.kind for one in assurance.read_evidence(evidence)))


def _nothing(field: Field, *, names: bool) -> Value:
    """What stands in a cell that nothing was found for: a column to fill in is empty, in every copy."""
    return Unseen.HIDDEN if field.names and not names and not field.editable else None


def _label(name: str, code: str | None) -> str | None:
    return partnership.code_label(name, code) if code else None
