"""What somebody may know about a person's circumstances (domain reference 2.10 to 2.17). None of it is needed."""

from app.features.notifications.questions.base import Kind, Page, Question

MORE = "Anything more you know"

SAFEGUARDING = Question(
    "safeguarding_status",
    "Safeguarding and social care",
    Kind.REPEAT,
    item="Status",
    parts=(
        Question("code", "Status", Kind.ONE, codes="safeguarding_status", small=True),
        Question("category", "Category of a child protection plan", Kind.ONE, codes="cp_category", small=True),
        Question("from", "From", Kind.DAY),
        Question("to", "To", Kind.DAY),
        Question("la", "Council"),
        Question("worker", "Worker"),
    ),
)
EDUCATION = Question(
    "education",
    "Education, training and work",
    Kind.GROUP,
    parts=(
        Question("edu_setting", "Kind of setting", Kind.ONE, codes="edu_setting", small=True),
        Question("name", "Name of the school, college or employer"),
        Question("enrolment", "Enrolment", Kind.ONE, codes="enrolment", small=True),
        Question("attendance_band", "Attendance", Kind.ONE, codes="attendance_band", small=True),
        Question("sen_provision", "Special educational needs", Kind.ONE, codes="sen_provision", small=True),
        Question("sen_type", "Kinds of need", Kind.MANY, codes="sen_type", small=True),
        Question(
            "exclusions",
            "Suspensions, exclusions and moves",
            Kind.REPEAT,
            item="Exclusion",
            parts=(
                Question("exclusion_type", "Kind", Kind.ONE, codes="exclusion_type", small=True),
                Question("exclusion_reason", "Reason", Kind.ONE, codes="exclusion_reason", small=True),
                Question("start", "From", Kind.DAY),
                Question("days", "School days", Kind.NUMBER),
            ),
        ),
        Question("other", "Other settings", Kind.LINES, hint="One a line."),
    ),
)
JUSTICE = Question(
    "justice",
    "Youth justice, probation and courts",
    Kind.GROUP,
    parts=(
        Question("yj_status", "Youth justice", Kind.ONE, codes="yj_status", small=True),
        Question("adult_status", "Adult justice", Kind.ONE, codes="adult_status", small=True),
        Question("orders", "Orders", Kind.MANY, codes="order", small=True),
        Question("worker", "Worker"),
        Question("bail_conditions", "Conditions of bail", Kind.LONG, rows=3),
    ),
)
HEALTH = Question(
    "health",
    "Health",
    Kind.GROUP,
    visibility="L",
    parts=(
        Question(
            "ed_attendance",
            "Visits to an emergency department",
            Kind.REPEAT,
            item="Visit",
            parts=(
                Question("date", "Date", Kind.DAY),
                Question("type", "Kind", Kind.ONE, codes="ed_attendance_type", small=True),
                Question("weapon", "Weapon", Kind.ONE, codes="weapon", small=True),
                Question("admitted", "Were they admitted?", Kind.YES_NO),
                Question("navigator_offered", "Was a navigator offered?", Kind.YES_NO),
            ),
        ),
        Question("mh", "Mental health"),
        Question("camhs_status", "Children’s mental health service", Kind.ONE, codes="service_status", small=True),
        Question("substance_service", "Drug and alcohol service", Kind.ONE, codes="service_status", small=True),
        Question("slt", "Speech and language therapy", Kind.ONE, codes="service_status", small=True),
        Question("share_level", "Who may see this", Kind.ONE, codes="health_share_level"),
    ),
)
EXPLOITATION = (
    Question(
        "exploitation",
        "Exploitation",
        Kind.GROUP,
        parts=(
            Question("nrm_status", "National referral mechanism", Kind.ONE, codes="nrm_status", small=True),
            Question("exploitation_type", "Kinds of exploitation", Kind.MANY, codes="exploitation_type", small=True),
            Question("eog_level", "Level", Kind.ONE, codes="eog_level", small=True),
        ),
    ),
    Question(
        "missing_episodes",
        "Times missing",
        Kind.REPEAT,
        item="Time missing",
        parts=(
            Question("start", "From", Kind.DAY),
            Question("end", "To", Kind.DAY),
            Question("risk", "Police risk level", Kind.ONE, codes="missing_risk", small=True),
            Question("found", "Where they were found"),
            Question("rhi", "Return home interview", Kind.ONE, codes="return_interview", small=True),
        ),
    ),
)
HOUSING = Question(
    "housing",
    "Housing and adult needs",
    Kind.GROUP,
    parts=(
        Question("housing", "Housing", Kind.ONE, codes="housing", small=True),
        Question("cuckoo_concern", "Is there a worry that the home has been taken over?", Kind.YES_NO),
        Question("care_act_needs", "Care and support needs", Kind.ONE, codes="care_act_needs", small=True),
        Question("capacity_concern", "Mental capacity", Kind.ONE, codes="capacity_concern", small=True),
    ),
)
EQUALITY = (
    Question(
        "gender_same_as_sex_registered",
        "Is their gender the same as the sex registered at birth?",
        Kind.ONE,
        codes="gender_same_as_sex_registered",
        visibility="E",
        small=True,
    ),
    Question(
        "equality",
        "Equality",
        Kind.GROUP,
        visibility="E",
        parts=(
            Question("ethnicity_self_defined", "Ethnicity, as they say", Kind.ONE, codes="ethnicity", small=True),
            Question(
                "ethnicity_perceived",
                "Ethnicity, as somebody else saw it",
                Kind.GROUP,
                parts=(
                    Question("code", "Ethnicity, as seen", Kind.ONE, codes="ethnicity", small=True),
                    Question("by", "Seen by", hint="Their role, for example attending officer."),
                    Question("on", "Seen on", Kind.DAY),
                ),
            ),
            Question("religion", "Religion", Kind.ONE, codes="religion", small=True),
            Question("disability", "Disability", Kind.MANY, codes="disability", small=True),
            Question("neurodiversity", "Neurodiversity", Kind.ONE, codes="neurodiversity", small=True),
            Question(
                "care_experienced", "Experience of care", Kind.ONE, codes="care_experienced", truth=True, small=True
            ),
            Question(
                "sexual_orientation",
                "Sexual orientation",
                Kind.ONE,
                hint="Only for somebody aged 16 or over.",
                codes="sexual_orientation",
                small=True,
            ),
            Question(
                "pregnancy_maternity", "Pregnancy and maternity", Kind.ONE, codes="pregnancy_maternity", small=True
            ),
        ),
    ),
)

MORE_PAGES = (
    Page("safeguarding", "Safeguarding and social care", (SAFEGUARDING,), MORE),
    Page("education", "Education, training and work", (EDUCATION,), MORE),
    Page("justice", "Youth justice, probation and courts", (JUSTICE,), MORE),
    Page(
        "health",
        "Health",
        (HEALTH,),
        MORE,
        intro="Only those who lead the case and run the meeting see this, unless you choose otherwise.",
    ),
    Page("exploitation", "Exploitation and times missing", EXPLOITATION, MORE),
    Page("housing", "Housing and adult needs", (HOUSING,), MORE),
    Page(
        "equality",
        "Equality monitoring",
        EQUALITY,
        MORE,
        intro="Kept apart and never shown at a meeting. “Not asked” is an answer.",
    ),
)
