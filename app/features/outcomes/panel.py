"""What other rooms' pages show of outcomes: the provider's portal, a referral, a case's timeline, an intervention."""

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.interventions.interface import Intervention, may_change
from app.features.outcomes import evaluating, measuring, queries, shown
from app.features.outcomes.domain.change import ASSOCIATED
from app.features.outcomes.domain.points import Point
from app.features.outcomes.models import Feedback, Measure
from app.features.outcomes.pages_measures import words
from app.features.outcomes.sheets import sheet as sheet_of
from app.features.referrals.interface import Referral, list_for_case, workers_now
from app.kernel.clock import today
from app.platform.access import PROVIDES, Actor, Permission, current_actor
from app.platform.database import db
from app.web import panels
from app.web.rendering import part

MOST = 5
"""How many of what is due stand on a provider's home page."""


def on_portal(**_context: object) -> str | None:
    """My own people first, each part what was due first foremost."""
    actor = current_actor()
    if not actor.is_any(PROVIDES):
        return None
    rows = queries.due_of_agency(actor)
    workers = workers_now(actor, (sheet.referral.uid for sheet, _window, _standing in rows))
    rows.sort(key=lambda row: workers.get(row[0].referral.uid) != actor.user_uid)
    return part("outcomes/portal.html", rows=rows[:MOST], count=len(rows), **words())


def on_referral(referral: Referral, **_context: object) -> str | None:
    """For the provider and for the group alike. Nothing before the provider accepted."""
    actor = current_actor()
    if referral.accepted_on is None and referral.started_on is None:
        return None
    sheet = sheet_of(actor, referral)
    lines = [
        (line.outcome, to, change, colour) for line in shown.lines(sheet) for to, change, colour in line.changes[-1:]
    ]
    answered = sum(1 for said in queries.feedback_shown(actor, referral.uid) if said.at)
    return part(
        "outcomes/panel.html",
        referral=referral,
        windows=[(window, sheet.standing(window, today())) for window in sheet.windows],
        lines=lines,
        answered=answered,
        may_record=measuring.may_record(actor, referral),
        associated=ASSOCIATED,
        **words(),
    )


def on_timeline(actor: Actor, case: Case) -> Iterator[cases.timeline.Row]:
    """That somebody was measured and that they answered; what it was, is on the page of outcomes."""
    if not actor.may(Permission.INTERVENTION_VIEW):
        return
    referrals = {one.uid: one for one in list_for_case(actor, case.uid)}
    if not referrals:
        return
    rows = db.session.execute(
        select(Measure.referral_uid, Measure.point, Measure.measured_on)
        .where(Measure.referral_uid.in_(referrals))
        .distinct()
    )
    for uid, point, day in rows:
        text = f"{referrals[uid].intervention.name}: {shown.point_label(Point(point)).lower()}"
        yield cases.timeline.Row(at=day, what="Outcomes measured", text=text, url=_url(uid))
    answers = db.session.execute(
        select(Feedback.referral_uid, Feedback.answered_at).where(
            Feedback.referral_uid.in_(referrals), Feedback.answered_at.is_not(None)
        )
    )
    for uid, at in answers:
        if at is not None:
            name = referrals[uid].intervention.name
            yield cases.timeline.Row(at=at, what="Said what they think of the help", text=name, url=_url(uid))


def on_intervention(intervention: Intervention, **_context: object) -> str | None:
    actor = current_actor()
    if not actor.may(Permission.INTERVENTION_VIEW):
        return None
    return part(
        "outcomes/on_intervention.html",
        intervention=intervention,
        rows=evaluating.list_evaluations(actor, intervention_uid=intervention.uid),
        tools=evaluating.tools_of(intervention),
        may_manage=may_change(actor, intervention.area_code),
        **words(),
    )


def _url(referral_uid: str) -> str:
    return url_for("outcomes.changes", referral_uid=referral_uid)


panels.register("portal", 40, on_portal)
panels.register("referral", 40, on_referral)
panels.register("referral-case", 40, on_referral)
panels.register("intervention", 40, on_intervention)
cases.timeline.add_source(on_timeline)
