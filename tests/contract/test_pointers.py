"""What points to a subject follows when two records of one person are joined."""

from flask import Flask

from app.features.merging.pointers import pointers
from app.platform.database import Base

NAMES = {"subject_uid", "person_uid"}
ELSEWHERE = {
    ("forum_membership", "subject_uid"): "one row for each group: merging/memberships.py",
    ("network_member", "network_uid"): "a network is never joined",
    ("incident_network", "network_uid"): "the same",
    ("incident", "place_uid"): "a place is never joined",
    **dict.fromkeys(
        ((f"network_{table}", "network_uid") for table in ("term", "membership", "link", "place", "goal")),
        "a network is never joined",
    ),
    ("network_place", "place_uid"): "a place is never joined",
    ("person_pair", "first_uid"): "what was said of two records stays said of them",
    ("person_pair", "second_uid"): "the same",
    ("person_merge", "kept_uid"): "it says what was joined",
    ("person_merge", "away_uid"): "the same",
}


def test_every_column_that_points_to_a_subject_follows_or_says_why_not(app: Flask) -> None:
    there = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name in NAMES or any(key.column.table.name == "subject" for key in column.foreign_keys)
    }
    known = {(one.model.__tablename__, one.column) for one in pointers()} | ELSEWHERE.keys()
    assert there - known == set()
