"""From the answers of a notification to entries of a case: each role, factor, incident and voice by itself.

Every entry keeps its evidence, grade and source. Roles are never put together into one (PR-07). Visibility follows the
form: A all on the case, L restricted, P police-graded, E equality store. What is graded E, suspected false, is kept
apart from risk so that it can be removed (PR-48).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.kernel.clock import local
from app.kernel.days import day_of

SUSPECTED_FALSE = "E"
CONDITIONS = "C"
"""Police handling: lawful sharing with conditions."""
POLICE_BASES = frozenset({"PHONE_LINK", "INTEL"})
NONE_KNOWN = frozenset({"NONE", "NONE_KNOWN", "NONE_IDENTIFIED"})

ROLE, RISK_FACTOR, PROTECTIVE, INCIDENT, VOICE = "ROLE", "RISK_FACTOR", "PROTECTIVE", "INCIDENT", "VOICE"
WORRY, STRENGTH, NEED, STATUS, BAND, NOTE = "WORRY", "STRENGTH", "NEED", "STATUS", "BAND", "NOTE"


@dataclass(frozen=True)
class EntryDraft:
    """An entry before it is recorded. `details` are keyed as the notification form; `block` says which of a STATUS."""

    kind: str
    details: Mapping[str, Any] = field(default_factory=dict)
    visibility: str = "A"
    happened_on: date | None = None
    agency_uid: str | None = None
    source_uid: str | None = None
    event_uid: str | None = None
    """The incident it tells of, when there is one already."""


def entries_from_answers(
    kind: str,
    answers: Mapping[str, Any],
    agency_uid: str | None,
    source_uid: str | None,
    submitted_on: date | datetime | None,
) -> list[EntryDraft]:
    """The entries in a notification about an INDIVIDUAL, a NETWORK or a PLACE (or PERSON, NETWORK, PLACE)."""
    on = local(submitted_on).date() if isinstance(submitted_on, datetime) else submitted_on
    if kind in ("INDIVIDUAL", "PERSON"):
        drafts = _of_person(answers, on)
    elif kind == "NETWORK":
        drafts = _of_network(answers, on)
    else:
        drafts = _of_place(answers, on)
    return [
        EntryDraft(one.kind, one.details, one.visibility, one.happened_on, agency_uid, source_uid)
        for one in (*drafts, *_of_any(answers, on))
    ]


def binds(details: Mapping[str, Any]) -> bool:
    """Whether what was said of handling asks something of the reader: an instruction, or police conditions."""
    return _given(details.get("handling_instruction")) or _has_conditions(details)


def is_suspected_false(details: Mapping[str, Any]) -> bool:
    """Graded E: never counts as risk, shown apart, removed at review. PR-48."""
    return details.get("grade") == SUSPECTED_FALSE


# What every notification has ----------------------------------------------------------------------------------------


def _of_any(answers: Mapping[str, Any], on: date | None) -> Iterator[EntryDraft]:
    for kind, name in ((WORRY, "what_is_worrying"), (STRENGTH, "what_is_going_well"), (NEED, "what_needs_to_happen")):
        if _given(answers.get(name)):
            yield EntryDraft(kind, _graded({"text": answers[name]}, answers), happened_on=on)
    handling = _some(answers, "handling_instruction", "police_grade")
    if handling:
        yield EntryDraft(STATUS, {"block": "handling"} | handling, happened_on=on)
    asked = _some(answers, "requested_outcome", "urgency_view", "notification_reason", "notification_reason_text")
    if asked:
        yield EntryDraft(STATUS, {"block": "why_now"} | asked, happened_on=on)
    danger = _some(answers, "immediate_danger", "mash_referral_made", "mash_referral_ref", "mash_referral_date")
    danger |= _some(answers, "already_open_elsewhere")
    if danger:
        yield EntryDraft(STATUS, {"block": "safety_first"} | danger, happened_on=on)


# A person -----------------------------------------------------------------------------------------------------------


def _of_person(answers: Mapping[str, Any], on: date | None) -> Iterator[EntryDraft]:
    for one in answers.get("role_in_violence") or ():
        yield EntryDraft(ROLE, _graded(one, answers), happened_on=on)
    yield from _factors(answers, on)
    for one in answers.get("protective_factors") or ():
        if one.get("code") not in NONE_KNOWN:
            yield EntryDraft(PROTECTIVE, _graded(one, answers), happened_on=on)
    guarded = "P" if _has_conditions(answers) else "A"
    for one in answers.get("incidents") or ():
        yield EntryDraft(INCIDENT, _graded(one, answers), visibility=guarded, happened_on=day_of(one.get("date")) or on)
    yield from _voices(answers, on)
    yield from _circumstances(answers, on)
    yield from _restricted(answers, on)
    equality = {name: value for name, value in (answers.get("equality") or {}).items() if _given(value)}
    equality |= _some(answers, "gender_same_as_sex_registered")
    if equality:
        yield EntryDraft(STATUS, {"block": "equality"} | equality, visibility="E", happened_on=on)


def _factors(answers: Mapping[str, Any], on: date | None) -> Iterator[EntryDraft]:
    for one in answers.get("risk_factors") or ():
        if one.get("code") in NONE_KNOWN:
            continue
        happened = day_of(one.get("last_seen")) or day_of(one.get("from")) or on
        yield EntryDraft(RISK_FACTOR, _graded(one, answers), happened_on=happened)


def _voices(answers: Mapping[str, Any], on: date | None) -> Iterator[EntryDraft]:
    for name, whose in (("voice_of_person", "person"), ("voice_of_parent", "parent")):
        said = answers.get(name)
        reason = answers.get(f"{name}_not_obtained")
        if _given(said):
            details = dict(said) if isinstance(said, Mapping) else {"text": said}
            yield EntryDraft(VOICE, {"whose": whose} | details, happened_on=day_of(details.get("date")) or on)
        elif _given(reason):
            yield EntryDraft(VOICE, {"whose": whose, "not_obtained": reason}, happened_on=on)


def _circumstances(answers: Mapping[str, Any], on: date | None) -> Iterator[EntryDraft]:
    for one in answers.get("safeguarding_status") or ():
        yield EntryDraft(STATUS, {"block": "safeguarding"} | dict(one), happened_on=day_of(one.get("from")) or on)
    for block in ("education", "justice", "exploitation", "housing"):
        known = {name: value for name, value in (answers.get(block) or {}).items() if _given(value)}
        if known:
            yield EntryDraft(STATUS, {"block": block} | known, happened_on=on)
    for one in answers.get("missing_episodes") or ():
        yield EntryDraft(STATUS, {"block": "missing"} | dict(one), happened_on=day_of(one.get("start")) or on)
    for one in answers.get("weapons") or ():
        yield EntryDraft(STATUS, {"block": "weapon"} | dict(one), happened_on=on)
    adult = _some(answers, "care_act_needs", "capacity_concern")
    if adult:
        yield EntryDraft(STATUS, {"block": "adult_need"} | adult, happened_on=on)
    consent = _some(
        answers,
        "consent_to_service",
        "person_informed",
        "person_informed_reason",
        "parent_informed",
        "parent_informed_reason",
    )
    if consent:
        yield EntryDraft(STATUS, {"block": "consent"} | consent, happened_on=on)


def _restricted(answers: Mapping[str, Any], on: date | None) -> Iterator[EntryDraft]:
    """Health is restricted unless the discloser chose to share it with all on the case. Sections 2.15 and I5."""
    health = answers.get("health") or {}
    level = "A" if health.get("share_level") == "A" else "L"
    known = {name: value for name, value in health.items() if name != "share_level" and _given(value)}
    if known:
        yield EntryDraft(STATUS, {"block": "health"} | known, visibility=level, happened_on=on)
    shared = _some(answers, "s16la_considered", "s16la_reason")
    if shared:
        yield EntryDraft(STATUS, {"block": "s16la"} | shared, visibility="L", happened_on=on)


# A network ----------------------------------------------------------------------------------------------------------


def _of_network(answers: Mapping[str, Any], on: date | None) -> Iterator[EntryDraft]:
    for one in answers.get("evidence_basis") or ():
        police = one.get("code") in POLICE_BASES
        details = {"block": "evidence_basis"} | _graded(one, answers)
        yield EntryDraft(STATUS, details, visibility="P" if police else "A", happened_on=on)
    for one in answers.get("links") or ():
        details = {"block": "link"} | _graded(one, answers)
        yield EntryDraft(STATUS, details, happened_on=day_of(one.get("last_evidenced")) or on)
    tension = _some(answers, "tension_level", "trigger_event", "weapon_availability")
    if tension:
        yield EntryDraft(STATUS, {"block": "tension"} | tension, happened_on=on)
    context = {name: value for name, value in (answers.get("context_weighting") or {}).items() if _given(value)}
    if context:
        yield EntryDraft(STATUS, {"block": "context", "weights": context}, happened_on=on)
    if _given(answers.get("strengths_and_guardians")):
        yield EntryDraft(PROTECTIVE, {"text": answers["strengths_and_guardians"]}, happened_on=on)
    if _given(answers.get("plan")):
        yield EntryDraft(STATUS, {"block": "plan", "text": answers["plan"]}, happened_on=on)


# A place ------------------------------------------------------------------------------------------------------------


def _of_place(answers: Mapping[str, Any], on: date | None) -> Iterator[EntryDraft]:
    for name in ("concerns", "rules_in_force"):
        if _given(answers.get(name)):
            yield EntryDraft(STATUS, {"block": name, "codes": answers[name]}, happened_on=on)
    pattern = _some(answers, "time_pattern", "trend", "who_is_present")
    if pattern:
        yield EntryDraft(STATUS, {"block": "pattern"} | pattern, happened_on=on)
    if _given(answers.get("physical")):
        yield EntryDraft(STATUS, {"block": "physical", "scores": answers["physical"]}, happened_on=on)
    for one in answers.get("guardianship") or ():
        yield EntryDraft(PROTECTIVE, {"text": one}, happened_on=on)
    view = answers.get("young_peoples_view") or {}
    if view:
        details = {"whose": "young_people", "text": view.get("summary")} | dict(view)
        yield EntryDraft(VOICE, details, happened_on=day_of(view.get("date")) or on)
    for name in ("sara", "detached_coverage"):
        if _given(answers.get(name)):
            yield EntryDraft(STATUS, {"block": name, "record": answers[name]}, happened_on=on)


# ------------------------------------------------------------------------------------------------------------------


def _graded(one: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """With the grade of the whole notification where the entry has none of its own."""
    grade = one.get("grade") or answers.get("info_grade")
    return dict(one) | ({"grade": grade} if grade else {})


def _has_conditions(answers: Mapping[str, Any]) -> bool:
    """Whether the police put conditions on sharing: `1-B-C`."""
    return str(answers.get("police_grade") or "").upper().rpartition("-")[2] == CONDITIONS


def _some(answers: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: answers[name] for name in names if _given(answers.get(name))}


def _given(value: Any) -> bool:
    return value is not None and value not in ("", [], {}, ())
