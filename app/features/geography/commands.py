"""Taking boundaries and postcodes over from files that others publish. For whoever runs the service."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import undefer

from app.features.geography.domain import geojson, shapes
from app.features.geography.models import Boundary, BoundarySet, Postcode
from app.features.geography.queries import LSOA, WARD, tidy
from app.kernel.clock import now
from app.kernel.errors import NotPermitted, Refused
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("boundaries.imported", facts={"kind", "vintage", "added", "changed", "gone"})
audit.declare("postcodes.imported", facts={"added", "changed"})

KINDS = (WARD, LSOA)
VINTAGE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?")
AT_ONCE = 1_000
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")
SMALL_AREA = re.compile(r"[EWSN]\d{8}")


@dataclass(frozen=True)
class Imported:
    """What an import changed."""

    features: int
    added: int
    changed: int
    gone: int


_after: dict[str, Callable[[], None]] = {}


def when_imported(name: str, function: Callable[[], None]) -> None:
    """Let `function()` do what follows from new boundaries, in their transaction. Safe to call again."""
    _after[name] = function


def import_boundaries(
    *,
    actor: Actor,
    data: bytes,
    kind: str,
    vintage: str,
    area_code: str,
    source: str,
    attribution: str,
    code_field: str | None = None,
    name_field: str | None = None,
) -> Imported:
    """Take the boundaries of a GeoJSON file over. The same again changes nothing; the same vintage with other content
    is replaced; another vintage stands beside it. Raises Refused."""
    if not actor.is_system:
        raise NotPermitted("boundaries")
    if kind not in KINDS:
        raise Refused("Choose ward or lsoa", field="kind")
    if not VINTAGE.fullmatch(vintage):
        raise Refused("Enter the vintage as a year, or as year and month: 2019 or 2019-05", field="vintage")
    if not source.strip() or not attribution.strip():
        raise Refused("Enter the source, and the attribution that its licence asks for", field="attribution")
    features = geojson.read(data, code_field=code_field, name_field=name_field)
    digest = hashlib.sha256(
        json.dumps([[one.code, one.name, one.shape] for one in features], separators=(",", ":")).encode()
    ).hexdigest()
    kept = db.session.scalar(
        select(BoundarySet).where(
            BoundarySet.kind == kind, BoundarySet.area_code == area_code, BoundarySet.vintage == vintage
        )
    )
    if kept and (kept.digest, kept.source, kept.attribution) == (digest, source.strip(), attribution.strip()):
        return Imported(len(features), 0, 0, 0)
    before = _shapes_of(kept)
    if kept is None:
        kept = BoundarySet(uid=new_uid(), kind=kind, area_code=area_code, vintage=vintage)
        db.session.add(kept)
    kept.source, kept.attribution, kept.digest = source.strip(), attribution.strip(), digest
    kept.features, kept.imported_at = len(features), now()
    db.session.flush()
    db.session.execute(delete(Boundary).where(Boundary.set_uid == kept.uid))
    for start in range(0, len(features), AT_ONCE):
        db.session.execute(insert(Boundary), [_row(kept.uid, one) for one in features[start : start + AT_ONCE]])
    after = {one.code: one.shape for one in features}
    done = Imported(
        len(features),
        added=len(after.keys() - before.keys()),
        changed=sum(before[code] != after[code] for code in after.keys() & before.keys()),
        gone=len(before.keys() - after.keys()),
    )
    for name in sorted(_after):
        _after[name]()
    audit.record(
        "boundaries.imported", kept, kind=kind, vintage=vintage, added=done.added, changed=done.changed, gone=done.gone
    )
    return done


def _shapes_of(kept: BoundarySet | None) -> dict[str, list[object]]:
    if kept is None:
        return {}
    rows = db.session.scalars(select(Boundary).where(Boundary.set_uid == kept.uid).options(undefer(Boundary.shape)))
    return {row.code: row.shape for row in rows}


def _row(set_uid: str, one: geojson.Feature) -> dict[str, object]:
    box = shapes.box_of([one.shape])
    return {
        "uid": new_uid(),
        "set_uid": set_uid,
        "code": one.code,
        "name": one.name,
        "west": box.west,
        "south": box.south,
        "east": box.east,
        "north": box.north,
        "outline": shapes.simplified(one.shape),
        "shape": one.shape,
    }


def import_postcodes(*, actor: Actor, data: bytes) -> Imported:
    """Take over which ward and small area each postcode is in: a CSV file with a column that is named `postcode`, one
    whose name begins with `ward` and one whose name begins with `lsoa`. Raises Refused."""
    if not actor.is_system:
        raise NotPermitted("postcodes")
    try:
        rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        names = {name.strip().casefold(): name for name in rows.fieldnames or () if name}
        ward, lsoa = (next((names[n] for n in names if n.startswith(start)), None) for start in ("ward", "lsoa"))
        if "postcode" not in names or not ward or not lsoa:
            raise Refused("Choose a CSV file with the columns postcode, ward… and lsoa…", field="file")
        found = {
            tidy(row[names["postcode"]] or ""): ((row[ward] or "").strip()[:120], (row[lsoa] or "").strip().upper())
            for row in rows
        }
    except (UnicodeDecodeError, csv.Error) as problem:
        raise Refused("Choose a CSV file in UTF-8: this one cannot be read", field="file") from problem
    wrong = [one for one, (_ward, lsoa_) in found.items() if not POSTCODE.fullmatch(one) or not _small(lsoa_)]
    if wrong:
        raise Refused(f"Check the file: {len(wrong)} rows have no postcode or no code of a small area", field="file")
    before = {row.postcode: row for row in db.session.scalars(select(Postcode))}
    added = changed = 0
    for postcode, (ward_, lsoa_) in found.items():
        row = before.get(postcode)
        if row is None:
            db.session.add(Postcode(postcode=postcode, ward=ward_, lsoa=lsoa_))
            added += 1
        elif (row.ward, row.lsoa) != (ward_, lsoa_):
            row.ward, row.lsoa = ward_, lsoa_
            changed += 1
    if added or changed:
        db.session.flush()
        audit.record("postcodes.imported", added=added, changed=changed)
    return Imported(len(found), added, changed, 0)


def _small(code: str) -> bool:
    return not code or SMALL_AREA.fullmatch(code) is not None
