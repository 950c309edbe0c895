"""What may become of an assurance: the table of its steps. Every command takes its step here and nowhere else."""

from datetime import date
from enum import StrEnum

from app.features.assurance.domain.status import ACCEPTING, AssuranceFacts, Status, assurance_status
from app.kernel.errors import Refused


class Step(StrEnum):
    GIVE = "GIVE"
    RENEW = "RENEW"
    """The agency gives it again: another row takes its place."""
    ACCEPT = "ACCEPT"
    REJECT = "REJECT"
    VOID = "VOID"
    RELEASE = "RELEASE"


FROM: dict[Step, frozenset[Status]] = {
    Step.GIVE: frozenset({Status.SOUGHT, Status.OVERDUE}),
    Step.RENEW: frozenset({Status.LAPSED, Status.REJECTED_ACTION_NEEDED}),
    Step.ACCEPT: frozenset({Status.GIVEN}),
    Step.REJECT: frozenset({Status.GIVEN, Status.SOUGHT, Status.OVERDUE}),
    Step.VOID: ACCEPTING,
    Step.RELEASE: frozenset(Status) - {Status.RELEASED},
}
"""From where each step may be taken. What was given again takes no more steps; what never came can be rejected from
the day it was due."""

BY_ITSELF: dict[Status, Status] = {
    Status.SOUGHT: Status.OVERDUE,
    Status.ACCEPTED: Status.LAPSED,
    Status.ACCEPTED_TIME_LIMITED: Status.LAPSED,
}
"""What time alone does."""


def may_take(step: Step, assurance: AssuranceFacts, on: date) -> bool:
    status = assurance_status(assurance, on)
    if assurance.renewed_on is not None or status not in FROM[step]:
        return False
    return step is not Step.REJECT or status is Status.GIVEN or assurance.due_on <= on


def check_step(step: Step, assurance: AssuranceFacts, on: date) -> None:
    """Raises Refused when the table does not let the step be taken."""
    if not may_take(step, assurance, on):
        raise _refusal(step, assurance, on)


def take(
    step: Step, assurance: AssuranceFacts, on: date, *, result: str | None = None, review_on: date | None = None
) -> None:
    """Note a step by its date. `result` and `review_on` go with a judgement. Raises Refused."""
    check_step(step, assurance, on)
    match step:
        case Step.GIVE:
            assurance.given_on = on
        case Step.RENEW:
            assurance.renewed_on = on
        case Step.ACCEPT | Step.REJECT:
            if (result in ACCEPTING) is not (step is Step.ACCEPT):
                raise ValueError(f"{result} does not go with {step}")
            assurance.judged_on, assurance.result, assurance.review_on = on, result, review_on
        case Step.VOID:
            assurance.voided_on = on
        case Step.RELEASE:
            assurance.released_on = on


def _refusal(step: Step, assurance: AssuranceFacts, on: date) -> Refused:
    status = assurance_status(assurance, on)
    if status is Status.RELEASED:
        return Refused("Check the assurance: the group let go of it when the case was closed")
    if step in (Step.GIVE, Step.RENEW):
        return Refused("Check the assurance: it has been given already")
    if step is Step.VOID:
        return Refused("Check the assurance: it does not hold now")
    if assurance.result is not None:
        return Refused("Check the assurance: it has been judged already")
    if step is Step.ACCEPT:
        return Refused("Choose not accepted: nothing has been given yet", field="result", rule="PR-36")
    return Refused("Wait until it is due: nothing has been given yet", field="result")
