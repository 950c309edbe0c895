"""Pages of one row of the police list."""

from flask.typing import ResponseReturnValue

from app.features.police_list import deciding, queries, reference, shown
from app.features.police_list.accepting import NEW, accept_row
from app.features.police_list.blueprint import bp
from app.features.police_list.domain import values
from app.features.police_list.domain.course import ROW_STATE_NAMES, UNDECIDED, is_shut
from app.features.police_list.domain.judging import Disposition
from app.features.police_list.forms import DecideForm, RightForm
from app.features.police_list.models import Row
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Candidate
from app.kernel.days import day_words
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import SelectChoice, choice
from app.web.rendering import render, see_other

audit.declare("police.row_viewed")

POLICE = "POL"


@bp.route("/rows/<uid:row_uid>", methods=["GET", "POST"])
@permits(Permission.POLICE_LIST)
def row(row_uid: str) -> ResponseReturnValue:
    """One row: what it says, whom it may be, and the decision."""
    actor = current_actor()
    found = queries.get_row(actor, row_uid)
    shut = is_shut(found, police=actor.agency_type == POLICE)
    undecided = found.state in UNDECIDED
    (one,), read_so_far = shown.compared(actor, [found])
    people = list(one.people)
    form = DecideForm()
    form.decision.choices = _decisions(people, acceptable=one.acceptable)
    if undecided and form.validate_on_submit():
        with form.catching():
            said = _decide(actor, found, form)
            return see_other("police_list.extract", extract_uid=found.extract_uid, flash=said)
    if not form.is_submitted():
        audit.record("police.row_viewed", found)
    return render(
        "police_list/row.html",
        form=form,
        one=one,
        row=found,
        extract=queries.get_extract(actor, found.extract_uid),
        shut=shut,
        whole=shown.whole(found) if not shut else shown.Whole(),
        people=people,
        by_agreement=subjects.by_agreement,
        read_so_far=read_so_far,
        score=shown.score_of(actor, found) if not shut else None,
        undecided=undecided,
        late=form.is_submitted() and not undecided,
        state_names=ROW_STATE_NAMES,
        police=actor.agency_type == POLICE,
        other=_twin(found),
        seen=queries.seen_cases(actor, [found]),
        may_accept=actor.may(Permission.POLICE_LIST_ACCEPT),
    )


def _twin(found: Row) -> Row | None:
    """The other row with the same reference and time, as long as there is a choice between them."""
    if found.twin and found.rule == "PR-14(2)" and found.state in UNDECIDED:
        return queries.row_numbered(found.extract_uid, found.twin)
    return None


def _decisions(people: list[Candidate], *, acceptable: bool) -> list[SelectChoice]:
    same = [
        choice(one.subject_uid, f"Accept: the same as {one.title}, {one.reference}", hint="; ".join(one.why))
        for one in people
    ]
    new = [choice(NEW, "Accept: somebody new", hint="Opens a case, for triage to look at")]
    rest = [choice(deciding.HOLD, "Hold for later"), choice(deciding.REJECT, "Reject")]
    return [*(same + new if acceptable else []), *rest]


def _decide(actor: Actor, found: Row, form: DecideForm) -> str:
    chosen = form.decision.data
    if chosen == deciding.HOLD:
        deciding.hold_row(actor=actor, row=found, reason=form.reason.data or "")
        return f"Row {found.number} is held"
    if chosen == deciding.REJECT:
        deciding.reject_row(actor=actor, row=found, code=form.code.data, reason=form.reason.data or "")
        return f"Row {found.number} is rejected"
    case = accept_row(actor=actor, row=found, same_as=None if chosen == NEW else chosen)
    return f"Row {found.number} is accepted: case {case.reference}"


@bp.route("/rows/<uid:row_uid>/right", methods=["GET", "POST"])
@permits(Permission.POLICE_LIST)
def put_right(row_uid: str) -> ResponseReturnValue:
    """Put right what stands in the way of a row."""
    actor = current_actor()
    found = queries.get_row(actor, row_uid)
    fields = _to_put_right(actor, found)
    if not fields:
        raise NotFound("nothing to put right")
    form = RightForm(data=_as_it_is(found))
    if form.validate_on_submit():
        with form.catching():
            cells = {code: as_typed(code, form[code].data) for code in fields}
            judged = deciding.put_right(actor=actor, row=found, cells=cells)
            if judged.disposition in (Disposition.DISCARD, Disposition.OTHER_AREA):
                uid = found.extract_uid
                return see_other("police_list.extract", extract_uid=uid, flash=f"{judged.why}: the row is not kept")
            return see_other("police_list.row", row_uid=found.uid, flash="The row was put right")
    wrong = [message for field, message, _suggestion in found.problems if field in fields]
    return render("police_list/right.html", form=form, row=found, fields=fields, wrong=wrong)


def _to_put_right(actor: Actor, found: Row) -> list[str]:
    """Codes of the columns whoever looks may put right."""
    if found.disposition != Disposition.QUARANTINE or found.state not in UNDECIDED:
        return []
    if is_shut(found, police=actor.agency_type == POLICE):
        return []
    known = set(RightForm()._fields)
    codes = dict.fromkeys(field for field, _message, _suggestion in found.problems if field in known)
    if actor.agency_type != POLICE:
        codes.pop(deciding.CONDITIONS, None)
    return list(codes)


def _as_it_is(found: Row) -> dict[str, str]:
    """What each field starts with: what a date may mean, in words, or what stands there."""
    start = {code: cell for code, cell in found.cells.items() if cell not in (values.FORMULA, values.MISTAKE)}
    for code, _message, suggestion in found.problems:
        said = values.day(suggestion) if suggestion else None
        if said is not None and said.on is not None:
            start[code] = day_words(said.on)
    return start


def as_typed(code: str, text: str) -> str:
    """A date as it is typed on a page, as the rules read it."""
    kinds = {one.code: one.kind for one in reference.columns()}
    if kinds.get(code) in ("birthday", "day", "moment"):
        said = values.day(text)
        return (said.at or said.on).isoformat() if said.on is not None else text
    return text


@bp.post("/rows/<uid:row_uid>/choose")
@permits(Permission.POLICE_LIST)
def choose(row_uid: str) -> ResponseReturnValue:
    """Of two rows with one reference and time, this one holds."""
    found = queries.get_row(current_actor(), row_uid)
    deciding.choose_row(actor=current_actor(), row=found)
    return see_other("police_list.row", row_uid=found.uid, flash=f"Row {found.number} holds")
