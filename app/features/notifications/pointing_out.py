"""What triage is told to look at. Pure: codes with the fields they concern, worked out when a notification is sent.

Words for each code, and what to do about it, are in `warnings.py`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.features.notifications import domain, wording
from app.kernel.clock import local

Warning_ = dict[str, Any]
"""{"code": …, "fields": [field names], "values": [codes, dates, words typed]}: kept sealed with the notification."""

HOME_TYPES = frozenset({"RESIDENTIAL_BLOCK"})
TAKEN_OVER = frozenset({"CUCKOOED_ADDRESS", "HOSTEL_SUPPORTED", "CHILDRENS_HOME"})
HOME = re.compile(
    r"^\s*(?:flat|apartment|apt\.?|unit|room|bedsit)\s*\w+|^\s*\d+[a-z]?[,\s]+\w+.*\b(?:road|street|lane|avenue|close|drive|row|reach|court|house)\b",
    re.IGNORECASE,
)
WEAK_GRADES = frozenset({"D", "E"})
TURNS_TEXT = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
BASES_NEEDED = 2


@dataclass(frozen=True)
class Circumstances:
    """What the rules need to know beyond the answers. `permitted` are the gateways the notifier's agency may use,
    `redirects` the kinds of harm that belong elsewhere, with where."""

    submitted_at: datetime
    in_scope: bool | None
    scope_limit: int | None
    transition_months: int
    permitted: frozenset[str]
    redirects: Mapping[str, str]
    late: bool = False
    role_changed: bool = False

    @property
    def on(self) -> date:
        return local(self.submitted_at).date()


def pointed_out(answers: Mapping[str, Any], kind: str, about: Circumstances) -> list[Warning_]:
    """Everything to look at, most pressing first."""
    found = [*_safety(answers, about), *_secrecy(answers), *_lawfulness(answers, about)]
    if kind == domain.INDIVIDUAL:
        found += _person(answers, about)
    elif kind == domain.NETWORK:
        found += _network(answers, about)
    else:
        found += _place(answers)
    found += [*_elsewhere(answers, about), *_evidence(answers), *_words(answers)]
    return found


def _warning(code: str, *fields: str, values: Sequence[str] = ()) -> Warning_:
    return {"code": code, "fields": list(fields), "values": list(values)}


def _entries(answers: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return [entry for entry in answers.get(name) or () if isinstance(entry, Mapping)]


def _safety(answers: Mapping[str, Any], about: Circumstances) -> Iterator[Warning_]:
    danger = answers.get("immediate_danger")
    if danger in domain.IN_DANGER:
        yield _warning("IMMEDIATE_DANGER", "immediate_danger", values=[str(danger)])
    if answers.get("urgency_view") == "SAME_DAY":
        yield _warning("SAME_DAY", "urgency_view")
    if answers.get("mash_referral_made") == "TO_BE_MADE":
        yield _warning("MASH_TO_BE_MADE", "mash_referral_made")
    if about.late:
        yield _warning("LATE_AFTER_CUTOFF")


def _secrecy(answers: Mapping[str, Any]) -> Iterator[Warning_]:
    kept_from = _entries(answers, "do_not_share_with")
    if kept_from:
        yield _warning(
            "DO_NOT_SHARE",
            "do_not_share_with",
            values=[str(one.get("agency_name") or one.get("agency_type") or "") for one in kept_from],
        )
    flags = {entry.get("code") for entry in _entries(answers, "contact_risk_flags")}
    if (
        any(address.get("protected") for address in _entries(answers, "addresses"))
        or "DO_NOT_DISCLOSE_ADDRESS" in flags
    ):
        yield _warning("PROTECTED_ADDRESS", "addresses")
    instruction, grade = str(answers.get("handling_instruction") or ""), str(answers.get("police_grade") or "")
    if re.match(r"\s*C\b", instruction) or grade.strip().upper().endswith("C"):
        yield _warning("HANDLING_C", "handling_instruction", "police_grade")


def _lawfulness(answers: Mapping[str, Any], about: Circumstances) -> Iterator[Warning_]:
    gateways = [str(code) for code in answers.get("gateways") or ()]
    not_permitted = [code for code in gateways if code not in about.permitted]
    if not_permitted:
        yield _warning("GATEWAY_NOT_PERMITTED", "gateways", values=not_permitted)
    if not_permitted and len(not_permitted) == len(gateways):
        yield _warning("NO_GATEWAY_LEFT", "gateways")


def _person(answers: Mapping[str, Any], about: Circumstances) -> Iterator[Warning_]:
    if about.role_changed:
        yield _warning("UNDER10_ROLE_CHANGE", "role_in_violence")
    if about.in_scope is False:
        yield _warning("OUT_OF_SCOPE_AGE", "dob")
    ages = sorted({domain.ADULT, about.scope_limit or domain.ADULT})
    for age in ages:
        turning = domain.turns_within(answers, age, about.on, about.transition_months)
        if turning:
            yield _warning(f"TURNING_{age}", "dob", values=[turning.isoformat()])
    if answers.get("dob_precision") not in (None, "EXACT") or (not answers.get("dob") and answers.get("approx_age")):
        yield _warning("DOB_ESTIMATED", "dob")
    if not (answers.get("family_name") and answers.get("given_names")):
        yield _warning("SINGLE_NAME", "family_name", "given_names")
    roles = {entry.get("role") for entry in _entries(answers, "role_in_violence")}
    if "EXPLOITER" in roles and (domain.age_of(answers, about.on) or domain.ADULT) < domain.ADULT:
        yield _warning("EXPLOITER_UNDER_18", "role_in_violence")
    if answers.get("cross_border"):
        yield _warning("CROSS_BORDER", "cross_border", values=[str(code) for code in answers["cross_border"]])


def _network(answers: Mapping[str, Any], about: Circumstances) -> Iterator[Warning_]:
    sound = {one.get("code") for one in _entries(answers, "evidence_basis") if one.get("grade") not in WEAK_GRADES}
    if len(sound - {None}) < BASES_NEEDED:
        yield _warning("ASSOCIATION_ONLY", "evidence_basis")
    members = _entries(answers, "members")
    if any(not member.get("basis") for member in members):
        yield _warning("MEMBER_WITHOUT_BASIS", "members")
    limit = about.scope_limit
    ages = [domain.age_of(member, about.on) for member in members]
    if limit is not None and any(age is not None and age >= limit for age in ages):
        yield _warning("LINKED_ADULT", "members")
    if answers.get("cross_border_areas"):
        yield _warning(
            "CROSS_BORDER", "cross_border_areas", values=[str(area) for area in answers["cross_border_areas"]]
        )


def _place(answers: Mapping[str, Any]) -> Iterator[Warning_]:
    if is_home(answers):
        yield _warning("DOMESTIC_ADDRESS", "name", "place_type")
    if answers.get("neighbouring_area"):
        yield _warning("CROSS_BORDER", "neighbouring_area")


def is_nothing_but_a_home(answers: Mapping[str, Any]) -> bool:
    """Whether a place is a home and nothing says it is also a shop, a park or the like: it is never accepted. A name
    that only looks like an address is pointed out and judged by people. PR-12."""
    return is_home(answers) and answers.get("place_type") in (*HOME_TYPES, "OTHER", None)


def is_home(answers: Mapping[str, Any]) -> bool:
    """Whether a place is somebody's home and so no place of concern. PR-12."""
    place_type = answers.get("place_type")
    if place_type in TAKEN_OVER:
        return False
    named_like_one = bool(HOME.search(str(answers.get("name") or "")))
    return named_like_one or (place_type in HOME_TYPES and "DA_SER" in (answers.get("concerns") or ()))


def _elsewhere(answers: Mapping[str, Any], about: Circumstances) -> Iterator[Warning_]:
    known = [code for code in answers.get("already_open_elsewhere") or () if code not in ("NONE", "UNKNOWN")]
    if known:
        yield _warning("OPEN_ELSEWHERE", "already_open_elsewhere", values=known)
    harm = [*(answers.get("harm_types") or ()), *(answers.get("concerns") or ())]
    excluded = [code for code in harm if code in about.redirects]
    if excluded:
        yield _warning("EXCLUDED_HARM", "harm_types", values=excluded)


def _evidence(answers: Mapping[str, Any]) -> Iterator[Warning_]:
    graded = [
        f"{name}-{number}"
        for name in ("risk_factors", "incidents", "evidence_basis", "members", "links")
        for number, entry in enumerate(_entries(answers, name))
        if entry.get("grade") == "E"
    ]
    if graded or answers.get("info_grade") == "E":
        yield _warning("E_GRADED", *(graded or ["info_grade"]))
    named = wording.not_evidence(answers)
    if named:
        yield _warning(
            "FORBIDDEN_FACTOR", *dict.fromkeys(one.field for one in named), values=[one.word for one in named]
        )


def _words(answers: Mapping[str, Any]) -> Iterator[Warning_]:
    found = wording.suggestions(answers)
    if found:
        yield _warning("WORDING", *dict.fromkeys(one.field for one in found), values=[one.word for one in found])
    turned = [field for field, text in _every_text(answers) if TURNS_TEXT.search(text)]
    if turned:
        yield _warning("HIDDEN_MARKS", *turned)


def _every_text(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in answers.items():
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, Sequence):
            for number, entry in enumerate(value):
                if isinstance(entry, str):
                    yield name, entry
                elif isinstance(entry, Mapping):
                    yield from ((f"{name}-{number}", text) for text in entry.values() if isinstance(text, str))
