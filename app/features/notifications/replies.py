"""The usual words of an answer to a notifier, by outcome. The coordinator may change them. PR-35.

Plain English, and nothing about the person: what was decided, what happens next, what the notifier can do.
"""

USUAL = {
    "ACCEPT_FULL": "Thank you. The group will discuss your concern in full at its next meeting. "
    "We will ask you for an update before it, and tell you what was agreed.",
    "ACCEPT_BRIEF": "Thank you. The group will look at your concern as a brief update at its next meeting. "
    "We will tell you what was agreed.",
    "ACCEPT_PLACE": "Thank you. The group will look at this place at its next meeting, and tell you what was agreed.",
    "ACCEPT_NETWORK": "Thank you. The group will look at this network at its next meeting, "
    "and tell you what was agreed.",
    "URGENT_EXTRAORDINARY": "Thank you. We are not waiting for the monthly meeting: an extraordinary meeting is being "
    "called. We will be in touch today.",
    "REDIRECT_EOG": "Thank you. This is best led by the Exploitation Operational Group, and we have passed it there. "
    "Its coordinator will be in touch with you.",
    "REDIRECT_MASH": "Thank you. This needs the safeguarding front door today, and we have passed it there. "
    "Please make your own referral too if you have not done so.",
    "REDIRECT_EARLY_HELP": "Thank you. Early help is the right support here, and we have passed it there.",
    "REDIRECT_MARAC": "Thank you. The domestic abuse conference (MARAC) is the right place for this, "
    "and we have passed it there.",
    "REDIRECT_MAPPA": "Thank you. Public protection (MAPPA) is the right place for this, and we have passed it there.",
    "REDIRECT_CHANNEL": "Thank you. Concerns about terrorism go to Prevent and Channel, and we have passed it there.",
    "REDIRECT_YJS_PREVENTION": "Thank you. The youth justice prevention team is the right support here, "
    "and we have passed it there.",
    "REDIRECT_ASB": "Thank you. The antisocial behaviour process is the right place for this, "
    "and we have passed it there.",
    "REDIRECT_OTHER_AREA": "Thank you. This belongs to a neighbouring area. We have told its coordinator, "
    "who will be in touch with you.",
    "ALREADY_HELD_ADD_INFO": "Thank you. The group already knows of this, and what you told us has been added.",
    "OUT_OF_SCOPE_AGE": "Thank you. The person is outside the ages that the group covers, so it cannot take this on. "
    "Please talk to adult safeguarding or the police about what else can be done.",
    "OUT_OF_SCOPE_HARM": "Thank you. The group does not cover this kind of harm. "
    "Please talk to your safeguarding lead about what else can be done.",
    "INSUFFICIENT": "Thank you. We need to know more before the group can look at this. "
    "Please add what is missing and send it again within 14 days.",
    "NO_LAWFUL_BASIS": "Thank you. The power you named does not let your agency share this. "
    "Please ask your adviser which one does, and send it again. Anything needed to keep somebody safe is not held up.",
}

WAITS = (
    "It came after nominations for the next meeting closed, so it is heard there only if the chair agrees, "
    "and otherwise at the meeting of the month after. We will tell you what was agreed."
)
LATE = {
    "ACCEPT_FULL": f"Thank you. The group will discuss your concern in full. {WAITS}",
    "ACCEPT_BRIEF": f"Thank you. The group will look at your concern as a brief update. {WAITS}",
    "ACCEPT_PLACE": f"Thank you. The group will look at this place. {WAITS}",
    "ACCEPT_NETWORK": f"Thank you. The group will look at this network. {WAITS}",
}
"""The same for what came too late for the meeting ahead (1.4)."""

OTHERWISE = "Thank you. We have looked at your notification and recorded what happens next."


def usual_answer(outcome: str, *, late: bool = False) -> str:
    """What a notifier is told unless the coordinator writes something else. `late`: it waits for the chair."""
    return (LATE.get(outcome) if late else None) or USUAL.get(outcome, OTHERWISE)


OUTCOME_IN_WORDS = {
    "DRAFT": "You have not sent this yet.",
    "SUBMITTED": "Sent. The coordinator has not looked at it yet.",
    "ACKNOWLEDGED": "The coordinator has it, and will decide what happens next.",
    "IN_TRIAGE": "The coordinator is deciding what happens next.",
    "MORE_INFO": "It came back to you: something is needed before the group can look at it.",
    "DUPLICATE_LINKED": "What you told us was added to what the group already holds.",
    "OUT_OF_SCOPE": "The group cannot take this on.",
    "REDIRECTED": "It was passed to people better placed to help.",
    "ACCEPTED": "The group has taken it on.",
    "WITHDRAWN": "You took this back.",
}
"""How a notification stands, for the person who sent it."""
