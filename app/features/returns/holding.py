"""What the commands of returns share."""

from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.returns.models import AgencyReturn, InformationRequest
from app.kernel.errors import NotFound, Refused
from app.platform.access import Actor
from app.platform.database import db


def hold(request: InformationRequest) -> None:
    """Hold the row until the end of the transaction, as it is now: of two presses of a button the second sees what
    the first wrote."""
    db.session.scalar(
        select(InformationRequest)
        .where(InformationRequest.uid == request.uid)
        .with_for_update(of=InformationRequest)
        .execution_options(populate_existing=True)
    )


def hold_to_answer(actor: Actor, request: InformationRequest) -> None:
    """For the agency asked alone. Raises NotFound to others; Refused when nothing is asked any more."""
    if actor.agency_uid is None or actor.agency_uid != request.agency_uid:
        raise NotFound("request")
    hold(request)
    check_asked(request)


def check_asked(request: InformationRequest) -> None:
    """Refuse what nobody may answer any more."""
    if request.withdrawn_at is not None:
        raise Refused("Go back to the list: this is no longer asked")
    if request.forgotten_at is not None:
        raise Refused("Ask the coordinator: who this was about is no longer shown here, as the meeting is over")


def version_of(request: InformationRequest, number: int) -> AgencyReturn | None:
    return db.session.scalar(
        select(AgencyReturn).where(AgencyReturn.request_uid == request.uid, AgencyReturn.version == number)
    )


def current_return(request: InformationRequest) -> AgencyReturn | None:
    """The version that holds; None when nothing was given, it was taken back, or the bound actor may not read it."""
    if request.returned_at is None:
        return None
    return version_of(request, request.version)


def draft_of(request: InformationRequest) -> AgencyReturn | None:
    """The draft of the next version, for the agency alone."""
    return version_of(request, request.version + 1)


def needed(text: str | None, message: str, field: str) -> str:
    text = (text or "").strip()
    if not text:
        raise Refused(message, field=field)
    return text


def check_code(name: str, code: str | None, message: str, field: str) -> str:
    if not code or not partnership.is_code(name, code):
        raise Refused(message, field=field)
    return code
