"""What follows from a decision, on pages of their own: closing, actions of a decision, other groups, joint items."""

from typing import Any

from flask.typing import ResponseReturnValue

from app.features.actions import interface as actions
from app.features.cases import interface as cases
from app.features.forums import interface as forums
from app.features.meetings import other_groups, queries  # noqa: F401 - other_groups answers rooms below
from app.features.meetings.blueprint import bp
from app.features.meetings.commands import items as commands
from app.features.meetings.following_forms import FORMS, ActionForm, EscalationForm, ForumForm, JointForm, ReviewForm
from app.features.meetings.forms import recipient_choices
from app.features.meetings.models import AgendaItem
from app.features.partnership import interface as partnership
from app.kernel.errors import NotFound, Refused
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.forms import Form
from app.web.rendering import render, see_other

P = Permission
CLOSE = "CLOSE"


@bp.get("/items/<uid:item_uid>/further")
@permits(P.MEETING_MANAGE)
def further(item_uid: str) -> str:
    """Decisions that have a page of their own, because they do something at once."""
    item = queries.get_item(current_actor(), item_uid)
    every = partnership.code_list("meeting_decision")
    return render(
        "meetings/further.html", item=item, choices=[one for one in every if one.attributes.get("follows") in FORMS]
    )


@bp.route("/items/<uid:item_uid>/close", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def close_item(item_uid: str) -> ResponseReturnValue:
    """Decide to close the case: the criteria, and what becomes of everything open in it (section 4.8)."""
    actor = current_actor()
    item = queries.get_item(actor, item_uid)
    case = cases.case_for_change(actor, item.case_uid)
    if case.closed_on is not None:
        return see_other("meetings.item", item_uid=item.uid)
    facts, works = cases.closing.facts(actor, case), cases.closing.open_work(actor, case)
    form = cases.closing_form(facts, works, ver=str(case.ver))
    if form.validate_on_submit():
        with form.catching():
            try:
                commands.decide(
                    actor=actor,
                    item=item,
                    code=CLOSE,
                    detail=form.note.data,
                    closure_reason=form.reason_code.data,
                    checklist=form.checklist(works),
                )
            except Refused as refused:
                names = {"closure_reason": "reason_code", "detail": "note", "code": None}
                field = names.get(refused.field or "", refused.field)
                raise Refused(refused.message, field=field, rule=refused.rule) from refused
            return see_other("meetings.item", item_uid=item.uid, flash=f"{case.reference} closed")
    return render("meetings/close_item.html", form=form, item=item, facts=facts, works=works)


@bp.route("/items/<uid:item_uid>/decide/<code>", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def follow(item_uid: str, code: str) -> ResponseReturnValue:
    """A decision with what follows from it at once: an action, a transfer, an escalation, a hold."""
    actor = current_actor()
    item = queries.get_item(actor, item_uid)
    choice_of = partnership.code_item("meeting_decision", code)
    follows = choice_of.attributes.get("follows") if choice_of else None
    if choice_of is None or follows not in FORMS:
        raise NotFound("decision")
    form = FORMS[follows]()
    _offer(form, item, choice_of)
    if form.validate_on_submit():
        with form.catching():
            _decide(actor, item, code, form)
            return see_other("meetings.item", item_uid=item.uid, flash=f"Decided: {choice_of.label}")
    usual = forums.usual_lead(item.case) if follows == "forum" else None
    return render(
        "meetings/follow.html",
        form=form,
        item=item,
        step_heading=choice_of.label,
        hint=choice_of.hint,
        usual=(forums.forum_words(item.area_uid, usual.forum), usual.why) if usual else None,
        alike=actions.alike(actor, item.case_uid, str(choice_of.attributes["category"])) if follows == "action" else (),
    )


def _offer(form: Form, item: AgendaItem, chosen: partnership.CodeItem) -> None:
    if isinstance(form, ActionForm):
        form.owner_agency_uid.choices = recipient_choices(item.area_uid)
        if form.priority.data is None:
            form.priority.data = "NORMAL"
        kinds = chosen.attributes.get("list")
        if kinds:
            form.referral.choices = partnership.code_choices(kinds)
        else:
            del form.referral
    elif isinstance(form, ForumForm):
        form.forum_code.choices = forums.forum_choices(item.area_uid)


def _decide(actor: Actor, item: AgendaItem, code: str, form: Form) -> None:
    given: dict[str, Any] = {"actor": actor, "item": item}
    if isinstance(form, ActionForm):
        referral = form.referral.data if "referral" in form else None
        due_on = form.due_on.data or commands.usual_due(item, form.priority.data or "")
        if form.owner_agency_uid.data and due_on is None:
            raise Refused("Enter a date by which it is due", field="due_on")
        commands.decide_with_action(
            **given, code=code, detail=form.detail.data or "", referral=referral, due_on=due_on, **form.terms
        )
    elif isinstance(form, ForumForm):
        commands.refer_to_forum(
            **given, detail=form.detail.data or "", forum_code=form.forum_code.data or "", kind=form.kind.data or ""
        )
    elif isinstance(form, EscalationForm):
        commands.decide(**given, code=code, detail=form.detail.data, level=form.level.data)
    elif isinstance(form, ReviewForm):
        commands.decide(**given, code=code, detail=form.detail.data, on_hold=bool(form.on_hold.data))


@bp.route("/items/<uid:item_uid>/joint", methods=["GET", "POST"])
@permits(P.MEETING_MANAGE)
def joint(item_uid: str) -> ResponseReturnValue:
    """One discussion for this group and another: minuted once, seen in both."""
    actor = current_actor()
    item = queries.get_item(actor, item_uid)
    form = JointForm()
    form.forum_code.choices = forums.forum_choices(item.area_uid)
    if form.validate_on_submit():
        with form.catching():
            forums.make_joint(actor=actor, case=item.case, item_uid=item.uid, forum_code=form.forum_code.data or "")
            return see_other("meetings.joint", item_uid=item.uid, flash="The item is joint")
    now = forums.joint_forums(actor, [item.uid]).get(item.uid, [])
    return render(
        "meetings/joint.html",
        form=form,
        item=item,
        joined=[(one, forums.forum_words(item.area_uid, one)) for one in now],
    )


@bp.post("/items/<uid:item_uid>/joint/end")
@permits(P.MEETING_MANAGE)
def end_joint(item_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    item = queries.get_item(actor, item_uid)
    for code in forums.joint_forums(actor, [item.uid]).get(item.uid, []):
        forums.unmake_joint(actor=actor, case=item.case, item_uid=item.uid, forum_code=code)
    return see_other("meetings.joint", item_uid=item.uid, flash="The item is not joint any more")
