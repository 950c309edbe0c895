"""Everybody the fictional month tells of, as answers to compare: notifications, members of networks, both police lists
and the list of the exploitation group. And which of them are one person."""

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from app.features.forums.domain.lists import as_answers, decoded, read_list
from app.features.subjects.matching import Identity, identity_of, member_identity
from config import REPOSITORY

MONTH = REPOSITORY.parent / "shared" / "data" / "month"
ON = date(2026, 11, 6)
POLICE_LISTS = {"09": date(2026, 9, 24), "10": date(2026, 10, 29)}
SPREADSHEETS_BEGIN = date(1899, 12, 30)


@dataclass(frozen=True)
class Truth:
    person_of: Mapping[str, str]
    """Record to the person it is about."""
    thin: frozenset[str]
    """Records without a date of birth: to miss them is fair."""
    unsure: frozenset[frozenset[str]]
    """Pairs that cannot be told."""

    def same(self, one: str, other: str) -> bool:
        return self.person_of.get(one, one) == self.person_of.get(other, other)

    def pairs(self, records: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Every pair of records that can be told."""
        found = combinations(sorted(records), 2)
        return [pair for pair in found if frozenset(pair) not in self.unsure]


def truth() -> Truth:
    told = json.loads((MONTH / "truth.json").read_text(encoding="utf-8"))
    clusters = told["same_person_clusters"]
    return Truth(
        person_of={one: cluster["person"] for cluster in clusters for one in cluster["record_ids"]},
        thin=frozenset(one for cluster in clusters for one in cluster["thin_record_ids"]),
        unsure=frozenset(
            frozenset((one["record_id"], other)) for one in told["cannot_be_told"] for other in one["candidates"]
        ),
    )


def everybody() -> dict[str, dict[str, Any]]:
    """Answers by record."""
    return _notified() | _on_police_lists() | _on_the_other_list()


def as_identities(people: Mapping[str, Mapping[str, Any]]) -> dict[str, Identity]:
    return {
        uid: member_identity(answers, ON) if "name" in answers else identity_of(answers, on=ON)
        for uid, answers in people.items()
    }


def _notified() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line in (MONTH / "notifications.jsonl").read_text(encoding="utf-8").splitlines():
        sent = json.loads(line)
        if sent["subject_kind"] == "INDIVIDUAL":
            found[sent["record_id"]] = sent
        found |= {member["member_id"]: member for member in sent.get("members") or ()}
    return found


def _on_police_lists() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for month in POLICE_LISTS:
        text = decoded((MONTH / f"svapp-extract-2026-{month}.csv").read_bytes())
        for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), 1):
            born = _born(row["dob"] or "")
            numbers = {"POLICE_NOMINAL": row["nominal_ref"], "SVAPP_REF": row["svapp_ref"]}
            found[f"O-A{month}-{number:03d}"] = {
                "family_name": row["surname"],
                "given_names": row["forenames"],
                "aliases": [{"type": "ALIAS", "name": one} for one in re.split(r"[;|]", row["aliases"] or "") if one],
                "dob": born,
                "dob_precision": "EXACT" if born else "UNKNOWN",
                "sex": row["sex"],
                "addresses": [{"line": "", "postcode": row["home_postcode"]}] if row["home_postcode"] else [],
                "identifiers": [{"scheme": scheme, "value": value} for scheme, value in numbers.items() if value],
            }
    return found


def _born(text: str) -> str | None:
    """Dates as they came: a spreadsheet's number, day first, or a day that no month has."""
    if text.isdigit():
        return (SPREADSHEETS_BEGIN + timedelta(days=int(text))).isoformat()
    if found := re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text):
        text = f"{found[3]}-{found[2]}-{found[1]}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _on_the_other_list() -> dict[str, dict[str, Any]]:
    rows, _problems = read_list((MONTH / "eog-list.csv").read_bytes())
    return {row.record_id: dict(as_answers(row.name, row.dob)) for row in rows}
