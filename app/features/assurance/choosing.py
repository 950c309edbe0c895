"""What the forms of assurance offer: agencies, managers, the risk factors of a case."""

from app.features.accounts import interface as accounts
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.partnership import interface as partnership
from app.platform.access import Actor, Permission
from app.web.fields import SelectChoice, choice


def agencies(actor: Actor) -> list[SelectChoice]:
    return [choice(one.uid, one.name) for area in sorted(actor.area_uids) for one in partnership.recipients_in(area)]


def managers(actor: Actor) -> list[SelectChoice]:
    """People of the actor's areas whose role gives assurance for their agency, by agency and name."""
    found = [
        (partnership.agency_name(user.agency_uid), user)
        for area_uid in sorted(actor.area_uids)
        for user in accounts.people_who_may(area_uid, Permission.ASSURANCE_GIVE)
        if user.agency_uid
    ]
    found.sort(key=lambda one: (one[0].casefold(), one[1].name.casefold()))
    return [choice(user.uid, user.name, group=agency) for agency, user in found]


def factors(actor: Actor, case: Case) -> list[SelectChoice]:
    """The risk factors recorded in the case, as far as the actor sees them."""
    entries = cases.list_entries(actor, case.uid)
    found = {str(entry.details.get("code") or "") for entry in entries if entry.kind == "RISK_FACTOR"}
    known = [code for code in sorted(found) if code and partnership.is_code("risk_factor", code)]
    return [choice(code, partnership.code_label("risk_factor", code)) for code in known]
