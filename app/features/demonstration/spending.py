"""A year's money of an area, fictional: grants, one of them confirmed late and one near its end, lines with what was
promised and paid, match, and three applications to the Community Fund."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from app.features.demonstration.cast import Cast
from app.features.demonstration.replay import Step
from app.features.funding import interface as funding
from app.features.funding.models import Application, BudgetLine, Grant
from app.features.interventions import interface as interventions
from app.features.partnership import interface as partnership
from app.kernel.ages import months_after
from app.kernel.clock import today
from app.platform.access import Actor, Role

BEFORE_TODAY = timedelta(hours=20)
A_MINUTE = timedelta(minutes=1)
FORCE, LATE, ENDING = (
    "Violence reduction unit grant (fictional)",
    "Serious Violence Duty top-up (fictional)",
    "Safer streets pilot (fictional)",
)
FIGURES = {
    "BNES": (193_400, 1_180), "BRIS": (472_400, 5_920), "NSOM": (216_700, 1_340), "SOM": (571_600, 3_010),
    "SGLOS": (290_400, 1_690),
}  # fmt: skip
"""Population and recorded serious violent crime of each area. Invented."""
LINES = (
    ("Detached youth work in hot spots", "INTERVENTION", "I06", 3_800_000, 310_000),
    ("Teen Talk parenting programme", "INTERVENTION", "I05", 2_100_000, 164_250),
    ("Street to Studio workshops", "INTERVENTION", "I07", 1_450_000, 48_000),
    ("Community Fund", "FUND", None, 1_000_000, 0),
    ("Coordinator of the group", "STAFF", None, 2_400_000, 205_833),
    ("Evaluation by a university", "EVALUATION", None, 600_000, 0),
)
"""Name, kind, intervention, budget and what is paid each month, in pence."""


def steps(cast: Cast, now: datetime) -> Iterator[Step]:
    moment = now - BEFORE_TODAY
    commissioner = cast.first(Role.COMMISSIONER)
    yield Step(moment, cast.first(Role.HUB), _share_out)
    yield Step(moment + A_MINUTE, commissioner, _plan)
    yield Step(moment + 2 * A_MINUTE, commissioner, _pay)
    yield Step(moment + 3 * A_MINUTE, commissioner, _decide)


def _year() -> tuple[int, date, date]:
    year = funding.year_of(today())
    return year, funding.first_day(year), funding.last_day(year)


def _share_out(actor: Actor) -> None:
    _, first, last = _year()
    grant = funding.record_grant(
        actor=actor, name=FORCE, source="HOME_OFFICE", reference="FICTIONAL-1", amount=120_400_000,
        core_amount=88_000_000, match_year=2, starts_on=first, ends_on=last, signed_on=first, confirmed_on=first,
    )  # fmt: skip
    if grant is None:
        return
    shares = {
        partnership.area_by_code(code).uid: funding.Basis(population=people, crimes=crimes, agreed_on=today())
        for code, (people, crimes) in FIGURES.items()
    }
    period = f"April {first.year - 2} to March {first.year - 1}"
    funding.share_out(actor=actor, grant=grant, shares=shares, period=period, weight=50)


def _plan(actor: Actor) -> None:
    year, first, last = _year()
    area_uid = actor.area_uid
    funding.record_grant(
        actor=actor, of_area_uid=area_uid, name=LATE, source="OPCC", amount=2_500_000, starts_on=first, ends_on=last
    )
    funding.record_grant(
        actor=actor, of_area_uid=area_uid, name=ENDING, source="COUNCIL", amount=900_000, starts_on=first,
        ends_on=today() + timedelta(days=45), signed_on=first, confirmed_on=first,
    )  # fmt: skip
    catalogue = {one.code: one.uid for one in interventions.list_catalogue(actor)}
    grants = _grants()
    for name, kind, code, amount, _monthly in LINES:
        funding.add_line(
            actor=actor, grant=grants[FORCE], area_uid=area_uid, year=year, name=name, kind=kind, amount=amount,
            intervention_uid=catalogue.get(code) if code else None,
        )  # fmt: skip
    funding.add_line(
        actor=actor, grant=grants[ENDING], area_uid=area_uid, year=year, name="Late-night patrols with a youth worker",
        kind="INTERVENTION", amount=900_000,
    )  # fmt: skip


def _pay(actor: Actor) -> None:
    _, first, last = _year()
    lines = _lines()
    for name, kind, _code, amount, monthly in LINES:
        if not monthly:
            continue
        line = lines[name]
        contract = funding.commit_money(
            actor=actor, line=line, grant=line.grant, what=f"{name}: agreement of the year", amount=amount,
            payee="Provider of the programme (fictional)", starts_on=first, anyway=True,
            ends_on=last if kind != "INTERVENTION" else months_after(last, 2), confirmed_on=first,
        )  # fmt: skip
        for paid_on in _month_ends(first):
            funding.pay(
                actor=actor, line=line, what=f"Invoice for {paid_on:%B} (fictional)", amount=monthly, paid_on=paid_on,
                commitment_uid=contract.uid if contract else None,
            )  # fmt: skip
    patrols = lines["Late-night patrols with a youth worker"]
    agreed = funding.commit_money(
        actor=actor, line=patrols, grant=patrols.grant, what="Patrols until the pilot ends", amount=850_000,
        payee="Youth work charity (fictional)", starts_on=first, ends_on=patrols.grant.ends_on,
    )  # fmt: skip
    bill: dict[str, Any] = {"actor": actor, "line": patrols, "what": "Invoice 7 (fictional)", "paid_on": today()}
    under = agreed.uid if agreed else None
    wrong = funding.pay(**bill, amount=2_450_000, commitment_uid=under)
    if wrong is not None:
        funding.reverse(actor=actor, actual=wrong, line=patrols, reason="A nought too many")
    funding.pay(**bill, amount=245_000, commitment_uid=under)
    studio = lines["Street to Studio workshops"]
    funding.make_forecast(actor=actor, line=studio, amount=980_000)
    funding.ask_underspend(
        actor=actor, line=studio, amount=470_000, use="MOVE", reason="The studio opened in July (fictional)"
    )
    for kind, amount, who, valuation in (
        ("CASH", 300_000, "Council (fictional)", ""),
        ("IN_KIND_STAFF", 412_500, "Children’s services (fictional)", "Hours by the hourly cost of the post"),
    ):
        funding.add_match(
            actor=actor, grant=_grants()[FORCE], area_uid=actor.area_uid, contributor=who, kind=kind, amount=amount,
            given_on=today(), evidence="Letter in the commissioning folder (fictional)", valuation=valuation,
        )  # fmt: skip


def _decide(actor: Actor) -> None:
    _, first, last = _year()
    line = _lines()["Community Fund"]
    asked = [
        funding.apply(
            actor=actor, line=line, organisation=f"{who} (fictional)", purpose=f"{what} (fictional)", asked=amount,
            received_on=first,
        )
        for who, what, amount in (
            ("Saltmeadow Sports Club", "Boxing on Friday evenings for 12 to 17 year olds", 350_000),
            ("Canal Street Church", "A quiet room for parents once a week", 120_000),
            ("Riverside Bike Kitchen", "Mending bicycles with young people out of school", 280_000),
        )
    ]  # fmt: skip
    boxing, quiet, _waits = asked
    if boxing is None or quiet is None:
        return
    _award(actor, boxing, line, first, last)
    funding.decide(
        actor=actor, application=quiet, line=line, free=0, agreed=False, conflict=True,
        interest="The commissioner’s employer lets the room: the head of service decided (fictional)",
        reason="It is paid for by another fund already (fictional)",
    )  # fmt: skip


def _award(actor: Actor, application: Application, line: BudgetLine, first: date, last: date) -> None:
    funding.decide(
        actor=actor, application=application, line=line, free=line.amount, agreed=True, conflict=False,
        reason="It works where and when the group sees most harm (fictional)", amount=300_000, starts_on=first,
        ends_on=last, conditions="Youth workers are trained in safeguarding before the first evening (fictional)",
    )  # fmt: skip


def _month_ends(first: date) -> Iterator[date]:
    """The last day of each month of the year that is over."""
    number = 1
    while (day := months_after(first, number) - timedelta(days=1)) < today():
        yield day
        number += 1


def _grants() -> dict[str, Grant]:
    return {grant.name: grant for grant in funding.list_grants()}


def _lines() -> dict[str, BudgetLine]:
    return {one.row.name: one.row for one in funding.list_lines(today())}
