"""Pages on which two people are looked at side by side, and somebody says whether they are one."""

from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.cases import interface as cases
from app.features.merging import pairs, queries, showing
from app.features.merging.blueprint import bp
from app.features.merging.domain import VERDICT_NAMES, Verdict
from app.features.merging.forms import CompareForm, PairForm
from app.features.merging.models import Pair
from app.features.subjects.interface import Person
from app.kernel.errors import NotFound, Refused
from app.kernel.numbers import whole_number
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.paging import paging
from app.web.rendering import render, see_other

COLOURS = {Verdict.SAME: "green", Verdict.DIFFERENT: "grey", Verdict.UNDECIDED: "yellow"}


@bp.get("/alike")
@permits(Permission.PERSON_MERGE)
def waiting() -> str:
    """The review list: who may be the same person, the likely first."""
    actor = current_actor()
    page = paging(pairs.count_waiting(actor))
    rows = pairs.list_waiting(actor, limit=page.limit, offset=page.offset)
    people = pairs.people_of(rows)
    return render("merging/waiting.html", page=page, rows=rows, people=people, verdicts=VERDICT_NAMES)


@bp.get("/alike/said")
@permits(Permission.PERSON_MERGE)
def said() -> str:
    """What was said of pairs, by whom, and when."""
    actor = current_actor()
    page = paging(pairs.count_said(actor))
    rows = pairs.list_said(actor, limit=page.limit, offset=page.offset)
    return render(
        "merging/said.html",
        page=page,
        rows=rows,
        people=pairs.people_of(rows),
        names=accounts.user_names(actor, [row.said_by_uid for row in rows]),
        verdicts=VERDICT_NAMES,
        colours=COLOURS,
    )


@bp.route("/alike/compare/<uid:case_uid>", methods=["GET", "POST"])
@permits(Permission.PERSON_MERGE)
def compare(case_uid: str) -> ResponseReturnValue:
    """Choose somebody to set beside the person of a case."""
    actor = current_actor()
    case = cases.case_for_change(actor, case_uid)
    if not isinstance(case.subject, Person):
        raise NotFound("case")
    form = CompareForm()
    if form.validate_on_submit():
        with form.catching():
            other = pairs.find_person(actor, form.reference.data or "")
            if other is None:
                raise Refused("Enter the reference of a person that you may see, or of their case", field="reference")
            pair = pairs.name_pair(actor=actor, one=case.subject, other=other)
            return see_other("merging.pair", pair_uid=pair.uid)
    return render("merging/compare.html", form=form, case=cases.case_for_change(actor, case_uid))


@bp.route("/alike/<uid:pair_uid>", methods=["GET", "POST"])
@permits(Permission.PERSON_MERGE)
def pair(pair_uid: str) -> ResponseReturnValue:
    """Two people side by side: say whether they are one."""
    actor = current_actor()
    found = pairs.get_pair(actor, pair_uid)
    joined = queries.merge_that_joins(actor, found.first_uid, found.second_uid)
    if joined is not None:
        return see_other("merging.merge", merge_uid=joined.uid)
    form = PairForm(data={"ver": str(found.ver)})
    if form.validate_on_submit():
        with form.catching():
            pairs.say(
                actor=actor,
                pair=found,
                verdict=form.verdict.data,
                reason=form.reason.data,
                ver=whole_number(form.ver.data, 0),
            )
            if form.verdict.data == Verdict.SAME:
                return see_other("merging.join", pair_uid=found.uid)
            return see_other("merging.waiting", flash="What you said of the two is kept")
    return _pair_page(actor, pairs.get_pair(actor, pair_uid), form)


def _pair_page(actor: Actor, found: Pair, form: PairForm) -> str:
    form.ver.data = str(found.ver)
    first, second = showing.sides_of(actor, found)
    return render(
        "merging/pair.html",
        form=form,
        pair=found,
        first=first,
        second=second,
        rows=showing.rows_of(first.person, second.person),
        signs=showing.signs_of(first.person, second.person),
        told=[showing.first_told(side) for side in (first, second)],
        said=VERDICT_NAMES[Verdict(found.verdict)] if found.verdict else None,
        by=accounts.user_names(actor, [found.said_by_uid]).get(found.said_by_uid or "", "Somebody no longer listed"),
    )
