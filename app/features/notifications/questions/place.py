"""Questions about a place of concern (domain reference 2.19)."""

from app.features.notifications.questions import shared
from app.features.notifications.questions.base import Kind, Need, Page, Question, Questionnaire

SAFETY = "Safety first"
PLACE_SECTION = "The place"
HAPPENING = "What is happening"
SHARING = "Sharing this information"
POOR_TO_GOOD = ((0, "None or very poor"), (1, "Poor"), (2, "Fair"), (3, "Good"))

ABOUT = (
    Question("name", "Name of the place", need=Need.NEEDED, missing="Enter the name of the place"),
    Question("postcode", "Postcode"),
    Question(
        "place_type",
        "Kind of place",
        Kind.ONE,
        hint="Somebody’s home is not a place of concern unless it has been taken over or is a hostel.",
        codes="place_type",
        need=Need.NEEDED,
        missing="Select the kind of place",
        small=True,
    ),
    Question(
        "concerns",
        "What is the worry there?",
        Kind.MANY,
        hint="Select all that apply.",
        codes="place_concern",
        need=Need.NEEDED,
        missing="Select at least one worry about the place",
        small=True,
    ),
    Question("ward", "Ward"),
    Question("neighbouring_area", "Is it in a neighbouring area?", Kind.YES_NO),
    Question("lat", "Latitude", Kind.DECIMAL),
    Question("lon", "Longitude", Kind.DECIMAL),
    Question("what3words", "what3words"),
)
TIMES = (
    Question(
        "time_pattern",
        "How often, at which times",
        Kind.GROUP,
        parts=(
            Question("EARLY", "Midnight to 6am", Kind.NUMBER),
            Question("AM", "6am to 9am", Kind.NUMBER),
            Question("SCHOOL", "9am to 3pm", Kind.NUMBER),
            Question("AFTER_SCHOOL", "3pm to 7pm", Kind.NUMBER),
            Question("EVENING", "7pm to 10pm", Kind.NUMBER),
            Question("NTE", "10pm to 6am, night-time economy", Kind.NUMBER),
            Question("term", "In term time", Kind.NUMBER),
            Question("holiday", "In the holidays", Kind.NUMBER),
            Question("event", "At events", Kind.NUMBER),
        ),
    ),
    Question("trend", "Is it getting better or worse?"),
    Question(
        "who_is_present",
        "Who is there",
        Kind.GROUP,
        hint="About how many, by age: no names.",
        parts=(
            Question("0-9", "Aged 0 to 9"),
            Question("10-14", "Aged 10 to 14"),
            Question("15-17", "Aged 15 to 17"),
            Question("18-24", "Aged 18 to 24"),
            Question("25+", "Aged 25 or over"),
        ),
    ),
)
GUARDIANS = (
    Question(
        "physical",
        "What the place is like",
        Kind.GROUP,
        parts=(
            Question("lighting", "Lighting", Kind.SCALE, scale=POOR_TO_GOOD),
            Question("sightlines", "Lines of sight", Kind.SCALE, scale=POOR_TO_GOOD),
            Question("cctv", "CCTV", Kind.SCALE, scale=POOR_TO_GOOD),
            Question("exits", "Ways out", Kind.SCALE, scale=POOR_TO_GOOD),
            Question("litter", "Litter", Kind.SCALE, scale=POOR_TO_GOOD),
            Question("repair", "State of repair", Kind.SCALE, scale=POOR_TO_GOOD),
        ),
    ),
    Question("guardianship", "Who keeps an eye on the place", Kind.LINES, hint="One a line."),
    Question(
        "rules_in_force",
        "What is in force there",
        Kind.MANY,
        codes="rules_in_force",
        open_list=True,
        other_label="Anything else in force",
    ),
    Question(
        "young_peoples_view",
        "What young people say about it",
        Kind.GROUP,
        parts=(
            Question("summary", "What they say", Kind.LONG),
            Question("method", "How they were asked"),
            Question("date", "When", Kind.DAY),
            Question("n", "How many", Kind.NUMBER),
        ),
    ),
)

PLACE = Questionnaire(
    "PLACE",
    (
        Page("danger", "Immediate danger", (shared.IMMEDIATE_DANGER,), SAFETY),
        Page("safety", "Safeguarding", shared.MASH, SAFETY),
        Page("place", "The place", ABOUT, PLACE_SECTION),
        Page("times", "Times, and who is there", TIMES, PLACE_SECTION),
        Page("guardians", "What it is like, and who looks after it", GUARDIANS, PLACE_SECTION),
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
