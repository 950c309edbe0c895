"""What other rooms may use of referrals.

A provider's pages have places: `panels.register("portal", order, render)` on its home page, without anything passed,
and `panels.register("referral", order, render)` on its page of one person, where `render(referral=…)` returns markup.
`panels.register("referral-case", order, render)` is the same on the group's page of it.

Rows that hang on a referral are sealed with its `key_uid` and seen by `of_visible_referral`.
"""

from app.features.referrals.clocks import Clock, Waits
from app.features.referrals.commands import link_person, offer, providers_for, refer
from app.features.referrals.domain import OVER, WITH_US, Status, is_open, referral_status
from app.features.referrals.holding import is_provider_of
from app.features.referrals.models import Referral, ReferralParticipant, ReferralProgress, ReferralWorker
from app.features.referrals.over import when_over
from app.features.referrals.queries import (
    active_referrals,
    get_referral,
    list_for_case,
    list_progress,
    list_referrals,
    participants_of,
    provided_for_change,
    workers_now,
)
from app.features.referrals.standing import clock_of, positions
from app.features.referrals.stepping import (
    accept,
    close,
    decline,
    end,
    first_contact,
    follow_up,
    pause,
    put_on_waiting_list,
    record_outcome,
    resume,
    start,
    withdraw,
)
from app.features.referrals.visibility import of_visible_referral
from app.features.referrals.wording import status_colour, status_words
from app.features.referrals.working import add_participant, assign, note_progress

__all__ = [
    "OVER",
    "WITH_US",
    "Clock",
    "Referral",
    "ReferralParticipant",
    "ReferralProgress",
    "ReferralWorker",
    "Status",
    "Waits",
    "accept",
    "active_referrals",
    "add_participant",
    "assign",
    "clock_of",
    "close",
    "decline",
    "end",
    "first_contact",
    "follow_up",
    "get_referral",
    "is_open",
    "is_provider_of",
    "link_person",
    "list_for_case",
    "list_progress",
    "list_referrals",
    "note_progress",
    "of_visible_referral",
    "offer",
    "participants_of",
    "pause",
    "positions",
    "provided_for_change",
    "providers_for",
    "put_on_waiting_list",
    "record_outcome",
    "refer",
    "referral_status",
    "resume",
    "start",
    "status_colour",
    "status_words",
    "when_over",
    "withdraw",
    "workers_now",
]
