"""Drafting a version of the scoring model, trying it, and approving it by two. PR-18."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.features.governance import interface as governance
from app.features.risk import queries
from app.features.risk.domain import course, model
from app.features.risk.models import RiskModel
from app.features.risk.trying import effect_of
from app.kernel.clock import local, now, today
from app.kernel.days import day_words
from app.kernel.errors import Refused, Stale
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("risk-model.drafted", facts={"number", "valid_from"})
audit.declare("risk-model.changed", facts={"key", "before", "after"})
audit.declare("risk-model.terms_changed", facts={"valid_from"})
audit.declare("risk-model.tried", facts={"cases", "changed"})
audit.declare("risk-model.approved", facts={"as", "number"})
audit.declare("risk-model.withdrawn", facts={"number"})


def draft_model(*, actor: Actor, area_uid: str, why: str, valid_from: date | None) -> RiskModel:
    """A new version with the values of the newest approved one, also when that is still to come. One at a time."""
    if queries.open_draft(actor, area_uid) is not None:
        raise Refused("Finish the draft there is, or withdraw it: one version waits already")
    base = queries.newest_approved(actor, area_uid)
    if base is None:
        raise Refused("Ask whoever runs Concord to load the scoring model first")
    day = _check_terms(why, valid_from, base)
    last = db.session.scalar(select(func.max(RiskModel.number)).where(RiskModel.area_uid == area_uid)) or 0
    row = RiskModel(
        uid=new_uid(),
        key_uid=area_uid,
        area_uid=area_uid,
        number=last + 1,
        valid_from=day,
        drafted_at=now(),
        changed_at=now(),
        drafted_by_uid=actor.user_uid,
        amounts=dict(base.amounts),
    )
    row.why = why.strip()
    db.session.add(row)
    db.session.flush()
    audit.record("risk-model.drafted", row, reason=row.why, number=row.number, valid_from=day.isoformat())
    return row


def change_terms(*, actor: Actor, draft: RiskModel, why: str, valid_from: date | None, ver: int | None = None) -> None:
    """Why there is to be a new version, and from when. An approval of before does not hold for it."""
    course.check_draft(draft)
    check_version(draft, ver)
    follows = queries.newest_approved(actor, draft.area_uid)
    draft.valid_from, draft.why = _check_terms(why, valid_from, follows), why.strip()
    _open_again(draft)
    audit.record("risk-model.terms_changed", draft, reason=draft.why, valid_from=draft.valid_from.isoformat())


def change_values(
    *, actor: Actor, draft: RiskModel, values: Mapping[str, Decimal | None], ver: int | None = None
) -> None:
    """Change values of a draft; Refused names the key as its field. What was tried and approved does not hold."""
    course.check_draft(draft)
    check_version(draft, ver)
    unknown = [key for key in values if key not in draft.amounts]
    if unknown:
        raise Refused("Select a value of the model", field=unknown[0])
    for key, value in values.items():
        if value is None:
            raise Refused("Enter a number", field=key)
    before = {key: Decimal(str(value)) for key, value in draft.amounts.items()}
    after = before | {key: value for key, value in values.items() if value is not None}
    model.check(after)
    changed = model.changes(before, after)
    if not changed:
        return
    draft.amounts = {key: format(value, "f") for key, value in after.items()}
    draft.changed_at, draft.tried_at, draft.effect = now(), None, {}
    _open_again(draft)
    audit.record(
        "risk-model.changed",
        draft,
        key=changed[0][0],
        before=",".join(str(one) for _key, one, _new in changed),
        after=",".join(str(new) for _key, _one, new in changed),
    )


def try_model(*, actor: Actor, draft: RiskModel) -> None:
    """See what a draft would do to the open cases of today."""
    course.check_draft(draft)
    base = queries.model_in_force(actor, draft.area_uid)
    if base is None:
        raise Refused("Ask whoever runs Concord to load the scoring model first")
    draft.effect = effect_of(actor, draft.area_uid, queries.model_of(base), queries.model_of(draft), today())
    draft.tried_at = now()
    audit.record("risk-model.tried", draft, cases=draft.effect["cases"], changed=len(draft.effect["changed"]))


def approve_model(*, actor: Actor, draft: RiskModel, ver: int | None = None) -> None:
    """As the chair or as the data protection officer, once its impact was assessed (PR-27). With the second of the two
    it counts, from its day on, and from today where that day has passed."""
    course.check_draft(draft)
    check_version(draft, ver)
    approved_as = course.check_approval(draft, actor.user_uid, frozenset(str(role) for role in actor.roles))
    governance.check_assessed(draft.area_uid, governance.SCORING, local(draft.changed_at).date())
    if approved_as == course.CHAIR:
        draft.chair_uid, draft.chair_at = actor.user_uid, now()
    else:
        draft.officer_uid, draft.officer_at = actor.user_uid, now()
    if course.is_approved(draft):
        draft.valid_from = max(draft.valid_from, today())
    audit.record("risk-model.approved", draft, number=draft.number, **{"as": approved_as})


def withdraw_model(*, actor: Actor, draft: RiskModel, ver: int | None = None) -> None:
    course.check_draft(draft)
    check_version(draft, ver)
    draft.withdrawn_at = now()
    audit.record("risk-model.withdrawn", draft, number=draft.number)


def check_version(draft: RiskModel, ver: int | None) -> None:
    if ver is not None and ver != draft.ver:
        raise Stale("risk model")


def _check_terms(why: str, valid_from: date | None, follows: RiskModel | None) -> date:
    if not (why or "").strip():
        raise Refused("Enter why the model is to change", field="why", rule="PR-18")
    if valid_from is None or valid_from <= today():
        raise Refused("Enter a day after today", field="valid_from", rule="PR-18")
    if follows is not None and valid_from <= follows.valid_from:
        told = day_words(follows.valid_from)
        words = f"Enter a day after {told}, when version {follows.number} begins: the later day counts"
        raise Refused(words, field="valid_from", rule="PR-18")
    return valid_from


def _open_again(draft: RiskModel) -> None:
    draft.chair_uid = draft.officer_uid = draft.chair_at = draft.officer_at = None
