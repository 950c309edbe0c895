"""Which agencies deliver interventions, told by rooms above that know of more than those of the type for it."""

from collections.abc import Callable

Source = Callable[[], set[str]]
"""Uids of agencies that deliver something."""

PROVIDER = "VCS_PROV"
"""The type of agency that delivers interventions and nothing else."""

_sources: dict[str, Source] = {}


def add_source(name: str, source: Source) -> None:
    """Safe to call again."""
    _sources[name] = source


def told() -> set[str]:
    return set().union(*(source() for source in _sources.values()))
