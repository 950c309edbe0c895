"""What every page of one case shows: whose it is, the warnings, and the way to its other pages."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.features.cases.criteria import Transition, transitions
from app.features.cases.domain import ENDED, NEVER_OPENED_AGAIN, State, case_status
from app.features.cases.models import Case
from app.features.partnership.interface import code_label
from app.features.subjects.interface import Identity, Person, identity
from app.kernel.clock import today
from app.platform.access import SEES_RESTRICTED, Actor, Permission

KINDS = {"PERSON": "Person", "NETWORK": "Network", "PLACE": "Place"}
STATE_COLOURS = {
    State.PROPOSED: "blue",
    State.ACTIVE: "green",
    State.MONITORING: "turquoise",
    State.STEP_DOWN_PROPOSED: "yellow",
    State.ON_HOLD_CRITICAL_INCIDENT: "purple",
}


@dataclass(frozen=True)
class Head:
    """The top of a case's page."""

    case: Case
    title: str
    kind: str
    state: State
    state_words: str
    state_colour: str
    identity: Identity | None
    restricted: bool
    manages: bool
    transitions: list[Transition]
    navigation: list[dict[str, Any]]

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED

    @property
    def opens_again(self) -> bool:
        """Whether what it was closed for can change."""
        return self.case.closure_reason not in NEVER_OPENED_AGAIN

    @property
    def facts(self) -> list[tuple[str, str]]:
        """For the identity bar."""
        shown = [("Name" if self.identity else "Called", self.title)]
        if self.identity:
            shown.append(("Age", self.identity.age.words))
            shown.append(("Date of birth", self.identity.dob_words))
        return [*shown, ("Reference", self.case.reference)]


def sees_restricted(actor: Actor, case: Case) -> bool:
    """The chair, the coordinator, the administrator, and the lead professional of this case."""
    return actor.is_system or actor.is_any(SEES_RESTRICTED) or case.lead_user_uid == actor.user_uid


def head(actor: Actor, case: Case, page: str) -> Head:
    """`page` is the endpoint shown, for the navigation."""
    state, restricted = case_status(case), sees_restricted(actor, case)
    manages = actor.may(Permission.CASE_MANAGE)
    subject = case.subject
    return Head(
        case=case,
        title=subject.title,
        kind=KINDS[case.subject_kind],
        state=state,
        state_words=code_label("case_state", state),
        state_colour=STATE_COLOURS.get(state, "grey"),
        identity=identity(subject, restricted=restricted, on=today()) if isinstance(subject, Person) else None,
        restricted=restricted,
        manages=manages,
        transitions=transitions(case, today()),
        navigation=_navigation(case, page, manages=manages),
    )


def _navigation(case: Case, page: str, *, manages: bool) -> list[dict[str, Any]]:
    pages = [("cases.case", "Overview"), ("cases.whole_timeline", "Timeline")]
    if manages:
        pages.append(("cases.agencies", "Agencies"))
        if case.subject_kind == "PERSON":
            pages.append(("cases.equality", "Equality"))
    return [
        {"text": text, "href": url_for(endpoint, case_uid=case.uid), "current": endpoint == page}
        for endpoint, text in pages
    ]
