"""Questions about a person (domain reference 2.1)."""

from app.features.notifications.questions import shared
from app.features.notifications.questions.base import Kind, Need, Page, Question, Questionnaire
from app.features.notifications.questions.more import MORE_PAGES

SAFETY = "Safety first"
PERSON = "The person"
HAPPENING = "What is happening"
STRENGTHS_AND_RISKS = "Strengths and risks"
MORE = "Anything more you know"
SHARING = "Sharing this information"

IDENTITY = (
    Question(
        "given_names",
        "Given names",
        hint="If the name is not known, describe the person, for example “Unknown, male, red jacket”.",
    ),
    Question("family_name", "Family name"),
    Question("dob", "Date of birth", Kind.DATE, hint="For example, 27 3 2009."),
    Question(
        "dob_precision",
        "How exact is the date of birth?",
        Kind.ONE,
        hint="Leave it if the date is exact.",
        codes="dob_precision",
        small=True,
    ),
    Question("approx_age", "Approximate age", Kind.NUMBER, hint="If the date of birth is not known."),
    Question("sex", "Sex", Kind.ONE, codes="sex", need=Need.NEEDED, missing="Select a sex, or that it is not known"),
    Question("pronouns", "Pronouns", hint="If you know them."),
)
NAMES = (
    Question(
        "aliases",
        "Other names",
        Kind.REPEAT,
        item="Name",
        parts=(
            Question("name", "Name"),
            Question("type", "Kind of name", Kind.ONE, codes="alias_type", small=True),
        ),
    ),
    Question(
        "identifiers",
        "Reference numbers",
        Kind.REPEAT,
        item="Number",
        visibility="L",
        parts=(
            Question("scheme", "Kind of number", Kind.ONE, codes="identifier_scheme", small=True),
            Question("value", "Number"),
        ),
    ),
)
ADDRESSES = (
    Question(
        "addresses",
        "Addresses",
        Kind.REPEAT,
        item="Address",
        parts=(
            Question("line", "Address"),
            Question("postcode", "Postcode"),
            Question("type", "Kind of address", Kind.ONE, codes="address_type", small=True),
            Question("from", "From", Kind.DAY),
            Question("to", "To", Kind.DAY),
            Question("safe_to_visit", "Is it safe to visit?", Kind.YES_NO),
            Question(
                "protected", "Must this address be protected?", Kind.YES_NO, hint="It is then never shown to others."
            ),
        ),
    ),
    Question(
        "cross_border",
        "Does another area have a part in this?",
        Kind.MANY,
        codes="cross_border_kind",
    ),
)
CONTACT = (
    Question("safe_contact_method", "Safe ways to make contact", Kind.MANY, codes="safe_contact_method", small=True),
    Question("safe_contact_notes", "When, and words to avoid", Kind.LONG, rows=3),
    Question(
        "contact_risk_flags",
        "Risks to think of before any contact",
        Kind.REPEAT,
        item="Risk",
        parts=(
            Question("code", "Risk", Kind.ONE, codes="contact_risk_flag", small=True),
            Question("person", "Who it concerns"),
            Question("expires_on", "Look at it again on", Kind.DAY),
        ),
    ),
    Question("first_language", "First language", Kind.ONE, codes="language", small=True),
    Question("interpreter_needed", "Is an interpreter needed?", Kind.YES_NO),
    Question(
        "communication_needs",
        "What helps communication",
        Kind.MANY,
        codes="communication_need",
        open_list=True,
        other_label="Anything else that helps",
    ),
)
FAMILY = (
    Question(
        "parents_carers",
        "Parents and carers",
        Kind.REPEAT,
        item="Parent or carer",
        parts=(
            Question("name", "Name"),
            Question("relationship", "Relationship"),
            Question("pr", "Do they have parental responsibility?", Kind.YES_NO),
            Question("safe_to_contact", "Is it safe to contact them?", Kind.ONE, codes="safe_to_contact", small=True),
        ),
    ),
    Question(
        "household",
        "Who else is in the household",
        Kind.REPEAT,
        item="Person",
        parts=(
            Question("name", "Name"),
            Question("relationship", "Relationship"),
            Question("dob", "Date of birth", Kind.DATE),
            Question("approx_age", "Age", Kind.NUMBER, hint="If the date of birth is not known."),
        ),
    ),
)
CONCERN = (
    Question(
        "role_in_violence",
        "Their part in the violence",
        Kind.REPEAT,
        hint="Several at once is normal: somebody who has been harmed may also be alleged to have caused harm. "
        "A child under 10 is never recorded as alleged to have caused harm.",
        need=Need.NEEDED,
        missing="Select at least one part the person has in the violence",
        item="Part",
        parts=(
            Question("role", "Part", Kind.ONE, codes="role_in_violence", small=True),
            Question("status", "How far this is established", Kind.ONE, codes="role_status", small=True),
            Question("evidence", "How you know", Kind.LONG, rows=2),
        ),
    ),
    Question(
        "notification_reason",
        "Why are you notifying now?",
        Kind.MANY,
        hint="Select all that apply.",
        codes="notification_reason",
        need=Need.NEEDED,
        missing="Select at least one reason for notifying now",
        small=True,
    ),
    Question("notification_reason_text", "Anything to add about the reason", Kind.LONG, rows=2),
    Question(
        "harm_types",
        "Kinds of harm",
        Kind.MANY,
        hint="Select all that apply.",
        codes="violence_type",
        need=Need.NEEDED,
        missing="Select at least one kind of harm",
        small=True,
    ),
)
VOICE = (
    Question(
        "voice_of_person",
        "What does the person say?",
        Kind.LONG,
        hint="In their own words, with the date. If they have not been asked, say why.",
        rows=3,
    ),
    Question("voice_of_parent", "What does a parent or carer say?", Kind.LONG, rows=3),
)
INCIDENTS = (
    Question(
        "incidents",
        "Incidents",
        Kind.REPEAT,
        item="Incident",
        parts=(
            Question("date", "Date", Kind.DAY),
            Question("time", "Time", hint="For example, 15:30."),
            Question("date_precision", "How exact is the date?", Kind.ONE, codes="date_precision", small=True),
            Question("place", "Place"),
            Question("postcode", "Postcode of the place"),
            Question("type", "What happened", Kind.ONE, codes="violence_type", small=True),
            Question("role", "The person’s part in it", Kind.ONE, codes="role_in_violence", small=True),
            Question("injury", "Injury", Kind.ONE, codes="injury", small=True),
            Question("weapon", "Weapons", Kind.MANY, codes="weapon", small=True),
            Question(
                "weapon_involvement", "How a weapon was involved", Kind.ONE, codes="weapon_involvement", small=True
            ),
            Question("crime_ref", "Crime or log number"),
            Question("reported_to_police", "Has it been reported to the police?", Kind.YES_NO),
            Question("outcome", "Outcome so far", Kind.ONE, codes="incident_outcome", small=True),
            Question("source", "Where this comes from", Kind.ONE, codes="source_of_information", small=True),
            Question("grade", "How sure are you?", Kind.ONE, codes="info_grade", small=True),
        ),
    ),
    Question(
        "weapons",
        "Weapons",
        Kind.REPEAT,
        item="Weapon",
        parts=(
            Question("weapon", "Weapon", Kind.ONE, codes="weapon", small=True),
            Question("involvement", "How it is involved", Kind.ONE, codes="weapon_involvement", small=True),
        ),
    ),
)
FACTORS = (
    Question(
        "protective_factors",
        "Strengths",
        Kind.REPEAT,
        hint="What keeps the person safe.",
        need=Need.NEEDED,
        missing="Add at least one strength, or select that none has been identified yet",
        item="Strength",
        parts=(
            Question("code", "Strength", Kind.ONE, codes="protective_factor", small=True),
            Question("evidence", "How you know", Kind.LONG, rows=2),
        ),
    ),
    Question("protective_factors_none", "No strength has been identified yet", Kind.TICK),
    Question(
        "risk_factors",
        "Risks",
        Kind.REPEAT,
        hint="What you know, not who the person is: where somebody lives, their background, their music or clothes "
        "and who they are related to are not evidence.",
        need=Need.NEEDED,
        missing="Add at least one risk, or select that none is known",
        item="Risk",
        parts=(
            Question("code", "Risk", Kind.ONE, codes="risk_factor", small=True),
            Question("present", "Is it there now?", Kind.ONE, codes="present", small=True),
            Question("evidence", "How you know", Kind.LONG, hint="Needed when the risk is there.", rows=2),
            Question("grade", "How sure are you?", Kind.ONE, codes="info_grade", small=True),
            Question("from", "Since", Kind.DAY),
            Question("last_seen", "Last seen", Kind.DAY),
        ),
    ),
    Question("risk_factors_none", "No risk is known", Kind.TICK),
)
LAWFUL = (
    shared.GATEWAYS,
    shared.NECESSITY,
    Question(
        "consent_to_service",
        "Has the person agreed to support?",
        Kind.ONE,
        hint="This is about support, not about whether information may be shared.",
        codes="consent_to_service",
        need=Need.NEEDED,
        missing="Select whether the person has agreed to support",
        small=True,
    ),
    Question(
        "person_informed",
        "Does the person know about this notification?",
        Kind.ONE,
        codes="informed",
        need=Need.NEEDED,
        missing="Select whether the person knows about this notification",
        small=True,
    ),
    Question("person_informed_reason", "Why, if the person does not know"),
    Question(
        "parent_informed",
        "Does a parent or carer know about it?",
        Kind.ONE,
        hint="For somebody under 18.",
        codes="informed",
        need=Need.NEEDED_FOR_A_CHILD,
        missing="Select whether a parent or carer knows about this notification",
        small=True,
    ),
    Question("parent_informed_reason", "Why, if no parent or carer knows"),
    Question(
        "s16la_considered",
        "The duty to share for a child’s welfare (section 16LA)",
        Kind.ONE,
        hint="For somebody under 18.",
        codes="s16la_considered",
        need=Need.NEEDED_FOR_A_CHILD,
        missing="Select what was decided about the duty to share for a child’s welfare",
        visibility="L",
        small=True,
    ),
    Question("s16la_reason", "Why, if it was not shared or does not apply", visibility="L"),
)
ABOUT_YOU = (
    *shared.YOU,
    Question(
        "relationship_to_person",
        "How do you know the person?",
        Kind.ONE,
        codes="relationship_to_person",
        need=Need.NEEDED,
        missing="Select how you know the person",
    ),
    *shared.SOURCE,
)

INDIVIDUAL = Questionnaire(
    "INDIVIDUAL",
    (
        Page("danger", "Immediate danger", (shared.IMMEDIATE_DANGER,), SAFETY),
        Page("safety", "Safeguarding, and who is already involved", (*shared.MASH, shared.OPEN_ELSEWHERE), SAFETY),
        Page("person", "Who it is about", IDENTITY, PERSON),
        Page("names", "Other names and reference numbers", NAMES, PERSON),
        Page("addresses", "Addresses", ADDRESSES, PERSON),
        Page("contact", "Safe contact and communication", CONTACT, PERSON),
        Page("family", "Family and household", FAMILY, PERSON),
        Page("concern", "What part they have, and why now", CONCERN, HAPPENING),
        Page(
            "worries",
            "Worries, strengths and what needs to happen",
            (*shared.WORRIES, *VOICE, shared.URGENCY, shared.REQUESTED),
            HAPPENING,
        ),
        Page("incidents", "Incidents and weapons", INCIDENTS, HAPPENING),
        Page("factors", "Strengths and risks", FACTORS, STRENGTHS_AND_RISKS),
        *MORE_PAGES,
        Page("sharing", "Why you may share this", LAWFUL, SHARING),
        shared.handling_page(SHARING),
        Page("you", "You and your information", ABOUT_YOU, SHARING),
    ),
)
