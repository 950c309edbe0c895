"""Pages of networks that are read: the list, and one network. Those that change something are in files beside this."""

from app.features.cases import interface as cases
from app.features.networks import chart_routes, facts, listing, member_routes, planning, terms, whole_routes
from app.features.networks.blueprint import bp
from app.features.networks.domain import BASES_NEEDED, Course, counting, priority
from app.features.networks.linking import told_links
from app.features.networks.pages import read_case
from app.features.networks.seeing import reads_police, see
from app.features.networks.shown import COURSE_WORDS, agency_words, grade_words, link_rows, person_rows
from app.features.partnership import interface as partnership
from app.platform.access import RUNS_THE_MONTH, Permission, current_actor
from app.web import navigation
from app.web.access import permits
from app.web.rendering import render

__all__ = ["bp", "chart_routes", "member_routes", "whole_routes"]

navigation.add("Networks", "networks.list_networks", Permission.CASE_VIEW, 35, section=navigation.PICTURE)

SHOWN = 50
"""Links on the network's own page; all of them are on the chart's."""


@bp.get("")
@permits(Permission.CASE_VIEW)
def list_networks() -> str:
    """Every open network the actor sees; for whoever runs the month with the four cells of its priority."""
    actor = current_actor()
    ranks = actor.is_any(RUNS_THE_MONTH)
    return render("networks/list.html", rows=listing.rows(actor, ranks=ranks), ranks=ranks, words=COURSE_WORDS)


@bp.get("/<uid:case_uid>")
@permits(Permission.CASE_VIEW)
def network(case_uid: str) -> str:
    actor = current_actor()
    case = read_case(actor, case_uid, page="network")
    seen, found = see(actor, case), facts.facts(actor, case)
    manages = actor.may(Permission.CASE_MANAGE) and cases.is_open(case)
    purposes = terms.list_terms(actor, case.subject_uid)
    police = reads_police(actor, case)
    places = planning.list_places(actor, case)
    ages = [one.age for one in seen.members if one.age and one.age.years is not None]
    cells = facts.priority_cells(found, seen) if actor.is_any(RUNS_THE_MONTH) else ()
    return render(
        "networks/network.html",
        case=case,
        course=COURSE_WORDS[seen.course],
        confirmed=seen.course in (Course.IN_FORCE, Course.RUNS_OUT),
        shown=seen.course is not Course.DISSOLVED and cases.is_open(case),
        ends_on=terms.ends_on(case, purposes),
        purposes=purposes,
        told_purpose=terms.network_of(case).details.get("purpose_statement"),
        bases=terms.basis_entries(actor, case),
        counting=len(counting(terms.bases(actor, case))),
        needed=BASES_NEEDED,
        facts=found,
        cells=cells,
        priority=priority(cells),
        young=sum(age.is_child for age in ages),
        oldest=max((age.years or 0 for age in ages if not age.is_child), default=None),
        people=person_rows(seen.people),
        told=person_rows(seen.told),
        apart=person_rows(seen.apart) if manages else [],
        links=link_rows(seen.ties[:SHOWN], sees_police=police),
        more_links=max(0, len(seen.ties) - SHOWN),
        ended=link_rows(seen.ended, sees_police=police) if manages else [],
        told_links=told_links(actor, case) if seen.people or seen.told else [],
        goals=planning.list_goals(actor, case),
        places=places,
        place_cases=cases.open_case_uids([place.uid for _row, place in places]),
        manages=manages,
        label=partnership.code_label,
        labels=partnership.code_labels,
        agency=agency_words,
        grade=grade_words,
    )
