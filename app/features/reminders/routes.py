"""Pages: how I am reminded; mails that did not arrive."""

from datetime import time

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.reminders import commands, queries
from app.features.reminders.domain import Often, to_tell
from app.features.reminders.forms import ChoiceForm
from app.features.reminders.sources import lines_for
from app.features.reminders.words import problem_words
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.platform.calendar import working_days
from app.platform.mail import subject_of
from app.web import navigation
from app.web.access import permits, signed_in
from app.web.paging import paging
from app.web.rendering import render, see_other

bp = Blueprint("reminders", __name__, url_prefix="/reminders", template_folder="templates")

navigation.add(
    "Mail",
    "reminders.undelivered",
    Permission.ACCOUNT_INVITE,
    95,
    pages=("reminders.again",),
    section=navigation.RUNNING,
)


@bp.route("", methods=["GET", "POST"])
@signed_in
def mine() -> ResponseReturnValue:
    """What today's mail has or would have in it, and how often it comes."""
    actor, on = current_actor(), today()
    row = queries.my_choice(actor)
    chosen = {"often": row.often, "at": f"{row.at:%H:%M}" if row.at else None} if row else {"often": Often.DAILY.value}
    form = ChoiceForm(data=chosen)
    if form.validate_on_submit():
        with form.catching():
            at = time.fromisoformat(form.at.data) if form.at.data else None
            commands.choose(actor=actor, often=form.often.data or "", at=at)
            return see_other("reminders.mine", flash="Saved")
    area_uid = actor.area_uid
    return render(
        "reminders/mine.html",
        form=form,
        lines=to_tell(lines_for(actor, on), Often.DAILY, on, working_days()),
        on=on,
        usual=f"{queries.usual_time(area_uid):%H:%M}",
    )


@bp.get("/undelivered")
@permits(Permission.ACCOUNT_INVITE)
def undelivered() -> str:
    """Mails that did not arrive: to whom, when, why."""
    actor = current_actor()
    page = paging(queries.count_undelivered(actor))
    rows = queries.list_undelivered(actor, limit=page.limit, offset=page.offset)
    return render(
        "reminders/undelivered.html",
        rows=[(row, subject_of(row.mail.text_name), problem_words(row.problem)) for row in rows],
        names=accounts.user_names(actor, (row.mail.to_uid for row in rows)),
        page=page,
    )


@bp.post("/undelivered/<uid:mail_uid>/again")
@permits(Permission.ACCOUNT_INVITE)
def again(mail_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    commands.resend(actor=actor, delivery=queries.get_undelivered(actor, mail_uid))
    return see_other("reminders.undelivered", flash="The mail goes out again within a minute")
