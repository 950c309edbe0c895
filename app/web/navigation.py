"""The service navigation: each room adds its own entry, to the section it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, request

from app.platform.access import Permission
from app.web.addresses import fixed_url
from app.web.viewer import acting

MONTH, PICTURE, HELP, RUNNING = "The month", "The picture", "Interventions", "Running it"
SECTIONS = (None, MONTH, PICTURE, HELP, RUNNING)
FEW = 9
"""So many entries stand side by side. A longer menu is shown by its sections."""


@dataclass(frozen=True)
class _Entry:
    label: str
    endpoint: str
    permission: Permission | None
    order: int
    section: str | None
    within: frozenset[str]
    pages: frozenset[str]


@dataclass(frozen=True)
class Item:
    """A link to show. `current`: this very page; `active`: a page of the same room."""

    label: str
    url: str
    current: bool
    active: bool


@dataclass(frozen=True)
class Section:
    """Links that open together under one word; those without a word stand by themselves."""

    label: str | None
    items: list[Item]

    @property
    def active(self) -> bool:
        return any(item.active for item in self.items)


_entries: dict[str, _Entry] = {}
_search: list[tuple[str, Permission]] = []


def add(
    label: str,
    endpoint: str,
    permission: Permission | None,
    order: int,
    *,
    section: str | None = None,
    within: tuple[str, ...] = (),
    pages: tuple[str, ...] = (),
) -> None:
    """Show `label` to those with `permission` (None: everyone signed in), in a `section`. Safe to call again.

    `within` are further blueprints whose pages belong under this entry. A room with two entries names the endpoints
    that belong under one of them alone in its `pages`.
    """
    blueprints = frozenset() if pages else frozenset({endpoint.rpartition(".")[0], *within})
    _entries[endpoint] = _Entry(label, endpoint, permission, order, section, blueprints, frozenset(pages))


def sections() -> list[Section]:
    """What the current actor may go to, in order. Nobody signed in: nothing."""
    shown = list(_shown())
    if len(shown) <= FEW:
        return [Section(None, [item for _entry, item in shown])] if shown else []
    found = [Section(name, [item for entry, item in shown if entry.section == name]) for name in SECTIONS]
    return [Section(None if len(one.items) == 1 else one.label, one.items) for one in found if one.items]


def _shown() -> Iterator[tuple[_Entry, Item]]:
    actor = acting()
    if actor is None:
        return
    entries = [
        entry
        for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.label))
        if entry.endpoint in current_app.view_functions and (entry.permission is None or actor.may(entry.permission))
    ]
    exact = any(request.endpoint in (entry.endpoint, *entry.pages) for entry in entries)
    for entry in entries:
        here = request.endpoint in (entry.endpoint, *entry.pages)
        yield (
            entry,
            Item(
                label=entry.label,
                url=fixed_url(entry.endpoint),
                current=entry.endpoint == request.endpoint,
                active=here or (not exact and request.blueprint in entry.within),
            ),
        )


def offer_search(endpoint: str, permission: Permission) -> None:
    """Put a search box at the top of every page of those with `permission`. It posts to the address of `endpoint`."""
    _search[:] = [(endpoint, permission)]


def search_address() -> str | None:
    """Where the search box of this page posts to; None for a page without one: its own, or of who may not search."""
    actor = acting()
    if actor is None or not _search:
        return None
    endpoint, permission = _search[0]
    if endpoint not in current_app.view_functions or not actor.may(permission):
        return None
    address = fixed_url(endpoint)
    return None if request.path.startswith(address) else address
