"""Logs: structured, one line each, with named fields only. Nothing that came from a person goes in."""

import logging
import sys

import structlog

FIELDS = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "job",
        "mail",
        "tries",
        "problem",
        "method",
        "endpoint",
        "status",
        "reference",
        "count",
        "what",
    }
)


def _allowed_only(_logger: object, _name: str, entry: structlog.types.EventDict) -> structlog.types.EventDict:
    return {key: value for key, value in entry.items() if key in FIELDS}


def init_logs(level: str) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _allowed_only,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
