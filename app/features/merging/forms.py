"""Forms: what is said of a pair, which of two values is right, and whose is what came since."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.features.merging.domain import VERDICT_NAMES, Verdict
from app.features.merging.questions import Question
from app.features.subjects import interface as subjects
from app.features.subjects.interface import FIRST, SECOND, Difference, Person
from app.web.fields import Hidden, Radios, TextArea, TextField, choice
from app.web.forms import Form

HINTS = {
    Verdict.SAME: "You go on to join the two records",
    Verdict.DIFFERENT: "The pair does not come back unless something new speaks for it",
    Verdict.UNDECIDED: "The pair comes back in some weeks",
}


class PairForm(Form):
    """What somebody says of two people. `ver` is the version of the pair they looked at."""

    ver = Hidden()
    verdict = Radios(
        "Are they the same person?",
        choices=[choice(code, VERDICT_NAMES[code], hint=HINTS[code]) for code in Verdict],
        required="Select whether the two are the same person",
    )
    reason = TextArea(
        "What makes you think so",
        hint="For the next person who looks at these two. Both may ask to see it",
        required="Enter what makes you think so",
        rows=3,
    )


class CompareForm(Form):
    reference = TextField(
        "Reference of the other person, or of their case",
        hint="For example P-2026-0002 or C-2026-0014",
        required="Enter the reference of the other person, or of their case",
        width=20,
    )


class MergeForm(Form):
    """With a question for each difference. `vers` are the versions of the two records, as `3-5`."""

    vers = Hidden()
    reason = TextArea(
        "How you know that the two are one person",
        hint="Who confirmed it, and when",
        required="Enter how you know that the two are one person",
        rows=3,
    )


class ApartForm(Form):
    """With a question for everything that came since."""

    ver = Hidden()
    reason = TextArea(
        "How you know that the two are different people",
        required="Enter how you know that the two are different people",
        rows=3,
    )


def merge_form(
    kept: Person,
    away: Person,
    differences: Iterable[Difference],
    both_open: Mapping[str, tuple[str, str]],
    **start: Any,
) -> MergeForm:
    """`both_open`: when each person has an open case, reference and how it stands of both, by uid."""
    asked: dict[str, Any] = {
        one.field: Radios(
            subjects.fact_label(one.name),
            choices=[
                choice(FIRST, _words(kept, one.name, one.first), hint=kept.reference),
                choice(SECOND, _words(away, one.name, one.second), hint=away.reference),
            ],
            required=f"Select which is right: {subjects.fact_label(one.name).lower()}",
            small=True,
        )
        for one in differences
    }
    if both_open:
        asked["goes_on"] = Radios(
            "Both have an open case. Which one goes on?",
            choices=[choice(uid, reference, hint=hint) for uid, (reference, hint) in both_open.items()],
            required="Select which case goes on",
            small=True,
        )
    form: MergeForm = type("MergeFormOfPair", (MergeForm,), asked)(data=start)
    return form


def apart_form(names: tuple[str, str], questions: Iterable[Question], **start: Any) -> ApartForm:
    """`names`: what each of the two is called."""
    asked = {
        one.field: Radios(
            one.what,
            hint=one.told,
            choices=[choice(FIRST, names[0]), choice(SECOND, names[1])],
            required="Select whose this is",
            inline=True,
            small=True,
        )
        for one in questions
    }
    form: ApartForm = type("ApartFormOfMerge", (ApartForm,), asked)(data=start)
    return form


def _words(person: Person, name: str, value: Any) -> str:
    return subjects.fact_words(name, value, precision=person.dob_precision)
