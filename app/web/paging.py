"""Long lists, a page at a time."""

from dataclasses import dataclass

from flask import request

from app.kernel.numbers import whole_number

PER_PAGE = 25
MOST = 10_000
COUNTED = 1_000
"""How far a long list is counted when `at_most` is given to its count: a list of a hundred thousand is filtered, not
leafed through."""


@dataclass(frozen=True)
class Paging:
    """Where we are in a list of `total` rows, or of more. `offset` and `limit` are for the query."""

    number: int
    total: int
    per_page: int = PER_PAGE
    more: bool = False
    """There are more rows than were counted; always at least one page more than this one."""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def limit(self) -> int:
        return self.per_page

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.per_page

    @property
    def first(self) -> int:
        """The number of the first row shown, from 1; 0 in an empty list."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.offset + self.per_page, self.total)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None

    @property
    def numbers(self) -> list[int | None]:
        """Page numbers to link to; None stands for the ones left out."""
        near = {1, self.pages, *range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)}
        shown: list[int | None] = []
        for number in sorted(near):
            if shown and shown[-1] is not None and number - shown[-1] > 1:
                shown.append(None)
            shown.append(number)
        return shown


def page_number() -> int:
    """`?page=` of this request; anything odd is the first page."""
    return min(max(whole_number(request.args.get("page"), 1, digits=5), 1), MOST)


def at_most(per_page: int = PER_PAGE) -> int:
    """How many rows of a long list need be counted: one more than is said, and than the page after this one needs."""
    return max(COUNTED, (page_number() + 1) * per_page) + 1


def paging(total: int, *, per_page: int = PER_PAGE, counted: int | None = None) -> Paging:
    """The page asked for, or the last one there is. `counted`: where counting stopped (`at_most`)."""
    more = counted is not None and total >= counted
    if more:
        total -= 1
    last = max(1, -(-total // per_page))
    return Paging(min(page_number(), last), total, per_page, more)
