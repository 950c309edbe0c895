"""What becomes of the interventions of a case that is closed: each goes on with its provider, or ends (section 4.8)."""

from collections.abc import Iterator

from app.features.cases import interface as cases
from app.features.cases.interface import Case, closing
from app.features.referrals import queries, wording
from app.features.referrals.domain import is_open
from app.features.referrals.stepping import end, end_reasons
from app.platform.access import Actor

GOES_ON = closing.Fate("GOES_ON", "It goes on with the provider", "Enter who follows how it goes")


def open_referrals(actor: Actor, case: Case) -> Iterator[closing.Work]:
    for referral in queries.list_for_case(actor, case.uid):
        if is_open(referral):
            ends = (closing.Fate(item.code, f"It ends: {item.label.lower()}") for item in end_reasons(referral))
            provider = wording.provider_words(referral)
            what = f"Intervention, {wording.status_words(referral).lower()}: {referral.intervention.name}"
            yield closing.Work(referral.uid, what, provider, (GOES_ON, *ends))


def settle(actor: Actor, case: Case, uid: str, fate: str, words: str) -> None:
    referral = queries.referral_for_change(actor, uid)
    if fate == GOES_ON.code:
        cases.add_note(actor=actor, case=case, text=f"{referral.intervention.name} goes on after closing: {words}")
    else:
        end(actor=actor, referral=referral, reason=fate, note=words or None)


closing.add_work("referrals", open_referrals, settle, order=60)
