"""Mails about minutes: dates and links only. What the minutes say stays in the system (PR-24)."""

from app.features.accounts.models import User
from app.features.meetings.interface import Meeting
from app.features.minutes.models import Minutes, MinutesNotice
from app.platform.mail import declare_mail, post
from app.web.addresses import public_link
from app.web.rendering import day

declare_mail(
    "minutes.to_approve",
    subject="Draft minutes wait for you",
    body="The draft minutes of the meeting of $day wait for you to approve them.\n\n$link\n",
)
declare_mail(
    "minutes.issued",
    subject="Minutes have been issued",
    body="The minutes of the meeting of $day have been issued to you.\n\n$link\n\n"
    "Please read them and say so there. Corrections can be proposed until $until.\n",
)
declare_mail(
    "minutes.corrected",
    subject="Corrected minutes have been issued",
    body="The minutes of the meeting of $day were corrected and have been issued to you again.\n\n$link\n",
)
declare_mail(
    "minutes.urgent",
    subject="Urgent actions were agreed",
    body="Urgent actions for you or your organisation were agreed at the meeting of $day.\n\n$link\n",
)


def ask_chair(chair: User, minutes: Minutes, meeting: Meeting) -> None:
    """Once for each time the draft is sent."""
    sent = f"{minutes.sent_at:%Y%m%d%H%M%S}"
    post(
        "minutes.to_approve",
        to_uid=chair.uid,
        address=chair.email,
        area_uid=minutes.area_uid,
        once_key=f"minutes.to_approve {minutes.uid} {sent} {chair.uid}",
        day=day(meeting.held_on),
        link=public_link("minutes.minutes", meeting_uid=meeting.uid),
    )


def tell_of_minutes(user: User, notice: MinutesNotice, minutes: Minutes, meeting: Meeting) -> None:
    first = {"until": day(minutes.corrections_until)} if notice.round == 1 else {}
    post(
        "minutes.issued" if first else "minutes.corrected",
        to_uid=user.uid,
        address=user.email,
        area_uid=minutes.area_uid,
        once_key=f"minutes {notice.uid}",
        day=day(meeting.held_on),
        link=public_link("minutes.minutes", meeting_uid=meeting.uid),
        **first,
    )


def tell_of_urgent_actions(user: User, notice: MinutesNotice, meeting: Meeting) -> None:
    post(
        "minutes.urgent",
        to_uid=user.uid,
        address=user.email,
        area_uid=notice.area_uid,
        once_key=f"minutes.urgent {notice.uid}",
        day=day(meeting.held_on),
        link=public_link("minutes.urgent", meeting_uid=meeting.uid),
    )
