"""The least that an agency needs to look somebody, or something, up: a copy made when it is asked (PR-40)."""

from typing import Any

from app.features.cases.models import Case
from app.features.partnership import interface as partnership
from app.features.subjects.interface import Network, Person, Place, Subject, identity
from app.kernel.clock import today

AXES = (("CAUSE", "band_cause"), ("HARMED", "band_harmed"), ("EXPLOITED", "band_exploited"))


def about_case(case: Case) -> dict[str, Any]:
    """`kind`, `lines` (each a name and words), how many addresses are hidden, and the axes of concern. The case comes
    with its subject. Nothing that was notified is in it, and no address that is protected."""
    return {
        "kind": case.subject_kind,
        "lines": _lines(case.subject),
        "addresses_hidden": _hidden(case.subject),
        "axes": [axis for axis, band in AXES if getattr(case, band)],
    }


def _lines(subject: Subject) -> list[list[str]]:
    if isinstance(subject, Person):
        who = identity(subject, restricted=False, on=today())
        lines = [["Name", subject.title], ["Date of birth", who.dob_words]]
        if subject.dob is None:
            lines.append(["Age", who.age.words])
        lines += [[f"Also known as ({kind.lower()})", name] for kind, name in who.aliases]
        return lines + [["Address", one.text] for one in who.addresses if one.text is not None]
    if isinstance(subject, Network):
        names = {"Called": subject.title, "Working name": subject.working_name, "Known as": subject.street_name}
        return [[name, words] for name, words in names.items() if words]
    assert isinstance(subject, Place)  # noqa: S101 - there are three kinds
    kind = partnership.code_label("place_type", subject.place_type) if subject.place_type else None
    parts = {"Place": subject.name, "Kind": kind, "Postcode": subject.postcode, "Ward": subject.ward}
    return [[name, words] for name, words in parts.items() if words]


def _hidden(subject: Subject) -> int:
    if not isinstance(subject, Person):
        return 0
    return sum(one.text is None for one in identity(subject, restricted=False, on=today()).addresses)
