"""Letters: drafted from the template of their level, changed by people, and sent when somebody presses (PR-57).

A letter names nobody: what it is about is a reference. It is read in Concord; what goes by mail is that it is there.
"""

from app.features.accounts import interface as accounts
from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.escalation import queries
from app.features.escalation.domain import (
    BY_LETTER,
    WATCHED,
    Level,
    Trigger,
    answer_by,
    check_goes_on,
    check_sender,
    check_upwards,
    names_found,
)
from app.features.escalation.facts import is_still_there
from app.features.escalation.ladder import ladder, written_letter
from app.features.escalation.models import Escalation, EscalationLetter
from app.features.escalation.stepping import note_step
from app.features.escalation.words import letter_values
from app.features.partnership import interface as partnership
from app.features.subjects.models import Person
from app.kernel.clock import now, today
from app.kernel.errors import Refused, Stale
from app.platform import audit
from app.platform.access import Actor, Permission, Role
from app.platform.calendar import working_days
from app.platform.database import db
from app.platform.mail import declare_mail, post
from app.web.addresses import public_link

audit.declare("escalation.drafted", facts={"level"})
audit.declare("escalation.letter_changed", facts={"level"})
audit.declare("escalation.sent", facts={"level", "agency_uid", "mails"})

declare_mail(
    "escalation.letter",
    subject="A letter for your organisation",
    body="The group has written to your organisation about $reference.\n\nSign in to read it, and to answer:\n$link\n",
)


def draft_letter(*, actor: Actor, escalation: Escalation) -> EscalationLetter:
    """The letter of the next level: as it stands, or drafted now."""
    queries.hold(escalation)
    check_goes_on(escalation)
    level = Level(escalation.next_level) if escalation.next_level else None
    if level not in BY_LETTER:
        raise Refused("Write down where it went: this step is not a letter", rule="4.7")
    letter = queries.find_letter(actor, escalation, level)
    if letter is not None:
        return letter
    taken = queries.taken(queries.list_steps(actor, escalation))
    subject, body = written_letter(level, letter_values(escalation, level, taken))
    letter = EscalationLetter(
        key_uid=escalation.key_uid,
        area_uid=escalation.area_uid,
        agency_uid=_reader(escalation, level),
        escalation_uid=escalation.uid,
        case_uid=escalation.case_uid,
        level=level,
        drafted_at=now(),
        subject=subject,
        body=body,
        to_name=partnership.code_label("escalation_level", level) if level is Level.E3 else None,
    )
    db.session.add(letter)
    db.session.flush()
    audit.record("escalation.drafted", escalation, level=level)
    return letter


def _reader(escalation: Escalation, level: str) -> str | None:
    """The agency reads what is written to it, not what is written about it to others."""
    return None if level == Level.E3 else escalation.agency_uid


def recipients(actor: Actor, escalation: Escalation) -> list[User]:
    """People of the agency with an account who can read its escalations."""
    if escalation.agency_uid is None:
        return []
    may = accounts.people_who_may(escalation.area_uid, Permission.ESCALATION_VIEW)
    return sorted((one for one in may if one.agency_uid == escalation.agency_uid), key=lambda one: one.name.casefold())


def change_letter(
    *,
    actor: Actor,
    escalation: Escalation,
    letter: EscalationLetter,
    expected_ver: int,
    subject: str,
    body: str,
    to_user_uid: str | None = None,
    to_name: str | None = None,
    agency_uid: str | None = None,
) -> EscalationLetter:
    """Change a draft. Raises Stale when somebody changed it meanwhile, Refused at the field."""
    queries.hold(escalation)
    check_goes_on(escalation)
    if letter.sent_at is not None:
        raise Refused("Write another letter: this one was sent")
    if letter.ver != expected_ver:
        raise Stale
    if agency_uid and escalation.agency_uid is None:
        _name_agency(escalation, letter, agency_uid)
    people = {user.uid: user.name for user in recipients(actor, escalation)}
    if to_user_uid and to_user_uid not in people:
        raise Refused("Select somebody of the agency", field="to_user_uid")
    name = people[to_user_uid] if to_user_uid else (to_name or "").strip()
    for field, text in (("subject", subject), ("body", body)):
        if not (text or "").strip():
            raise Refused("Enter the letter" if field == "body" else "Enter what the letter is about", field=field)
        _check_names(escalation, text, field)
    after = (to_user_uid or None, name or None, subject.strip(), body.strip())
    if (letter.to_user_uid, letter.to_name, letter.subject, letter.body) != after:
        letter.to_user_uid, letter.to_name, letter.subject, letter.body = after
        audit.record("escalation.letter_changed", escalation, level=letter.level)
    return letter


def _name_agency(escalation: Escalation, letter: EscalationLetter, agency_uid: str) -> None:
    if agency_uid not in {one.uid for one in partnership.agencies_in(escalation.area_uid)}:
        raise Refused("Select an agency of this area", field="agency_uid")
    escalation.agency_uid = agency_uid
    letter.agency_uid = _reader(escalation, letter.level)


def _check_names(escalation: Escalation, text: str, field: str) -> None:
    """A letter goes further than a case does: it holds the reference, never the name."""
    subject = escalation.case.subject if escalation.case else None
    if subject is None:
        return
    names = [subject.title]
    if isinstance(subject, Person):
        names += [part for part in (subject.given_names, subject.family_name) if part]
    if names_found(text, names):
        raise Refused("Take the name out: write the reference in its place", field=field, rule="5.10")


def send_letter(*, actor: Actor, escalation: Escalation, letter: EscalationLetter, expected_ver: int) -> int:
    """Send a letter: whom it is for and the agency's contacts are told that it is there. Pressed twice, it goes once.

    Returns how many were told. Raises Refused when what it is about was settled meanwhile; Stale when the letter is
    not the one that was read.
    """
    queries.hold(escalation)
    if letter.sent_at is not None:
        return 0
    check_goes_on(escalation)
    level = Level(letter.level)
    check_sender(level, is_chair=actor.may(Permission.ESCALATION_SEND))
    if letter.ver != expected_ver:
        raise Stale
    if not letter.to_name:
        raise Refused("Say first whom the letter is for")
    check_upwards(level, queries.taken(queries.list_steps(actor, escalation)))
    if Trigger(escalation.trigger) in WATCHED and not is_still_there(escalation):
        raise Refused("Look again at what it is about: it has been settled since, and the ladder ends")
    letter.sent_at, letter.sent_by_uid = now(), actor.user_uid
    by = answer_by(ladder(escalation.area_uid, today()), level, today(), working_days())
    note_step(actor, escalation, "SENT", level=level, where=letter.to_name, answer_by=by)
    mails = 0 if level is Level.E3 else _tell(actor, escalation, letter)
    audit.record("escalation.sent", escalation, level=level, agency_uid=letter.agency_uid, mails=mails)
    return mails


def _tell(actor: Actor, escalation: Escalation, letter: EscalationLetter) -> int:
    """Whom it is for, and the agency's single points of contact; never somebody who is locked out of the case."""
    case_uid = escalation.case_uid
    shut = cases.locked_out_of(actor, [case_uid]).get(case_uid, set()) if case_uid else set()
    contacts = [
        one for one in accounts.holders_of(escalation.area_uid, Role.SPOC) if one.agency_uid == escalation.agency_uid
    ]
    named = [one for one in recipients(actor, escalation) if one.uid == letter.to_user_uid]
    told = {one.uid: one for one in [*named, *contacts] if one.uid not in shut}
    for user in told.values():
        post(
            "escalation.letter",
            to_uid=user.uid,
            address=user.email,
            area_uid=escalation.area_uid,
            once_key=f"escalation.letter {letter.uid} {user.uid}",
            reference=escalation.reference,
            link=public_link("escalation.escalation", escalation_uid=escalation.uid),
        )
    return len(told)
