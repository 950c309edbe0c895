"""What counts as a red-trigger event, and on which kinds of risk (section 3.3)."""

import pytest

from app.features.cases.triggers import Trigger, axes_of, is_trigger

EVERY = frozenset({"CAUSE", "HARMED", "EXPLOITED"})
THREAT = Trigger("RISK_FACTOR", "code", "EV_TTL", frozenset({"HARMED"}))
STRANGLED = Trigger("INCIDENT", "weapon", "STRANGULATION")
FEUD = Trigger("RISK_FACTOR", "code", "EV_GROUP_CONFLICT", frozenset({"CAUSE", "HARMED"}))
TRIGGERS = [THREAT, STRANGLED, FEUD]


def test_what_counts_as_a_red_trigger() -> None:
    assert is_trigger("RISK_FACTOR", {"code": "EV_TTL", "present": "Y"}, TRIGGERS)
    assert not is_trigger("RISK_FACTOR", {"code": "EV_TTL", "present": "N"}, TRIGGERS), "looked for and not found"
    assert is_trigger("INCIDENT", {"weapon": ("BLUNT", "STRANGULATION")}, TRIGGERS)
    assert not is_trigger("INCIDENT", {"weapon": None, "code": "EV_TTL"}, TRIGGERS)


@pytest.mark.parametrize(
    ("kind", "details", "axes"),
    [
        ("RISK_FACTOR", {"code": "EV_TTL"}, {"HARMED"}),
        ("RISK_FACTOR", {"code": "EV_GROUP_CONFLICT"}, {"CAUSE", "HARMED"}),
        ("INCIDENT", {"weapon": ["STRANGULATION"], "role": "HARMED"}, {"HARMED"}),
        ("INCIDENT", {"weapon": ["STRANGULATION"], "role": "ALLEGED_CAUSE"}, {"CAUSE"}),
        ("INCIDENT", {"weapon": ["STRANGULATION"], "role": "WITNESS"}, EVERY),
        ("INCIDENT", {"weapon": ["STRANGULATION"]}, EVERY),
        ("INCIDENT", {"weapon": ["BLUNT"], "role": "HARMED"}, set()),
        ("RISK_FACTOR", {"code": "EV_TTL", "present": "N"}, set()),
    ],
)
def test_which_kinds_of_risk_an_event_speaks_of(kind: str, details: dict[str, object], axes: set[str]) -> None:
    """PR-39, PR-16: by the person's part in it; every kind its trigger names, where that was not told."""
    assert axes_of(kind, details, TRIGGERS) == axes


def test_a_part_outside_what_the_trigger_names_narrows_nothing() -> None:
    assert axes_of("RISK_FACTOR", {"code": "EV_TTL", "role": "ALLEGED_CAUSE"}, TRIGGERS) == {"HARMED"}


@pytest.mark.parametrize(
    ("weapon", "how", "expected"),
    [
        (["NONE_BODILY"], "USED", False),
        ("NONE_BODILY", "USED", False),
        (["NONE_BODILY", "BLUNT"], "USED", True),
        (["KNIFE_KITCHEN", "BLUNT"], ["CARRIED", "USED"], True),
        (None, "USED", True),
    ],
)
def test_hands_and_feet_are_no_weapon(weapon: object, how: object, *, expected: bool) -> None:
    used = Trigger("INCIDENT", "weapon_involvement", "USED")
    assert is_trigger("INCIDENT", {"weapon": weapon, "weapon_involvement": how}, [used]) is expected
