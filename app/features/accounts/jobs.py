"""What the worker does about accounts, and the mail, the audit's checkpoints and the database's
statistics, which every room relies on."""

from datetime import time, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, or_, select

from app.features.accounts import commands, links
from app.features.accounts.domain import LOOK_BACK, Status, account_status, idle_since
from app.features.accounts.models import MailedLink, ParkedForm, ResetRequest, SignInAttempt, User, WebSession
from app.features.accounts.signing_in import find_user
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.platform import audit
from app.platform.access import current_actor
from app.platform.database import db, refresh_statistics
from app.platform.demonstration import is_demonstration
from app.platform.jobs import JobRun, job
from app.platform.mail import send_waiting

audit.declare("reset.mailed")
audit.declare("forms.cleared", facts={"count"})

KEEP = timedelta(days=30)
"""How long ended sessions and used links are kept, to answer questions about them."""
KEEP_NOBODYS = timedelta(days=1)
"""How long a session in which nobody signed in is kept."""
KEEP_RUNS = timedelta(days=14)
UNUSED = "UNUSED"


@job("mail", every=timedelta(seconds=15), commits_itself=True)
def send_mail() -> int:
    """Answer who asked for a new passphrase, then send what waits in the outbox."""
    answer_reset_requests()
    db.session.commit()
    return send_waiting()


def answer_reset_requests() -> int:
    """Mail a link for each account that asked, once however often it asked. Returns how many went."""
    requests = db.session.scalars(select(ResetRequest)).all()
    mailed = 0
    for token in {request.email_token for request in requests}:
        user = find_user(token)
        if user is not None and account_status(user, today()) == Status.ACTIVE.name and user.password_hash:
            links.mail_link(user, links.RESET)
            audit.record("reset.mailed", user)
            mailed += 1
    for request in requests:
        db.session.delete(request)
    return mailed


job("database-statistics", every=timedelta(hours=1))(refresh_statistics)


@job("audit-checkpoint", every=timedelta(seconds=60))
def checkpoint() -> int:
    """Sign the end of the audit and write it outside the database."""
    return audit.write_checkpoint(current_app.extensions["settings"].checkpoint_dir)


@job("accounts-clear", every=timedelta(hours=1))
def clear() -> None:
    """Take away what nobody needs any more: old sessions, attempts, links, kept forms, notes of past runs."""
    moment = now()
    _delete(SignInAttempt, SignInAttempt.at < moment - LOOK_BACK)
    _delete(MailedLink, MailedLink.expires_at < moment - KEEP)
    _delete(
        WebSession,
        or_(
            WebSession.seen_at < moment - KEEP,
            WebSession.user_uid.is_(None) & (WebSession.seen_at < moment - KEEP_NOBODYS),
        ),
    )
    _delete(JobRun, JobRun.ran_at < moment - KEEP_RUNS)
    kept_since = moment - timedelta(hours=partnership.number("session.kept_form"))
    forms = db.session.scalars(select(ParkedForm).where(ParkedForm.parked_at < kept_since)).all()
    for form in forms:
        db.session.delete(form)
    if forms:
        audit.record("forms.cleared", count=len(forms))


@job("accounts-suspend-unused", at=time(5, 0))
def suspend_unused() -> int:
    """Suspend the accounts that were not used for the number of days `account.idle`. A demonstration is left alone:
    it is meant to lie about. Returns how many."""
    if is_demonstration():
        return 0
    days, on = partnership.number("account.idle"), today()
    users = [
        user
        for user in db.session.scalars(select(User))
        if account_status(user, on) == Status.ACTIVE.name and (on - idle_since(user)).days >= days
    ]
    for user in users:
        commands.suspend(actor=current_actor(), user=user, why=UNUSED)
    return len(users)


def _delete(model: Any, which: Any) -> None:
    db.session.execute(delete(model).where(which), execution_options={"synchronize_session": False})
