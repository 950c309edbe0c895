"""What waits for impact assessments, what other pages show of this room, and what the mail of the day says."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import url_for

from app.features.cases.interface import Case, timeline
from app.features.governance import gates, queries
from app.features.governance import queries_contests as contests
from app.features.governance import queries_samples as samples
from app.features.governance.contest_routes import shown
from app.features.governance.domain.documents import Status
from app.features.governance.models import WATCHES
from app.features.governance.outside_routes import waits_for
from app.features.partnership import interface as partnership
from app.features.reminders import interface as reminders
from app.kernel.days import day_words
from app.platform.access import Actor, Permission, Role, current_actor
from app.platform.calendar import working_days
from app.web import panels
from app.web.addresses import public_link
from app.web.rendering import part

DOCUMENTS = "Documents of the group to review"


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """Whoever keeps the register: documents whose review comes up or is overdue."""
    if not actor.may(Permission.GOVERNANCE_MANAGE) or len(actor.area_uids) != 1:
        return
    area_uid = actor.area_uid
    for row in queries.list_documents(area_uid):
        if queries.document_status(row, on) in (Status.REVIEW_SOON, Status.OVERDUE) and row.review_due is not None:
            kind = partnership.code_label("governed_document", row.kind)
            yield reminders.Line(
                group=DOCUMENTS,
                reference=f"{row.kind} {row.version}",
                words=kind,
                due_on=row.review_due,
                link=public_link("governance.document", document_uid=row.uid),
            )


CONTESTS, TO_TELL = "Contested records to decide", "Decisions that people have to be told of"


def waiting_contests(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """The coordinator, the chair and the data protection officer: what is contested and due soon, and whom to tell."""
    if not actor.is_any(frozenset({Role.COORD, Role.CHAIR, Role.DPO})) or len(actor.area_uids) != 1:
        return
    area_uid = actor.area_uid
    soon = on + timedelta(days=partnership.number("contest.notice", area_uid))
    for row in contests.list_open(actor):
        link = public_link("governance.contest", contest_uid=row.uid)
        if row.decided_on is None and row.due_on <= soon:
            words = f"About case {row.case_reference}, decide by {day_words(row.due_on)}"
            yield reminders.Line(CONTESTS, row.reference, words, row.due_on, link)
        elif row.tell_by is not None and Role.COORD in actor.roles:
            words = f"About case {row.case_reference}, tell everybody by {day_words(row.tell_by)}"
            yield reminders.Line(TO_TELL, row.reference, words, row.tell_by, link)


SAMPLES, FOLLOWS = "Sample audits to answer", "What follows from sample audits"


def waiting_samples(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """Whoever audits: cases to answer for. The coordinator: what follows from an audit."""
    if not actor.is_any(WATCHES | {Role.COORD}) or len(actor.area_uids) != 1:
        return
    area_uid = actor.area_uid
    soon = working_days().add(on, partnership.number("audit.sample.notice", area_uid))
    for row in samples.list_sampled(actor):
        link = public_link("governance.sample", sampled_uid=row.uid)
        if row.answered_on is None and row.due_on <= soon and actor.is_any(WATCHES):
            words = f"Answer by {day_words(row.due_on)}"
            yield reminders.Line(SAMPLES, row.case_reference, words, row.due_on, link)
        elif row.answered_on and row.follow_by and Role.COORD in actor.roles:
            words = f"To be done by {day_words(row.follow_by)}"
            yield reminders.Line(FOLLOWS, row.case_reference, words, row.follow_by, link)


OUTSIDE = "Disclosures outside that wait for your agreement"


def waiting_disclosures(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """The chair and the data protection officer: disclosures that wait for them, each from the day after it was
    asked."""
    for row in waits_for(actor):
        words = f"About case {row.case_reference}, asked on {day_words(row.asked_on)}"
        link = public_link("governance.disclosure", disclosure_uid=row.uid)
        yield reminders.Line(OUTSIDE, row.reference, words, working_days().add(row.asked_on, 1), link)


def case_panel(*, case: Case, **_context: Any) -> str:
    rows = [shown(row) for row in contests.list_of_case(case.uid)]
    return part(
        "governance/contest_panel.html",
        rows=rows,
        count=sum(one["row"].decided_on is None for one in rows),
        new_url=url_for("governance.new_contest", case_uid=case.uid),
    )


def case_mark(*, case: Case, **_context: Any) -> str | None:
    return part("governance/contest_mark.html", case=case) if contests.has_open(case.uid) else None


def timeline_rows(actor: Actor, case: Case) -> Iterator[timeline.Row]:
    for row in contests.list_of_case(case.uid):
        url = url_for("governance.contest", contest_uid=row.uid)
        yield timeline.Row(row.raised_on, f"Contested: {row.reference}", row.says, url=url)
        if row.decided_on is not None:
            yield timeline.Row(row.decided_on, f"Decided about {row.reference}", row.reason or "", url=url)


def areas_link(**_context: Any) -> str | None:
    """For the hub, which has no other way there."""
    return part("governance/areas_link.html") if current_actor().may(Permission.AREAS_COMPARE) else None


partnership.set_gate(gates.pass_gate)
panels.register("partnership", 10, areas_link)
panels.register("case", 95, case_panel)
panels.register("case-mark", 10, case_mark)
timeline.add_source(timeline_rows)
reminders.add_source("governance.contests", waiting_contests)
reminders.add_source("governance.documents", waiting)
reminders.add_source("governance.samples", waiting_samples)
reminders.add_source("governance.outside", waiting_disclosures)
