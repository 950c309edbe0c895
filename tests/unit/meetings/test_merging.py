"""Two people type in one box at once."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.meetings.domain.merging import Merged, merge

TEXTS = st.lists(
    st.lists(st.sampled_from(["school", "home", "police", "he", "was", "seen", "again"]), max_size=6).map(" ".join),
    max_size=5,
).map("\n".join)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("", "He came.", "", Merged("He came.")),
        ("One\nTwo\nThree\n", "One\nTwo\nThree and more\n", "Zero\nOne\nTwo\nThree\n",
         Merged("Zero\nOne\nTwo\nThree and more\n")),
        ("He is at school", "He is at school on Mondays", "He is at school. Mother agrees",
         Merged("He is at school on Mondays. Mother agrees")),
        ("He came.", "He came. School says so.", "He came. Police say no.",
         Merged("He came. School says so. Police say no.")),
        ("The boy ran home", "The young boy ran home", "The boy ran back home", Merged("The young boy ran back home")),
        ("Gone\nStays\n", "Stays\n", "Gone\nStays\nNew\n", Merged("Stays\nNew\n")),
        ("", "Same", "Same", Merged("Same")),
        ("red", "amber", "green", Merged("amber green", kept_both=True)),
        ("Mum was here. ", "Mum was here. He left. ", "Mum was here.  He ran.",
         Merged("Mum was here. He left.   He ran.")),
        ("He was here. ", "He was here. He was heard.", "He was here.  He was hurt.",
         Merged("He was here. He was heard.  He was hurt.")),
    ],
)  # fmt: skip
def test_what_both_wrote_is_kept(base: str, theirs: str, mine: str, merged: Merged) -> None:
    assert merge(base, theirs, mine) == merged


@given(base=TEXTS, theirs=TEXTS, mine=TEXTS)
def test_nothing_that_either_added_is_lost(base: str, theirs: str, mine: str) -> None:
    merged = Counter(merge(base, theirs, mine).text.split())
    for added in (Counter(theirs.split()) - Counter(base.split()), Counter(mine.split()) - Counter(base.split())):
        assert not added - merged


@given(base=TEXTS, changed=TEXTS)
def test_one_writer_alone_is_taken_at_their_word(base: str, changed: str) -> None:
    assert merge(base, changed, base) == merge(base, base, changed) == merge(base, changed, changed) == Merged(changed)
