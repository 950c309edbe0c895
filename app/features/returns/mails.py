"""Mails about requests: references, counts, dates and links only. One mail an agency's contact, whatever happens."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.features.accounts import interface as accounts
from app.features.accounts.models import User
from app.features.returns.models import InformationRequest
from app.kernel.clock import local
from app.kernel.days import day_words
from app.platform.access import Permission, Role
from app.platform.mail import declare_mail, post
from app.web.addresses import public_link

LIST = "\n\nSign in to answer:\n$link\n"
declare_mail(
    "returns.asked",
    subject="Your agency is asked for information",
    body="Before its next meeting the group asks your agency about $count: $references.\n\nDue by $due." + LIST,
)
declare_mail(
    "returns.delegated",
    subject="You are asked to answer for your agency",
    body="A colleague asks you to answer $reference.\n\nDue by $due.\n\nSign in to answer:\n$link\n",
)

MOST_NAMED = 20


def contacts(area_uid: str) -> dict[str, list[User]]:
    """By agency, who is told: its single points of contact, or else everybody there who may answer."""
    return answering(area_uid) | spocs(area_uid)


def spocs(area_uid: str) -> dict[str, list[User]]:
    """Single points of contact, by agency."""
    return _by_agency(accounts.holders_of(area_uid, Role.SPOC))


def answering(area_uid: str) -> dict[str, list[User]]:
    """Everybody whose role answers for their agency, by agency."""
    return _by_agency(accounts.people_who_may(area_uid, Permission.RETURN_GIVE))


def _by_agency(users: Iterable[User]) -> dict[str, list[User]]:
    found: dict[str, list[User]] = {}
    for user in users:
        if user.agency_uid:
            found.setdefault(user.agency_uid, []).append(user)
    return found


def tell(text: str, requests: Sequence[InformationRequest], to: Mapping[str, Sequence[User]], *, once: str) -> int:
    """One mail to each contact of each agency asked, about all of its requests. `once` keeps it from going twice.
    Returns how many were posted."""
    by_agency: dict[str, list[InformationRequest]] = {}
    for request in requests:
        by_agency.setdefault(request.agency_uid or "", []).append(request)
    sent = 0
    for agency_uid, rows in sorted(by_agency.items()):
        for user in to.get(agency_uid, ()):
            mail = post(
                text,
                to_uid=user.uid,
                address=user.email,
                area_uid=rows[0].area_uid,
                once_key=f"{text} {once} {user.uid}",
                count="1 matter" if len(rows) == 1 else f"{len(rows)} matters",
                references=_listed([row.reference for row in rows]),
                due=due_words(min(row.due_at for row in rows)),
                link=public_link("returns.mine"),
            )
            sent += mail is not None
    return sent


def tell_delegate(request: InformationRequest, user: User) -> None:
    post(
        "returns.delegated",
        to_uid=user.uid,
        address=user.email,
        area_uid=request.area_uid,
        once_key=f"returns.delegated {request.uid} {user.uid}",
        reference=request.reference,
        due=due_words(request.due_at),
        link=public_link("returns.request", request_uid=request.uid),
    )


def due_words(moment: datetime) -> str:
    here = local(moment)
    return f"{here:%H:%M} on {day_words(here)}"


def _listed(references: Sequence[str]) -> str:
    more = len(references) - MOST_NAMED
    return ", ".join(references[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
