"""What forums are called, and which there are."""

from app.features.forums.domain.leading import SVOG
from app.features.partnership import interface as partnership
from app.web.fields import SelectChoice, choice


def forum_words(area_uid: str, code: str) -> str:
    """What an area calls a forum."""
    return partnership.forum_name(area_uid, code)


def other_forums(area_uid: str) -> dict[str, str]:
    """The words of every forum but ours by code: those the area has first."""
    own = {one.code: one.name for one in partnership.list_forums(area_uid)}
    every = own | {one.code: own.get(one.code, one.label) for one in partnership.code_list("forum")}
    return {code: words for code, words in every.items() if code != SVOG}


def forum_choices(area_uid: str) -> list[SelectChoice]:
    return [choice(code, words) for code, words in other_forums(area_uid).items()]


def needed(value: str | None) -> str | None:
    """What was typed, or None for nothing."""
    return (value or "").strip() or None
