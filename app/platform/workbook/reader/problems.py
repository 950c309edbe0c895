"""Why a workbook is not read."""

from enum import StrEnum


class Problem(StrEnum):
    NOT_WORKBOOK = "NOT_WORKBOOK"
    NOT_TABLE = "NOT_TABLE"
    OLD = "OLD"
    BROKEN = "BROKEN"
    LOCKED = "LOCKED"
    WRONG_PASSWORD = "WRONG_PASSWORD"  # noqa: S105 - a code, not a password
    MACROS = "MACROS"
    LINKS = "LINKS"
    EMBEDDED = "EMBEDDED"
    ENTITIES = "ENTITIES"
    TOO_BIG = "TOO_BIG"
    TOO_LONG = "TOO_LONG"
    TOO_SLOW = "TOO_SLOW"


class No(Exception):
    """The workbook is not read any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem
