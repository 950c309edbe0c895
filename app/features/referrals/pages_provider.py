"""A provider's pages: the people referred to its agency, and nothing else of them than it was told."""

from app.features.partnership import interface as partnership
from app.features.referrals import domain, queries, wording
from app.features.referrals.blueprint import bp
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render


@bp.get("")
@permits(Permission.REFERRAL_VIEW)
def referrals() -> str:
    """Everybody referred to my agency."""
    rows = queries.list_referrals(current_actor())
    return render(
        "referrals/referrals.html",
        rows=[(link, wording.status_words(link), wording.status_colour(link)) for link in rows],
        answer_by=queries.answer_by,
        is_new=lambda link: domain.link_status(link) is domain.Status.REFERRED,
        on=today(),
    )


@bp.get("/<uid:link_uid>")
@permits(Permission.REFERRAL_VIEW)
def referral(link_uid: str) -> str:
    """One person: first name, what the provider was told, dates, and what may follow."""
    found = queries.get_referral(current_actor(), link_uid)
    return render(
        "referrals/referral.html",
        link=found,
        status=domain.link_status(found),
        words=wording.status_words(found),
        colour=wording.status_colour(found),
        steps=domain.possible_steps(found) & domain.PROVIDERS_STEPS,
        answer_by=queries.answer_by(found),
        end_words=wording.end_words(found) if found.ended_on else None,
        label=partnership.code_label,
    )
