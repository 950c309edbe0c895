"""The access of each route, declared beside it and checked before it runs.

A view without a declaration answers 403; a test lists it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotPermitted
from app.platform.access import Actor, NoActor, Permission, current_actor

View = TypeVar("View", bound=Callable[..., Any])
DECLARATION = "__access__"
UNATTENDED = "__unattended__"


@dataclass(frozen=True)
class Access:
    """What a route asks for. Public routes say why they are."""

    permissions: frozenset[Permission] = frozenset()
    signed_in: bool = True
    public_because: str | None = None

    def admits(self, actor: Actor | None) -> bool:
        if not self.signed_in:
            return True
        if actor is None:
            return False
        return not self.permissions or not self.permissions.isdisjoint(actor.permissions)

    def __str__(self) -> str:
        if not self.signed_in:
            return f"public: {self.public_because}"
        return " or ".join(sorted(self.permissions)) or "signed in"


def permits(*permissions: Permission) -> Callable[[View], View]:
    """Somebody with any of `permissions`."""
    return _declare(Access(frozenset(permissions)))


def signed_in(view: View) -> View:
    """Anybody signed in."""
    return _declare(Access())(view)


def public(because: str) -> Callable[[View], View]:
    """Anybody at all, and the reason why."""
    return _declare(Access(signed_in=False, public_because=because))


def _declare(access: Access) -> Callable[[View], View]:
    def declare(view: View) -> View:
        @wraps(view)
        def declared(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            return current_app.ensure_sync(view)(*args, **kwargs)  # type: ignore[no-any-return]

        setattr(declared, DECLARATION, access)
        return declared  # type: ignore[return-value]

    return declare


def unattended(view: View) -> View:
    """A view that open pages ask for by themselves: asking keeps nobody signed in. Stands below `permits`."""
    setattr(view, UNATTENDED, True)
    return view


def is_unattended(view: Callable[..., Any] | None) -> bool:
    return bool(getattr(view, UNATTENDED, False))


def access_of(view: Callable[..., Any]) -> Access | None:
    return getattr(view, DECLARATION, None)


def actor_or_none() -> Actor | None:
    try:
        return current_actor()
    except NoActor:
        return None


def init_access(app: Flask, *, sign_in: Callable[[], ResponseReturnValue]) -> None:
    """Check every request. `sign_in` answers somebody who must sign in first."""

    @app.before_request
    def check() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint == "static":
            return None
        access = access_of(app.view_functions[request.endpoint])
        if access is None:
            raise NotPermitted(f"{request.endpoint} declares no access")
        actor = actor_or_none()
        if access.admits(actor):
            return None
        if actor is None:
            return sign_in()
        raise NotPermitted(request.endpoint)
