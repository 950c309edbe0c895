"""Forms of minutes."""

from typing import Any

from app.features.minutes.content import ItemContent
from app.kernel.numbers import whole_number
from app.web.fields import Hidden, Radios, TextArea, choice
from app.web.forms import Form

TOLD = "told_"


def item_form(content: ItemContent, number: int, voice_words: str) -> Form:
    """The words of an item, a field for each agency that told something; and the version they were written over."""
    fields: dict[str, Any] = {
        "number": Hidden(default=str(number)),
        "why": TextArea("Why it was heard", rows=2, default=content.why),
        "voice": TextArea(voice_words, rows=3, default=content.voice),
        "said": TextArea("What was said", rows=8, default=content.said),
    }
    for one in content.agencies:
        hint = f"It keeps its restrictions: {one.handling}" if one.handling else None
        label = f"What {one.name} told the group"
        fields[f"{TOLD}{one.uid}"] = TextArea(label, rows=4, default=one.text, hint=hint)
    if content.notifier:
        fields["notifier"] = TextArea(
            "What the notifier is told",
            hint="They may be no member of the group. Say nothing of the person, or of what an agency told.",
            rows=4,
            default=content.notifier,
        )
    return type("ItemForm", (Form,), fields)()  # type: ignore[no-any-return]


class GeneralForm(Form):
    number = Hidden()
    note = TextArea(
        "About the meeting as a whole",
        hint="Such as welcome, matters arising, and when the group meets next. Nothing about a case.",
        rows=8,
    )


class BackForm(Form):
    reason = TextArea("What should be changed", required="Enter what should be changed", rows=4)


class SignForm(Form):
    reason = TextArea("Why you sign in their place", hint="For example, they are away, or have left the group.", rows=3)


class IssueForm(Form):
    round = Hidden()
    """How often they had been issued when the page was shown."""


def whole(text: str | None) -> int:
    """A number that a page sent back; 0 for what is none."""
    return whole_number(text, 0, digits=6)


class CorrectionForm(Form):
    wrong = TextArea("What is wrong", required="Enter what is wrong", rows=3)
    instead = TextArea("What it should say", required="Enter what it should say", rows=5)


class AnswerForm(Form):
    accepted = Radios(
        "Is it to be put right?",
        choices=[
            choice("yes", "Yes", hint="Next, you change the words and issue them again"),
            choice("no", "No, it stays as it is"),
        ],
        required="Select whether it is to be put right",
    )
    answer = TextArea("What the agency is told", hint="Needed when it stays as it is: say why.", rows=3)
