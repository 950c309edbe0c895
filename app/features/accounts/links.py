"""Mailed links: single use, with an end, known here by keyed digests alone."""

import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from app.features.accounts.digests import digest, is_digest
from app.features.accounts.models import MailedLink, User
from app.features.partnership import interface as partnership
from app.kernel.clock import now
from app.kernel.errors import NotFound
from app.kernel.references import new_uid
from app.platform.database import db
from app.platform.mail import declare_mail, post

INVITE = "INVITE"
RESET = "RESET"
ENDPOINTS = {INVITE: "accounts.invitation", RESET: "accounts.reset"}
MAILS = {INVITE: "account-invitation", RESET: "account-reset"}

declare_mail(
    "account-invitation",
    subject="Set up your account",
    body=(
        "You have been invited to use Concord.\n\n"
        "Open this link to choose a passphrase and set up a second factor:\n$link\n\n"
        "The link works once. If you did not expect this message, do nothing.\n"
    ),
)
declare_mail(
    "account-reset",
    subject="Choose a new passphrase",
    body=(
        "Somebody asked for a new passphrase for your account in Concord.\n\n"
        "Open this link to choose one:\n$link\n\n"
        "The link works once and not for long. If it was not you, do nothing: your passphrase stays as it is.\n"
    ),
)


def mail_link(user: User, purpose: str) -> None:
    """Mail `user` a new link; the ones sent before for the same purpose stop working."""
    end_links(user, purpose)
    token = secrets.token_urlsafe(32)
    link = MailedLink(
        uid=new_uid(),
        user_uid=user.uid,
        purpose=purpose,
        token_digest=digest("link", token),
        expires_at=now() + _life(purpose),
    )
    link.bound = digest(*_bound(link))
    db.session.add(link)
    post(MAILS[purpose], to_uid=user.uid, address=user.email, area_uid=user.area_uid, link=_address(purpose, token))


def find_link(token: str, purpose: str) -> MailedLink:
    """The link of `token` that may still be used. Raises NotFound."""
    link = db.session.scalar(
        select(MailedLink).where(MailedLink.token_digest == digest("link", token), MailedLink.purpose == purpose)
    )
    if link is None or link.used_at is not None or link.expires_at <= now() or not is_digest(link.bound, *_bound(link)):
        raise NotFound("link")
    return link


def end_links(user: User, purpose: str) -> None:
    """Links of this kind that were sent to `user` stop working."""
    open_links = select(MailedLink).where(
        MailedLink.user_uid == user.uid, MailedLink.purpose == purpose, MailedLink.used_at.is_(None)
    )
    for link in db.session.scalars(open_links):
        link.used_at = now()


def _life(purpose: str) -> timedelta:
    if purpose == INVITE:
        return timedelta(days=partnership.number("account.invitation"))
    return timedelta(minutes=partnership.number("account.reset"))


def _address(purpose: str, token: str) -> str:
    """Also outside a request, where there is no host to ask."""
    path = current_app.url_map.bind("").build(ENDPOINTS[purpose], {"token": token})
    return f"{current_app.extensions['settings'].public_url}{path}"


def _bound(link: MailedLink) -> tuple[str, str, str, str, datetime]:
    return "link-row", link.uid, link.user_uid, link.purpose, link.expires_at
