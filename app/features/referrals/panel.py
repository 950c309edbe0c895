"""What other rooms' pages show of referrals: on the case, its timeline, the catalogue."""

from collections.abc import Iterator
from datetime import date

from flask import url_for

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.interventions import interface as interventions
from app.features.interventions.interface import Intervention
from app.features.partnership import interface as partnership
from app.features.referrals import domain, ending, portal, queries, wording  # noqa: F401 - ending says what is open on closing
from app.features.referrals.models import Referral
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import part


def on_case(case: Case, **_context: object) -> str | None:
    actor = current_actor()
    if not actor.may(Permission.INTERVENTION_VIEW):
        return None
    rows = queries.list_for_case(actor, case.uid)
    return part(
        "referrals/panel.html",
        case=case,
        rows=[(referral, wording.status_words(referral), wording.status_colour(referral)) for referral in rows],
        may_link=actor.may(Permission.INTERVENTION_LINK) and cases.is_open(case),
        may_see_fits=case.subject_kind == "PERSON",
    )


def on_intervention(intervention: Intervention, **_context: object) -> str | None:
    """From the catalogue: link somebody to it."""
    if not current_actor().may(Permission.INTERVENTION_LINK) or not interventions.takes_named_people(intervention):
        return None
    return part("referrals/doing.html", intervention=intervention)


def on_timeline(actor: Actor, case: Case) -> Iterator[cases.timeline.Row]:
    if not actor.may(Permission.INTERVENTION_VIEW):
        return
    for referral in queries.list_for_case(actor, case.uid):
        for at, what, text in _steps(referral):
            url = url_for("referrals.linked", referral_uid=referral.uid)
            yield cases.timeline.Row(at=at, what=what, text=text, url=url)


def _steps(referral: Referral) -> Iterator[tuple[date, str, str]]:
    name = referral.intervention.name
    provider = wording.provider_words(referral)
    yield referral.suggested_on, "Intervention suggested", f"{name}: {referral.reason}"
    if referral.offered_on:
        said = domain.CONSENTED if referral.referred_on else referral.consent
        consent = partnership.code_label("consent_to_service", said or "")
        yield referral.offered_on, "Intervention offered", f"{name}. {consent}"
    if referral.referred_on:
        yield referral.referred_on, "Referred to a provider", f"{name}: {provider}"
    if referral.waitlisted_on:
        yield referral.waitlisted_on, "Put on a waiting list", f"{name}: {provider}"
    if referral.accepted_on:
        yield referral.accepted_on, "Referral accepted", f"{name}: {provider}"
    if referral.declined_on:
        reason = partnership.code_label("decline_reason", referral.decline_reason or "")
        yield referral.declined_on, "Referral declined by the provider", f"{name}. {reason}"
    if referral.started_on:
        yield referral.started_on, "Intervention started", name
    if referral.paused_on:
        yield referral.paused_on, "Intervention paused", name
    if referral.resumed_on:
        yield referral.resumed_on, "Intervention goes on", name
    if referral.ended_on:
        yield referral.ended_on, "Intervention ended", f"{name}. {wording.end_words(referral)}"
    if referral.outcome_on:
        yield referral.outcome_on, "Outcome recorded", name
    if referral.followed_up_on:
        yield referral.followed_up_on, "Followed up after the intervention", name


def referred_to(case_uid: str) -> Iterator[str]:
    """Providers that were told of the person."""
    for referral in queries.list_for_case(current_actor(), case_uid):
        if referral.referred_on is not None and referral.agency_uid:
            yield referral.agency_uid


panels.register("case", 60, on_case)
panels.register("intervention-doing", 10, on_intervention)
interventions.add_use("referrals", queries.count_open_by_intervention)
cases.add_recipients("referrals", referred_to)
cases.timeline.add_source(on_timeline)
