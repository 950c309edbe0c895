"""What an entry holds, in words: codes as their labels, dates as people read them, nothing left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.features.partnership.interface import agency_name, code_item, code_label
from app.kernel.days import day_words
from app.kernel.errors import NotFound

BLOCKS = {
    "why_now": "Why now",
    "safety_first": "Safety first",
    "safeguarding": "Safeguarding",
    "education": "Education",
    "justice": "Justice",
    "exploitation": "Exploitation",
    "missing": "Missing",
    "health": "Health",
    "housing": "Housing",
    "adult_need": "Adult needs",
    "weapon": "Weapons",
    "consent": "Consent and what people were told",
    "s16la": "Duty to share about a child",
    "equality": "Equality",
    "handling": "Handling",
    "evidence_basis": "Evidence for the network",
    "link": "Links between people",
    "tension": "Tension",
    "context": "Which context matters most",
    "plan": "Plan",
    "concerns": "Concerns about the place",
    "rules_in_force": "Rules and tools in force",
    "pattern": "When it happens and who is there",
    "physical": "The place itself",
    "sara": "Problem-solving record",
    "detached_coverage": "Detached youth work",
}
"""Blocks of status in the order to show them."""

FIELDS: dict[str, tuple[str, str | None]] = {
    "notification_reason": ("Reasons for notifying", "notification_reason"),
    "notification_reason_text": ("In their words", None),
    "urgency_view": ("How urgent they think it is", "urgency_view"),
    "requested_outcome": ("What they ask for", "requested_outcome"),
    "immediate_danger": ("Immediate danger", "immediate_danger"),
    "mash_referral_made": ("Referral to safeguarding", "mash_referral_made"),
    "mash_referral_ref": ("Referral reference", None),
    "mash_referral_date": ("Referred on", None),
    "already_open_elsewhere": ("Open elsewhere", "already_open_elsewhere"),
    "category": ("Category", "cp_category"),
    "la": ("Council", None),
    "worker": ("Worker", None),
    "edu_setting": ("Setting", "edu_setting"),
    "enrolment": ("Enrolment", "enrolment"),
    "attendance_band": ("Attendance", "attendance_band"),
    "exclusions": ("Exclusions", None),
    "exclusion_type": ("Kind", "exclusion_type"),
    "exclusion_reason": ("Reason", "exclusion_reason"),
    "sen_provision": ("Special educational needs", "sen_provision"),
    "sen_type": ("Kinds of need", "sen_type"),
    "yj_status": ("Youth justice", "yj_status"),
    "adult_status": ("Adult justice", "adult_status"),
    "orders": ("Orders", "order"),
    "bail_conditions": ("Bail conditions", None),
    "nrm_status": ("National Referral Mechanism", "nrm_status"),
    "exploitation_type": ("Kinds of exploitation", "exploitation_type"),
    "eog_level": ("Level", "eog_level"),
    "risk": ("Police risk", "missing_risk"),
    "found": ("Found", None),
    "rhi": ("Return interview", "return_interview"),
    "housing": ("Housing", "housing"),
    "cuckoo_concern": ("Home taken over by others", None),
    "care_act_needs": ("Care Act needs", "care_act_needs"),
    "capacity_concern": ("Concern about capacity", "capacity_concern"),
    "ed_attendance": ("Emergency department", None),
    "mh": ("Mental health", "service_status"),
    "camhs_status": ("Children’s mental health service", "service_status"),
    "substance_service": ("Substance use service", "service_status"),
    "slt": ("Speech and language therapy", "service_status"),
    "ld_diagnosis": ("Learning disability diagnosed", None),
    "tbi_flag": ("Head injury", None),
    "consent_to_service": ("Consent to support", "consent_to_service"),
    "person_informed": ("Person told of the notification", "informed"),
    "person_informed_reason": ("Reason", None),
    "parent_informed": ("Parent told of the notification", "informed"),
    "parent_informed_reason": ("Reason for the parent", None),
    "weapon": ("Weapon", "weapon"),
    "weapon_involvement": ("How it came into it", "weapon_involvement"),
    "involvement": ("How it came into it", "weapon_involvement"),
    "s16la_considered": ("Considered", "s16la_considered"),
    "s16la_reason": ("Reason", None),
    "ethnicity_self_defined": ("Ethnicity, as they define it", "ethnicity"),
    "ethnicity_perceived": ("Ethnicity, as somebody else perceived it", "ethnicity"),
    "religion": ("Religion", "religion"),
    "disability": ("Disability", "disability"),
    "neurodiversity": ("Neurodiversity", "neurodiversity"),
    "care_experienced": ("Care-experienced", "care_experienced"),
    "sexual_orientation": ("Sexual orientation", "sexual_orientation"),
    "pregnancy_maternity": ("Pregnancy and maternity", "pregnancy_maternity"),
    "marriage_civil_partnership": ("Marriage or civil partnership", "marriage_civil_partnership"),
    "gender_same_as_sex_registered": ("Gender the same as sex registered at birth", "gender_same_as_sex_registered"),
    "handling_instruction": ("Instruction", None),
    "police_grade": ("Police grading", None),
    "tension_level": ("Tension", "tension_level"),
    "trigger_event": ("What set it off", None),
    "weapon_availability": ("Weapons within reach", "weapon"),
    "trend": ("Trend", None),
    "time_pattern": ("Times", "time_band"),
    "who_is_present": ("Who is there", None),
    "weights": ("Weight, 0 to 3", "context"),
    "scores": ("Scores, 0 to 3", "physical_feature"),
    "date": ("Date", None),
    "admitted": ("Admitted", None),
    "navigator_offered": ("Youth worker offered", None),
}
"""Words of a field and the code list its codes are from."""

LISTS_BY_BLOCK = {
    ("safeguarding", "code"): ("Status", "safeguarding_status"),
    ("concerns", "codes"): ("Concerns", "place_concern"),
    ("rules_in_force", "codes"): ("In force", "rules_in_force"),
    ("evidence_basis", "code"): ("Basis", "evidence_basis"),
    ("link", "a"): ("From", None),
    ("link", "type"): ("Kind of link", "link_type"),
    ("link", "b"): ("To", None),
    ("link", "direction"): ("Direction", "link_direction"),
    ("link", "strength"): ("Strength", "link_strength"),
    ("health", "type"): ("Kind", "ed_attendance_type"),
    ("education", "name"): ("School or college", None),
}
NOT_SHOWN = frozenset({"block", "grade", "share_level"})


@dataclass(frozen=True)
class Fact:
    """One line of a block."""

    label: str
    value: str


def facts(details: Mapping[str, Any]) -> list[Fact]:
    """Every field of a status entry in words."""
    block = str(details.get("block"))
    return [
        Fact(_label(block, name), _words(block, name, value))
        for name, value in _in_order(details)
        if name not in NOT_SHOWN and value is not None and value not in ("", (), {})
    ]


def sentence(details: Mapping[str, Any]) -> str:
    """A status entry on one line."""
    return "; ".join(f"{fact.label}: {fact.value}" for fact in facts(details))


def agency(uid: str | None) -> str:
    """The agency's name, or that nobody wrote down which it was."""
    if uid is None:
        return "Source not recorded"
    try:
        return agency_name(uid)
    except NotFound:
        return "An agency no longer listed"


def grade(details: Mapping[str, Any]) -> str:
    """How good the information is, in words."""
    code = details.get("grade")
    return on_record("info_grade", str(code)) if code else "Not graded"


def on_record(name: str, code: str) -> str:
    """The words for a code where somebody else reads it: the form asks "I saw or heard it", the record says whose
    knowledge it is."""
    item = code_item(name, code)
    return str(item.attributes.get("record") or item.label) if item else code


def day(value: Any) -> str:
    """A day people can read; what is no day is shown as it was written."""
    if value is None or value == "":
        return "Not recorded"
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return day_words(found)


_NAMES = list(dict.fromkeys((*(name for _block, name in LISTS_BY_BLOCK), *FIELDS)))
_ORDER = {name: number for number, name in enumerate(_NAMES)}


def _in_order(details: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Fields as the form has them: a payload does not keep their order."""
    return sorted(details.items(), key=lambda one: _ORDER.get(one[0], len(_ORDER)))


def _label(block: str, name: str) -> str:
    found = LISTS_BY_BLOCK.get((block, name)) or FIELDS.get(name)
    return found[0] if found else name.replace("_", " ").capitalize()


def _words(block: str, name: str, value: Any) -> str:
    _text, source = LISTS_BY_BLOCK.get((block, name)) or FIELDS.get(name) or (None, None)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return _mapping(block, source, value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_words(block, name, one) for one in value) or "None"
    if source:
        return code_label(source, str(value))
    return day(value) if isinstance(value, str) and len(value) == 10 and value[4:5] == "-" else str(value)


def _mapping(block: str, source: str | None, value: Mapping[str, Any]) -> str:
    """A group of answers, or counts by code."""
    if "code" in value and source:
        said = [value.get("by"), day(value["on"]) if value.get("on") else None]
        return ", ".join(str(part) for part in (code_label(source, str(value["code"])), *said) if part)
    if source:
        return ", ".join(f"{code_label(source, str(code))} {number}" for code, number in value.items())
    words = "; ".join(
        f"{_label(block, str(name)).lower()}: {_words(block, str(name), one)}"
        for name, one in _in_order(value)
        if one is not None and one != ""
    )
    return words[:1].upper() + words[1:]
