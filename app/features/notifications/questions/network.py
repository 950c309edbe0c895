"""Questions about a network of concern (domain reference 2.18)."""

from app.features.notifications.questions import shared
from app.features.notifications.questions.base import Kind, Need, Page, Question, Questionnaire

SAFETY = "Safety first"
NETWORK_SECTION = "The network"
HAPPENING = "What is happening"
SHARING = "Sharing this information"
STRENGTH = ((1, "Weak"), (2, "Some"), (3, "Strong"))

ABOUT = (
    Question(
        "working_name",
        "Working name",
        hint="A neutral name, not the name of a place, a family or a group.",
        need=Need.NEEDED,
        missing="Enter a working name",
    ),
    Question("street_name", "What it is called on the street", visibility="L"),
    Question(
        "network_type",
        "Kind of network",
        Kind.ONE,
        codes="network_type",
        need=Need.NEEDED,
        missing="Select the kind of network",
        small=True,
    ),
    Question(
        "purpose_statement",
        "Why look at these people together?",
        Kind.LONG,
        need=Need.NEEDED,
        missing="Enter why these people should be looked at together",
        rows=3,
    ),
    Question(
        "expires_on",
        "When does this stop, unless renewed?",
        Kind.DAY,
        need=Need.NEEDED,
        missing="Enter the date on which this stops unless renewed",
    ),
    Question(
        "evidence_basis",
        "How do you know they belong together?",
        Kind.REPEAT,
        hint="Two independent pieces are needed for the group to accept it. Music, clothes and likes are not evidence.",
        item="Basis",
        parts=(
            Question("code", "Basis", Kind.ONE, codes="evidence_basis", small=True),
            Question("grade", "How sure are you?", Kind.ONE, codes="info_grade", small=True),
            Question("detail", "Detail", Kind.LONG, rows=2),
        ),
    ),
)
PEOPLE = (
    Question(
        "members",
        "People",
        Kind.REPEAT,
        hint="Nobody is a member without a basis.",
        item="Person",
        parts=(
            Question("name", "Name"),
            Question("dob", "Date of birth", Kind.DATE),
            Question("approx_age", "Approximate age", Kind.NUMBER),
            Question("position", "Place in the network", Kind.ONE, codes="network_position", small=True),
            Question("grade", "How sure are you?", Kind.ONE, codes="info_grade", small=True),
            Question("basis", "Basis", Kind.MANY, codes="evidence_basis", small=True),
            Question("from", "From", Kind.DAY),
            Question("to", "To", Kind.DAY),
        ),
    ),
    Question(
        "links",
        "Links between people",
        Kind.REPEAT,
        item="Link",
        parts=(
            Question("a", "From"),
            Question("b", "To"),
            Question("type", "Kind of link", Kind.ONE, codes="link_type", small=True),
            Question("direction", "Direction", Kind.ONE, codes="link_direction", small=True),
            Question("strength", "Strength", Kind.SCALE, scale=STRENGTH),
            Question("grade", "How sure are you?", Kind.ONE, codes="info_grade", small=True),
            Question("last_evidenced", "Last evidence on", Kind.DAY),
        ),
    ),
)
TENSION = (
    Question("tension_level", "Tension", Kind.ONE, codes="tension_level"),
    Question("trigger_event", "What set it off", Kind.LONG, rows=2),
    Question("places_linked", "Places", Kind.LINES, hint="One a line.", rows=3),
    Question("online_platforms", "Online platforms", Kind.LINES, hint="One a line.", rows=3),
    Question("weapon_availability", "Weapons at hand", Kind.MANY, codes="weapon", small=True),
    Question("cross_border_areas", "Other areas that have a part in it", Kind.LINES, hint="One a line.", rows=3),
    Question(
        "context_weighting",
        "Where does the influence come from?",
        Kind.GROUP,
        parts=(
            Question("peer", "Friends", Kind.SCALE, scale=shared.NOT_AT_ALL_TO_MOST),
            Question("school", "School", Kind.SCALE, scale=shared.NOT_AT_ALL_TO_MOST),
            Question("neighbourhood", "Neighbourhood", Kind.SCALE, scale=shared.NOT_AT_ALL_TO_MOST),
            Question("family", "Family", Kind.SCALE, scale=shared.NOT_AT_ALL_TO_MOST),
            Question("online", "Online", Kind.SCALE, scale=shared.NOT_AT_ALL_TO_MOST),
        ),
    ),
    Question("strengths_and_guardians", "Strengths, and who keeps people safe", Kind.LONG, rows=3),
)

NETWORK = Questionnaire(
    "NETWORK",
    (
        Page("danger", "Immediate danger", (shared.IMMEDIATE_DANGER,), SAFETY),
        Page("safety", "Safeguarding", shared.MASH, SAFETY),
        Page("network", "The network and how you know", ABOUT, NETWORK_SECTION),
        Page("people", "People and links", PEOPLE, NETWORK_SECTION),
        Page("tension", "Tension, places and influence", TENSION, NETWORK_SECTION),
        Page(
            "worries",
            "Worries, strengths and what needs to happen",
            (*shared.WORRIES, shared.URGENCY, shared.REQUESTED),
            HAPPENING,
        ),
        Page("sharing", "Why you may share this", (shared.GATEWAYS, shared.NECESSITY), SHARING),
        shared.handling_page(SHARING),
        Page("you", "You and your information", (*shared.YOU, *shared.SOURCE), SHARING),
    ),
)
