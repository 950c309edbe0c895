"""Loading a month in a test's own database, and looking at what came of it as the system."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.demonstration.commands import load_demonstration
from app.features.demonstration.replay import Memory
from app.features.partnership.interface import every_area_uid, get_agency
from app.platform.access import acting_as, system_actor
from app.platform.database import db
from tests.conftest import Clock

Load = Callable[[Path, date], Memory]


@pytest.fixture
def load(context: Flask, clock: Clock) -> Load:
    """`load(folder, day)`: the month of a folder as it stands on the evening of a day, and nothing else."""

    def loaded(folder: Path, day: date) -> Memory:
        clock.set(datetime(day.year, day.month, day.day, 20, tzinfo=UTC))
        return load_demonstration(folder=folder, still_open_today=False)

    return loaded


@contextmanager
def seeing_everything() -> Iterator[None]:
    with acting_as(system_actor("test", every_area_uid())):
        yield


def rows(model: type[Any], *where: Any) -> list[Any]:
    return list(db.session.scalars(select(model).where(*where)))


def counted(records: list[Any], key: Callable[[Any], Any]) -> dict[Any, int]:
    return dict(Counter(map(key, records)))


def agency_type(row: Any) -> str:
    return get_agency(row.agency_uid).agency_type
