"""The blank form, as a workbook."""

from datetime import date

from app.features.notifications.offline.layout import VERSION, sheets
from app.features.notifications.presenting import KINDS
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.days import day_words
from app.platform.vault import MARKING
from app.platform.workbook.form import FormBook

PREFIX = "concord-notification"
FIRST = (
    "If somebody is in danger now, call 999 first. Type in the white cells and choose from the lists; nothing else can "
    "be changed. It takes about ten minutes. Leave empty what you do not know: the coordinator asks you. Send it only "
    "in the way your agency sends what carries this marking, never by ordinary mail."
)
SECOND = "Everything on this sheet may be left out. Fill in what you know; how you know it helps the group."


def blank_form(subject_kind: str) -> bytes:
    """The form for one kind of subject, with the lists in force today."""
    day = today()
    book = FormBook(
        f"Notification form: {KINDS[subject_kind].lower()}",
        marking=partnership.code_label("marking", MARKING),
        line=f"Lists of {day_words(day)}, form version {VERSION}",
        stamp=stamp(subject_kind, day),
    )
    for sheet, intro in zip(sheets(subject_kind, day), (FIRST, SECOND), strict=True):
        book.add_sheet(sheet.name, intro, sheet.lines)
    return book.to_bytes()


def stamp(subject_kind: str, day: date) -> str:
    return f"{PREFIX};{VERSION};{subject_kind};{day.isoformat()}"
