"""The minutes as one reader may see them, for the page and for the document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.features.meetings import interface as meetings
from app.features.meetings.interface import AgendaItem, Meeting
from app.features.minutes import queries, told
from app.features.minutes.content import AgencyWords, GeneralContent, ItemContent
from app.features.minutes.domain import course
from app.features.minutes.models import Minutes, MinutesVersion
from app.kernel.clock import today
from app.kernel.days import day_words
from app.platform.access import Actor, Permission

WITHHELD = "Hidden: the agency restricted who may read what it told the group"


@dataclass(frozen=True)
class ShownItem:
    """`content` is None when the person has been erased. `is_new`: not issued yet."""

    item: AgendaItem
    version: MinutesVersion
    content: ItemContent | None

    @property
    def reference(self) -> str:
        return self.item.case.reference

    @property
    def title(self) -> str:
        return self.item.case.subject.title

    @property
    def is_new(self) -> bool:
        return self.version.issued_round is None

    @property
    def voice_words(self) -> str:
        return "What they say" if self.item.case.subject_kind == "PERSON" else "What people say"


@dataclass(frozen=True)
class Shown:
    meeting: Meeting
    minutes: Minutes
    state: str
    general: GeneralContent
    general_version: MinutesVersion
    items: Sequence[ShownItem]

    @property
    def title(self) -> str:
        day = self.meeting.held_on
        return f"Minutes of {day_words(day)}"

    @property
    def is_changed(self) -> bool:
        """Whether some part has a version that is not issued."""
        return self.general_version.issued_round is None or any(one.is_new for one in self.items)


def manages(actor: Actor) -> bool:
    return actor.may(Permission.MEETING_MANAGE)


def show(actor: Actor, minutes: Minutes, meeting: Meeting, *, issued: bool) -> Shown:
    """Every part the actor may see: as it was `issued`, or as it stands."""
    versions = queries.current_versions(actor, minutes, issued=issued)
    items = [item for item in meetings.list_items(actor, meeting, withdrawn=True) if item.uid in versions]
    contents = {item.uid: _content(versions[item.uid]) for item in items}
    general = versions[minutes.uid]
    readable = told.readable(actor, [one.uid for content in contents.values() if content for one in content.agencies])
    return Shown(
        meeting=meeting,
        minutes=minutes,
        state=course.minutes_state(minutes, today()),
        general=GeneralContent.from_json(general.content),
        general_version=general,
        items=[ShownItem(item, versions[item.uid], _for_reader(actor, contents[item.uid], readable)) for item in items],
    )


def _content(version: MinutesVersion) -> ItemContent | None:
    return ItemContent.from_json(version.content) if version.content else None


def _for_reader(actor: Actor, content: ItemContent | None, readable: frozenset[str]) -> ItemContent | None:
    """Words of an agency that the reader may not read are not there; what a notifier is told is for the notifier."""
    if content is None:
        return None
    agencies = tuple(one if one.is_open or one.uid in readable else _withheld(one) for one in content.agencies)
    return replace(content, agencies=agencies, notifier=content.notifier if manages(actor) else "")


def _withheld(one: AgencyWords) -> AgencyWords:
    return AgencyWords(one.uid, one.name, "", WITHHELD)


def parts_of(shown: Shown) -> Mapping[str, str]:
    """What each part is called, by its uid: for corrections."""
    return {shown.minutes.uid: "The meeting as a whole"} | {
        one.item.uid: f"{one.reference}: {one.title}" for one in shown.items
    }
