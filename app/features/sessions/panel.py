"""What other rooms' pages show of sessions: a provider's home page, a referral, the group's page of it, a place."""

from dataclasses import dataclass
from datetime import timedelta

from app.features.cases.models import Case
from app.features.partnership import interface as partnership
from app.features.referrals import interface as referrals
from app.features.referrals.models import Referral
from app.features.sessions import coverage, erasing, queries  # noqa: F401 - erasing offers itself
from app.features.sessions.counting import links_of
from app.features.sessions.domain.dosage import Dosage
from app.features.sessions.drawing import drawn
from app.features.sessions.queries import Given
from app.features.sessions.state import state_of
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.web import panels
from app.web.rendering import part

TODAY, SESSIONS = 10, 20
SHOWN = 20
RECENT = 6
"""Sessions on the page of a referral."""
WEEKS = 12
"""How far back detached work at a place is counted."""


def of_today() -> str | None:
    """Today's sessions, and how many wait to be recorded."""
    actor, on = current_actor(), today()
    if not actor.may(Permission.SESSION_RECORD):
        return None
    return part(
        "sessions/portal.html",
        rows=queries.list_sessions(actor, queries.on_day(on), limit=SHOWN),
        waiting=queries.count_sessions(actor, queries.not_recorded(on)),
        state=state_of,
        label=partnership.code_label,
    )


def of_referral(referral: Referral, **_context: object) -> str | None:
    """For the provider: what is next, what was, and how much of it was delivered."""
    actor, on = current_actor(), today()
    if not actor.may(Permission.SESSION_RECORD) or referral.agency_uid != actor.agency_uid:
        return None
    given = queries.given_to(actor, referral.uid)
    past = [one for one in given if one.session.held_on <= on]
    return part(
        "sessions/of_referral.html",
        referral=referral,
        following=[one for one in given if one.session.held_on > on and one.session.cancelled_on is None][:RECENT],
        past=past[: -RECENT - 1 : -1],
        groups=groups_of(given),
        links=links_of(actor, referral.uid),
        with_us=referrals.referral_status(referral) in referrals.WITH_US,
        label=partnership.code_label,
        state=state_of,
    )


def on_case(referral: Referral, **_context: object) -> str | None:
    """For the group: what was offered and what came of it; never what was noted."""
    actor = current_actor()
    if not actor.may(Permission.CASE_VIEW):
        return None
    given = [one for one in queries.given_to(actor, referral.uid) if one.session.held_on <= today()]
    return part(
        "sessions/on_case.html",
        referral=referral,
        groups=groups_of(given),
        chart=drawn(given),
        given=given,
        label=partnership.code_label,
        state=state_of,
    )


@dataclass(frozen=True)
class Share:
    """What was offered to the person, or to who comes for their benefit."""

    who: str
    dosage: Dosage
    band: str | None


def groups_of(given: list[Given]) -> list[Share]:
    found = []
    for who, own in (("The person", True), ("Who comes for their benefit", False)):
        rows = [one for one in given if (one.attendance.participant_uid is None) == own]
        dosage = queries.dosage_of(rows, today())
        if own or rows:
            found.append(Share(who, dosage, queries.band_of(dosage)))
    return found


def at_place(case: Case, **_context: object) -> str | None:
    """Detached work at a place of concern, as it was counted."""
    actor = current_actor()
    if not actor.may(Permission.CASE_VIEW):
        return None
    since = today() - timedelta(weeks=WEEKS)
    return part("sessions/at_place.html", found=coverage.at(actor, case.subject_uid, since, today()), weeks=WEEKS)


panels.register("portal", TODAY, of_today)
panels.register("referral", SESSIONS, of_referral)
panels.register("referral-case", SESSIONS, on_case)
panels.register("place-detached", TODAY, at_place)
