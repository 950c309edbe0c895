"""The access matrix: every route against every role, from what the routes declare and what the roles carry."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask

from app.platform.access import ROLE_NAMES, ROLE_PERMISSIONS, Role
from app.web.access import Access, access_of

OWN = frozenset({"HEAD", "OPTIONS"})
"""Methods that Flask adds by itself."""


@dataclass(frozen=True)
class Line:
    """One route. `access` None: nothing is declared, so nobody is let in."""

    rule: str
    endpoint: str
    methods: tuple[str, ...]
    access: Access | None

    def admits(self, role: Role | None) -> bool:
        """Whether somebody with this one role is let in; None: somebody who is not signed in."""
        if self.access is None:
            return False
        if not self.access.signed_in:
            return True
        if role is None:
            return False
        return not self.access.permissions or not self.access.permissions.isdisjoint(ROLE_PERMISSIONS[role])


def lines(app: Flask) -> Iterator[Line]:
    """Every route but the static files, by address."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ()))):
        if rule.endpoint != "static":
            methods = tuple(sorted((rule.methods or set()) - OWN))
            yield Line(rule.rule, rule.endpoint, methods, access_of(app.view_functions[rule.endpoint]))


def as_markdown(app: Flask) -> str:
    """The matrix as a page of the documentation."""
    roles = list(Role)
    text = [
        "# Who may open which page",
        "",
        (
            "Written by `flask access-matrix` from the routes and the roles; do not change it by hand. "
            "A test compares it with the application and with what every role is answered."
        ),
        "",
        (
            "**Yes** means that the role may ask. Which rows somebody then sees follows from their area, their agency "
            "and the case: what is not theirs answers 404. Pages that are open to everybody say why."
        ),
        "",
        "| code | role |",
        "|---|---|",
        *(f"| {role.value} | {ROLE_NAMES[role]} |" for role in roles),
        "",
        f"| route | methods | asks for | {' | '.join(role.value for role in roles)} |",
        f"|---|---|---|{'---|' * len(roles)}",
    ]
    for line in lines(app):
        asks = str(line.access) if line.access else "not declared: nobody"
        marks = " | ".join("yes" if line.admits(role) else "–" for role in roles)
        text.append(f"| `{line.rule}` | {' '.join(line.methods)} | {asks} | {marks} |")
    return "\n".join(text) + "\n"
