"""How the state of a referral is said and coloured on pages."""

from app.features.partnership import interface as partnership
from app.features.referrals.clocks import Waits
from app.features.referrals.domain import Status, referral_status
from app.features.referrals.models import Referral

COLOURS = {
    Status.SUGGESTED: "grey",
    Status.OFFERED: "yellow",
    Status.REFERRED: "light-blue",
    Status.RECEIVED: "light-blue",
    Status.WAITLIST: "yellow",
    Status.ACCEPTED: "turquoise",
    Status.DECLINED: "orange",
    Status.ENGAGING: "turquoise",
    Status.ACTIVE: "green",
    Status.PAUSED: "yellow",
    Status.ENDED: "grey",
    Status.OUTCOME_RECORDED: "grey",
    Status.FOLLOW_UP: "grey",
    Status.CLOSED: "grey",
}


def status_words(referral: Referral) -> str:
    """`Referred`; for one that ended, how: `Completed as planned`."""
    status = referral_status(referral)
    if status is not Status.ENDED:
        return partnership.code_label("intervention_state", status)
    return end_words(referral)


def end_words(referral: Referral) -> str:
    code = referral.end_reason or ""
    name = "intervention_state" if referral.started_on is not None else "not_engaged_reason"
    return partnership.code_label(name, code)


def status_colour(referral: Referral) -> str:
    return COLOURS[referral_status(referral)]


OWED = {
    Waits.ANSWER: "Accept or decline",
    Waits.CONTACT: "First contact",
    Waits.SESSION: "First session",
    Waits.PROGRESS: "Note progress",
    Waits.OUTCOME: "Record the outcome",
    Waits.FOLLOW_UP: "Three-month follow-up",
}
"""What a clock waits for."""


def provider_words(referral: Referral) -> str:
    """The agency it is with, or else the name that the catalogue has."""
    if referral.agency_uid:
        return partnership.agency_name(referral.agency_uid)
    return str(referral.intervention.provider_name)
