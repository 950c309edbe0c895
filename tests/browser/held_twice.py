"""People who are held twice, on an ordinary morning: two that were joined, and two that are to be. See `waiting`."""

from app.features.cases import interface as cases
from app.features.merging.joining import merge_people
from app.features.merging.pairs import name_pair, say
from app.features.subjects import interface as subjects
from app.features.subjects.interface import Person
from app.kernel.clock import now, today
from app.platform.access import Actor

NAMES = (("Ines", "Penhaligon"), ("Inez", "Penhaligon"), ("Ynes", "Penhaligon"), ("Inès", "Penhallow"))


def hold_twice(actor: Actor) -> None:
    """Two are joined, and more was told since; of two others somebody said that they are the same."""
    people = [_hold(actor, given, family) for given, family in NAMES]
    kept, away, *others = people
    choices = {
        one.field: subjects.FIRST for one in subjects.differences(subjects.facts_of(kept), subjects.facts_of(away))
    }
    case = cases.find_open_case(actor, kept.uid)
    assert case
    case_uid, other_uids = case.uid, [one.uid for one in others]
    merge_people(
        actor=actor,
        kept_uid=kept.uid,
        away_uid=away.uid,
        chosen=choices,
        goes_on_uid=case_uid,
        reason="Her school confirmed it.",
        vers=(kept.ver, away.ver),
    )
    cases.add_note(actor=actor, case=cases.case_for_change(actor, case_uid), text="She was seen at the pool.")
    one, other = (subjects.get_subject(actor, uid) for uid in other_uids)
    assert isinstance(one, Person)
    assert isinstance(other, Person)
    say(actor=actor, pair=name_pair(actor=actor, one=one, other=other), verdict="SAME", reason="Her mother said so.")


def _hold(actor: Actor, given: str, family: str) -> Person:
    answers = {
        "given_names": given,
        "family_name": family,
        "dob": "2010-05-06",
        "dob_precision": "EXACT",
        "role_in_violence": [{"role": "HARMED", "status": "REPORTED", "evidence": "She told her teacher"}],
    }
    (area_uid,) = actor.area_uids
    person = subjects.create_subject(actor=actor, area_uid=area_uid, kind="INDIVIDUAL", answers=answers)
    case = cases.open_case(actor=actor, subject=person, agency_uid=actor.agency_uid, opened_on=today())
    drafts = cases.entries_from_answers("INDIVIDUAL", answers, actor.agency_uid, None, now())
    cases.add_entries(actor=actor, case=case, drafts=drafts)
    assert isinstance(person, Person)
    return person
