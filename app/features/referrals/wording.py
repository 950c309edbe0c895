"""How the state of a link is said and coloured on pages."""

from app.features.partnership import interface as partnership
from app.features.referrals.domain import Status, link_status
from app.features.referrals.models import Referral

COLOURS = {
    Status.SUGGESTED: "grey",
    Status.OFFERED: "yellow",
    Status.REFERRED: "light-blue",
    Status.ACCEPTED: "turquoise",
    Status.DECLINED: "orange",
    Status.ACTIVE: "green",
    Status.ENDED: "grey",
}


def status_words(link: Referral) -> str:
    """`Referred`; for one that ended, how: `Completed as planned`."""
    status = link_status(link)
    if status is not Status.ENDED:
        return partnership.code_label("intervention_state", status)
    return end_words(link)


def end_words(link: Referral) -> str:
    code = link.end_reason or ""
    name = "intervention_state" if link.started_on is not None else "not_engaged_reason"
    return partnership.code_label(name, code)


def status_colour(link: Referral) -> str:
    return COLOURS[link_status(link)]
