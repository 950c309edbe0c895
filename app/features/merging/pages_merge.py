"""Pages on which two records are joined, seen as joined, and taken apart."""

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.merging import joining, pairs, parting, queries, showing
from app.features.merging.blueprint import bp
from app.features.merging.forms import apart_form, merge_form
from app.features.merging.models import Merge
from app.features.merging.questions import asked_of
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Person
from app.kernel.errors import Refused
from app.kernel.numbers import whole_number
from app.platform.access import Actor, Permission, current_actor, fetch
from app.web.access import permits
from app.web.paging import paging
from app.web.rendering import render, see_other


@bp.route("/alike/<uid:pair_uid>/join", methods=["GET", "POST"])
@permits(Permission.PERSON_MERGE)
def join(pair_uid: str) -> ResponseReturnValue:
    """Choose what is right, see what follows, and join the two records."""
    actor = current_actor()
    pair = pairs.get_pair(actor, pair_uid)
    joined = queries.merge_that_joins(actor, pair.first_uid, pair.second_uid)
    if joined is not None:
        words = f"{joined.away_reference} was joined already: this changed nothing more"
        return see_other("merging.merge", merge_uid=joined.uid, flash=words if request.method == "POST" else None)
    kept, away = showing.sides_of(actor, pair)
    facts = subjects.facts_of(kept.person), subjects.facts_of(away.person)
    differing = subjects.differences(*facts)
    going = [side.open_case for side in (kept, away) if side.open_case is not None]
    both_open = {one.uid: (one.reference, showing.in_short(actor, one)) for one in going} if len(going) > 1 else {}
    vers = f"{kept.person.uid}-{kept.person.ver}-{away.person.ver}"
    form = merge_form(kept.person, away.person, differing, both_open, vers=vers, reason=pair.reason)
    if form.validate_on_submit():
        with form.catching():
            done = joining.merge_people(
                actor=actor,
                kept_uid=kept.person.uid,
                away_uid=away.person.uid,
                chosen={one.field: form[one.field].data or "" for one in differing},
                goes_on_uid=form["goes_on"].data if both_open else None,
                reason=form.reason.data,
                vers=_vers(form.vers.data or "", kept.person),
            )
            return see_other("merging.merge", merge_uid=done.uid, flash="The two records are joined")
        pair = pairs.get_pair(actor, pair_uid)
        kept, away = showing.sides_of(actor, pair)
    form.vers.data = f"{kept.person.uid}-{kept.person.ver}-{away.person.ver}"
    return render(
        "merging/join.html",
        form=form,
        pair=pair,
        kept=kept,
        away=away,
        rows=showing.rows_of(kept.person, away.person),
        asked=[one.field for one in differing] + (["goes_on"] if both_open else []),
        follows=showing.follows(actor, kept, away),
        days=showing.days_to_undo(kept.person),
    )


def _vers(text: str, kept: Person) -> tuple[int, int]:
    """The versions somebody looked at; none that fit when the page showed the two the other way round."""
    uid, _dash, vers = text.partition("-")
    first, _dash, second = vers.partition("-")
    return (whole_number(first, 0), whole_number(second, 0)) if uid == kept.uid else (0, 0)


@bp.get("/joined")
@permits(Permission.PERSON_MERGE)
def joined() -> str:
    """Records that were joined, the latest first."""
    actor = current_actor()
    page = paging(queries.count_merges(actor))
    rows = queries.list_merges(actor, limit=page.limit, offset=page.offset)
    return render(
        "merging/joined.html",
        page=page,
        rows=rows,
        people=queries.people_of_merges(rows),
        names=accounts.user_names(actor, [row.merged_by_uid for row in rows]),
    )


@bp.get("/joined/<uid:merge_uid>")
@permits(Permission.PERSON_MERGE)
def merge(merge_uid: str) -> str:
    """One merge: what was joined, why, and until when it can be taken back."""
    actor = current_actor()
    found = queries.get_merge(actor, merge_uid)
    people = queries.people_of_merges([found])
    kept, away = people[found.kept_uid], people[found.away_uid]
    return render(
        "merging/merge.html",
        merge=found,
        kept=kept,
        away=away,
        cases=joining.cases_of(kept.uid),
        names=accounts.user_names(actor, [found.merged_by_uid, found.undone_by_uid]),
        why_not=_why_not(found),
    )


@bp.route("/joined/<uid:merge_uid>/apart", methods=["GET", "POST"])
@permits(Permission.PERSON_MERGE)
def apart(merge_uid: str) -> ResponseReturnValue:
    """Say whose is what came since, and take the two records apart."""
    actor = current_actor()
    found = queries.get_merge(actor, merge_uid)
    if _why_not(found) is not None:
        return see_other("merging.merge", merge_uid=found.uid)
    kept, away = _both(actor, found)
    asked = asked_of(actor, found)
    names = showing.names_apart(found, kept, away)
    form = apart_form(names, asked, ver=str(found.ver))
    if form.validate_on_submit():
        with form.catching():
            parting.unmerge_people(
                actor=actor,
                merge=found,
                belongs={one.field: form[one.field].data or "" for one in asked},
                reason=form.reason.data,
                ver=whole_number(form.ver.data, 0),
            )
            return see_other("merging.merge", merge_uid=merge_uid, flash="The two records are taken apart")
        found = queries.get_merge(actor, merge_uid)
        kept, away = _both(actor, found)
    form.ver.data = str(found.ver)
    return render("merging/apart.html", form=form, merge=found, kept=kept, away=away, names=names, asked=asked)


def _both(actor: Actor, found: Merge) -> tuple[Person, Person]:
    """Both people. Somebody who is locked out of the one that was joined finds neither."""
    return fetch(actor, Person, found.kept_uid), fetch(actor, Person, found.away_uid)


def _why_not(found: Merge) -> str | None:
    """Why the two can no longer be taken apart."""
    try:
        parting.may_undo(found)
    except Refused as refused:
        return str(refused)
    return None
