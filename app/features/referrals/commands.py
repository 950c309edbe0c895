"""Linking a person to an intervention and taking the link through its steps, each dated by the clock."""

from collections.abc import Sequence

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.interventions import interface as interventions
from app.features.interventions.interface import Intervention
from app.features.partnership import interface as partnership
from app.features.referrals import domain
from app.features.referrals.domain import Status, link_status
from app.features.referrals.mails import tell_provider
from app.features.referrals.models import Referral
from app.features.subjects.interface import Person
from app.kernel.clock import today
from app.kernel.errors import NotFound, NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("intervention.linked", facts={"code"})
audit.declare("intervention.offered", facts={"consent"})
audit.declare("intervention.referred", facts={"agency_uid"})
audit.declare("intervention.accepted")
audit.declare("intervention.declined", facts={"reason"})
audit.declare("intervention.started")
audit.declare("intervention.ended", facts={"reason"})

EXCLUDED = "EXCLUDED"


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
    open_already = _open_link(case, intervention)
    if open_already is not None:
        return open_already
    link = Referral(
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
    db.session.add(link)
    db.session.flush()
    link.intervention = intervention
    audit.record("intervention.linked", link, code=intervention.code)
    return link


def offer(*, actor: Actor, link: Referral, consent: str) -> None:
    """It was offered to the person, who said `consent` (code list `consent_to_service`). May be recorded again while
    nobody has been referred: people change their minds."""
    if not partnership.is_code("consent_to_service", consent or ""):
        raise Refused("Select what the person said", field="consent")
    _hold(actor, link, Status.OFFERED)
    if link_status(link) is Status.OFFERED:
        if link.consent == consent:
            return
    else:
        domain.check_step(link, Status.OFFERED)
        link.offered_on = today()
    link.consent = consent
    audit.record("intervention.offered", link, consent=consent)


def refer(*, actor: Actor, link: Referral, agency_uid: str, first_name: str, risk_summary: str) -> None:
    """Refer the person to a provider, which is told the first name and the summary and nothing else.

    Raises Refused without the person's consent, for an agency that is shut out of the case, and for a summary that
    names the family or an address.
    """
    _hold(actor, link, Status.REFERRED)
    if link_status(link) is Status.REFERRED and link.agency_uid == agency_uid:
        return
    domain.check_step(link, Status.REFERRED)
    domain.check_consent(link.consent)
    _check_provider(link, agency_uid)
    first_name = _needed(first_name, "Enter the first name", "first_name")
    risk_summary = _needed(risk_summary, "Enter what the provider needs to know", "risk_summary")
    kept_back = _kept_back(actor, link)
    domain.check_redacted(risk_summary, kept_back)
    domain.check_redacted_name(first_name, kept_back)
    link.agency_uid = agency_uid
    link.first_name = first_name
    link.risk_summary = risk_summary
    link.referred_on = today()
    audit.record("intervention.referred", link, agency_uid=agency_uid)
    tell_provider(link)


def accept(*, actor: Actor, link: Referral) -> None:
    """The provider takes the person."""
    _hold(actor, link, Status.ACCEPTED)
    if link_status(link) is Status.ACCEPTED:
        return
    domain.check_step(link, Status.ACCEPTED)
    link.accepted_on = today()
    audit.record("intervention.accepted", link)


def decline(*, actor: Actor, link: Referral, reason: str, note: str | None = None) -> None:
    """The provider does not take the person; `reason` is a code of `decline_reason`."""
    if not partnership.is_code("decline_reason", reason or ""):
        raise Refused("Select a reason", field="reason")
    _hold(actor, link, Status.DECLINED)
    if link_status(link) is Status.DECLINED and link.decline_reason == reason:
        return
    domain.check_step(link, Status.DECLINED)
    link.declined_on = today()
    link.decline_reason = reason
    link.note = (note or "").strip() or None
    audit.record("intervention.declined", link, reason=reason)


def start(*, actor: Actor, link: Referral) -> None:
    """The person takes part from today."""
    _hold(actor, link, Status.ACTIVE)
    if link_status(link) is Status.ACTIVE:
        return
    domain.check_step(link, Status.ACTIVE)
    link.started_on = today()
    audit.record("intervention.started", link)


def end(*, actor: Actor, link: Referral, reason: str, note: str | None = None) -> None:
    """It is over; `reason` is one of `end_reasons(link)`."""
    _hold(actor, link, Status.ENDED)
    if link_status(link) is Status.ENDED and link.end_reason == reason:
        return
    domain.check_step(link, Status.ENDED)
    if reason not in {item.code for item in end_reasons(link)}:
        raise Refused("Select a reason", field="reason")
    link.ended_on = today()
    link.end_reason = reason
    link.note = (note or "").strip() or None
    audit.record("intervention.ended", link, reason=reason)


def end_reasons(link: Referral) -> list[partnership.CodeItem]:
    """Why it may have ended: ways out once it started, before that why it never began."""
    if link.started_on is not None:
        return [item for item in partnership.code_list("intervention_state") if item.attributes.get("exit")]
    return partnership.code_list("not_engaged_reason")


def _hold(actor: Actor, link: Referral, to: Status) -> None:
    """Raises NotFound for somebody who may not take this step. The link is held until the end of the transaction, as
    it is now: of two presses of a button the second sees what the first wrote."""
    providers = to in domain.PROVIDERS_STEPS and actor.may(Permission.REFERRAL_VIEW)
    of_provider = providers and actor.agency_uid is not None and actor.agency_uid == link.agency_uid
    if not (actor.is_system or actor.may(Permission.INTERVENTION_LINK) or of_provider):
        raise NotFound("Referral")
    db.session.scalar(
        select(Referral)
        .where(Referral.uid == link.uid)
        .with_for_update(of=Referral)
        .execution_options(populate_existing=True)
    )


def _open_link(case: Case, intervention: Intervention) -> Referral | None:
    return db.session.scalar(
        select(Referral).where(
            Referral.case_uid == case.uid,
            Referral.intervention_uid == intervention.uid,
            Referral.ended_on.is_(None),
            Referral.declined_on.is_(None),
        )
    )


def _check_provider(link: Referral, agency_uid: str) -> None:
    if agency_uid not in {agency.uid for agency in interventions.providers_in(frozenset({link.area_uid}))}:
        raise Refused("Select a provider", field="agency_uid")
    shut_out = {row.agency_uid for row in cases.agencies_of(link.case_uid) if row.standing == EXCLUDED}
    if agency_uid in shut_out:
        raise Refused("Choose another provider: this one is shut out of the case", field="agency_uid")


def _kept_back(actor: Actor, link: Referral) -> tuple[str, ...]:
    subject = cases.case_for_change(actor, link.case_uid).subject
    if not isinstance(subject, Person):
        return ()
    addresses = [one.get(part) for one in subject.addresses for part in ("line", "postcode")]
    return tuple(words for words in (subject.family_name, *addresses) if words and len(words) > 1)


def _needed(text: str | None, message: str, field: str) -> str:
    text = (text or "").strip()
    if not text:
        raise Refused(message, field=field)
    return text
