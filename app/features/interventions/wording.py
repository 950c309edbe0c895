"""How the state of a link is said and coloured on pages."""

from app.features.interventions.domain import Status, link_status
from app.features.interventions.models import InterventionLink
from app.features.partnership import interface as partnership

COLOURS = {
    Status.SUGGESTED: "grey",
    Status.OFFERED: "yellow",
    Status.REFERRED: "light-blue",
    Status.ACCEPTED: "turquoise",
    Status.DECLINED: "orange",
    Status.ACTIVE: "green",
    Status.ENDED: "grey",
}


def status_words(link: InterventionLink) -> str:
    """`Referred`; for one that ended, how: `Completed as planned`."""
    status = link_status(link)
    if status is not Status.ENDED:
        return partnership.code_label("intervention_state", status)
    return end_words(link)


def end_words(link: InterventionLink) -> str:
    code = link.end_reason or ""
    name = "intervention_state" if link.started_on is not None else "not_engaged_reason"
    return partnership.code_label(name, code)


def status_colour(link: InterventionLink) -> str:
    return COLOURS[link_status(link)]
