"""The form on which a case is closed: the criteria, and a question for everything that is still open."""

from collections.abc import Iterable
from typing import Any

from app.features.cases.closing import Checklist, Fact, Work
from app.features.cases.forms import Versioned, codes
from app.web.fields import Checkboxes, Radios, Select, TextArea, TextField, choice


class ClosingForm(Versioned):
    """`fate_<uid>` and `words_<uid>` are there for each thing that is open."""

    reason_code = Select(
        "Reason for closing", choices=lambda: codes("closure_reason"), required="Select the reason for closing"
    )
    note = TextArea(
        "What is in place now",
        hint="Name the plan that holds any risk that is left, and who leads it. Say what the person and family were "
        "told, where that is safe, and what they said",
        rows=5,
    )
    judged = Checkboxes("What you judge to be met", small=True)
    override = TextArea(
        "Why it is closed although something is not met", hint="Leave empty when everything is met", rows=3
    )

    def checklist(self, works: Iterable[Work]) -> Checklist:
        """What was answered."""
        return Checklist(
            fates={
                work.uid: (self[f"fate_{work.uid}"].data or "", self[f"words_{work.uid}"].data or "") for work in works
            },
            judged=tuple(self.judged.data or ()),
            override=self.override.data or None,
        )


def closing_form(facts: Iterable[Fact], works: Iterable[Work], **start: Any) -> ClosingForm:
    """The form for what is open now. What was opened since the page was shown is asked about like everything else."""
    asked: dict[str, Any] = {}
    for work in works:
        name = work.what.partition(":")[0]
        asked[f"fate_{work.uid}"] = Radios(
            f"{name}: what becomes of it",
            choices=[choice(fate.code, fate.label) for fate in work.fates],
            required="Select what becomes of it",
            small=True,
        )
        asked[f"words_{work.uid}"] = TextField(
            f"{name}: what was done, which plan and who leads it, or why it ends", max_length=500
        )
    form: ClosingForm = type("ClosingFormOfCase", (ClosingForm,), asked)(data=start)
    form.judged.choices = [choice(fact.criterion, fact.criterion) for fact in facts if fact.met is None]
    return form
