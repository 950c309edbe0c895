"""Drawing cases for the sample audit, answering for one, and doing what follows. PR-28."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from app.features.cases.interface import Case
from app.features.governance.domain import samples as rules
from app.features.governance.models import WATCHES, SampledCase
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused, Stale
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.calendar import working_days
from app.platform.database import db

audit.declare("sample.drawn", facts={"case_uid", "drawn_on", "of"})
audit.declare("sample.answered", facts={"answers", "follow_by", "late"})
audit.declare("sample.followed")


def draw_month(*, actor: Actor, area_uid: str, on: date) -> int:
    """Draw the cases of the month of `on` for an area, unless they were drawn. Only the system does. Returns how
    many."""
    if not actor.is_system:
        raise NotPermitted("sample audit")
    first = on.replace(day=1)
    drawn = select(SampledCase.uid).where(SampledCase.area_uid == area_uid, SampledCase.drawn_on == first).limit(1)
    if db.session.scalar(drawn) is not None:
        return 0
    still = Case.area_uid == area_uid, Case.closed_on.is_(None)
    uids = db.session.scalars(select(Case.uid).where(*still)).all()
    count = rules.how_many(
        len(uids),
        percent=partnership.number("audit.sample", area_uid),
        least=partnership.number("audit.sample.least", area_uid),
    )
    chosen = rules.draw(uids, seed=f"{first.isoformat()} {area_uid}", count=count)
    due_on = working_days().add(on, partnership.number("audit.sample.answer", area_uid))
    for case in db.session.scalars(select(Case).where(Case.uid.in_(chosen))).all():
        row = SampledCase(
            key_uid=case.key_uid,
            area_uid=area_uid,
            case_uid=case.uid,
            case_reference=case.reference,
            drawn_on=first,
            due_on=due_on,
            answers={},
        )
        db.session.add(row)
        db.session.flush()
        audit.record("sample.drawn", row, case_uid=case.uid, drawn_on=first.isoformat(), of=len(uids))
    return count


def answer(
    *,
    actor: Actor,
    sampled: SampledCase,
    answers: Mapping[str, str | None],
    finding: str | None,
    follows: str | None,
    follow_by: date | None,
) -> None:
    """Answer every question about a drawn case, with what is not right and what follows, by when. It is
    answered once."""
    if not actor.is_any(WATCHES):
        raise NotPermitted("sample audit")
    if sampled.answered_on is not None:
        raise Stale
    questions = [item.code for item in partnership.code_list("sample_question")]
    wrong = {item.code for item in partnership.code_list("sample_answer") if item.attributes.get("finding")}
    for code in questions:
        if answers.get(code) and not partnership.is_code("sample_answer", answers[code] or ""):
            raise Refused("Select an answer", field=code)
    rules.check_answers(answers, questions, finding=finding, needs_finding=wrong)
    if bool((follows or "").strip()) != (follow_by is not None):
        if follow_by is None:
            raise Refused("Enter by when it is done", field="follow_by")
        raise Refused("Enter what follows", field="follows")
    if follow_by is not None and follow_by < today():
        raise Refused("Enter a day from today on", field="follow_by")
    sampled.answers = {code: answers[code] for code in questions}
    sampled.finding, sampled.follows = (finding or "").strip() or None, (follows or "").strip() or None
    sampled.follow_by, sampled.answered_on, sampled.answered_by_uid = follow_by, today(), actor.user_uid
    audit.record(
        "sample.answered",
        sampled,
        answers=",".join(f"{code}={sampled.answers[code]}" for code in questions),
        follow_by=follow_by.isoformat() if follow_by else None,
        late=sampled.due_on < today(),
    )


def follow(*, actor: Actor, sampled: SampledCase, followed: str) -> None:
    """Say what was done about a finding. By those who run the month."""
    if not actor.may(Permission.CASE_MANAGE):
        raise NotPermitted("sample audit")
    if sampled.follow_by is None or sampled.followed_on is not None:
        raise Stale
    sampled.followed, sampled.followed_on, sampled.followed_by_uid = followed.strip(), today(), actor.user_uid
    audit.record("sample.followed", sampled)
