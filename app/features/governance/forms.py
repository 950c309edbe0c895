"""Forms of documents in force and proposed changes."""

from app.features.governance.gates import proposable
from app.features.governance.queries import gating_kinds
from app.features.partnership import interface as partnership
from app.web.fields import Checkboxes, Hidden, NearDate, Radios, Select, SelectChoice, TextArea, TextField, choice
from app.web.forms import Form

NO_NAMES = "A job or a board, not a person’s name"


def kinds() -> list[SelectChoice]:
    return [choice(one.code, one.label, hint=one.hint or None) for one in partnership.code_list("governed_document")]


def matters() -> list[SelectChoice]:
    return [choice(one.code, one.label) for one in partnership.code_list("assessed_matter")]


class DocumentForm(Form):
    kind = Select("Kind of document", choices=kinds, blank="Select a kind", required="Select a kind of document")
    title = TextField("Title", required="Enter a title", max_length=200)
    version = TextField("Version", width=10, required="Enter the version, like 2.1", max_length=20)
    covers = Checkboxes(
        "What it covers",
        choices=matters,
        hint="Only for impact assessments: a change can be made when the assessments that cover it are in force",
    )
    owner = TextField("Owner", hint=NO_NAMES, required="Enter who owns it", max_length=200)
    kept_at = TextField(
        "Where it is kept", hint="The document itself stays there", required="Enter where it is kept", max_length=300
    )
    note = TextArea("Note", rows=3, max_length=1000)


class ChangeDocumentForm(Form):
    ver = Hidden()
    title = TextField("Title", required="Enter a title", max_length=200)
    covers = Checkboxes("What it covers", choices=matters)
    owner = TextField("Owner", hint=NO_NAMES, required="Enter who owns it", max_length=200)
    kept_at = TextField("Where it is kept", required="Enter where it is kept", max_length=300)
    note = TextArea("Note", rows=3, max_length=1000)


class ApprovalForm(Form):
    approved_by = TextField("Approved by", hint=NO_NAMES, required="Enter who approved it", max_length=200)
    approved_on = NearDate("Approved on", past=True, required="Enter the day it was approved")
    review_due = NearDate("Review due", required="Enter the day its review is due")


class ReviewForm(Form):
    ver = Hidden()
    reviewed_on = NearDate("Reviewed on", past=True, required="Enter the day it was reviewed")
    review_due = NearDate("Next review due", required="Enter the day its next review is due")


class EndForm(Form):
    ver = Hidden()
    ended_on = NearDate("No longer in force from", past=True, required="Enter the day from which it no longer holds")
    reason = TextArea("Why", required="Enter why it no longer holds", rows=3, max_length=1000)


class ProposeForm(Form):
    what = Radios(
        "What is to change",
        choices=lambda: [choice(one.code, one.label) for one in proposable()],
        required="Select what is to change",
    )
    words = TextArea(
        "What is to change, and why",
        hint="Write no names of people",
        required="Enter what is to change, and why",
        rows=4,
        max_length=1000,
    )


def is_gating(kind: str | None) -> bool:
    """Whether a document of this kind says what it covers."""
    return kind in gating_kinds()
