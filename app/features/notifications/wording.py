"""Words that say more about the writer than about a child, and things that are not evidence. Suggestions only:
nothing here ever stops a notification."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Suggestion:
    """`instead` is what to write in place of `word`, as it was typed in `field`."""

    field: str
    word: str
    instead: str


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


WORDING: tuple[tuple[re.Pattern[str], str], ...] = (
    (_words(r"gangs?(?: members?)?"), "“group” or “network”, with evidence for any stronger word"),
    (_words(r"nominals?"), "“child”, “young person” or “person of concern”"),
    (_words(r"offenders?(?! manage| assess)"), "“child”, “young person” or “person of concern”"),
    (_words(r"perps?|perpetrators?"), "“alleged to have caused harm”"),
    (_words(r"fail(?:ed|s|ing)? to engage"), "“not yet engaged”, and what was tried"),
    (
        re.compile(r"\bDNA(?:['’]?d|s)?\b(?! (?:test|sample|swab|profile|evidence|match))"),
        "“was not brought” or “did not attend – service to follow up”",
    ),
    (_words(r"life-?\s?style choices?"), "what is being done to them, and by whom"),
    (_words(r"plac(?:es|ing|ed) (?:him|her|them)sel(?:f|ves) at risk"), "what is being done to them, and by whom"),
    (_words(r"child prostitutes?|drug runners?"), "what is being done to them, and by whom"),
)
"""Domain reference 0.3."""

NOT_EVIDENCE: tuple[tuple[re.Pattern[str], str], ...] = (
    (_words(r"(?:drill|rap|trap|grime) (?:music|videos?|tracks?|artists?)|music videos?"), "music"),
    (_words(r"(?:same|matching|black|red|blue) (?:jackets?|hoodies|tracksuits|clothing|clothes|colours)"), "clothes"),
    (
        _words(
            r"foreign (?:famil(?:y|ies)|nationals?|lads|men|boys)|immigrant famil(?:y|ies)|nationality"
            r"|famil(?:y|ies) (?:is |are )?(?:irish|polish|romanian|somali|turkish|kurdish|jamaican|nigerian|albanian)"
        ),
        "nationality or ethnicity",
    ),
    (_words(r"(?:muslim|christian|jewish|sikh|hindu|traveller|gypsy) famil(?:y|ies)"), "religion or ethnicity"),
    (_words(r"free school meals?"), "free school meals"),
    (
        _words(r"(?:stop and search|stop-and-search|searched)[^.]{0,30}(?:nothing found|negative)"),
        "a search that found nothing",
    ),
    (
        _words(r"(?:likes|follows|followers) (?:on|their|his|her)[^.]{0,20}(?:instagram|snapchat|tiktok|account)"),
        "likes and follows",
    ),
    (_words(r"(?:gangs?|violence|police) matrix"), "an entry on a police list"),
)
"""PR-10: what must never count. Names what it is that is no evidence."""

FIELDS = (
    "what_is_worrying",
    "what_is_going_well",
    "what_needs_to_happen",
    "necessity_statement",
    "purpose_statement",
    "notification_reason_text",
    "trigger_event",
    "strengths_and_guardians",
    "safe_contact_notes",
    "working_name",
)
ENTRIES = {
    "role_in_violence": "evidence",
    "risk_factors": "evidence",
    "protective_factors": "evidence",
    "evidence_basis": "detail",
}


def texts(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the notifier wrote in their own words, by field. What a child or a parent said is theirs and left alone."""
    for field in FIELDS:
        value = answers.get(field)
        if isinstance(value, str):
            yield field, value
    for field, part in ENTRIES.items():
        for number, entry in enumerate(answers.get(field) or ()):
            value = entry.get(part) if isinstance(entry, Mapping) else None
            if isinstance(value, str):
                yield f"{field}-{number}-{part}", value


def suggestions(answers: Mapping[str, Any]) -> list[Suggestion]:
    """Kinder and more exact words, each word once a field."""
    found: dict[tuple[str, str], Suggestion] = {}
    for field, text in texts(answers):
        for pattern, instead in WORDING:
            for match in pattern.finditer(text):
                word = match.group(0)
                found.setdefault((field, word.casefold()), Suggestion(field, word, instead))
    return list(found.values())


def not_evidence(answers: Mapping[str, Any]) -> list[Suggestion]:
    """What is named that cannot count as evidence. PR-10."""
    found: dict[tuple[str, str], Suggestion] = {}
    for field, text in texts(answers):
        for pattern, what in NOT_EVIDENCE:
            match = pattern.search(text)
            if match:
                found.setdefault((field, what), Suggestion(field, match.group(0), what))
    return list(found.values())
