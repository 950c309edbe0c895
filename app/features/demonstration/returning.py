"""Before the meeting: the coordinator asks, agencies answer. Late, nothing, refused and never as the files have it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from app.features.cases import interface as cases
from app.features.demonstration.cast import Cast, body_of
from app.features.demonstration.month import Month, Record
from app.features.demonstration.replay import Memory, Step
from app.features.meetings import interface as meetings
from app.features.partnership import interface as partnership
from app.features.returns import interface as returns
from app.platform.access import Actor, Permission
from app.platform.access.roles import ROLE_PERMISSIONS

ANSWERS = frozenset(role.value for role, given in ROLE_PERMISSIONS.items() if Permission.RETURN_GIVE in given)
TEXTS = (
    "worker",
    "worker_contact",
    "last_seen",
    "current_plan",
    "strengths",
    "voice",
    "unmet_need",
    "what_we_are_doing",
    "what_we_ask",
    "cannot_share_reason",
)
SAID_SO = {
    "C-coded": "CONDITIONS",
    "provider": "NOT_PROVIDER",
    "family": "NOT_FAMILY",
    "detail L": "LEAD_CHAIR",
    "DA-SAFETY": "DA_SAFETY",
    "agreement": "AGREED",
}
"""Words of a restriction and the code they come to."""
NOT_TO = "Not to "


def steps(month: Month, cast: Cast, memory: Memory) -> Iterator[Step]:
    """One sending for each moment at which something was asked, and each answer when it came."""
    asked: dict[str, list[Record]] = {}
    for record in month.returns:
        asked.setdefault(record["requested_at"], []).append(record)
    for at, records in asked.items():
        yield Step(datetime.fromisoformat(at), cast.coordinator, _ask(records, month, memory))
    for record in month.returns:
        if record["returned_at"]:
            yield Step(datetime.fromisoformat(record["returned_at"]), answers_for(record, cast), _give(record, memory))


def answers_for(record: Record, cast: Cast) -> str:
    """Whoever is named as the worker, where they may answer; otherwise somebody of the agency who may."""
    able = [part for part in cast.of(body_of(record["agency"])) if ANSWERS.intersection(part.roles)]
    return next((part.name for part in able if part.name == record["worker"]), able[0].name)


def _ask(records: list[Record], month: Month, memory: Memory) -> Callable[[Actor], None]:
    def ask(actor: Actor) -> None:
        meeting = next(
            one for one in meetings.list_meetings(actor) if one.held_on == month.held_on and not one.extraordinary
        )
        asked = []
        for record in records:
            case_uid = next((memory.cases[uid] for uid in record["about_record_ids"] if uid in memory.cases), None)
            if case_uid is not None:
                case = cases.case_for_change(actor, case_uid)
                asked.append(returns.Asked(case, memory.agencies[body_of(record["agency"])], "NEW"))
        sent = returns.send_requests(
            actor=actor,
            meeting_uid=meeting.uid,
            area_uid=meeting.area_uid,
            asked=asked,
            due_at=datetime.fromisoformat(records[0]["due_at"]),
        )
        by_pair = {(one.case_uid, one.agency_uid): one.uid for one in sent}
        for record in records:
            body = memory.agencies[body_of(record["agency"])]
            for uid in record["about_record_ids"]:
                if (memory.cases.get(uid), body) in by_pair:
                    memory.requests[record["record_id"]] = by_pair[memory.cases[uid], body]

    return ask


def _give(record: Record, memory: Memory) -> Callable[[Actor], None]:
    def give(actor: Actor) -> None:
        uid = memory.requests.get(record["record_id"])
        if uid is not None:
            request = returns.get_request(actor, uid)
            returns.give_return(actor=actor, request=request, answer=answer_of(record, memory.agencies))

    return give


def answer_of(record: Record, agencies: Mapping[tuple[str, str], str]) -> returns.Answer:
    """A return of the files, as it is given. `agencies`: type and name to uid."""
    said = record["information_restrictions"] or ""
    answers: dict[str, Any] = {name: record[name] for name in TEXTS}
    answers["key_dates"] = [dict(one) for one in record["key_dates"]]
    answers["risk_view"] = {axis.upper(): dict(view) for axis, view in record["risk_view"].items() if view}
    answers["restrictions_note"] = said or None
    return returns.Answer(
        known=partnership.resolve_code("research_known", record["known"]) or "",
        answers=answers,
        gateway=record["gateway"],
        restrictions=[code for words, code in SAID_SO.items() if words in said],
        kept_from=_kept_from(said, agencies),
    )


def _kept_from(said: str, agencies: Mapping[tuple[str, str], str]) -> list[str]:
    """Agencies named after "Not to": by their whole name, or its last part."""
    words = said.partition(NOT_TO)[2].casefold()
    return [uid for (_type, name), uid in agencies.items() if words and name.split(" – ")[-1].casefold() in words]
