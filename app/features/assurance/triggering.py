"""A new red-trigger event voids what is accepted about that kind of risk, at once (PR-39).

Whoever gave it, the manager asked and the coordinators get a mail in the same transaction. The case comes back by the
agenda's own reasons: a red-trigger event, and assurance that is owed again.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.assurance.judging import void_held
from app.features.assurance.models import Assurance
from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.partnership import interface as partnership
from app.kernel.clock import local, today
from app.kernel.days import day_words
from app.platform.access import Actor, Permission, Role
from app.platform.database import db
from app.platform.mail import declare_mail, post
from app.web.addresses import public_link

declare_mail(
    "assurance.voided",
    subject="Assurance no longer holds",
    body="Something serious was told about case $case. What was accepted no longer holds and is owed again: "
    "$references.\n\nThe case comes back to the next meeting.\n\nSign in to see it:\n$link\n",
)

WHAT_HAPPENED = "Told on {day}: {what}"
UNSAID = "a red-trigger event"


def void_for_trigger(actor: Actor, case: Case, entries: Sequence[CaseEntry]) -> list[Assurance]:
    """Void what is accepted on every axis of which `entries` tell a new red-trigger event, also in cases that go on in
    this one. Returns what was voided."""
    voided: list[Assurance] = []
    for entry, axes in new_events(case, entries):
        told_on = local(entry.recorded_at)
        reason = WHAT_HAPPENED.format(day=day_words(told_on), what=_words(entry))
        for one in cases.closing.goes_on_here(case):
            voided += void_held(actor, one, axes, reason, entry_uid=entry.uid)
    if voided:
        _tell(actor, case, voided)
    return voided


def new_events(case: Case, entries: Sequence[CaseEntry]) -> list[tuple[CaseEntry, frozenset[str]]]:
    """Each entry that tells of a red-trigger event which still counts and was not told before, with its axes.

    An event is told again when the same thing of the same day is there already; a factor without a day of its own is
    new when the case had no such factor.
    """
    on = today()
    triggers = cases.red_triggers(on)
    since = on - timedelta(days=partnership.number("risk.trigger.notice", case.area_uid, on))
    recent = [entry for entry in entries if entry.happened_on is None or entry.happened_on >= since]
    serious = [(entry, axes) for entry in recent if (axes := _axes(entry, triggers))]
    if not serious:
        return []
    uids = {entry.uid for entry in entries}
    there = db.session.scalars(select(CaseEntry).where(CaseEntry.case_uid == case.uid)).all()
    before = {what for one in there if one.uid not in uids and _axes(one, triggers) for what in _same_as(one)}
    return [(entry, axes) for entry, axes in serious if _same_as(entry)[-1] not in before]


def _axes(entry: CaseEntry, triggers: Sequence[cases.Trigger]) -> frozenset[str]:
    """The kinds of risk on which an entry tells of a red-trigger event. What is suspected to be false tells of none."""
    if cases.is_suspected_false(entry.details):
        return frozenset()
    return cases.axes_of(entry.kind, entry.details, triggers)


def events_since(actor: Actor, case: Case, axis: str, day: date) -> list[CaseEntry]:
    """Red-trigger events on an axis that were told after a day, the newest first, as far as the actor sees them."""
    triggers = cases.red_triggers()
    return [
        entry
        for entry in cases.list_entries(actor, case.uid)
        if local(entry.recorded_at).date() > day and axis in _axes(entry, triggers)
    ]


def _same_as(entry: CaseEntry) -> list[tuple[str, ...]]:
    """What an entry is known by: its kind and code, and then with its day where it has one of its own."""
    details = entry.details
    what = (entry.kind, *(str(details.get(name) or "") for name in ("code", "type", "risk", "tension_level")))
    dated = any(details.get(name) for name in ("date", "last_seen", "from", "start"))
    return [what, (*what, str(entry.happened_on))] if dated else [what]


def _words(entry: CaseEntry) -> str:
    """What it was, unless fewer may read it than read the assurance."""
    if entry.visibility != "A":
        return UNSAID
    code = str(entry.details.get("code") or entry.details.get("type") or "")
    for name in ("risk_factor", "violence_type"):
        if partnership.is_code(name, code):
            return partnership.code_label(name, code)
    return UNSAID


def _tell(actor: Actor, case: Case, voided: Sequence[Assurance]) -> None:
    """One mail to each person for everything that was voided together: references and a link alone."""
    concerned = {uid for one in voided for uid in (one.given_by_uid, one.asked_user_uid)}
    people = {user.uid: user for user in accounts.people_who_may(case.area_uid, Permission.ASSURANCE_GIVE)}
    told = {uid: people[uid] for uid in concerned if uid in people}
    told |= {user.uid: user for user in accounts.holders_of(case.area_uid, Role.COORD)}
    first = min(one.uid for one in voided)
    for user in told.values():
        post(
            "assurance.voided",
            to_uid=user.uid,
            address=user.email,
            area_uid=case.area_uid,
            once_key=f"assurance.voided {first} {today().isoformat()} {user.uid}",
            case=case.reference,
            references=", ".join(sorted(one.reference for one in voided)),
            link=public_link("cases.case", case_uid=case.uid),
        )


cases.when_told("assurance", void_for_trigger)
