"""How interventions are commissioned: contracts, venues and evidence of some rows, and the quality of their provider.

Fictional: the rows are those of the documents, what is added to them here is not. Each carries a note that says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.features.cases import interface as cases
from app.features.demonstration.cast import Cast
from app.features.demonstration.replay import Memory, Step
from app.features.interventions import interface as interventions
from app.features.providers import interface as providers
from app.kernel.clock import today
from app.kernel.days import financial_year, year_span
from app.platform.access import Actor

BEFORE_TODAY = timedelta(days=55)
AN_HOUR = timedelta(hours=1)
NOTE = "What is running now is fictional."
DOCUMENT = "Fictional register, seen by the commissioner"
VENUES = ("Lanternwood youth club (fictional)", "Canalside studio (fictional)", "Weir school (fictional)")


@dataclass(frozen=True)
class Terms:
    """What is commissioned of a row now: places, sessions of minutes over weeks, and until when it is paid for."""

    code: str
    level: str
    setting: str
    approach: str
    ages: tuple[int, int]
    capacity: int
    dosage: tuple[int, int, int]
    factors: tuple[str, ...]
    outcomes: tuple[str, ...]
    until: int | None
    """Days after today; None: until the end of the year."""
    confirmed: bool = True
    impact: str | None = None
    venue: int | None = 0


RUNNING = (
    Terms("I03", "SECONDARY", "COMMUNITY", "RELATIONSHIPS", (11, 24), 12, (10, 60, 12),
          ("EV_DA_HARMED", "BG_DA_EXPOSURE", "BG_TRAUMA"), ("O4", "O9"), 75),
    Terms("I05", "SECONDARY", "COMMUNITY", "FAMILY", (11, 17), 10, (8, 90, 8),
          ("BG_SUPERVISION", "BG_DA_EXPOSURE"), ("O4", "O9"), None, impact="MODERATE", venue=2),
    Terms("I06", "PRIMARY", "COMMUNITY", "DETACHED", (10, 24), 60, (4, 150, 1),
          ("BG_FEAR", "BG_SUBST"), ("O2", "O6"), None, confirmed=False, venue=None),
    Terms("I07", "SECONDARY", "COMMUNITY", "ARTS", (12, 18), 2, (12, 60, 12),
          ("BG_FEAR", "BG_NEET"), ("O5", "O8", "O9"), None, impact="UNKNOWN", venue=1),
)  # fmt: skip


def steps(cast: Cast, memory: Memory, area_uid: str, began: datetime, now: datetime) -> Iterator[Step]:
    """After the accounts are there; the coordinator keeps a network from a venue once there is one."""
    at = max(began + AN_HOUR, now - BEFORE_TODAY)
    lead = cast.parts[cast.first("PROV_LEAD")]
    if lead.body is None:
        return
    agency_uid = memory.agencies[lead.body]
    lead_uid = memory.users[lead.name]
    yield Step(at, cast.first("COMMISSIONER"), lambda actor: _commission(actor, agency_uid, lead_uid, now.date()))
    yield Step(
        at + AN_HOUR, cast.first("COMMISSIONER"), lambda actor: _look_at(actor, agency_uid, lead_uid, now.date())
    )
    yield Step(now - AN_HOUR, cast.coordinator, _keep_away)


def _commission(actor: Actor, agency_uid: str, lead_uid: str, until: date) -> None:
    year = financial_year(until)
    first, last = year_span(year)
    venues = [interventions.add_venue(actor=actor, area_uid=actor.area_uid, name=name) for name in VENUES]
    rows = {row.code: row for row in interventions.list_catalogue(actor)}
    for terms in RUNNING:
        row = rows[terms.code]
        if row.provider_agency_uid is None:
            interventions.name_provider(actor=actor, intervention=row, agency_uid=agency_uid)
        _say(actor, row, terms)
        interventions.add_year(actor=actor, intervention=row, year=year, status="CONTINUING", note=NOTE)
        interventions.add_contract(
            actor=actor,
            intervention=row,
            starts_on=first,
            ends_on=until + timedelta(days=terms.until) if terms.until else last,
            fund_route="COM",
            reference=f"FIC-{terms.code}",
            confirmed_on=min(first + timedelta(days=20), today()) if terms.confirmed else None,
        )
        if terms.venue is not None:
            interventions.set_venues(actor=actor, intervention=row, venue_uids=[venues[terms.venue].uid])


def _say(actor: Actor, row: interventions.Intervention, terms: Terms) -> None:
    sessions, minutes, weeks = terms.dosage
    youngest, oldest = terms.ages
    for part, values in (
        ("what", {"level": terms.level, "setting": terms.setting, "approach": terms.approach}),
        ("whom", {"min_age": youngest, "max_age": oldest}),
        ("helps", {"factors": terms.factors, "outcomes_claimed": terms.outcomes}),
        (
            "much",
            {
                "capacity": terms.capacity,
                "waiting_list": True,
                "sessions_planned": sessions,
                "minutes_planned": minutes,
                "weeks_planned": weeks,
            },
        ),
    ):
        interventions.change_part(actor=actor, intervention=row, part=part, values=values)
    if terms.impact:
        evidence = {"yef_impact": terms.impact, "yef_confidence": 3, "yef_cost": 1, "nesta": 2}
        told = evidence | {"evidence_on": today() - timedelta(days=90), "evidence_source": "Fictional rating"}
        interventions.change_part(actor=actor, intervention=row, part="evidence", values=told)


def _look_at(actor: Actor, agency_uid: str, lead_uid: str, on: date) -> None:
    """Everything in force but the insurance, which has lapsed; the registration lapses soon."""
    year = timedelta(days=365)
    found: tuple[tuple[str, str | None, date | None], ...] = (
        ("CHARTER", "PLEDGED", on + year),
        ("ENDORSEMENT", "LEVEL1", on + year),
        ("SAFEGUARDING", "HELD", on + year / 2),
        ("DATA_PROTECTION", "HELD", on + timedelta(days=25)),
        ("DBS", "HELD", on + 2 * year),
        ("INSURANCE", "HELD", on - timedelta(days=6)),
    )
    given = today() - timedelta(days=30)
    for kind, state, expires_on in found:
        _record(actor, agency_uid, kind=kind, state=state, given_on=given, expires_on=expires_on)
    _record(actor, agency_uid, kind="REVIEW_VISIT", given_on=given, score=4)
    for module, lapses in (("SAFEGUARDING", on + year), ("TRAUMA", on + 2 * year)):
        _record(actor, agency_uid, kind="TRAINING", given_on=given, expires_on=lapses, module=module, user_uid=lead_uid)


def _record(actor: Actor, agency_uid: str, **told: object) -> None:
    providers.record_item(
        actor=actor,
        agency_uid=agency_uid,
        area_uid=actor.area_uid,
        evidence=DOCUMENT,
        **told,  # type: ignore[arg-type]  # each call above names what its kind has
    )


def _keep_away(actor: Actor) -> None:
    networks = cases.list_cases(actor, cases.CaseFilter(kind="NETWORK"), limit=1)
    venue = next(iter(interventions.list_venues(actor.area_uid)), None)
    if networks and venue is not None:
        interventions.restrict(
            actor=actor, venue=venue, case=networks[0], reason="Two of them were hurt outside it in spring."
        )
