"""Suggesting an intervention, offering it, and referring somebody to a provider, each dated by the clock."""

from collections.abc import Sequence

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.interventions import interface as interventions
from app.features.interventions.interface import Intervention
from app.features.partnership import interface as partnership
from app.features.providers import interface as providers
from app.features.referrals import domain
from app.features.referrals.domain import Status, referral_status
from app.features.referrals.holding import hold
from app.features.referrals.keeping_back import kept_back
from app.features.referrals.mails import tell_provider
from app.features.referrals.models import Referral
from app.kernel.clock import today
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("intervention.linked", facts={"code"})
audit.declare("intervention.offered", facts={"consent"})
audit.declare("intervention.referred", facts={"agency_uid", "custody", "outcomes"})


def link_person(
    *,
    actor: Actor,
    case: Case,
    intervention_uid: str,
    reason: str,
    factors: Sequence[str] = (),
    item_uid: str | None = None,
) -> Referral:
    """Suggest an intervention for the subject of a case. One that is open already is answered as it is.

    `reason` says why this one; `factors` are codes of `risk_factor` that it is meant to help with; `item_uid` is the
    agenda item it was decided under. Raises Refused with the field.
    """
    if not actor.is_system and not actor.may(Permission.INTERVENTION_LINK):
        raise NotPermitted("link a person")
    intervention = db.session.get(Intervention, intervention_uid) if intervention_uid else None
    if intervention is None:
        raise Refused("Select an intervention", field="intervention_uid")
    reason = _needed(reason, "Enter why this intervention is suggested", "reason")
    for code in factors:
        if partnership.code_item("risk_factor", code) is None:
            raise Refused("Select factors from the list", field="factors")
    if case.closed_on is not None:
        raise Refused("Reopen the case before linking the person to an intervention")
    db.session.scalar(select(Case.uid).where(Case.uid == case.uid).with_for_update())
    open_already = _open_referral(case, intervention)
    if open_already is not None:
        return open_already
    referral = Referral(
        key_uid=case.key_uid,
        agency_uid=intervention.provider_agency_uid,
        area_uid=case.area_uid,
        case_uid=case.uid,
        intervention_uid=intervention.uid,
        item_uid=item_uid,
        suggested_on=today(),
        reason=reason,
        factors=list(factors),
    )
    db.session.add(referral)
    db.session.flush()
    referral.intervention = intervention
    audit.record("intervention.linked", referral, code=intervention.code)
    return referral


def offer(*, actor: Actor, referral: Referral, consent: str) -> None:
    """It was offered to the person, who said `consent` (code list `consent_to_service`). May be recorded again while
    nobody has been referred: people change their minds."""
    if not partnership.is_code("consent_to_service", consent or ""):
        raise Refused("Select what the person said", field="consent")
    hold(actor, referral, Status.OFFERED)
    if referral_status(referral) is Status.OFFERED:
        if referral.consent == consent:
            return
    else:
        domain.take(referral, Status.OFFERED, today())
    referral.consent = consent
    audit.record("intervention.offered", referral, consent=consent)


def refer(
    *,
    actor: Actor,
    referral: Referral,
    agency_uid: str,
    first_name: str,
    risk_summary: str,
    outcomes: Sequence[str],
    custody: bool = False,
) -> None:
    """Refer the person to a provider, which is told the first name, the summary and what is tried for (`outcomes`,
    codes of `outcome9`), and nothing else. `custody`: they are in custody, or have just left it.

    Raises Refused without the person's consent, for an agency that may not receive (PR-31), is shut out of the case, or
    whose safeguarding or data protection items have lapsed (PR-53), and for a summary that tells too much.
    """
    hold(actor, referral, Status.REFERRED)
    if referral_status(referral) is Status.REFERRED and referral.agency_uid == agency_uid:
        return
    domain.check_step(referral, Status.REFERRED)
    domain.check_consent(referral.consent)
    _check_provider(referral, agency_uid)
    first_name = _needed(first_name, "Enter the first name", "first_name")
    risk_summary = _needed(risk_summary, "Enter what the provider needs to know", "risk_summary")
    if not outcomes or not all(partnership.is_code("outcome9", code) for code in outcomes):
        raise Refused("Select what you hope will change", field="outcomes")
    kept_back(actor, referral, first_name).check(first_name, risk_summary)
    domain.take(referral, Status.REFERRED, today())
    referral.agency_uid = agency_uid
    referral.first_name = first_name
    referral.risk_summary = risk_summary
    referral.outcomes = list(outcomes)
    referral.custody = custody
    audit.record("intervention.referred", referral, agency_uid=agency_uid, custody=custody, outcomes=len(outcomes))
    tell_provider(referral)


def providers_for(area_uid: str) -> list[partnership.AgencyItem]:
    """The providers of an area to whom somebody may be referred: whose place in the partnership may receive (PR-31)."""
    return [one for one in interventions.providers_in(frozenset({area_uid})) if partnership.may_receive(one.uid)]


def _open_referral(case: Case, intervention: Intervention) -> Referral | None:
    return db.session.scalar(
        select(Referral).where(
            Referral.case_uid == case.uid,
            Referral.intervention_uid == intervention.uid,
            Referral.ended_on.is_(None),
            Referral.declined_on.is_(None),
        )
    )


def _check_provider(referral: Referral, agency_uid: str) -> None:
    if agency_uid not in {agency.uid for agency in providers_for(referral.area_uid)}:
        raise Refused("Select a provider", field="agency_uid")
    shut_out = {row.agency_uid for row in cases.agencies_of(referral.case_uid) if row.standing == cases.EXCLUDED}
    if agency_uid in shut_out:
        raise Refused("Choose another provider: this one is shut out of the case", field="agency_uid")
    lapsed = providers.lapsed_items(agency_uid, today())
    if lapsed:
        what = ", ".join(lapsed)
        raise Refused(f"Choose another provider: of this one has lapsed: {what}", field="agency_uid", rule="PR-53")


def _needed(text: str | None, message: str, field: str) -> str:
    text = (text or "").strip()
    if not text:
        raise Refused(message, field=field)
    return text
