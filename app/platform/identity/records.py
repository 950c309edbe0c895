"""What the index holds of one person, network or place."""

import json
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Name:
    """A name, folded. `kind` is MAIN, OTHER or a code of `alias_type`; a restricted one is found by few."""

    kind: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    restricted: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return self.given + self.family


@dataclass(frozen=True)
class Record:
    """One subject. Postcodes and identifiers are folded, without spaces; the restricted ones are found by few."""

    kind: str
    """PERSON, NETWORK or PLACE."""
    uid: str
    area_uid: str
    names: tuple[Name, ...]
    births: tuple[date, ...] = ()
    postcodes: tuple[str, ...] = ()
    restricted_postcodes: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    """Always restricted: 2.1 of the domain reference."""
    precision: str = "EXACT"
    """Of the dates of birth: EXACT, ESTIMATED, MONTH or YEAR."""
    sex: str = ""


def packed(record: Record) -> bytes:
    """A record as the index keeps it."""
    names = [[one.kind, " ".join(one.given), " ".join(one.family), int(one.restricted)] for one in record.names]
    births = [day.isoformat() for day in record.births]
    values = [
        record.kind,
        record.uid,
        record.area_uid,
        names,
        births,
        record.postcodes,
        record.restricted_postcodes,
        record.identifiers,
        record.precision,
        record.sex,
    ]
    return json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def unpacked(held: bytes) -> Record:
    kind, uid, area, names, births, open_, restricted, identifiers, precision, sex = json.loads(
        held.decode("utf-8", "surrogatepass")
    )
    return Record(
        kind=kind,
        uid=uid,
        area_uid=area,
        names=tuple(
            Name(sort, tuple(given.split()), tuple(family.split()), bool(shut)) for sort, given, family, shut in names
        ),
        births=tuple(map(date.fromisoformat, births)),
        postcodes=tuple(open_),
        restricted_postcodes=tuple(restricted),
        identifiers=tuple(identifiers),
        precision=precision,
        sex=sex,
    )
