"""How a folded word sounds, roughly: for English, and for names from elsewhere as English ears write them down."""

import re
from functools import lru_cache

_STEPS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^(kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^x", "s"),
        (r"mac|mc", "mk"),
        (r"sch|sz|cz|tch|tsch|tj", "x"),
        (r"sh|ch", "x"),
        (r"ph", "f"),
        (r"ght", "t"),
        (r"gh", "g"),
        (r"dge|dg", "j"),
        (r"ck|kh|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"g(?=[eiy])", "j"),
        (r"x(?=.)", "x"),
        (r"z", "s"),
        (r"th", "t"),
        (r"v", "f"),
        (r"d", "t"),
        (r"(?<=.)[aeiouyhw]+", ""),
        (r"^[aeiouy]", "a"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=4_096)
def sound(word: str) -> str:
    """A key that words which sound the same share: `sound("stephen") == sound("steven")`. "" when nothing is left."""
    key = word
    for pattern, to in _STEPS:
        key = pattern.sub(to, key)
    return key
