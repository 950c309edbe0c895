"""Answers of a notification that can be sent."""

from typing import Any


def finished(**changed: Any) -> dict[str, Any]:
    """The least that can be sent about a person, keyed as agencies send it."""
    return {
        "subject_kind": "INDIVIDUAL",
        "submitted_by_agency": {"agency_type": "EDU_SCH", "name": "Brassmill School"},
        "submitted_by": {"name": "Robin Example", "role": "Teacher", "phone": "01632 960100"},
        "line_manager_agreed": True,
        "immediate_danger": "NO",
        "mash_referral_made": "NOT_NEEDED",
        "already_open_elsewhere": ["NONE"],
        "relationship_to_person": "KNOWN_TO_ME",
        "source_of_information": "OBSERVED",
        "family_name": "Zebracrossing",
        "given_names": "Quill",
        "dob": "2010-03-02",
        "sex": "M",
        "role_in_violence": [{"role": "HARMED", "status": "REPORTED", "evidence": "Told me"}],
        "notification_reason": ["ASSAULTED"],
        "harm_types": ["ABH"],
        "what_is_worrying": "Hit on the way home",
        "what_is_going_well": "Talks to his tutor",
        "what_needs_to_happen": "A safe way home",
        "urgency_view": "NEXT_MEETING",
        "risk_factors": [{"code": "EV_ASSAULTED", "present": "Y", "evidence": "Bruises seen"}],
        "protective_factors": [{"code": "PF_TRUSTED_ADULT", "evidence": "His tutor"}],
        "consent_to_service": "GIVEN",
        "person_informed": "YES",
        "parent_informed": "YES",
        "gateways": ["CA04_16LA"],
        "necessity_statement": "He is being hurt",
        "s16la_considered": "SHARED",
    } | changed
