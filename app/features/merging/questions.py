"""What came to a joined record since: somebody says whose it is when the two are taken apart. PR-13."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import shorten

from sqlalchemy import select

from app.features.cases.interface import CaseEntry
from app.features.merging.joining import cases_of
from app.features.merging.models import Merge
from app.features.partnership.interface import agency_name
from app.features.subjects import interface as subjects
from app.features.subjects.interface import NetworkMember, Person
from app.kernel.clock import local
from app.kernel.days import day_words
from app.kernel.errors import NotFound
from app.platform.access import Actor, fetch
from app.platform.database import db

LONGEST = 200
"""Letters of what was said that a question shows, so that somebody can tell whose it is."""
NOUNS = {
    "ROLE": ("role in violence", "roles in violence"),
    "RISK_FACTOR": ("risk factor", "risk factors"),
    "PROTECTIVE": ("protective factor", "protective factors"),
    "INCIDENT": ("incident", "incidents"),
    "VOICE": ("account in somebody’s own words", "accounts in somebody’s own words"),
    "WORRY": ("worry", "worries"),
    "STRENGTH": ("strength", "strengths"),
    "NEED": ("thing that needs to happen", "things that need to happen"),
    "STATUS": ("fact about their situation", "facts about their situation"),
    "NOTE": ("note", "notes"),
}
"""Kinds of entry that may be about either. A level of concern stays with the case it was set in."""


@dataclass(frozen=True)
class Question:
    """Something to place: `field` is its name on the form; `uids` are the rows that go with the answer."""

    field: str
    what: str
    told: str
    uids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Everything to place, by what it is."""

    facts: Sequence[Question]
    entries: Sequence[Question]
    cases: Sequence[Question]
    members: Sequence[Question]

    def __iter__(self) -> Iterator[Question]:
        return iter([*self.facts, *self.entries, *self.cases, *self.members])


def asked_of(actor: Actor, merge: Merge) -> Asked:
    """What came since the two were joined, as the actor sees it."""
    kept = fetch(actor, Person, merge.kept_uid)
    held = cases_of(kept.uid)
    there = {name: set(uids) for name, uids in merge.there.items()}
    new = [case for case in held if case.uid not in there.get("cases", ())]
    old = [case.uid for case in held if case.uid in there.get("cases", ())]
    return Asked(
        facts=[_fact(one) for one in subjects.added_since(merge.after, subjects.facts_of(kept))],
        entries=list(_entries(old, there.get("entries", set()))),
        cases=[
            Question(
                f"case_{case.uid}", f"Case {case.reference}", f"Opened on {day_words(case.opened_on)}", (case.uid,)
            )
            for case in new
        ],
        members=[
            Question(f"member_{row.uid}", f"{row.name}, named in a network", _who(row.agency_uid), (row.uid,))
            for row in db.session.scalars(select(NetworkMember).where(NetworkMember.person_uid == kept.uid))
            if row.uid not in there.get("members", ())
        ],
    )


def _fact(one: subjects.Added) -> Question:
    name = f"{one.name}.{one.key}" if one.name in ("safe_contact", "communication") else one.name
    told = subjects.said_by(one.value) if isinstance(one.value, dict) else "Added since"
    return Question(one.field, f"{subjects.fact_label(name)}: {subjects.fact_words(name, one.value)}", told)


def _entries(case_uids: Sequence[str], there: set[str]) -> Iterator[Question]:
    """One question for all that an agency told at once."""
    rows = db.session.scalars(
        select(CaseEntry)
        .where(CaseEntry.case_uid.in_(case_uids), CaseEntry.kind.in_(NOUNS))
        .order_by(CaseEntry.recorded_at, CaseEntry.uid)
    )

    def together(row: CaseEntry) -> tuple[str, str, str, str]:
        day = local(row.recorded_at).date().isoformat()
        return row.case_uid, row.source_uid or "", row.agency_uid or "", "" if row.source_uid else day

    fresh = sorted((row for row in rows if row.uid not in there), key=together)
    for _key, group in groupby(fresh, key=together):
        told = list(group)
        kinds = [row.kind for row in told]
        words = [f"{kinds.count(kind)} {NOUNS[kind][kinds.count(kind) != 1]}" for kind in NOUNS if kind in kinds]
        uids = tuple(sorted(row.uid for row in told))
        who, day = _who(told[0].agency_uid), day_words(local(told[0].recorded_at).date())
        text = next((str(row.details["text"]) for row in told if row.details.get("text")), "")
        said = f": {shorten(text, LONGEST, placeholder=' …')}" if text else ""
        yield Question(f"told_{uids[0]}", f"{', '.join(words).capitalize()}{said}", f"{who}, {day}", uids)


def _who(agency_uid: str | None) -> str:
    try:
        return agency_name(agency_uid) if agency_uid else "Not recorded who said it"
    except NotFound:
        return "An agency no longer listed"
