"""What is known of the month's first place and done about it, and a power that ends soon: recorded this morning."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.features.cases import interface as cases
from app.features.cases.interface import Case
from app.features.demonstration.cast import Cast
from app.features.demonstration.replay import Memory, Step
from app.features.incidents import interface as incidents
from app.features.places import interface as places
from app.kernel.clock import today
from app.kernel.references import new_uid
from app.platform.access import Actor, Role

HOURS = {15: (4, 3, 2, 4, 6, 0, 0), 16: (2, 2, 1, 3, 5, 1, 0), 17: (0, 1, 0, 1, 2, 2, 1), 22: (0, 0, 0, 0, 3, 4, 0)}
"""By hour, the numbers of each day from Monday."""
WORK_THERE = (Role.PRACTITIONER, Role.SPOC, Role.EIT)
"""Their agencies are told of the place."""
BASIS = "Calls to the park ranger since September"
HAPPENED = (
    (5, "15:40", "ABH"),
    (16, "16:10", "ROB_P"),
    (30, "15:25", "ABH"),
    (43, "22:05", "ROB_P"),
    (76, "15:50", "ABH"),
    (110, "16:20", "ABH"),
    (138, "15:30", "ROB_P"),
    (373, "16:30", "ROB_P"),
    (391, "15:35", "ABH"),
)
"""Days before today, time and what happened: enough for a trend against the months and the year before."""


def steps(cast: Cast, memory: Memory, now: datetime) -> Iterator[Step]:
    def record(actor: Actor) -> None:
        case = next(iter(cases.list_cases(actor, cases.CaseFilter(kind="PLACE"), limit=1)), None)
        if case is None:  # it was not accepted yet
            return
        shut_out = {row.agency_uid for row in cases.agencies_of(case.uid) if row.standing == cases.EXCLUDED}
        for agency_uid in {memory.actors[cast.first(role)].agency_uid for role in WORK_THERE} - shut_out - {None}:
            cases.give_need_to_know(actor=actor, case=case, agency_uid=str(agency_uid), why="SHARED")
        _record(actor, case)

    yield Step(now - timedelta(hours=5), cast.coordinator, record)


def _record(actor: Actor, case: Case) -> None:
    grid = [[HOURS[hour][day] if hour in HOURS else 0 for hour in range(24)] for day in range(7)]
    places.record_times(actor=actor, case=case, grid=grid, basis=BASIS, seasons={"term": 44, "holiday": 3})
    places.record_situation(
        actor=actor,
        case=case,
        lat=51.318,
        lon=-2.415,
        present={"10-14": 20, "15-17": 15, "18-24": 5},
        physical={"lighting": 1, "sightlines": 1, "cctv": 0, "exits": 2, "litter": 2, "repair": 1},
        guardians=[{"who": "Park ranger, until three", "contact": "01632 960540"}],
        sessions=4,
        minutes=150,
        coverage_note="Detached team, Tuesday to Friday after school",
    )
    day = today()
    round_ = places.begin_round(
        actor=actor,
        case=case,
        on=day - timedelta(days=40),
        text="Fights and threats by the lower gate within an hour of school ending.",
        measure="Fights and threats in six weeks",
        before=9,
    )
    for step, ago, text in (
        ("ANALYSE", 33, "The hedge hides the path, the lights are broken, and nobody is there after three."),
        ("RESPOND", 20, "Hedge cut, lights mended, the detached team from three to half past five."),
    ):
        places.take_step(
            actor=actor, case=case, round_=round_, step=places.Step(step), on=day - timedelta(days=ago), text=text
        )
    for ago, time, kind in HAPPENED:
        incidents.add_incident(
            actor=actor,
            case=case,
            once=new_uid(),
            happened_on=day - timedelta(days=ago),
            time=time,
            kind=kind,
            place="By the lower gate",
        )
    for code, ago, left, note in (
        ("PSPO", 120, 200, "No alcohol in the park"),
        ("HOTSPOT_GRIP", 30, 9, "Foot patrol from three to five"),
    ):
        places.record_power(
            actor=actor,
            case=case,
            code=code,
            starts_on=day - timedelta(days=ago),
            ends_on=day + timedelta(days=left),
            note=note,
        )
