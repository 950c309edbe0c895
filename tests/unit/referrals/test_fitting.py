"""What fits a person, and the gaps over a caseload."""

from dataclasses import replace

import pytest

from app.features.referrals.eligibility import Who
from app.features.referrals.fitting import Place, Service, Somebody, fitting, gaps, place_of, places_words

PAID = Service("1", "Mentoring", frozenset({"A", "B"}), True, 11, 17)


def who(age: int | None, *, certain: bool = True) -> Who:
    words = "Age not known" if age is None else str(age) if certain else f"about {age}"
    return Who(age, certain, words, "BNES", "Bath")


@pytest.mark.parametrize(
    ("person", "place"),
    [
        (who(11), Place.FITS),
        (who(17), Place.FITS),
        (who(18), Place.NOT_FOR),
        (who(10), Place.NOT_FOR),
        (who(None), Place.FITS),
        (who(19, certain=False), Place.FITS),  # about 19 may be 17
        (who(20, certain=False), Place.NOT_FOR),
        (who(9, certain=False), Place.FITS),
        (who(8, certain=False), Place.NOT_FOR),
    ],
)
def test_an_age_that_is_not_sure_shuts_nobody_out_who_may_be_of_age(person: Who, place: Place) -> None:
    assert place_of(PAID, person) is place


@pytest.mark.parametrize(
    ("service", "place"),
    [
        (replace(PAID, is_live=False), Place.NOT_RUNNING),
        (replace(PAID, lapsed=("Safeguarding self-audit",)), Place.STOPPED),
        (replace(PAID, capacity=2, taken=2), Place.FULL),
        (replace(PAID, capacity=2, taken=3), Place.FULL),
        (replace(PAID, capacity=0), Place.FULL),
        (replace(PAID, capacity=2, taken=1, waiting=5), Place.FITS),
        (replace(PAID, capacity=None, taken=99), Place.FITS),
        (replace(PAID, is_live=False, min_age=30, max_age=None), Place.NOT_FOR),
    ],
)
def test_where_a_service_stands_for_somebody_of_fifteen(service: Service, place: Place) -> None:
    assert place_of(service, who(15)) is place


def test_each_is_listed_with_why_and_what_nothing_addresses_is_said() -> None:
    services = [
        PAID,
        replace(PAID, uid="2", name="Boxing", factors=frozenset({"C"}), is_live=False),
        replace(PAID, uid="3", name="Another thing", factors=frozenset({"ELSE"})),
        replace(PAID, uid="4", name="Full club", factors=frozenset({"D"}), capacity=1, taken=1),
    ]
    found = fitting(services, who(15), ["B", "C", "D", "E"])
    assert [(one.service.name, one.why) for one in found.fits] == [
        ("Boxing", ("C",)),
        ("Full club", ("D",)),
        ("Mentoring", ("B",)),
    ]
    assert found.nothing == ("C", "E")  # what is full exists, what does not run does not
    assert fitting(services, who(15), []).fits == ()


def test_pr_59_services_are_listed_by_name_whatever_is_known_of_the_person() -> None:
    """PR-59: nobody and nothing is put in an order of merit; no field of the result is a number of a person."""
    services = [replace(PAID, uid=str(n), name=name, evidence=name) for n, name in enumerate("cab")]
    for person in (who(11), who(17), who(None)):
        assert [one.service.name for one in fitting(services, person, ["A"]).fits] == ["a", "b", "c"]


def test_what_is_to_be_known_first_is_said() -> None:
    service = replace(PAID, banner="Unfunded after 31 December 2026.", away=("Weir Club",), named=False)
    (fit,) = fitting([service], who(None), ["A"]).fits
    assert fit.checks == (
        "Ask how old they are: it is for ages 11 to 17.",
        "Unfunded after 31 December 2026.",
        "Not at Weir Club: ask the coordinator where else.",
        "It is for everybody, not for named people: it needs no referral.",
    )
    (fit,) = fitting([replace(PAID, min_age=None, max_age=None)], who(15), ["A"]).fits
    assert fit.checks == ("Its ages are not stated: ask the provider.",)
    assert places_words(replace(PAID, capacity=12, taken=3, waiting=2)) == "3 of 12 places taken, 2 waiting"


def test_gaps_add_up_for_each_factor() -> None:
    services = [PAID, replace(PAID, uid="2", name="Ended", factors=frozenset({"C"}), is_live=False)]
    people = [
        Somebody(who(15), frozenset({"A"}), frozenset({"1"})),  # linked
        Somebody(who(18), frozenset({"A"}), frozenset({"1"})),  # linked, whatever the age
        Somebody(who(15), frozenset({"A", "C"}), frozenset({"2"})),  # could be; C is linked to what does not run
        Somebody(who(None), frozenset({"A"}), frozenset()),  # could be
        Somebody(who(18), frozenset({"A"}), frozenset()),  # nothing
        Somebody(who(15), frozenset(), frozenset({"1"})),
    ]
    a, c, e = gaps(["A", "C", "E"], people, services)
    assert (a.recorded, a.linked, a.possible, a.nothing, a.services) == (5, 2, 2, 1, ("Mentoring",))
    assert (c.recorded, c.linked, c.possible, c.nothing, c.services) == (1, 0, 0, 1, ())
    assert e.recorded == 0
    for one in (a, c, e):
        assert one.linked + one.possible + one.nothing == one.recorded
