"""Fill the partnership from its reference files. Safe to run again: what is there is left as it is."""

from sqlalchemy import select

from app.features.partnership import reference
from app.features.partnership.domain import BEGINNING
from app.features.partnership.models import AgeScope, Area, AreaTerm, Code, Forum, ForumTerm, Hub, HubTerm, Number
from app.features.partnership.snapshot import Members, Reference, changed
from app.kernel.errors import NotPermitted
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("reference.loaded", facts={"added"})


def load_reference(*, actor: Actor | None = None) -> int:
    """Add what the files have and the database does not: hub, areas, forums, ages, codes, numbers.

    Anything changed or ended locally stays so. Answers how many rows were added. Agencies are not in the files.
    It is the system's own work: a person may not ask for it.
    """
    if actor is not None and not actor.is_system:
        raise NotPermitted("reference files are loaded by the system")
    hub, added = _hub()
    areas = {area.code: area for area in db.session.scalars(select(Area))}
    added += _areas(hub, areas) + _forums(areas) + _age_scopes(areas) + _codes() + _numbers()
    changed(Reference)
    changed(Members)
    audit.record("reference.loaded", hub, added=added)
    return added


def _hub() -> tuple[Hub, int]:
    (row,) = reference.rows("hub")
    hub = db.session.scalar(select(Hub).where(Hub.code == row["code"]))
    if hub is not None:
        return hub, 0
    hub = Hub(code=row["code"])
    hub.terms.append(HubTerm(name=row["name"], valid_from=reference.day(row["valid_from"]) or BEGINNING))
    db.session.add(hub)
    db.session.flush()
    return hub, 1


def _areas(hub: Hub, areas: dict[str, Area]) -> int:
    added = 0
    for row in reference.rows("areas"):
        if row["code"] in areas:
            continue
        area = Area(code=row["code"], hub_uid=hub.uid)
        area.terms.append(AreaTerm(name=row["name"], valid_from=reference.day(row["valid_from"]) or BEGINNING))
        db.session.add(area)
        areas[area.code] = area
        added += 1
    db.session.flush()
    return added


def _forums(areas: dict[str, Area]) -> int:
    there = {tuple(row) for row in db.session.execute(select(Forum.area_uid, Forum.code))}
    forums: dict[tuple[str, str], Forum] = {}
    for row in reference.rows("forums"):
        key = (areas[row["area"]].uid, row["code"])
        if key in there:
            continue
        forum = forums.get(key)
        if forum is None:
            forum = forums[key] = Forum(area_uid=key[0], code=key[1])
            db.session.add(forum)
        forum.terms.append(
            ForumTerm(
                name=row["name"],
                valid_from=reference.day(row["valid_from"]) or BEGINNING,
                valid_to=reference.day(row["valid_to"]),
            )
        )
    return len(forums)


def _age_scopes(areas: dict[str, Area]) -> int:
    there = set(db.session.scalars(select(AgeScope.area_uid)))
    found = [
        AgeScope(
            area_uid=areas[row["area"]].uid,
            min_age=int(row["min_age"]),
            max_age_exclusive=int(row["max_age_exclusive"]) if row["max_age_exclusive"] else None,
            valid_from=reference.day(row["valid_from"]) or BEGINNING,
            valid_to=reference.day(row["valid_to"]),
            note=row["note"],
        )
        for row in reference.rows("age_scopes")
        if areas[row["area"]].uid not in there
    ]
    db.session.add_all(found)
    return len(found)


def _codes() -> int:
    there = {tuple(row) for row in db.session.execute(select(Code.list, Code.code))}
    found = [
        Code(
            list=row.list,
            code=row.code,
            label=row.label,
            hint=row.hint,
            position=row.position,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            attributes=row.attributes,
        )
        for row in reference.code_rows()
        if (row.list, row.code) not in there
    ]
    db.session.add_all(found)
    return len(found)


def _numbers() -> int:
    there = set(db.session.scalars(select(Number.key).where(Number.area_uid.is_(None))))
    found = [
        Number(
            key=row["key"],
            value=row["value"],
            unit=row["unit"],
            label=row["label"],
            source=row["source"],
            valid_from=BEGINNING,
        )
        for row in reference.rows("numbers")
        if row["key"] not in there
    ]
    db.session.add_all(found)
    return len(found)
