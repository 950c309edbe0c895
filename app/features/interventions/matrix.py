"""Which risk factor is addressed by which intervention that runs: the picture and the table, and the gaps. Pure.

Source: domain reference 6.1, the gap flag: a factor with no live service.
"""

from collections.abc import Sequence
from dataclasses import dataclass

CELL, LABEL, HEAD, ROW = 34, 330, 30, 22


@dataclass(frozen=True)
class Service:
    """An intervention that runs: its ages (None: not stated), its area in words, the factors it addresses."""

    uid: str
    code: str
    name: str
    min_age: int | None
    max_age: int | None
    area: str
    factors: frozenset[str]


@dataclass(frozen=True)
class Row:
    """A factor with the services that address it, and its place in the picture."""

    code: str
    label: str
    services: tuple[Service, ...]
    y: int
    marks: tuple[int, ...]
    """Where the filled squares begin, from the left."""

    @property
    def is_gap(self) -> bool:
        return not self.services


@dataclass(frozen=True)
class Matrix:
    rows: tuple[Row, ...]
    columns: tuple[tuple[int, Service], ...]
    """Where each column begins, and its service."""
    width: int
    height: int

    @property
    def gaps(self) -> list[Row]:
        return [row for row in self.rows if row.is_gap]


def takes_age(service: Service, age: int | None) -> bool:
    """Whether somebody of an age may come; ages that are not stated shut nobody out."""
    if age is None:
        return True
    return (service.min_age is None or service.min_age <= age) and (service.max_age is None or age <= service.max_age)


def matrix(factors: Sequence[tuple[str, str]], services: Sequence[Service], age: int | None = None) -> Matrix:
    """`factors` are codes with labels, in order. Services that address none of them have no column."""
    wanted = {code for code, _label in factors}
    taking = [one for one in services if one.factors & wanted and takes_age(one, age)]
    columns = tuple((LABEL + number * CELL, one) for number, one in enumerate(taking))
    rows = tuple(
        Row(
            code,
            label,
            tuple(one for _x, one in columns if code in one.factors),
            HEAD + number * ROW,
            tuple(x for x, one in columns if code in one.factors),
        )
        for number, (code, label) in enumerate(factors)
    )
    return Matrix(rows, columns, LABEL + max(len(columns), 4) * CELL + 10, HEAD + len(rows) * ROW + 6)
