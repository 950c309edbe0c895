"""What other rooms' pages show of referrals: on the case, its timeline, the catalogue."""

from collections.abc import Iterator
from datetime import date

from flask import url_for

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.interventions import interface as interventions
from app.features.interventions.interface import Intervention
from app.features.partnership import interface as partnership
from app.features.referrals import ending, queries, wording  # noqa: F401 - ending says what is open on closing
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
        rows=[(link, wording.status_words(link), wording.status_colour(link)) for link in rows],
        may_link=actor.may(Permission.INTERVENTION_LINK) and cases.is_open(case),
    )


def on_intervention(intervention: Intervention, **_context: object) -> str | None:
    """From the catalogue: link somebody to it."""
    if not current_actor().may(Permission.INTERVENTION_LINK) or not interventions.takes_named_people(intervention):
        return None
    return part("referrals/doing.html", intervention=intervention)


def on_timeline(actor: Actor, case: Case) -> Iterator[cases.timeline.Row]:
    if not actor.may(Permission.INTERVENTION_VIEW):
        return
    for link in queries.list_for_case(actor, case.uid):
        for at, what, text in _steps(link):
            url = url_for("referrals.linked", link_uid=link.uid)
            yield cases.timeline.Row(at=at, what=what, text=text, url=url)


def _steps(link: Referral) -> Iterator[tuple[date, str, str]]:
    name = link.intervention.name
    provider = partnership.agency_name(link.agency_uid) if link.agency_uid else link.intervention.provider_name
    yield link.suggested_on, "Intervention suggested", f"{name}: {link.reason}"
    if link.offered_on:
        consent = partnership.code_label("consent_to_service", link.consent or "")
        yield link.offered_on, "Intervention offered", f"{name}. {consent}"
    if link.referred_on:
        yield link.referred_on, "Referred to a provider", f"{name}: {provider}"
    if link.accepted_on:
        yield link.accepted_on, "Referral accepted", f"{name}: {provider}"
    if link.declined_on:
        reason = partnership.code_label("decline_reason", link.decline_reason or "")
        yield link.declined_on, "Referral declined by the provider", f"{name}. {reason}"
    if link.started_on:
        yield link.started_on, "Intervention started", name
    if link.ended_on:
        yield link.ended_on, "Intervention ended", f"{name}. {wording.end_words(link)}"


def referred_to(case_uid: str) -> Iterator[str]:
    """Providers that were told of the person."""
    for link in queries.list_for_case(current_actor(), case_uid):
        if link.referred_on is not None and link.agency_uid:
            yield link.agency_uid


panels.register("case", 60, on_case)
panels.register("intervention-doing", 10, on_intervention)
interventions.add_use("referrals", queries.count_open_by_intervention)
cases.add_recipients("referrals", referred_to)
cases.timeline.add_source(on_timeline)
