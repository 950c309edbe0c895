"""What a version of the minutes says: of an item, and of the meeting as a whole. It stays as it was recorded."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

HEARD, DEFERRED, WITHDRAWN = "HEARD", "DEFERRED", "WITHDRAWN"
COURSE = {DEFERRED: "Put off", WITHDRAWN: "Taken off the agenda"}


@dataclass(frozen=True)
class AgencyWords:
    """What one agency told the group, as minuted. `uid`: the request it answered, or its written
    contribution; `handling`: its restrictions; `is_open`: read by everybody who may see the item."""

    uid: str
    name: str
    text: str
    handling: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Decided:
    words: str
    detail: str
    returns_on: date | None


@dataclass(frozen=True)
class Agreed:
    """An action as it was agreed."""

    reference: str
    text: str
    measure: str
    owner: str
    due_on: date
    status: str
    urgent: bool


@dataclass(frozen=True)
class Sought:
    """Assurance as it was asked for."""

    reference: str
    risk: str
    asked: str
    due_on: date


@dataclass(frozen=True)
class ItemContent:
    """`course`: HEARD, DEFERRED or WITHDRAWN, with the `reason`. `notifier`: what whoever notified is told (PR-35)."""

    course: str = HEARD
    reason: str = ""
    why: str = ""
    said: str = ""
    agencies: tuple[AgencyWords, ...] = ()
    voice: str = ""
    chair: str = ""
    conflicts: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    """Who left the room for the item, and when they came back if they did."""
    decisions: tuple[Decided, ...] = ()
    actions: tuple[Agreed, ...] = ()
    assurance: tuple[Sought, ...] = ()
    notifier: str = ""

    @property
    def outcome(self) -> str:
        """What came of it, in one line."""
        if self.course != HEARD:
            return COURSE[self.course]
        parts = [one.words for one in self.decisions]
        if self.actions:
            parts.append("1 action" if len(self.actions) == 1 else f"{len(self.actions)} actions")
        if self.assurance:
            parts.append(f"{len(self.assurance)} assurance sought")
        return "; ".join(parts) or "Nothing decided"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "ItemContent":
        return cls(
            **{
                **kept,
                "conflicts": tuple(kept["conflicts"]),
                "left": tuple(kept.get("left", ())),
                "agencies": tuple(AgencyWords(**one) for one in kept["agencies"]),
                "decisions": tuple(Decided(**_days(one, "returns_on")) for one in kept["decisions"]),
                "actions": tuple(Agreed(**_days(one, "due_on")) for one in kept["actions"]),
                "assurance": tuple(Sought(**_days(one, "due_on")) for one in kept["assurance"]),
            }
        )

    def words(self) -> Iterator[tuple[str, str]]:
        """What may be put into other words, part by part, for comparing."""
        yield "Why it was heard", self.why
        yield "What they say", self.voice
        yield "What was said", self.said
        for one in self.agencies:
            yield f"What {one.name} told the group", one.text
        yield "What the notifier is told", self.notifier


@dataclass(frozen=True)
class Person:
    """Somebody who was at the meeting, or was expected there."""

    name: str
    job_title: str
    agency: str
    how: str
    here: bool
    deputy_for: str = ""
    acknowledged: bool | None = None
    """Whether they acknowledged the confidentiality statement; None: it was not asked when this was written."""

    @property
    def how_words(self) -> str:
        return f"{self.how} for {self.deputy_for}" if self.deputy_for else self.how

    @property
    def statement_words(self) -> str:
        return {True: "Acknowledged", False: "Not acknowledged", None: "Not recorded"}[self.acknowledged]


@dataclass(frozen=True)
class GeneralContent:
    chair: str = ""
    statement_read: bool = False
    missing: tuple[str, ...] = ()
    """Groups without which there was no quorum."""
    people: tuple[Person, ...] = ()
    note: str = ""

    @property
    def statement(self) -> str:
        """Whether the confidentiality statement was read, and acknowledged by each who was there (section 5.4)."""
        read = f"The confidentiality statement was {'read' if self.statement_read else 'not read'}."
        asked = [one for one in self.people if one.here and one.acknowledged is not None]
        missing = [one.name for one in asked if not one.acknowledged]
        if not asked:
            return read
        if len(missing) == len(asked):
            return f"{read} Nobody’s acknowledgement was written down."
        if not missing:
            return f"{read} Everybody who was there acknowledged it."
        return (
            f"{read} It was acknowledged by {len(asked) - len(missing)} of {len(asked)}; not by {', '.join(missing)}."
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "GeneralContent":
        people = tuple(Person(**one) for one in kept["people"])
        return cls(**{**kept, "missing": tuple(kept["missing"]), "people": people})

    def words(self) -> Iterator[tuple[str, str]]:
        yield "About the meeting as a whole", self.note


def _days(kept: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {**kept, name: date.fromisoformat(kept[name]) if kept[name] else None}
