"""Parts of a page that belong to rooms above it: the case page shows actions without knowing of them."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

Render = Callable[..., Markup | str | None]

_panels: dict[tuple[str, str], tuple[int, Render]] = {}


def register(page: str, order: int, render: Render) -> None:
    """Add what `render(**context)` returns to `page`; None or "" adds nothing. Safe to call again.

    `render` returns what a template rendered: `rendering.part("actions/panel.html", ...)`.
    """
    _panels[page, f"{render.__module__}.{render.__qualname__}"] = (order, render)


def render(page: str, **context: Any) -> list[Markup]:
    """The panels of `page` in order. A text that is not markup is escaped."""
    found = sorted(
        ((order, name, function) for (of, name), (order, function) in _panels.items() if of == page),
        key=lambda one: one[:2],
    )
    shown = [function(**context) for _order, _name, function in found]
    return [part if isinstance(part, Markup) else Markup("{}").format(part) for part in shown if part]
