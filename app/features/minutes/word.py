"""The minutes as a document for a word processor: what this reader may see, and nothing else."""

from app.features.accounts.models import User
from app.features.meetings.interface import Series
from app.features.minutes.content import COURSE, HEARD, ItemContent
from app.features.minutes.reading import Shown, ShownItem
from app.features.partnership import interface as partnership
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db
from app.platform.document import Document
from app.platform.vault import MARKING
from app.web.rendering import day, moment, short_day

HANDLING = (
    "For the agencies named on these items. Do not forward it. Keep it in your agency’s own record, not in a folder of "
    "your own, and tell the coordinator the same day if it goes astray."
)
FORUM = "SVOG"
"""The group whose name stands in the name of the file, where a meeting belongs to no series."""


def make_document(actor: Actor, shown: Shown) -> bytes:
    """The file. It is a disclosure, so who took which version is recorded (PR-46)."""
    reader = fetch(actor, User, actor.user_uid)
    agency = partnership.agency_name(reader.agency_uid) if reader.agency_uid else ""
    whose = ", ".join(part for part in (reader.name, agency) if part)
    document = Document(shown.title, marking=MARKING, line=f"Copy of {whose}, made {moment(now())}", made_at=now())
    _head(document, shown)
    _people(document, shown)
    for number, one in enumerate(shown.items, start=1):
        _item(document, number, one)
    audit.record("minutes.document_made", shown.minutes, items=len(shown.items), round=shown.minutes.rounds)
    return document.to_bytes()


def file_name(shown: Shown) -> str:
    """Nobody is named in it."""
    meeting = shown.meeting
    series = db.session.get(Series, meeting.series_uid) if meeting.series_uid else None
    forums = {forum.uid: forum.code for forum in partnership.list_forums(meeting.area_uid)}
    return f"{forums.get(series.forum_uid, FORUM) if series else FORUM}-minutes-{meeting.held_on.isoformat()}.docx"


def _head(document: Document, shown: Shown) -> None:
    meeting, general = shown.meeting, shown.general
    document.paragraph(HANDLING, lead="Handling")
    kind = "Extraordinary meeting" if meeting.extraordinary else "Monthly meeting"
    document.paragraph(f"{kind}, {meeting.starts_at}, {meeting.venue}. Chaired by {general.chair or 'nobody'}.")
    issued = shown.minutes.issued_at
    document.paragraph(f"Issued {day(issued)}." if issued else "Draft: not issued yet.")
    if shown.minutes.locked_at:
        whom = "by the chair" if shown.minutes.locked_by_uid == meeting.chair_uid else "in place of the chair"
        document.paragraph(f"Signed {whom} {day(shown.minutes.locked_at)}.")
    quorum = f"There was no quorum: missing {', '.join(general.missing)}." if general.missing else "There was a quorum."
    document.paragraph(f"{general.statement} {quorum}")
    document.paragraph(general.note)


def _people(document: Document, shown: Shown) -> None:
    for title, here in (("Present", True), ("Not there", False)):
        people = [one for one in shown.general.people if one.here is here]
        if people:
            document.heading(title)
            document.table(
                title,
                ["Name", "Role", "Agency", "How", *(["Statement"] if here else [])],
                [
                    [
                        one.name,
                        one.job_title or "Not recorded",
                        one.agency,
                        one.how_words,
                        *([one.statement_words] if here else []),
                    ]
                    for one in people
                ],
                [3.4, 3.6, 4, 3, 3] if here else [4.2, 4.6, 5, 3.2],
            )


def _item(document: Document, number: int, one: ShownItem) -> None:
    document.heading(f"{number}. {one.reference}: {one.title}")
    content = one.content
    if content is None:
        document.paragraph("Erased: what was minuted here has been erased with the person’s record.")
        return
    if content.course != HEARD:
        document.paragraph(content.reason or "No reason recorded", lead=COURSE[content.course])
    document.paragraph(content.why, lead="Why it was heard")
    if content.chair:
        document.paragraph(f"This item was chaired by {content.chair}.")
    for conflict in content.conflicts:
        document.paragraph(conflict, lead="Conflict of interest")
    for words in content.left:
        document.paragraph(words, lead="Left the room for this item")
    document.paragraph(content.voice, lead=one.voice_words)
    document.paragraph(content.said, lead="What was said")
    _told(document, content)
    _outcome(document, content)


def _told(document: Document, content: ItemContent) -> None:
    if content.agencies:
        document.heading("What agencies told the group", level=3)
        document.table(
            "What agencies told the group",
            ["Agency", "What it told", "Handling"],
            [[told.name, told.text or "Hidden", told.handling] for told in content.agencies],
            [4, 9, 4],
        )


def _outcome(document: Document, content: ItemContent) -> None:
    if content.decisions:
        document.heading("Decisions", level=3)
        document.table(
            "Decisions",
            ["Decision", "Detail", "Comes back"],
            [[one.words, one.detail, short_day(one.returns_on, "No date")] for one in content.decisions],
            [5, 8.5, 3.5],
        )
    if content.actions:
        document.heading("Actions", level=3)
        document.table(
            "Actions",
            ["Reference", "Action", "Owner", "Due"],
            [
                [
                    one.reference,
                    "\n".join(filter(None, [one.text, one.measure and f"Done when: {one.measure}"])),
                    f"{one.owner}\n{one.status}",
                    short_day(one.due_on),
                ]
                for one in content.actions
            ],
            [2.6, 7.4, 4.5, 2.5],
        )
    if content.assurance:
        document.heading("Assurance", level=3)
        document.table(
            "Assurance",
            ["Reference", "Risk to be shown addressed", "Asked of", "Due"],
            [[one.reference, one.risk, one.asked, short_day(one.due_on)] for one in content.assurance],
            [2.6, 7.4, 4.5, 2.5],
        )
