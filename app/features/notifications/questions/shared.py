"""Questions that are the same whatever a notification is about."""

from app.features.notifications.questions.base import Kind, Need, Page, Question

NOT_AT_ALL_TO_MOST = ((0, "Not at all"), (1, "A little"), (2, "A lot"), (3, "Most"))

IMMEDIATE_DANGER = Question(
    "immediate_danger",
    "Is anyone in immediate danger?",
    Kind.ONE,
    codes="immediate_danger",
    need=Need.NEEDED,
    missing="Select whether anyone is in immediate danger",
)
MASH = (
    Question(
        "mash_referral_made",
        "Has a referral been made to the safeguarding front door (MASH)?",
        Kind.ONE,
        codes="mash_referral_made",
        need=Need.NEEDED,
        missing="Select whether a referral has been made to the safeguarding front door",
        reveals=(("MADE", "mash_referral_ref"), ("MADE", "mash_referral_date")),
    ),
    Question("mash_referral_ref", "Reference of the referral"),
    Question("mash_referral_date", "Date of the referral", Kind.DAY),
)
OPEN_ELSEWHERE = Question(
    "already_open_elsewhere",
    "Is somebody else already working on this?",
    Kind.MANY,
    hint="Select all that apply.",
    codes="already_open_elsewhere",
    need=Need.NEEDED,
    missing="Select who is already working on this, or “None” or “Not known”",
)

SOURCE = (
    Question(
        "source_of_information",
        "Where does the information come from?",
        Kind.ONE,
        codes="source_of_information",
        need=Need.NEEDED,
        missing="Select where the information comes from",
    ),
    Question(
        "info_grade",
        "How sure are you of it?",
        Kind.ONE,
        codes="info_grade",
    ),
)
YOU = (
    Question(
        "submitted_by",
        "How to reach you",
        Kind.GROUP,
        parts=(
            Question("role", "Your role"),
            Question("phone", "Phone number", hint="A number that is safe to leave a message on."),
        ),
    ),
    Question(
        "line_manager_agreed",
        "Does your line manager or safeguarding lead agree with this notification?",
        Kind.YES_NO,
        need=Need.NEEDED,
        missing="Select yes if your line manager or safeguarding lead agrees",
    ),
)

WORRIES = (
    Question(
        "what_is_worrying",
        "What are you worried about?",
        Kind.LONG,
        hint="What happened, when and where, and how you know. Describe the harm and who is causing it.",
        need=Need.NEEDED,
        missing="Enter what you are worried about",
        rows=8,
    ),
    Question(
        "what_is_going_well",
        "What is going well?",
        Kind.LONG,
        need=Need.NEEDED,
        missing="Enter what is going well, or that you do not know",
    ),
    Question(
        "what_needs_to_happen",
        "What needs to happen?",
        Kind.LONG,
        need=Need.NEEDED,
        missing="Enter what needs to happen",
    ),
)
URGENCY = Question(
    "urgency_view",
    "How soon does this need to be looked at?",
    Kind.ONE,
    codes="urgency_view",
    need=Need.NEEDED,
    missing="Select how soon this needs to be looked at",
)
REQUESTED = Question(
    "requested_outcome", "What are you asking for?", Kind.MANY, hint="Select all that apply.", codes="requested_outcome"
)

GATEWAYS = Question(
    "gateways",
    "Which power lets you share this?",
    Kind.MANY,
    hint="These are the ones your kind of agency can use. Select all that apply.",
    codes="gateway",
    need=Need.NEEDED,
    missing="Select at least one power that lets you share this",
    open_list=True,
    other_label="Another power, named by your adviser",
)
NECESSITY = Question(
    "necessity_statement",
    "Why is it necessary to share this?",
    Kind.LONG,
    hint="One to three sentences: why this, why these people, why now.",
    need=Need.NEEDED,
    missing="Enter why it is necessary to share this",
    rows=3,
)
HANDLING = (
    Question("gsc_marking", "Marking", Kind.ONE, hint="OFFICIAL-SENSITIVE unless told otherwise.", codes="marking"),
    Question(
        "handling_instruction",
        "Handling instructions",
        Kind.LONG,
        hint="Anything others must or must not do with this. For police information, begin with the handling code.",
        visibility="L",
        rows=3,
    ),
    Question("police_grade", "Police grade", hint="For example, 1-B-P.", visibility="P"),
    Question(
        "do_not_share_with",
        "Agencies that must not see this",
        Kind.REPEAT,
        item="Agency",
        visibility="L",
        parts=(
            Question("agency_type", "Kind of agency", Kind.ONE, codes="agency_type", small=True),
            Question("agency_name", "Name of the agency"),
            Question("reason", "Why"),
        ),
    ),
)


def handling_page(section: str) -> Page:
    return Page("handling", "Handling, and who must not see this", HANDLING, section)
