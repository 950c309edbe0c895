"""A year's money as a workbook, as whoever asks may see it."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from flask import Response

from app.features.accounts import interface as accounts
from app.features.funding import queries, yearly
from app.features.funding.blueprint import bp
from app.features.funding.domain import years
from app.features.funding.seeing import seeing
from app.features.funding.shown import chosen_areas, chosen_year
from app.features.funding.yearly import Year
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.platform import audit
from app.platform.access import Permission, current_actor
from app.platform.vault import MARKING
from app.platform.workbook import MIME_TYPE, Column, Value, Workbook
from app.web.access import permits

audit.declare("funding.exported", facts={"year", "lines", "payments", "areas"})

LINES = (
    Column("Area", 26), Column("Grant", 34), Column("Line", 34), Column("What for", 22), Column("Budget", 16),
    Column("Promised", 16), Column("Promised, not paid", 16), Column("Spent", 16), Column("Remaining", 16),
    Column("Forecast", 16), Column("Forecast against budget", 16),
)  # fmt: skip
PAYMENTS = (
    Column("Area", 26), Column("Line", 34), Column("Paid on", 14), Column("Amount", 16), Column("What for", 44),
    Column("Reversal", 12),
)  # fmt: skip
MATCH = (
    Column("Area", 26), Column("Grant", 34), Column("Given on", 14), Column("Who gave it", 30), Column("What", 20),
    Column("Worth", 16), Column("What shows it", 44), Column("How it was valued", 44),
)  # fmt: skip


@bp.post("/export")
@permits(Permission.FUNDING_VIEW)
def export() -> Response:
    """Lines, payments and match of a year."""
    actor = current_actor()
    year, area_uids = chosen_year(), chosen_areas(actor)
    name = accounts.user_names(actor, {actor.user_uid}).get(actor.user_uid, "Somebody")
    with seeing(actor):
        data, lines, payments = _write(
            yearly.year_of_money(year, queries.load_money(area_uids, today())), area_uids, name
        )
    audit.record("funding.exported", year=year, lines=lines, payments=payments, areas=len(area_uids))
    file = f"funding-{years.year_words(year).replace('/', '-')}.xlsx"
    return Response(data, mimetype=MIME_TYPE, headers={"Content-Disposition": f'attachment; filename="{file}"'})


def money(pence: int) -> Decimal:
    return Decimal(pence).scaleb(-2)


def _write(year: Year, area_uids: Collection[str], exported_by: str) -> tuple[bytes, int, int]:
    book = Workbook("Funding", marking=MARKING, exported_by=exported_by, exported_at=now())
    areas = {area.uid: area.name for area in partnership.list_areas()}
    book.add_table("Lines", LINES, (_line(one, areas) for one in year.lines))
    names = {one.row.uid: one.row.name for one in year.lines}
    actuals = queries.list_actuals(names)
    rows = (
        (
            areas[one.area_uid],
            names[one.line_uid],
            one.paid_on,
            money(one.amount),
            one.what,
            "Yes" if one.reverses_uid else None,
        )
        for one in actuals
    )
    book.add_table("Payments", PAYMENTS, rows)
    grants = {one.grant.uid: one.grant.name for one in year.match}
    given = [one for one in queries.list_match(grants) if one.area_uid in area_uids]
    book.add_table("Match", MATCH, ((
        areas[one.area_uid], grants[one.grant_uid], one.given_on, one.contributor,
        partnership.code_label("match_kind", one.kind), money(one.amount), one.evidence, one.valuation,
    ) for one in given))  # fmt: skip
    book.add_facts("About", _facts(year, [areas[uid] for uid in sorted(area_uids, key=areas.__getitem__)]))
    return book.to_bytes(), len(year.lines), len(actuals)


def _line(one: queries.Line, areas: dict[str, str]) -> tuple[Value, ...]:
    stands = one.standing
    sums = (
        stands.budget, stands.committed, stands.owed, stands.spent, stands.remaining, stands.forecast, stands.variance
    )  # fmt: skip
    words = areas[one.row.area_uid], one.grant.name, one.row.name, partnership.code_label("budget_kind", one.row.kind)
    return *words, *(money(amount) for amount in sums)


def _facts(year: Year, areas: list[str]) -> Iterator[tuple[str, Value]]:
    yield "Marking", MARKING
    yield "Financial year", years.year_words(year.year)
    yield "Areas", ", ".join(areas)
    yield "As it stood on", today()
    yield "Budget", money(year.total.budget)
    yield "Spent", money(year.total.spent)
    yield "Share of Home Office money spent on interventions", f"{year.share_on_interventions or 'Nothing spent'}"
    yield "Promised past the end of its funding", money(year.after_funding)
    yield "Payments", "What was entered wrongly stays, and a reversal takes it off"
