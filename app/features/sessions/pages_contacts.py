"""Counting people met without names; and, on the side of a referral, that somebody was one of them."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.features.partnership import interface as partnership
from app.features.referrals.models import Referral
from app.features.sessions import counting, forms, queries
from app.features.sessions.blueprint import bp
from app.features.sessions.domain.counting import MOST, Counted, Kind, merged, seen, stepped
from app.features.sessions.pages_plan import RECORD
from app.kernel.days import day_words
from app.kernel.errors import NotFound
from app.platform.access import current_actor, fetch
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other

STALE = "Somebody else counted at the same time. Check the numbers below, which are theirs, and add yours again"


@bp.route("/<uid:session_uid>/contacts", methods=["GET", "POST"])
@permits(RECORD)
def contacts(session_uid: str) -> ResponseReturnValue:
    """How many were met: a line for each kind of people, with plus and minus, which work without scripts too."""
    actor = current_actor()
    session = queries.session_for_change(actor, session_uid)
    if not session.counts or session.cancelled_on is not None:
        raise NotFound("Contacts")
    if session.happened is not True:
        return see_other("sessions.happened", session_uid=session.uid)
    there = [_counted(row) for row in counting.tallies_of(session)]
    form = forms.TallyForm(data={"lines": [_shown(line) for line in there], "seen": seen(there)})
    step = request.form.get("step", "")
    if form.validate_on_submit():
        with form.catching():
            lines = _lines(form, step)
            if form.seen.data != seen(there) and seen(lines) != seen(there):
                form = forms.TallyForm(
                    formdata=None, data={"lines": [_shown(line) for line in there], "seen": seen(there)}
                )
                form.refuse(STALE)
            else:
                counting.count(actor=actor, session=session, lines=lines)
                if "done" in request.form:
                    return see_other("sessions.session", session_uid=session.uid, flash="Count saved")
                return see_other("sessions.contacts", session_uid=session.uid)
    return render(
        "sessions/contacts.html",
        form=form,
        session=session,
        most=MOST,
        label=partnership.code_label,
        venue=queries.venue_names([session.venue_uid]).get(session.venue_uid or ""),
    )


def _lines(form: forms.TallyForm, step: str) -> list[Counted]:
    """What the page says: its lines, one of them a step on where plus or minus was pressed, and the line that was
    added."""
    lines = [
        Counted(Kind(one["age_band"], one["sex"], one["known"]), one["people"] or 0, one["conversations"] or 0)
        for one in form.lines.data
    ]
    place, _, rest = step.partition(":")
    what, _, by = rest.partition(":")
    if place.isdigit() and int(place) < len(lines) and what in ("people", "conversations") and by in ("1", "-1"):
        lines[int(place)] = stepped(lines[int(place)], what, int(by))
    new = form.age_band.data, form.sex.data, form.known.data
    if form.people.data:
        kind = Kind(*(code or "NOT_SAID" for code in new))
        lines.append(Counted(kind, form.people.data, form.conversations.data or 0))
    return merged(lines)


def _counted(row: Any) -> Counted:
    return Counted(counting.row_kind(row), row.people, row.conversations)


def _shown(line: Counted) -> dict[str, Any]:
    return {
        "age_band": line.kind.age_band,
        "sex": line.kind.sex,
        "known": line.kind.known,
        "people": line.people,
        "conversations": line.conversations,
    }


@bp.route("/referrals/<uid:referral_uid>/met", methods=["GET", "POST"])
@permits(RECORD)
def met(referral_uid: str) -> ResponseReturnValue:
    """Say that somebody referred is one whom you met before without asking who they were."""
    actor = current_actor()
    referral = fetch(actor, Referral, referral_uid)
    if referral.agency_uid != actor.agency_uid:
        raise NotFound("Referral")
    form = forms.MetForm()
    days = counting.days_out(actor)
    names = queries.venue_names([one.venue_uid for one in days])
    form.session_uid.choices = [
        choice(one.uid, f"{day_words(one.held_on)}, {one.starts_at}", hint=names.get(one.venue_uid or ""))
        for one in days
    ]
    back_url = url_for("referrals.referral", referral_uid=referral.uid)
    if form.validate_on_submit():
        with form.catching():
            counting.link_contact(actor=actor, referral_uid=referral.uid, **form.values)
            return see_other("referrals.referral", referral_uid=referral.uid, flash="Recorded that you met before")
    return render("sessions/met.html", form=form, days=days, back_url=back_url)
