"""The identity index by itself: what is found, why, and what changes do. No database."""

from datetime import date

import pytest

from app.platform.identity import Index, Name, Query, Record, Spellings, read_query
from app.platform.identity.index import CANDIDATES, LATELY
from app.platform.identity.phonetics import sound
from app.platform.identity.segment import Segment

TODAY = date(2026, 11, 22)
NAMES = Spellings({"william": ["bill", "will"], "mohammed": ["muhammad", "mo"], "catherine": ["kate", "kathryn"]})
AREA, OTHER = "a" * 26, "b" * 26
FAMILIES = ("ashworth", "blackwood", "carraway", "dunmore", "eastgate", "fernsby", "godolphin", "harrowgate")


def person(number: int, given: str, family: str, born: date | None = None, **more: object) -> Record:
    facts: dict[str, object] = {"area_uid": AREA} | more
    return Record(
        kind="PERSON",
        uid=f"{number:026d}",
        names=(Name("MAIN", tuple(given.split()), tuple(family.split())), *facts.pop("others", ())),  # type: ignore[misc]
        births=(born,) if born else (),
        **facts,  # type: ignore[arg-type]
    )


CROWD = [person(1000 + at, given, family, date(2001 + at % 9, 5, 17)) for at, (given, family) in enumerate(
    (given, family) for given in ("robin", "alex", "jordan", "sam") for family in FAMILIES)]  # fmt: skip
PEOPLE = [
    person(1, "william", "smith", date(2009, 3, 4)),
    person(2, "stephen", "oyelaran", date(2008, 5, 26), others=(Name("STREET", ("sparky",), ()),)),
    person(3, "mohammed", "al hassan", date(2007, 1, 2), postcodes=("ba11aa",), restricted_postcodes=("ba27xx",)),
    person(4, "catherine anne", "nowak wisniewski", date(2010, 1, 1), precision="YEAR", identifiers=("9434765919",)),
    person(5, "william", "smith", date(2009, 3, 4), area_uid=OTHER),
    Record("NETWORK", f"{6:026d}", AREA, (Name("MAIN", (), ("riverside", "lot"), restricted=True),)),
    Record("PLACE", f"{7:026d}", AREA, (Name("MAIN", (), ("riverside", "car", "park")),), postcodes=("ba15aa",)),
    *CROWD,
]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.of(PEOPLE, NAMES)


def ask(index: Index, words: str, **how: object) -> list[tuple[int, tuple[str, ...]]]:
    found = index.search(read_query(words, TODAY), **{"areas": {AREA}, "restricted": True} | how)  # type: ignore[arg-type]
    return [(int(match.uid), match.why) for match in found]


@pytest.mark.parametrize(
    ("words", "number", "reason"),
    [
        ("William Smith", 1, "Same name"),
        ("smith, william", 1, "Given and family name the other way round"),
        ("bill smith", 1, "A short form or other spelling of the name"),
        ("bil smith", 1, "A short form or other spelling of the name"),
        ("bill smtih", 1, "One letter different"),
        ("Willaim Smith", 1, "One letter different"),
        ("wiliam smyth", 1, "One letter different"),
        ("Steven Oyelaran", 2, "Sounds the same"),
        ("stephen oyelaraan", 2, "One letter different"),
        ("stephen oyemabran", 2, "Two letters different"),
        ("stephen oyel", 2, "Begins the same"),
        ("s oyelaran", 2, "Same first letter"),
        ("oyelaran", 2, "Part of the name"),
        ("Sparky", 2, "Another name they are known by"),
        ("Muhammad Al-Hassan", 3, "A short form or other spelling of the name"),
        ("mo hassan 2.1.07", 3, "Same date of birth"),
        ("Mohammed Al-Hassan 1/2/2007", 3, "Day and month of birth swapped"),
        ("Mohammed Al-Hassan 2007-01-09", 3, "One part of the date of birth is different"),
        ("Mohammed Al-Hassan 30/9/1999", 3, "A different date of birth"),
        ("mohammed jenkins 2 Jan 2007", 3, "Part of the name"),
        ("2nd January 2007", 3, "Same date of birth"),
        ("BA1 1AA", 3, "Same postcode"),
        ("ba27xx", 3, "Same postcode"),
        ("943 476 5919", 4, "Same identifier"),
        ("Kate Nowak-Wiśniewski", 4, "A short form or other spelling of the name"),
        ("Nowak 5/6/2010", 4, "Same year of birth"),
        ("riverside lot", 6, "Same name"),
        ("Riverside Carpark BA1 5AA", 7, "Same postcode"),
    ],
)
def test_finds_the_one_meant_and_says_why(index: Index, words: str, number: int, reason: str) -> None:
    first, why = ask(index, words)[0]
    assert first == number
    assert reason in why


def test_only_what_may_be_seen_and_found_by(index: Index) -> None:
    assert [number for number, _why in ask(index, "bill smith", areas={OTHER})] == [5]
    assert {number for number, _why in ask(index, "bill smith", areas={AREA, OTHER})} == {1, 5}
    assert ask(index, "bill smith", areas=set()) == []
    assert ask(index, "bill smith", among=[f"{2:026d}"]) == []
    assert [number for number, _why in ask(index, "fernsby", among=[CROWD[5].uid])] == [int(CROWD[5].uid)]
    for words in ("943 476 5919", "ba2 7xx", "riverside lot"):
        assert 4 not in (found := [number for number, _why in ask(index, words, restricted=False)])
        assert 3 not in found
        assert 6 not in found


def test_many_names_hide_nobody() -> None:
    names = [Name("ALIAS", (given,), (family,)) for given in ("kasimir", "leopold", "ignatius") for family in FAMILIES]
    index = Index.of([*PEOPLE, person(8, "jo", "lee", date(2009, 6, 14), others=names, postcodes=("ba33hx",))], NAMES)
    for words in ("BA3 3HX", "14/6/2009", "jo lee"):
        assert ask(index, words)[0][0] == 8, words
    assert index.most_alike(Query(postcodes=("ba33hx",)), areas={AREA}) == [f"{8:026d}"]


def test_nonsense_finds_nobody(index: Index) -> None:
    for words in ("zzzzqqq", "99/99/2099", "%%%", "🙂", "x" * 500, ""):
        assert ask(index, words) == []
    assert index.search(Query(), areas={AREA}) == []


def test_changes_are_found_before_and_after_settling() -> None:
    index = Index.of(PEOPLE, NAMES)
    index.put(person(1, "william", "thistlewood", date(2009, 3, 4)))
    index.put(person(50, "zebedee", "quillfeather"))
    assert index.remove(f"{2:026d}")
    assert not index.remove(f"{2:026d}")
    assert not index.remove("never was")
    for _settled in (False, True):
        assert [number for number, _why in ask(index, "bill thistlewood")] == [1]
        assert 1 not in [number for number, _why in ask(index, "bill smith")]
        assert [number for number, _why in ask(index, "quillfeather")] == [50]
        assert ask(index, "sparky") == []
        assert len(index) == len(PEOPLE)
        index.settle()
    again = Index(NAMES, Segment.from_bytes(index.settle().to_bytes()))
    assert len(again) == len(PEOPLE)
    assert [number for number, _why in ask(again, "quillfether")] == [50]
    assert again.remove(f"{50:026d}")
    assert ask(again, "quillfeather") == []


def test_an_empty_index() -> None:
    index = Index(NAMES)
    assert ask(index, "bill smith") == []
    assert len(Index(NAMES, Segment.from_bytes(index.settle().to_bytes()))) == 0
    index.put(PEOPLE[0])
    assert [number for number, _why in ask(index, "bill smith")] == [1]


def test_many_changes_settle_by_themselves_and_many_namesakes_hide_nobody() -> None:
    index = Index(NAMES)
    for number in range(LATELY + CANDIDATES):
        index.put(person(number, "robin", "fernsby", date(2000 + number % 20, 1 + number % 12, 1 + number % 28)))
    assert len(index) == LATELY + CANDIDATES
    wanted = person(9999, "robin", "fernsby", date(1999, 12, 31))
    index.put(wanted)
    index.settle()
    assert ask(index, "robin fernsby 31/12/1999")[0][0] == 9999
    assert [number for number, _why in ask(index, "robin fernsby", among=[wanted.uid])] == [9999]


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Bill O'Neill 4/3/09", Query(words=("bill", "oneill"), births=(date(2009, 3, 4),))),
        ("4.3.65", Query(births=(date(1965, 3, 4),))),
        ("3rd of June 2010", Query(words=("3rd", "of", "june", "2010"))),
        ("3 June 2010", Query(births=(date(2010, 6, 3),))),
        ("06/25/2010", Query(births=(date(2010, 6, 25),))),
        ("1/1/2099", Query(identifiers=("112099",))),
        ("c-2026-14", Query(references=("C-2026-0014",))),
        ("bs1 4dj", Query(postcodes=("bs14dj",))),
        ("AB12345C", Query(identifiers=("ab12345c",))),
        ("Łukasz Żółć", Query(words=("lukasz", "zolc"))),
    ],
)
def test_what_was_typed_is_told_apart(typed: str, query: Query) -> None:
    assert read_query(typed, TODAY) == query


@pytest.mark.parametrize(
    ("one", "other"),
    [("stephen", "steven"), ("smith", "smyth"), ("philip", "filip"), ("catherine", "katherine"), ("shaun", "shawn"),
     ("knight", "night"), ("hassan", "hasan"), ("mcdonald", "macdonald"), ("jeffrey", "geoffrey")],
)  # fmt: skip
def test_what_sounds_the_same(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_what_does_not() -> None:
    assert len({sound(name) for name in ("robin", "william", "sarah", "daniel", "thomas", "emily")}) == 6
