"""What somebody without an account sees: a few questions behind a link, and nothing of whose referral it is."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from app.features.accounts.interface import throttle
from app.features.outcomes import asking, forms
from app.features.outcomes.blueprint import bp
from app.features.partnership import interface as partnership
from app.kernel.errors import NotFound
from app.platform.access import acting_as
from app.platform.database.work import commit_although_refused
from app.web import csrf
from app.web.access import public
from app.web.rendering import render, see_other

BECAUSE = "whoever holds the link says what they think, once; the page names nobody"


@csrf.exempt  # type: ignore[untyped-decorator]
@bp.route("/say/<secret>", methods=["GET", "POST"])
@public(BECAUSE)
def say(secret: str) -> ResponseReturnValue:
    """Opening it uses nothing up: programs that look at links before people do must not. It needs no cookie, so it has
    no token: what lets somebody answer is in the address, and no other page knows it."""
    try:
        with acting_as(asking.public_system()) as system:
            given_by = asking.find_open(secret).given_by
            form = forms.said_form(given_by)()
            if form.validate_on_submit():
                with form.catching():
                    answers = dict(form.values)
                    said = answers.pop("words") or ""
                    asking.answer(actor=system, secret=secret, answers=answers, words=said)
                    return see_other("outcomes.said")
    except NotFound:
        return _ended()
    faces = {item.code: item.attributes.get("face") for item in partnership.code_list("feedback_answer")}
    return render("outcomes/say.html", form=form, faces=faces, parent=given_by == "PARENT", **BARE)


@bp.get("/say")
@public("it says thank you to everybody")
def said() -> str:
    return render("outcomes/said.html", **BARE)


BARE = {"bare": True, "service_name": "Your views"}


def _ended() -> ResponseReturnValue:
    """Wrong, used, taken back and too late look the same. Guesses slow down whoever makes them, and nobody else."""
    counted = throttle.feedback_counters(request.remote_addr or "")
    if throttle.are_too_many(counted):
        abort(429)
    throttle.count(counted)
    commit_although_refused()
    return render("outcomes/ended.html", **BARE), 404
