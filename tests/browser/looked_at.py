"""How the group is looked at: what of it waits for whoever runs the month. See `waiting`."""

from datetime import timedelta

from app.features.cases import interface as cases
from app.features.governance import interface as governance
from app.features.governance import queries_contests, queries_samples, sampling
from app.features.governance.contesting import decide
from app.features.governance.disclosing import agree_outside
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Actor, fetch


def ask_and_contest(coordinator: Actor) -> tuple[str, str]:
    """A document without approval; a contested record and a disclosure asked for, whose uids are given."""
    (area_uid,) = coordinator.area_uids
    governance.record_document(
        actor=coordinator, area_uid=area_uid, kind="PROVIDER", version="1", title="Agreement with a provider",
        owner="Head of service", kept_at="Shared drive",
    )  # fmt: skip
    case = cases.case_for_change(coordinator, cases.list_cases(coordinator)[0].uid)
    said = governance.contest(actor=coordinator, case=case, by="PERSON", says="I was at work.", raised_on=today())
    asked = governance.ask_outside(
        actor=coordinator, case=case, kind="RSL", recipient="Riverside Homes", purpose="SAFETY",
        gateway=partnership.gateways_for(coordinator.agency_type or "")[0].code, what="That a lock is needed",
        reason="Somebody may come to the flat",
    )  # fmt: skip
    return said.uid, asked.uid


def agree(actor: Actor, disclosure_uid: str) -> None:
    agree_outside(actor=actor, disclosure=fetch(actor, governance.OutsideDisclosure, disclosure_uid))


def decide_it(chair: Actor, contest_uid: str) -> None:
    found = queries_contests.get_contest(chair, contest_uid)
    decide(actor=chair, contest=found, expected_ver=found.ver, outcome="NOT_UPHELD", reason="Two people saw it.")


def answer_a_sample(officer: Actor) -> None:
    sampling.answer(
        actor=officer,
        sampled=next(one for one in queries_samples.list_sampled(officer) if one.answered_on is None),
        answers={item.code: "PARTLY" for item in partnership.code_list("sample_question")},
        finding="One entry has no grade.",
        follows="Ask who told it.",
        follow_by=today() + timedelta(days=5),
    )
