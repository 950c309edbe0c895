"""Which kinds of violence count as serious violence, by area and day. Section 2.4, PR-09.

The code list `definition` says which definition an area uses from when (its attribute `areas`); each `violence_type`
says which definitions count it. A figure names the definition it was counted by.
"""

from dataclasses import dataclass
from datetime import date

from app.features.partnership.domain import CodeItem
from app.features.partnership.queries import code_list, get_area


@dataclass(frozen=True)
class Definition:
    """`counts` are codes of `violence_type`; `words` say what is counted in part, or not quite left out."""

    code: str
    label: str
    hint: str
    valid_from: date
    area_codes: tuple[str, ...]
    counts: frozenset[str]
    words: dict[str, str]


def definitions(on: date | None = None) -> list[Definition]:
    """Those in force on a day, today unless it is given; some are kept only to compare with."""
    types = code_list("violence_type", on)
    return [_definition(item, types) for item in code_list("definition", on)]


def definition(area_uid: str, on: date | None = None) -> Definition | None:
    """The one by which an area counts on a day; None when nobody has said."""
    code = get_area(area_uid).code
    return next((one for one in definitions(on) if code in one.area_codes), None)


def _definition(item: CodeItem, types: list[CodeItem]) -> Definition:
    words = {one.code: (one.attributes.get("qualified") or {}).get(item.code) for one in types}
    return Definition(
        item.code,
        item.label,
        item.hint,
        item.valid_from,
        tuple(item.attributes.get("areas", ())),
        frozenset(one.code for one in types if item.code in one.attributes.get("definitions", ())),
        {code: said for code, said in words.items() if said},
    )
