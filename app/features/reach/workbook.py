"""The return as a file, in the shape the hub sends on: one row for each intervention. It always has a tier (PR-55)."""

from app.features.partnership import interface as partnership
from app.features.reach import queries, shown
from app.features.reach.domain import cells
from app.features.reach.domain.disclosing import OPEN_TO, Tier
from app.features.reach.models import ReachReturn
from app.kernel.clock import local, now
from app.platform.workbook import Column, Unseen, Value, Workbook

WORDS = (("name", "Intervention", 36), ("provider", "Provider", 26), ("kind", "Kind", 18), ("level", "Level", 14),
         ("setting", "Setting", 16), ("approach", "Approach", 20), ("evaluation", "Evaluation", 16))  # fmt: skip
SAID = (("risks", "Risks", 40), ("case_study", "Case study", 60))
ROUNDED = (
    "Counts of people below {smallest} are hidden, and others where those could be worked out. The rest are rounded to "
    "the nearest {rounding}, each by itself: they need not add up. Minutes and days waited are rounded further. What "
    "changed by fewer than {smallest} since a version that was sent before stays as it was shown then"
)


def build(row: ReachReturn, tier: Tier, exported_by: str) -> bytes:
    """The workbook for a tier: what it is, the quarter, the year to date."""
    item = partnership.code_item("release_tier", tier.value)
    marking = str(item.attributes["marking"]) if item else "OFFICIAL-SENSITIVE"
    quarter, counted = queries.quarter_of(row), local(row.count.counted_at)
    words, _colour = shown.state_words(row)
    limits = queries.limits(row.area_uid)
    book = Workbook("Return of interventions", marking=marking, exported_by=exported_by, exported_at=now())
    sheets = {cells.QUARTER: quarter.words, cells.TO_DATE: f"Year to {quarter.span.until:%B %Y}"}
    for period, title in sheets.items():
        columns = [Column(name, width) for _key, name, width in WORDS]
        columns += [Column(cell.label, 14) for cell in cells.CELLS.values()]
        columns += [Column(name, width) for _key, name, width in SAID if tier != Tier.PUB]
        book.add_table(title, columns, _rows(row, tier, period))
    book.add_facts(
        "About",
        [
            ("Area", partnership.area_name(row.area_uid)),
            ("Quarter", quarter.words),
            ("Version", row.version),
            ("State", words),
            ("For", partnership.code_label("release_tier", tier.value)),
            ("Counted", f"{counted.day} {counted:%B %Y at %H:%M}"),
            ("Snapshot", row.count_uid),
            ("Small numbers", "Exact counts" if tier in OPEN_TO else ROUNDED.format(**vars(limits))),
            ("People", "One person is counted once for each intervention. Contacts are not people"),
        ],
    )
    return book.to_bytes()


def _rows(row: ReachReturn, tier: Tier, period: str) -> list[list[Value]]:
    figures = queries.shown_figures(row, tier)
    found: list[list[Value]] = []
    for of in (*queries.listed(row), cells.ALL):
        named = row.count.words.get(of, {"name": queries.label_of(row, of)})
        counts = figures.get(of, {}).get(period, {})
        line: list[Value] = [str(named.get(key, "")) for key, _name, _width in WORDS]
        line += [_value(code, of, counts.get(code, 0)) for code in cells.CELLS]
        if tier != Tier.PUB:
            line += [str(row.said.get(of, {}).get(key, "")) for key, _name, _width in SAID]
        found.append(line)
    return found


def _value(code: str, of: str, number: int | None) -> Value:
    if number is None:
        return Unseen.HIDDEN
    if of == cells.ALL and code in cells.NOT_OF_ALL:
        return None
    return number / 100 if code in shown.MONEY else number
