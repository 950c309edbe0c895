"""Pages of incidents that are read."""

from datetime import datetime

from flask import request

from app.features.incidents import changing, pages_entering, pages_people, queries, wording  # noqa: F401
from app.features.incidents.blueprint import bp
from app.features.incidents.forms import FilterForm
from app.features.incidents.meeting import between
from app.features.incidents.queries import Filter
from app.features.partnership.interface import code_label
from app.features.subjects.interface import Place, Subject
from app.platform.access import Permission, current_actor
from app.platform.database import db
from app.web import navigation
from app.web.access import permits
from app.web.paging import at_most, paging
from app.web.rendering import render

navigation.add("Incidents", "incidents.list_incidents", Permission.CASE_VIEW, 32, section=navigation.PICTURE)


@bp.get("")
@permits(Permission.CASE_VIEW)
def list_incidents() -> str:
    """Incidents of the area, for those who run the month; for others those they need to know of."""
    actor = current_actor()
    form = FilterForm(formdata=request.args)
    chosen = Filter(**form.values) if form.validate() else Filter()
    counted = at_most()
    page = paging(queries.count_incidents(actor, chosen, at_most=counted), counted=counted)
    rows = queries.list_incidents(actor, chosen, limit=page.limit, offset=page.offset)
    uids = [row.uid for row in rows]
    people = queries.people_in(actor, uids)
    return render(
        "incidents/list.html",
        rows=rows,
        people=people,
        others=queries.others_in(actor, people, uids),
        form=form,
        filtered=chosen != Filter(),
        page=page,
        wording=wording,
        label=code_label,
    )


@bp.get("/<uid:incident_uid>")
@permits(Permission.CASE_VIEW)
def incident(incident_uid: str) -> str:
    """One incident: what happened, and of the people in it those the reader may see."""
    actor = current_actor()
    shown = queries.get_incident(actor, incident_uid)
    people = queries.people_in(actor, [shown.uid]).get(shown.uid, [])
    manages = actor.may(Permission.CASE_MANAGE)
    joined = queries.joined_to(actor, shown)
    place = db.session.get(Subject, shown.place_uid) if shown.place_uid else None
    found = place if isinstance(place, Place) else None
    return render(
        "incidents/incident.html",
        incident=shown,
        people=people,
        others=queries.others_in(actor, {shown.uid: people}, [shown.uid]).get(shown.uid, 0),
        facts=wording.facts(actor, shown, found),
        tags=wording.tags(shown),
        wording=wording,
        joined=joined,
        joined_facts={one.uid: wording.facts(actor, one, None) for one in joined},
        networks=queries.networks_in(actor, shown, joined),
        alike=queries.may_be_same(actor, shown) if manages else [],
        names={one.subject.uid: one.subject.title for one in people},
        pairs=between(actor, [one.subject.uid for one in people]),
        manages=manages,
        may_change=changing.may_change(actor, shown),
        may_take_out=lambda one: manages or any(part.agency_uid == actor.agency_uid for part in one.parts),
        before=[_before(one) for one in reversed(shown.before)],
        label=code_label,
    )


def _before(was: object) -> dict[str, object]:
    """An earlier version in words: when it was put right, why, and what it had said."""
    kept = dict(was)  # type: ignore[call-overload]
    kind = kept.get("kind")
    lines = [
        ("Day", str(kept.get("happened_on") or "")),
        ("What happened", code_label("violence_type", str(kind)) if kind else ""),
        *((name.replace("_", " ").capitalize(), str(kept.get(name) or "")) for name in _WORDS),
    ]
    return {
        "at": datetime.fromisoformat(kept["at"]),
        "why": kept["why"],
        "lines": [(label, words) for label, words in lines if words],
    }


_WORDS = ("time", "place", "postcode", "crime_ref", "description")
