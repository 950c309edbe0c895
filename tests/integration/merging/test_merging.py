"""Two records of one person are joined, found as one, and taken apart exactly as they were."""

from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.actions.models import Action
from app.features.assurance.models import Assurance
from app.features.cases import interface as cases
from app.features.cases.interface import EntryDraft
from app.features.cases.models import Case, CaseEntry, CaseLockOut
from app.features.forums import interface as forums
from app.features.forums.likeness import candidates
from app.features.forums.models import ListedPerson, Membership
from app.features.merging import jobs, pairs
from app.features.merging.joining import cases_of, merge_people
from app.features.merging.models import Merge, Pair
from app.features.merging.parting import unmerge_people
from app.features.notifications.models import Notification
from app.features.returns import interface as returns
from app.features.returns.models import AgencyReturn, InformationRequest
from app.features.subjects import interface as subjects
from app.features.subjects.erasure import finish_erasures
from app.features.subjects.interface import NetworkMember, Person, add_to_subject, erase_subject
from app.features.subjects.joining import FIRST
from app.kernel.clock import now, today
from app.kernel.errors import Refused, Stale
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Role, acting_as
from app.platform.audit.chain import AuditEntry
from app.platform.database import db
from app.platform.vault import current_vault
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.actions import give, judge, make_action, make_assurance
from tests.factories.cases import acting, make_case, shut_out
from tests.pages import Page, Pages

ROBIN: dict[str, Any] = {
    "aliases": [{"name": "Sparky", "type": "NICKNAME"}],
    "addresses": [{"line": "1 Mill Lane", "postcode": "BA1 1AA"}],
    "identifiers": [{"scheme": "NHS_NO", "value": "943 476 5919"}],
}
ROB: dict[str, Any] = {
    "given_names": "Rob",
    "dob": "2011-07-04",
    "aliases": [{"name": "Jay", "type": "NICKNAME"}],
    "addresses": [{"line": "Refuge", "postcode": "BA2 7XX", "protected": True}],
    "role_in_violence": [{"role": "ALLEGED_CAUSE", "status": "ALLEGED", "evidence": "Named by a friend"}],
}
REASON = "Social care confirmed it by telephone"


@pytest.fixture
def coordinator(app: Flask) -> User:
    with app.app_context():
        return make_user(Role.COORD, name="Cora Coordinator")


def people(*made: Case) -> list[dict[str, Any]]:
    """Every sealed value of the people of cases, and of the rows about them, as they are now."""
    with acting_as(the_system()):
        rows = [db.session.get_one(Person, case.subject_uid) for case in made]
        return [subjects.facts_of(row) | {"joined_to": row.joined_to} for row in rows]


def about(*made: Case) -> list[tuple[Any, ...]]:
    """Whose everything is, and how each case stands."""
    with acting_as(the_system()):
        found: list[tuple[Any, ...]] = [
            (one.reference, one.subject_uid, one.closed_on, one.closure_reason, one.review_on, tuple(one.roles))
            for one in db.session.scalars(select(Case).where(Case.uid.in_([case.uid for case in made])))
        ]
        found += [(row.uid, row.person_uid) for row in db.session.scalars(select(NetworkMember))]
        found += [
            (row.uid, row.subject_uid, row.role, row.reference, row.worker)
            for row in db.session.scalars(select(Membership))
        ]
        found += [(row.uid, row.subject_uid, row.user_uid) for row in db.session.scalars(select(CaseLockOut))]
        found += [(row.uid, row.case_uid, row.key_uid, row.kind) for row in db.session.scalars(select(CaseEntry))]
        found += [
            (case.uid, row.agency_uid, row.standing, row.why) for case in made for row in cases.agencies_of(case.uid)
        ]
        return sorted(found, key=repr)


def pair_page(pages: Pages, one: Case, other: Case) -> Page:
    return pages.get(f"/people/alike/compare/{one.uid}").submit("Compare", reference=other.reference)


def join(actor_user: User, kept: Case, away: Case, **more: Any) -> str:
    """Join the record of one case to that of the other, as they stand. Returns the merge's uid."""
    with acting(actor_user) as actor:
        both = [db.session.get_one(Person, case.subject_uid) for case in (kept, away)]
        asked = subjects.differences(*map(subjects.facts_of, both))
        given: dict[str, Any] = {
            "kept_uid": both[0].uid,
            "away_uid": both[1].uid,
            "chosen": {one.field: FIRST for one in asked},
            "goes_on_uid": kept.uid,
            "reason": REASON,
            "vers": (both[0].ver, both[1].ver),
        }
        return merge_people(actor=actor, **given | more).uid


def test_two_are_joined_and_taken_apart(app: Flask, coordinator: User, pages: Pages) -> None:
    with app.app_context():
        police, school = make_agency("Police", agency_type="POL"), make_agency("School", agency_type="EDU_SCH")
        officer, teacher = make_user(agency_uid=police), make_user(agency_uid=school)
        robin, rob = make_case(agency_uid=police, **ROBIN), make_case(agency_uid=school, **ROB)
        network = make_case("NETWORK")
        locked = make_user(Role.ADMIN, name="Lowri Locked")
        shut_out(rob, housing := make_agency("Housing", agency_type="LA_HOU"))
        with acting(coordinator) as actor:
            member = subjects.list_members(actor, network.subject_uid)[0]
            subjects.identify_member(actor=actor, member=member, person=db.session.get_one(Person, rob.subject_uid))
            for case, forum, ref in ((robin, "MARAC", "M-1"), (rob, "MARAC", "M-2"), (rob, "EOG", "EOG-7")):
                row = cases.case_for_change(actor, case.uid)
                forums.set_membership(actor=actor, case=row, forum_code=forum, role="COPY", reference=ref)
            row = cases.case_for_change(actor, rob.uid)
            cases.lock_out(actor=actor, case=row, user_uid=locked.uid, reason="A relative")
        make_action(coordinator, teacher, case=rob, text="Ring his aunt")
        before, was, away = people(robin, rob), about(robin, rob), reference_of(rob)

    pages.sign_in(coordinator)
    page = pair_page(pages, robin, rob)
    assert "Refuge" in page.text
    page = page.submit("Save", verdict="SAME")
    assert "reason" in page.errors()
    page = page.submit("Save", verdict="SAME", reason=REASON)
    assert page.heading.startswith("Join P-")
    for words in ("Housing", "1 place in networks follows", "2 records of other groups follow", "1 person locked out"):
        assert words in page.text
    page = page.submit("Join the two records")
    assert set(page.errors()) == {"given_names", "dob", "goes_on"}
    choices: dict[str, Any] = {"given_names": "FIRST", "dob": "SECOND", "goes_on": robin.uid}
    again = page.path, page.form_data("Join the two records") | choices
    page = page.submit("Join the two records", choices)
    assert page.flash == "The two records are joined"
    merge_path = page.path
    assert pages.post(*again).path == merge_path, "pressed twice, joined once"

    for words in ("Robin Fernsby", "Rob Fernsby", "Jay", "04/07/2011", "07/04/2011", away):
        page = pages.get("/cases/search").submit("Search", words=words)
        assert page.select(".concord-found__name") == ["Robin Fernsby"], words
    page = pages.get(f"/cases/{robin.uid}")
    for words in ("Jay", "4 July 2011", "M-1; M-2", "EOG-7", "Ring his aunt", "It goes on in"):
        assert words in page.text
    pages.sign_in(locked)
    pages.get(f"/cases/{robin.uid}", status=404)
    pages.get(merge_path, status=404)
    pages.sign_in(teacher)
    page = pages.get(f"/cases/{rob.uid}")
    assert "Closed" in page.text
    assert "Perhaps the same" not in page.text
    assert robin.reference not in page.links, "who knows of one case knows of no other"
    pages.get(f"/cases/{robin.uid}", status=404)
    pages.sign_in(officer)
    assert "Refuge" not in pages.get(f"/cases/{robin.uid}").text, "a protected address stays protected"
    with app.app_context(), acting_as(the_system()):
        assert list(db.session.get_one(Case, robin.uid).roles) == ["HARMED"], "roles are never copied"
        assert list(db.session.get_one(Case, rob.uid).roles) == ["ALLEGED_CAUSE"]
        assert {row.standing for row in cases.agencies_of(robin.uid) if row.agency_uid == housing} == {"EXCLUDED"}
        rob_alone = ListedPerson(name="Fernsby, Rob", dob=date(2011, 7, 4), ruled_out=[])
        rob_alone.uid = "listed"
        with acting(coordinator) as actor:
            alike = [one.subject_uid for one in candidates(actor, [rob_alone])["listed"]]
        assert alike == [robin.subject_uid], "the record that was joined is no hit of its own"
        assert audit.verify().findings == []

    pages.sign_in(coordinator)
    page = pages.get(merge_path).follow("Take the two apart").submit("Take the two apart")
    assert list(page.errors()) == ["reason"]
    page = page.submit("Take the two apart", reason="They are cousins")
    assert page.flash == "The two records are taken apart"
    assert len(pages.get("/cases/search").submit("Search", words="Fernsby").select(".concord-found__name")) == 2
    with app.app_context():
        assert people(robin, rob) == before
        assert about(robin, rob) == was
        with acting_as(the_system()):
            merge = db.session.scalars(select(Merge)).one()
            assert not [*merge.before, *merge.changes], "what they were before is kept no longer"
            assert db.session.scalars(select(Pair)).one().verdict == "DIFFERENT"
            events = list(db.session.scalars(select(AuditEntry.event).where(AuditEntry.event.like("person.%"))))
            assert events == ["person.merged", "person.unmerged"], "one event each"
        assert audit.verify().findings == []


def reference_of(case: Case) -> str:
    with acting_as(the_system()):
        return db.session.get_one(Person, case.subject_uid).reference


def test_what_came_since_goes_to_whose_it_is(app: Flask, coordinator: User, pages: Pages) -> None:
    with app.app_context():
        robin, rob = make_case(**ROBIN), make_case(**ROB)
        before = people(robin, rob)
        uid = join(coordinator, robin, rob)
        hospital = make_agency("Hospital")
        told = {"aliases": [{"name": "Red", "type": "NICKNAME"}], "pronouns": "they"}
        note_uid = new_uid()
        role = cases.EntryDraft(
            "ROLE", {"role": "EXPLOITED", "status": "REPORTED"}, agency_uid=hospital, source_uid=note_uid
        )
        with acting_as(the_system()) as actor:
            case = cases.case_for_change(actor, robin.uid)
            add_to_subject(actor=actor, subject=case.subject, answers=told, agency_uid=hospital)
            cases.give_need_to_know(actor=actor, case=case, agency_uid=hospital, why="NOTIFIED")
            db.session.add(
                Notification(
                    uid=note_uid, key_uid=note_uid, area_uid=case.area_uid, agency_uid=hospital, case_uid=case.uid,
                    subject_kind="INDIVIDUAL", notifier_uid=new_uid(), started_at=now(), saved_at=now(), answers=told,
                )
            )  # fmt: skip
            entry_uid = cases.add_entries(actor=actor, case=case, drafts=[role])[0].uid
            db.session.commit()
        late = make_user(Role.ADMIN)
        with acting(coordinator) as actor:
            case = cases.case_for_change(actor, robin.uid)
            cases.lock_out(actor=actor, case=case, user_uid=late.uid, reason="A neighbour")
            new = cases.open_case(actor=actor, subject=case.subject, agency_uid=hospital, opened_on=today())
            cases.add_note(actor=actor, case=new, text="Seen at the hospital")
            opened_uid = new.uid
    pages.sign_in(coordinator)
    page = pages.get(f"/people/joined/{uid}/apart")
    asked = {"new_pronouns", "new_aliases_2", f"told_{entry_uid}", f"case_{opened_uid}"}
    page = page.submit("Take the two apart", reason="They are cousins")
    assert set(page.errors()) == asked
    page = page.submit("Take the two apart", dict.fromkeys(asked, "SECOND") | {"new_pronouns": "FIRST"})
    assert page.flash == "The two records are taken apart"
    with app.app_context():
        first, second = people(robin, rob)
        assert first == before[0] | {"pronouns": "they"}
        assert [one["name"] for one in second["aliases"]] == ["Jay", "Red"]
        assert second | {"aliases": []} == before[1] | {"aliases": []}
        with acting_as(the_system()):
            entry, given = db.session.get_one(CaseEntry, entry_uid), db.session.get_one(Case, opened_uid)
            assert given.subject_uid == rob.subject_uid
            assert entry.case_uid in {rob.uid, given.uid}
            assert entry.details["role"] == "EXPLOITED"
            assert db.session.get_one(Notification, note_uid).case_uid == entry.case_uid, "it goes with its entries"
            notes = select(CaseEntry.key_uid).where(CaseEntry.case_uid == opened_uid)
            assert set(db.session.scalars(notes)) == {rob.subject_uid}, "sealed under the key of whose it is"
            assert list(db.session.get_one(Case, robin.uid).roles) == ["HARMED"]
            assert hospital not in {row.agency_uid for row in cases.agencies_of(robin.uid)}
            locked = {row.subject_uid for row in db.session.scalars(select(CaseLockOut))}
            assert locked == {robin.subject_uid, rob.subject_uid}, "locked out of both"
        assert audit.verify().findings == []


def test_closing_asks_what_becomes_of_what_is_open_in_either(app: Flask, coordinator: User, pages: Pages) -> None:
    with app.app_context():
        robin, rob = make_case(**ROBIN), make_case(**ROB)
        officer = make_user(agency_uid=rob.agency_uid)
        action_uid = make_action(coordinator, officer, case=rob, text="Find a safe place").uid
        chair = make_user(Role.CHAIR, name="Una Chair")
        held_uid = judge(chair, give(officer, make_assurance(coordinator, rob, officer))).uid
        db.session.commit()
    pages.sign_in(coordinator)
    page = pair_page(pages, robin, rob).submit("Save", verdict="SAME", reason=REASON)
    with app.app_context():
        join(coordinator, robin, rob)
        db.session.commit()
    late = page.submit("Join the two records", given_names="SECOND", dob="SECOND", goes_on=rob.uid)
    assert "was joined already: this changed nothing more" in late.flash
    assert "Open the case again" not in pages.get(f"/cases/{rob.uid}").text
    page = pages.get(f"/cases/{robin.uid}/close")
    assert "Find a safe place" in page.text
    assert "1 accepted and in date" in page.text, "assurance of the joined case holds too"
    assert "1 still open" in page.text
    with app.app_context(), acting(coordinator) as actor:
        stabbed = {"code": "EV_SHARP_INJURY", "present": "Y", "grade": "A", "evidence": "Seen in hospital"}
        told = EntryDraft("RISK_FACTOR", stabbed, happened_on=today() - timedelta(days=1), agency_uid=actor.agency_uid)
        cases.add_entries(actor=actor, case=cases.case_for_change(actor, robin.uid), drafts=[told])
        voided = db.session.get_one(Assurance, held_uid)
        assert voided.voided_on == today(), "it was about the same person"
        db.session.commit()
    closed = {"reason_code": "MOVED_AWAY", "note": "Moved to an aunt", "override": "The aunt's area knows"}
    page = page.submit("Close the case", closed)
    assert page.errors()[f"fate_{action_uid}"] == "Select what becomes of it"
    closed |= {f"fate_{held_uid}": "REHOMED", f"words_{held_uid}": "The aunt's area holds it"}
    page = page.submit("Close the case", closed | {f"fate_{action_uid}": "DONE", f"words_{action_uid}": "A place"})
    assert page.flash == "Case closed"
    with app.app_context(), acting_as(the_system()):
        assert db.session.get_one(Action, action_uid).ended_on == today()


def test_who_may_join_whom(app: Flask, coordinator: User, pages: Pages) -> None:
    with app.app_context():
        robin, rob, away = make_case(**ROBIN), make_case(**ROB), make_case(area="SGLOS", **ROB)
        chair, practitioner = make_user(Role.CHAIR), make_user(agency_uid=robin.agency_uid)
        elsewhere = make_user(Role.COORD, area="SGLOS")
        with acting_as(the_system()) as actor:
            one, other = (db.session.get_one(Person, case.subject_uid) for case in (robin, away))
            with pytest.raises(Refused, match="same area"):
                pairs.name_pair(actor=actor, one=one, other=other)
    pages.sign_in(coordinator)
    said = [
        pages.get(f"/people/alike/compare/{robin.uid}").submit("Compare", reference=reference).errors()["reference"]
        for reference in (away.reference, "C-2026-9999")
    ]
    assert said[0] == said[1], "another area's records are not hinted at"
    pair = pair_page(pages, robin, rob).path
    for user in (chair, practitioner):
        pages.sign_in(user)
        for path in ("/people/alike", "/people/alike/said", "/people/joined", pair, f"{pair}/join"):
            pages.get(path, status=403)
        assert "Compare with another person" not in pages.get(f"/cases/{robin.uid}").text
    pages.sign_in(elsewhere)
    pages.get(pair, status=404)


def test_two_tabs_and_what_has_to_be_settled_first(context: Flask, coordinator: User) -> None:
    robin, rob, third = make_case(**ROBIN), make_case(**ROB), make_case(given_names="Robyn")
    with pytest.raises(Stale):
        join(coordinator, robin, rob, vers=(7, 7))
    with pytest.raises(Refused) as refused:
        join(coordinator, robin, rob, goes_on_uid=None)
    assert refused.value.field == "goes_on"
    with acting(coordinator) as actor:
        for case, forum in ((robin, "MARAC"), (rob, "EOG")):
            forums.set_membership(
                actor=actor, case=cases.case_for_change(actor, case.uid), forum_code=forum, role="COPY"
            )
        for row in db.session.scalars(select(Membership)):
            row.role = "LEAD"
        audit.record("case.viewed", page="test")
    with pytest.raises(Refused, match="which group leads"):
        join(coordinator, robin, rob)
    leading = make_agency("Leading")
    with acting(coordinator) as actor:
        cases.name_lead(actor=actor, case=cases.case_for_change(actor, third.uid), agency_uid=leading)
    shut_out(robin, leading)
    with pytest.raises(Refused, match="another lead of"):
        join(coordinator, robin, third)
    with acting_as(the_system()):
        assert not db.session.scalars(select(Merge)).all()


def test_the_later_merge_first_and_never_after_its_days(context: Flask, coordinator: User) -> None:
    robin, rob, third = make_case(**ROBIN), make_case(**ROB), make_case(given_names="Robyn")
    first = join(coordinator, robin, rob)
    with pytest.raises(Stale):
        join(coordinator, third, rob)
    second = join(coordinator, third, robin)
    with acting(coordinator) as actor:
        assert len(cases_of(third.subject_uid)) == 3
        assert subjects.get_subject(actor, rob.subject_uid).uid == third.subject_uid
        with pytest.raises(Refused, match="later merge"):
            unmerge_people(actor=actor, merge=db.session.get_one(Merge, first), belongs={}, reason="x")
    with acting_as(the_system()):
        for merge in db.session.scalars(select(Merge)):
            merge.until = today() - timedelta(days=1)
        audit.record("case.viewed", page="test")
        db.session.commit()
    with acting(coordinator) as actor, pytest.raises(Refused, match="until"):
        unmerge_people(actor=actor, merge=db.session.get_one(Merge, second), belongs={}, reason="x")
    with acting_as(the_system()):
        jobs.forget_merges()
        db.session.commit()
        assert all(not merge.before and merge.purged_on for merge in db.session.scalars(select(Merge)))
        person, away = (db.session.get_one(Person, one.subject_uid) for one in (third, rob))
        with pytest.raises(Refused, match=f"Erase {person.reference}"):
            erase_subject(actor=the_system(), subject=away, reason="Asked for")
        erase_subject(actor=the_system(), subject=person, reason="Asked for")
        db.session.commit()
        keys = current_vault().keys([robin.subject_uid, rob.subject_uid, third.subject_uid])
        assert all(key.erased for key in keys.values()), "the keys of all that was joined are destroyed"
        assert all(row.erased_on for row in db.session.scalars(select(Person)))
        assert finish_erasures() == 0
    assert audit.verify().findings == []


def test_the_review_list_remembers(app: Flask, coordinator: User, pages: Pages) -> None:
    with app.app_context():
        robin, rob = make_case(**ROBIN), make_case(**ROB | {"given_names": "Robin", "dob": "2011-04-07"})
        look()
        look()
    pages.sign_in(coordinator)
    (row,) = pages.get("/people/alike").table_rows()
    assert row["Said before"] == "Nothing yet"
    assert "Perhaps the same person" in pages.get(f"/cases/{robin.uid}").text
    page = pages.get("/people/alike").follow("P-").submit("Save", verdict="DIFFERENT", reason="Met both")
    assert "Nobody to look at" in page.text
    with app.app_context():
        look()
    assert "Nobody to look at" in pages.get("/people/alike").text
    (row,) = pages.get("/people/alike/said").table_rows()
    assert "Cora Coordinator" in row["By"]
    with app.app_context():
        with acting_as(the_system()) as actor:
            case = cases.case_for_change(actor, rob.uid)
            add_to_subject(actor=actor, subject=case.subject, answers={"identifiers": ROBIN["identifiers"]})
            db.session.commit()
        look()
    (row,) = pages.get("/people/alike").table_rows()
    assert row["Said before"].startswith("Not the same person"), "something new speaks for it"
    pages.get("/people/alike").follow("P-").submit("Save", verdict="UNDECIDED", reason="Ask the school")
    with app.app_context():
        look()
        assert pairs_waiting() == 0
        with acting_as(the_system()):
            db.session.scalars(select(Pair)).one().again_on = today()
            audit.record("case.viewed", page="test")
            db.session.commit()
        look()
        assert pairs_waiting() == 1, "its day has come"


@pytest.mark.one_database
def test_what_was_said_of_records_holds_for_the_person_they_become(context: Flask, coordinator: User) -> None:
    """PR-13: a third person is not asked about anew after a merge, unless different things were said."""
    robin, rob, third = make_case(**ROBIN), make_case(**ROBIN), make_case(**ROBIN)
    say(coordinator, {(rob, third): "DIFFERENT"})
    merge_uid = join(coordinator, robin, rob)
    db.session.commit()
    look()
    assert pairs_waiting() == 0, "of one of the two it was said, and the other adds nothing new"
    with acting(coordinator) as actor:
        merge = db.session.get_one(Merge, merge_uid)
        unmerge_people(actor=actor, merge=merge, belongs={}, reason="Both came")
    db.session.commit()
    look()
    assert pairs_waiting() == 1, "apart again: of the first and the third nobody spoke"
    say(coordinator, {(robin, third): "UNDECIDED"})
    join(coordinator, robin, rob)
    db.session.commit()
    look()
    with acting(coordinator) as actor:
        (asked,) = pairs.list_waiting(actor)
        assert {asked.first_uid, asked.second_uid} == {robin.subject_uid, third.subject_uid}
        assert asked.signs[0].startswith("Different things were said before records were joined (P-")
        assert "not the same person" in asked.signs[0]
    say(coordinator, {(robin, third): "DIFFERENT"})
    look()
    assert pairs_waiting() == 0, "what is said of the joined person is the last word"


def say(user: User, said: dict[tuple[Case, Case], str]) -> None:
    with acting(user) as actor:
        for (one, other), verdict in said.items():
            both = [db.session.get_one(Person, case.subject_uid) for case in (one, other)]
            pairs.say(actor=actor, pair=pairs.pair_of(actor, *both), verdict=verdict, reason="Seen both")
    db.session.commit()


@pytest.mark.one_database
def test_what_an_agency_owes_follows_to_the_case_that_goes_on_and_back(context: Flask, coordinator: User) -> None:
    robin, rob = make_case(**ROBIN), make_case(**ROB)
    school, police, meeting = make_agency(), make_agency(), new_uid()
    with acting_as(the_system()) as actor:
        owed, there, answered = (
            request_about(case, agency, meeting, number)
            for number, (case, agency) in enumerate([(rob, school), (rob, police), (rob, make_agency())])
        )
        request_about(robin, police, meeting, 9)
        answered.returned_at = now()
        audit.record("case.viewed", page="test")
        db.session.commit()
        uids = [owed.uid, there.uid, answered.uid]
        assert returns.overdue_research(actor, [rob.uid])
    merge_uid = join(coordinator, robin, rob)
    db.session.commit()
    assert cases_asked_about(uids) == [robin.uid, rob.uid, rob.uid]
    with acting_as(the_system()) as actor:
        facts = {one.criterion: one for one in cases.closing.facts(actor, cases.case_for_change(actor, robin.uid))}
        assert not facts["No research is overdue"].met
        answer = AgencyReturn(request_uid=uids[0], case_uid=robin.uid, version=1, written_at=now())
        answer.key_uid, answer.area_uid, answer.agency_uid = robin.subject_uid, robin.area_uid, school
        answer.answers, answer.restrictions = {}, []
        db.session.add(answer)
        audit.record("case.viewed", page="test")
        db.session.commit()
    with acting(coordinator) as actor:
        unmerge_people(actor=actor, merge=db.session.get_one(Merge, merge_uid), belongs={}, reason="Two boys")
    db.session.commit()
    assert cases_asked_about(uids) == [rob.uid] * 3
    with acting_as(the_system()):
        assert db.session.scalars(select(AgencyReturn)).one().case_uid == rob.uid, "what came since goes with it"


def request_about(case: Case, agency_uid: str, meeting_uid: str, number: int) -> InformationRequest:
    request = InformationRequest(
        uid=new_uid(), key_uid=case.subject_uid, area_uid=case.area_uid, agency_uid=agency_uid,
        reference=f"R-2026-{number:04}", case_uid=case.uid, meeting_uid=meeting_uid, reason="NEW",
        asked_at=now() - timedelta(days=9), asked_by_uid=new_uid(), due_at=now() - timedelta(days=1),
    )  # fmt: skip
    request.about = {}
    db.session.add(request)
    db.session.flush()
    return request


def cases_asked_about(uids: list[str]) -> list[str]:
    with acting_as(the_system()):
        return [db.session.get_one(InformationRequest, uid).case_uid for uid in uids]


def look() -> None:
    with acting_as(the_system()):
        jobs.review()
        db.session.commit()


def pairs_waiting() -> int:
    with acting_as(the_system()) as actor:
        return pairs.count_waiting(actor)


def test_of_two_who_join_the_same_at_once_one_wins(app: Flask, coordinator: User) -> None:
    with app.app_context():
        robin, rob = make_case(**ROBIN), make_case(**ROB)
        other = make_user(Role.ADMIN)
    ready, ended = Barrier(2), list[str]()

    def press(user: User, kept: Case, away: Case) -> None:
        with app.app_context():
            ready.wait(10)
            try:
                ended.append(join(user, kept, away))
            except Stale:
                ended.append("stale")

    threads = [Thread(target=press, args=(coordinator, robin, rob)), Thread(target=press, args=(other, rob, robin))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with app.app_context(), acting_as(the_system()):
        (merge,) = db.session.scalars(select(Merge))
        assert sorted(ended) == sorted([merge.uid, "stale"])
        assert audit.verify().findings == []
