"""Words beside the figures: of the catalogue as it stood, and nobody's name in what the area writes."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.features.cases.models import Case
from app.features.interventions.models import Intervention
from app.features.partnership import interface as partnership
from app.features.reach.models import ReachCount
from app.features.subjects.models import Person
from app.kernel.errors import Refused
from app.platform.database import db
from app.platform.vault import open_all

SHORTEST = 2


def words_of(row: Intervention, stage: str | None) -> dict[str, Any]:
    """What the return says of an intervention, in words: kept with the count, since the catalogue goes on."""
    label = partnership.code_label
    return {
        "code": row.code,
        "name": row.name,
        "provider": row.provider_name,
        "kind": ", ".join(partnership.code_labels("intervention_kind", row.kind_codes)),
        "level": label("intervention_level", row.level) if row.level else "",
        "setting": label("intervention_setting", row.setting) if row.setting else "",
        "approach": label("intervention_approach", row.approach) if row.approach else "",
        "evaluation": label("evaluation_stage", stage) if stage else "None recorded",
    }


def names_of(count: ReachCount, intervention_uid: str) -> set[str]:
    """Names of the people an intervention reached in the year so far, opened for the check alone."""
    of = count.people.get("of", {}).get(intervention_uid, {}).get("Y", {})
    cases = {count.people["cases"][place] for places in of.values() for place in places} - {""}
    rows = db.session.scalars(
        select(Person).where(Person.uid.in_(select(Case.subject_uid).where(Case.uid.in_(cases))))
    ).all()
    open_all(rows)
    return {
        word
        for row in rows
        for name in (row.family_name, row.given_names)
        for word in re.findall(r"[^\W\d_]+", name or "")
        if len(word) > SHORTEST
    }


def check_nameless(words: str, names: Iterable[str], field: str) -> None:
    """Raises Refused when the words hold a name as it is written. The message does not say which."""
    found = set(re.findall(r"[^\W\d_]+", words))
    if not found.isdisjoint(names):
        raise Refused(
            "Take out every name: these words go to the hub, and somebody who was reached is called like one of them",
            field=field,
        )
