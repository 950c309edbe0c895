"""Between the answers as they are kept (JSON, keys of the domain reference) and the values of form fields.

Answers read back from a sealed row are frozen; both directions take mappings and sequences of any kind.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.features.notifications.questions.base import JOIN, Kind, Question, is_nothing
from app.features.partnership import interface as partnership
from app.kernel.days import day_of

OTHER = f"{JOIN}other"
"""Ends the name of the field that takes what is not in an open list."""
YES, NO = "yes", "no"
TRUE_CODES = {True: "YES", False: "NO"}
"""How an answer of true or false, as offline forms send it, reads in a code list."""
TRUTHS = {code: truth for truth, code in TRUE_CODES.items()}


def flat(questions: Iterable[Question], prefix: str = "") -> list[tuple[str, Question]]:
    """Each question that has a field of its own, with the field's name: groups are opened, repeats stay whole."""
    found: list[tuple[str, Question]] = []
    for question in questions:
        name = prefix + question.name
        if question.kind is Kind.GROUP:
            found += flat(question.parts, name + JOIN)
        else:
            found.append((name, question))
    return found


# Answers to fields --------------------------------------------------------------------------------------------------


def offered(question: Question, agency_type: str) -> list[partnership.CodeItem]:
    """The codes a question offers somebody from that type of agency. Gateways are filtered: section 5.2."""
    if question.codes == "gateway":
        return partnership.gateways_for(agency_type)
    return partnership.code_list(question.codes)


def to_form(
    answers: Mapping[str, Any], questions: Iterable[Question], agency_type: str, prefix: str = ""
) -> dict[str, Any]:
    """What the fields of `questions` show for `answers`."""
    shown: dict[str, Any] = {}
    for question in questions:
        name, value = prefix + question.name, answers.get(question.name)
        if question.kind is Kind.GROUP:
            shown |= to_form(value if isinstance(value, Mapping) else {}, question.parts, agency_type, name + JOIN)
        elif question.open_list:
            texts = [str(one) for one in value or ()]
            codes = {code.code for code in offered(question, agency_type)}
            known, others = [one for one in texts if one in codes], [one for one in texts if one not in codes]
            shown |= {name: known, name + OTHER: "\n".join(others)}
        else:
            shown[name] = _shown(question, value, agency_type)
    return shown


def _shown(question: Question, value: Any, agency_type: str) -> Any:
    if question.kind is Kind.REPEAT:
        return [to_form(entry, question.parts, agency_type) for entry in value or () if isinstance(entry, Mapping)]
    if question.kind is Kind.MANY:
        return [str(code) for code in value or ()]
    if question.kind is Kind.LINES:
        return "\n".join(str(line) for line in value or ())
    if question.kind in (Kind.DATE, Kind.DAY):
        return day_of(value)
    if question.kind is Kind.YES_NO:
        return None if value is None else YES if value else NO
    if question.kind is Kind.TICK:
        return bool(value)
    if question.kind is Kind.DECIMAL:
        return None if value is None else Decimal(str(value))
    if question.kind is Kind.ONE and isinstance(value, bool):
        return TRUE_CODES[value]
    if question.kind in (Kind.ONE, Kind.SCALE):
        return None if value is None else str(value)
    return value


# Fields to answers --------------------------------------------------------------------------------------------------


def from_form(values: Mapping[str, Any], questions: Iterable[Question], prefix: str = "") -> dict[str, Any]:
    """The answers that the fields of `questions` give. A group of which nothing is answered is None."""
    answers: dict[str, Any] = {}
    for question in questions:
        name = prefix + question.name
        if question.kind is Kind.GROUP:
            inner = from_form(values, question.parts, name + JOIN)
            answers[question.name] = None if is_nothing(inner) else _compact(question, inner)
        else:
            answers[question.name] = _answer(question, name, values)
    return answers


def _compact(question: Question, inner: dict[str, Any]) -> dict[str, Any]:
    """Counts and scales keep only what was answered."""
    sparse = all(part.kind in (Kind.NUMBER, Kind.SCALE) for part in question.parts) or question.name == "who_is_present"
    return {name: value for name, value in inner.items() if value is not None} if sparse else inner


def _answer(question: Question, name: str, values: Mapping[str, Any]) -> Any:
    value = values.get(name)
    if question.kind is Kind.REPEAT:
        entries = [from_form(entry, question.parts) for entry in value or ()]
        return [entry for entry in entries if not is_nothing(entry)]
    if question.kind is Kind.MANY:
        codes = [str(code) for code in value or ()]
        if question.open_list:
            codes += [one for one in _lines(values.get(name + OTHER), question.codes) if one not in codes]
        return codes
    if question.kind is Kind.LINES:
        return _lines(value)
    if question.kind in (Kind.DATE, Kind.DAY):
        return value.isoformat() if isinstance(value, date) else None
    if question.kind is Kind.YES_NO:
        return {YES: True, NO: False}.get(str(value))
    if question.kind is Kind.TICK:
        return bool(value)
    if question.kind is Kind.DECIMAL:
        return None if value is None else float(value)
    if question.kind is Kind.SCALE:
        return None if value is None else int(value)
    if question.truth and value in TRUTHS:
        return TRUTHS[value]
    return value or None if isinstance(value, str) else value


def _lines(text: Any, codes: str = "") -> list[str]:
    """One text a line; a line that names a code of the list becomes that code."""
    found = [line.strip() for line in str(text or "").splitlines() if line.strip()]
    return [partnership.resolve_code(codes, line) or line for line in found] if codes else found


def merged(answers: Mapping[str, Any], questions: Iterable[Question], values: Mapping[str, Any]) -> dict[str, Any]:
    """`answers` with those of one page put in. What a group holds beyond its questions stays."""
    new = from_form(values, questions)
    for question in questions:
        old = answers.get(question.name)
        if question.kind is Kind.GROUP and isinstance(old, Mapping):
            asked = {part.name for part in question.parts}
            kept = {name: value for name, value in old.items() if name not in asked}
            if kept:
                new[question.name] = kept | (new[question.name] or {})
    return {**answers, **new}
