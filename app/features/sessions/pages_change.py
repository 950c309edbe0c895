"""Changing a session that is planned, and calling one off."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.features.incidents import interface as incidents
from app.features.sessions import changing, forms, people, queries
from app.features.sessions.blueprint import bp
from app.features.sessions.pages_plan import RECORD, fill_choices
from app.features.sessions.people import key_text, read_key
from app.features.sessions.warning import warned
from app.kernel.numbers import whole_number
from app.platform.access import current_actor
from app.web.access import permits
from app.web.rendering import render, see_other


@bp.route("/<uid:session_uid>/change", methods=["GET", "POST"])
@permits(RECORD)
def change(session_uid: str) -> ResponseReturnValue:
    """Another day or hour, venue, workers or people; of the rest of the series too."""
    actor = current_actor()
    session = queries.session_for_change(actor, session_uid)
    asked = changing.keys_of(session)
    form = forms.ChangeForm(
        data={
            "held_on": session.held_on,
            "starts_at": session.starts_at,
            "minutes": session.minutes,
            "venue_uid": session.venue_uid,
            "worker_uids": queries.worker_uids_of(session),
            "people": [key_text(key) for key in asked],
            "ver": str(session.ver),
        }
    )
    somebody = [one for one in people.who_may_come(actor, session.intervention_uid) if changing.may_be_in(session, one)]
    fill_choices(form, actor, session.intervention, somebody)
    if session.series_uid is None:
        del form.rest
    keys = [read_key(text) for text in form.people.data or ()]
    found = warned(actor, {referral for referral, _other in keys}, form.venue_uid.data)
    if not found:
        del form.between_reason
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            changed = changing.change(
                actor=actor,
                session=session,
                ver=whole_number(form.ver.data, 0),
                reason=values.pop(incidents.REASON, None),
                **(values | {"people": keys}),
            )
            said = "Session changed" if len(changed) == 1 else f"{len(changed)} sessions changed"
            return see_other("sessions.session", session_uid=session.uid, flash=said)
    return render("sessions/change.html", form=form, session=session, warnings=found.words, counts=session.counts)


@bp.route("/<uid:session_uid>/cancel", methods=["GET", "POST"])
@permits(RECORD)
def cancel(session_uid: str) -> ResponseReturnValue:
    """Call it off beforehand."""
    actor = current_actor()
    session = queries.session_for_change(actor, session_uid)
    form = forms.CancelForm()
    if session.series_uid is None:
        del form.rest
    if form.validate_on_submit():
        with form.catching():
            off = changing.cancel(actor=actor, session=session, **form.values)
            said = "Session called off" if len(off) < 2 else f"{len(off)} sessions called off"
            return see_other("sessions.session", session_uid=session.uid, flash=said)
    return render(
        "sessions/cancel.html",
        form=form,
        session=session,
        back_url=url_for("sessions.session", session_uid=session.uid),
    )
