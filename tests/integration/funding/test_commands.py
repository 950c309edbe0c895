"""Money through its commands, on both databases: sums, tenancy, and what is sent twice."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from app.features.funding import granting, lines, matching, paying, queries, yearly
from app.features.funding.granting import Basis
from app.features.funding.interface import Spend, load_figures, spend_by_intervention, spend_on
from app.features.funding.models import Actual, Allocation, BudgetLine, Grant
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound, NotPermitted, Refused
from app.kernel.references import new_uid
from app.platform.access import Role, acting_as, current_actor
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_user, the_system
from tests.factories.cases import acting
from tests.factories.funding import get_line, make_grant, make_line
from tests.factories.referrals import intervention_uid, load_catalogue

pytestmark = pytest.mark.usefixtures("context")

DAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
ON = DAY.date()


@pytest.fixture(autouse=True)
def _on_the_day(clock: Clock) -> None:
    clock.set(DAY)


def test_the_figures_of_the_documents_are_loaded_once_and_sum() -> None:
    """6.6, D1 to D5."""
    with acting_as(the_system()):
        assert load_figures() == 16 + 5
        assert load_figures() == 0
        db.session.commit()
        figures = {one.code: one for one in queries.list_grants(published=True)}
        avon = figures["F02"]
        assert avon.amount == 116_000_000 == sum(one.amount for one in avon.allocations)
        assert "D1" in avon.note
        assert "D2" in avon.note
        assert figures["F03"].amount == avon.allocations[0].amount == 11_488_400
        three = [figures[code] for code in ("F06", "F07", "F08")]
        assert sum(one.amount or 0 for one in three) == 351_970_900
        assert [(one.amount or 0) - (one.core_amount or 0) for one in three] == [53_422_600, 17_831_300, 16_717_000]
        assert [yearly.match_asked(one) for one in three] == [8_800_000, 13_200_000, 17_600_000]
        partnership.change_number(
            actor=current_actor(), key="funding.match_base", area_uid=None, value="2", valid_from=date(2023, 4, 1)
        )
        assert [yearly.match_asked(one) for one in three] == [8_800_000, 15_874_695, 20_943_400]
        assert sum(figures[code].amount or 0 for code in ("F11", "F12")) != figures["F09"].amount
        assert figures["F05"].amount is None
        with pytest.raises(NotPermitted):
            granting.settle_grant(actor=current_actor(), grant=avon, signed_on=ON, confirmed_on=ON)


def test_a_grant_is_shared_out_to_the_penny_and_never_below_what_the_lines_hold() -> None:
    hub = make_user(Role.HUB)
    grant_uid = make_grant(None, amount=116_000_000)
    areas = {area.code: area.uid for area in partnership.list_areas()}
    people = {"BNES": 193_400, "BRIS": 472_400, "NSOM": 216_700, "SOM": 571_600, "SGLOS": 290_400}
    with acting(hub) as actor:
        grant = queries.get_grant(actor, grant_uid)
        figures = {areas[code]: Basis(population=number, crimes=number // 97) for code, number in people.items()}
        granting.share_out(actor=actor, grant=grant, shares=figures, period="2025", weight=50)
        with pytest.raises(Refused, match="Enter shares that sum to £1,160,000"):
            granting.share_out(actor=actor, grant=grant, shares={areas["BNES"]: Basis(amount=1)})
        with pytest.raises(Refused, match="Enter the months"):
            granting.share_out(actor=actor, grant=grant, shares=figures, weight=50)
    total = select(func.sum(Allocation.amount), func.count()).where(Allocation.grant_uid == grant_uid)
    assert tuple(db.session.connection().execute(total).one()) == (116_000_000, 5)
    make_line(grant_uid, amount=1_000_000)
    with acting(hub) as actor:
        grant = queries.get_grant(actor, grant_uid)
        decided = {areas["BRIS"]: Basis(amount=116_000_000)}
        with pytest.raises(Refused, match="Bath and North East Somerset: its lines hold that much"):
            granting.share_out(actor=actor, grant=grant, shares=decided)
        decided = {areas["BRIS"]: Basis(amount=115_000_000), areas["BNES"]: Basis(amount=1_000_000)}
        granting.share_out(actor=actor, grant=grant, shares=decided)
    assert tuple(db.session.connection().execute(total).one()) == (116_000_000, 2)
    with pytest.raises(Refused, match=r"Enter £0\.00 or less"):
        make_line(grant_uid, amount=1)
    with pytest.raises(Refused, match="Wait until the grant is shared out"):
        make_line(grant_uid, area="SOM", amount=1)
    with acting(make_user(Role.COMMISSIONER)) as actor, pytest.raises(NotPermitted):
        granting.share_out(actor=actor, grant=queries.get_grant(actor, grant_uid), shares={})


def test_what_is_paid_stands_once_and_is_reversed_once() -> None:
    commissioner = make_user(Role.COMMISSIONER)
    line_uid = make_line(make_grant(), amount=100_00)
    once = new_uid()
    with acting(commissioner) as actor:
        line = get_line(line_uid)
        paid: dict[str, Any] = {
            "actor": actor,
            "line": line,
            "what": "March invoice",
            "amount": 30_00,
            "paid_on": date(2026, 10, 1),
        }
        first = paying.pay(**paid, once=once)
        assert first is not None
        assert paying.pay(**paid, once=once) is None
        taken_off = paying.reverse(actor=actor, actual=first, line=line, reason="Wrong amount")
        assert paying.reverse(actor=actor, actual=first, line=line, reason="Again").uid == taken_off.uid
        with pytest.raises(Refused, match="takes another off already"):
            paying.reverse(actor=actor, actual=taken_off, line=line, reason="Back")
        paying.pay(**(paid | {"amount": 20_00}))
        paying.pay(**(paid | {"amount": 5_00}), came_back=True)
        for wrong, words in ((date(2026, 3, 31), "1 April 2026"), (date(2026, 11, 3), "after today")):
            with pytest.raises(Refused, match=words):
                paying.pay(**(paid | {"paid_on": wrong}))
        ((standing, _),) = queries.standings([line], ON).values()
        assert (standing.spent, standing.remaining) == (15_00, 85_00)
        assert db.session.scalar(select(func.count(Actual.uid))) == 4


def test_promises_count_until_they_are_paid_or_end() -> None:
    commissioner = make_user(Role.COMMISSIONER)
    line_uid = make_line(make_grant(), amount=100_00)
    with acting(commissioner) as actor:
        line = queries.get_line(actor, line_uid)
        promise: dict[str, Any] = {
            "actor": actor,
            "line": line,
            "grant": line.grant,
            "what": "Contract",
            "payee": "Canal Studio",
        }
        days: dict[str, Any] = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 4, 30)}
        with pytest.raises(Refused, match="the money ends on 31 March 2027") as refused:
            paying.commit_money(**promise, **days, amount=60_00)
        assert refused.value.field == "anyway"
        row = paying.commit_money(**promise, **days, amount=60_00, anyway=True)
        assert row is not None
        assert yearly.promised_after(row, line.grant.ends_on, ON) == 456  # 30 of 395 days
        paying.pay(actor=actor, line=line, what="Part", amount=25_00, paid_on=date(2026, 9, 1), commitment_uid=row.uid)
        paying.confirm_commitment(actor=actor, commitment=row, confirmed_on=ON)
        ((standing, _),) = queries.standings([line], ON).values()
        assert (standing.committed, standing.owed, standing.free) == (60_00, 35_00, 40_00)
        paying.end_commitment(actor=actor, commitment=row, ended_on=ON, reason="Stopped")
        ((standing, _),) = queries.standings([line], ON).values()
        assert (standing.committed, standing.owed, standing.free) == (25_00, 0, 75_00)


def test_spend_on_an_intervention_by_whose_money() -> None:
    load_catalogue()
    commissioner = make_user(Role.COMMISSIONER)
    mentoring, music = intervention_uid("I06"), intervention_uid("I07")
    grant_uid = make_grant()
    line_uid = make_line(grant_uid, intervention_uid=mentoring)
    other_uid = make_line(make_grant(source="COUNCIL", name="Council"), name="Studio")
    since, until = date(2026, 7, 1), date(2026, 9, 30)
    with acting(commissioner) as actor:
        for uid, amount, day, of in (
            (line_uid, 100, since, None), (line_uid, 20, until, None), (line_uid, 5, date(2026, 10, 1), None),
            (line_uid, 7, since, music), (other_uid, 40, since, mentoring), (other_uid, 1000, since, None),
        ):  # fmt: skip
            line = get_line(uid)
            row = paying.pay(actor=actor, line=line, what="x", amount=amount, paid_on=day, intervention_uid=of)
            assert row is not None
            if amount == 20:
                paying.reverse(actor=actor, actual=row, line=line, reason="Twice")
        matching.add_match(
            actor=actor, grant=queries.get_grant(actor, grant_uid), area_uid=actor.area_uid, contributor="Council",
            kind="PREMISES", amount=300, given_on=since, evidence="Lease", valuation="Rent", intervention_uid=mentoring,
        )  # fmt: skip
        assert spend_on(mentoring, since, until) == Spend(home_office=100, match=300, other=40)
        assert spend_on(mentoring, since, until).total == 440
        assert spend_by_intervention(since, until)[music] == Spend(home_office=7)
        assert spend_on(music, date(2026, 10, 1), ON) == Spend()


def test_an_area_sees_its_own_money_alone_and_the_hub_reads_all() -> None:
    bath, bristol = make_user(Role.COMMISSIONER), make_user(Role.COMMISSIONER, area="BRIS")
    ours, theirs = make_grant(), make_grant("BRIS", name="Bristol’s own")
    line_uid, their_line = make_line(ours), make_line(theirs, area="BRIS")
    with acting(bath) as actor:
        assert [one.row.uid for one in queries.list_lines(ON)] == [line_uid]
        assert theirs not in {one.uid for one in queries.list_grants()}
        for get, uid in ((queries.get_line, their_line), (queries.get_grant, theirs)):
            with pytest.raises(NotFound):
                get(actor, uid)
        if db.engine.dialect.name == "postgresql":  # the second line, past every rule of the application
            seen = db.session.connection().scalars(select(BudgetLine.__table__.c.uid)).all()
            assert seen == [line_uid]
            assert theirs not in db.session.connection().scalars(select(Grant.__table__.c.uid)).all()
        line = queries.get_line(actor, line_uid)
    with acting(bristol) as actor:
        for act in (
            lambda: paying.pay(actor=actor, line=line, what="x", amount=1, paid_on=today()),
            lambda: lines.make_forecast(actor=actor, line=line, amount=1),
            lambda: lines.add_line(
                actor=actor, grant=line.grant, area_uid=line.area_uid, year=2026, name="x", kind="STAFF", amount=1
            ),
        ):
            with pytest.raises(NotPermitted):
                act()
    with acting(make_user(Role.COORD)) as actor, pytest.raises(NotPermitted):
        lines.make_forecast(actor=actor, line=line, amount=1)


def test_a_year_sums_over_its_lines(clock: Clock) -> None:
    commissioner = make_user(Role.COMMISSIONER)
    grant_uid = make_grant(match_year=1, core_amount=8_000_000)
    line_uid, staff_uid = make_line(grant_uid), make_line(grant_uid, name="Coordinator", kind="STAFF", amount=1_000_000)
    with acting(commissioner) as actor:
        for uid, amount in ((line_uid, 400_000), (staff_uid, 600_000)):
            paying.pay(actor=actor, line=get_line(uid), what="x", amount=amount, paid_on=ON)
        lines.make_forecast(actor=actor, line=get_line(staff_uid), amount=1_200_000)
        clock.set(DAY.replace(hour=11))
        lines.make_forecast(actor=actor, line=get_line(staff_uid), amount=1_100_000)
        money = yearly.year_of_money(2026, queries.load_money(actor.area_uids, ON))
        assert (money.total.budget, money.total.spent, money.total.variance) == (3_000_000, 1_000_000, 100_000)
        assert money.share_on_interventions == "40.00"
        (match,) = money.match
        assert (match.asked, match.given, match.missing) == (800_000, 0, 800_000)
        assert yearly.year_of_money(2025, queries.load_money(actor.area_uids, ON)).lines == []
