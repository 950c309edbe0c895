"""The page of a search. What is searched for is posted: an address would be kept by browsers, proxies and logs."""

from flask import request
from flask.typing import ResponseReturnValue

from app.features.cases import searching
from app.features.cases.blueprint import bp
from app.features.cases.pages import KINDS
from app.features.subjects.interface import IndexNotReady, may_ask_elsewhere
from app.kernel.numbers import whole_number
from app.platform.access import Permission, current_actor
from app.platform.identity import Query
from app.web import navigation
from app.web.access import permits
from app.web.fields import Checkbox, TextField
from app.web.forms import Form
from app.web.paging import PER_PAGE, Paging
from app.web.rendering import render

navigation.offer_search("cases.search_page", Permission.CASE_VIEW)

PAGE = "cases/search.html"
RESULTS = "cases/_results.html"


class SearchForm(Form):
    words = TextField(
        "Search for a person, network or place",
        hint="A name in any spelling, with a date of birth, postcode or identifier if you know it. Or a reference, "
        "such as C-2026-0014",
        required=searching.TOO_SHORT,
        autocomplete="off",
        spellcheck=False,
    )
    closed = Checkbox("Closed cases too")


@bp.get("/search")
@permits(Permission.CASE_VIEW)
def search_page() -> str:
    return render(PAGE, form=SearchForm(), searched=False)


@bp.post("/search")
@permits(Permission.CASE_VIEW)
def search() -> str:
    form = SearchForm()
    return render(PAGE, form=form, **_answer(form))


@bp.post("/search/results")
@permits(Permission.CASE_VIEW)
def search_results() -> ResponseReturnValue:
    """The results alone, for a page that asks while somebody types. What is too short is answered with nothing."""
    form = SearchForm()
    return render(RESULTS, form=form, **_answer(form))


@bp.post("/search/other-areas")
@permits(Permission.CASE_MANAGE)
def search_other_areas() -> str:
    """Whether another area works with this person: names areas alone. PR-44."""
    form = SearchForm()
    elsewhere: list[str] | None = None
    answer = _answer(form)
    query = answer.get("query")
    if isinstance(query, Query) and answer["percent"] is None:
        with form.catching():
            elsewhere = searching.ask_other_areas(current_actor(), query)
    return render(PAGE, form=form, **answer | {"elsewhere": elsewhere})


def _answer(form: SearchForm) -> dict[str, object]:
    """What the templates show: `searched` is False when the question was refused, `percent` says how far the index is
    when it is not ready."""
    answer: dict[str, object] = {"searched": False, "percent": None}
    if not form.validate_on_submit():
        return answer
    actor = current_actor()
    with form.catching():
        query = searching.read(form.words.data or "")
        answer["query"] = query
        try:
            found = searching.search(actor, query)
        except IndexNotReady as wait:
            return answer | {"searched": True, "percent": wait.percent}
        results = found if form.closed.data else [one for one in found if not one.is_past]
        page = _page(len(results))
        answer |= {
            "searched": True,
            "page": page,
            "results": results[page.offset : page.offset + page.limit],
            "left_out": len(found) - len(results),
            "kinds": KINDS,
            "may_ask": actor.may(Permission.CASE_MANAGE),
            "exact": may_ask_elsewhere(query),
        }
    return answer


def _page(total: int) -> Paging:
    last = max(1, -(-total // PER_PAGE))
    number = whole_number(request.form.get("page"), 1, digits=3)
    return Paging(min(max(number, 1), last), total)
