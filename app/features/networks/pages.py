"""What every page of one network begins with."""

from flask import url_for

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.networks.terms import network_of
from app.features.subjects.interface import NetworkMember
from app.kernel.errors import NotFound
from app.platform.access import Actor, fetch
from app.web.forms import Form
from app.web.rendering import render


def read_case(actor: Actor, case_uid: str, *, page: str) -> Case:
    """The case of a network, for reading; the view is recorded. Raises NotFound for any other case."""
    case = cases.get_case(actor, case_uid, page=page)
    network_of(case)
    return case


def change_case(actor: Actor, case_uid: str) -> Case:
    """The same for a page that changes something: NotFound once it is closed."""
    case = cases.case_for_change(actor, case_uid)
    network_of(case)
    if not cases.is_open(case):
        raise NotFound("case")
    return case


def member_of(actor: Actor, case: Case, member_uid: str) -> NetworkMember:
    member = fetch(actor, NetworkMember, member_uid)
    if member.network_uid != case.subject_uid:
        raise NotFound("NetworkMember")
    return member


def form_page(case: Case, form: Form, heading: str, button: str, *, intro: str = "", about: str = "") -> str:
    """A page with one form. `about`: whom or what it is about, above the heading, never in the title."""
    return render(
        "networks/form.html",
        case=case,
        form=form,
        page_title=heading,
        button=button,
        intro=intro,
        about=about,
        back_url=url_for("networks.network", case_uid=case.uid),
    )
