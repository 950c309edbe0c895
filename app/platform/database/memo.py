"""What one page asks for twice is read once: the panel and the timeline of a case both list its actions."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import has_request_context, request

P = ParamSpec("P")
T = TypeVar("T")

ANSWERS = "concord.answers"


def once_a_page(query: Callable[P, T]) -> Callable[P, T]:
    """Remember the answer of `query` until the page is sent. Only of a page that is read (GET): one that changes
    something must see what it changed. The arguments must be hashable; the actor is one of them."""

    @wraps(query)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        if not has_request_context() or request.method != "GET":
            return query(*args, **kwargs)
        answers: dict[Any, T] = request.environ.setdefault(ANSWERS, {})
        key = (query, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = query(*args, **kwargs)
        return answers[key]

    return asked
