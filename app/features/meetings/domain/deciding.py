"""What a decision needs, and who may not chair."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.kernel.errors import Refused


@dataclass(frozen=True)
class Ground:
    """What there is to decide on when a decision is made.

    `needs` is what the code list asks of the decision: reason, actions, assurance, lead, review_date, closure_reason.
    """

    code: str
    needs: str | None
    detail: str | None
    returns_on: date | None
    closure_reason: str | None
    has_actions: bool
    has_assurance: bool
    has_lead: bool
    is_closed: bool


def check_decision(ground: Ground) -> None:
    """Refuse a decision with nothing behind it (section 4.3)."""
    needs = ground.needs
    if needs == "reason" and not ground.detail:
        raise Refused("Enter the reason", field="detail", rule="4.3")
    if needs == "actions" and not ground.has_actions:
        raise Refused("Agree an action first", field="code", rule="4.3")
    if needs == "assurance" and not ground.has_assurance:
        raise Refused("Seek assurance first", field="code", rule="4.3")
    if needs == "lead" and not ground.has_lead:
        raise Refused("Name the lead first", field="code", rule="4.3")
    if needs == "review_date" and ground.returns_on is None:
        raise Refused("Enter the date to review it", field="returns_on", rule="4.3")
    if needs == "closure_reason" and not ground.closure_reason and not ground.is_closed:
        raise Refused("Select why it is closed", field="closure_reason", rule="4.3")


def check_consistent(
    code: str, others: Iterable[str], excludes: Mapping[str, Collection[str]], label: Callable[[str], str]
) -> None:
    """Refuse a decision that contradicts one there is. `excludes` says what each decision rules out, in one way or
    the other; `label` gives the words of a decision (section 4.3)."""
    for other in others:
        if other in excludes.get(code, ()) or code in excludes.get(other, ()):
            raise Refused(
                f"Take out “{label(other)}” first, or leave out “{label(code)}”: both cannot be decided of one item",
                field="code",
                rule="4.3",
            )


def check_returns(returns_on: date | None, held_on: date) -> None:
    if returns_on is not None and returns_on <= held_on:
        raise Refused("Enter a date after this meeting", field="returns_on")


def is_same_person(chair_uid: str, chair_name: str, lead_uid: str | None, lead_name: str | None) -> bool:
    """Whether the chair and a lead are one: by account, or by name where the lead has no account."""
    if lead_uid is not None:
        return lead_uid == chair_uid
    return bool(lead_name) and _plain(lead_name or "") == _plain(chair_name)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def check_chair_does_not_lead(
    chair_uid: str, chair_name: str, lead_uid: str | None, lead_name: str | None, *, field: str
) -> None:
    """The chair of an item is not the lead professional of its case. PR-03."""
    if is_same_person(chair_uid, chair_name, lead_uid, lead_name):
        raise Refused(
            "Choose another lead, or hand the chair of this item to somebody else: whoever chairs it may not lead it",
            field=field,
            rule="PR-03",
        )


def check_acceptance(owner_agency_uid: str, present: Collection[str], *, accepts: bool) -> None:
    """An agency that is not here for the item cannot have accepted an action: it is proposed (section 4.4)."""
    if accepts and owner_agency_uid not in present:
        raise Refused(
            "Leave this unticked: nobody from that agency is here for this item, so the action waits for them",
            field="owner_accepts",
            rule="4.4",
        )
