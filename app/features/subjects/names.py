"""Folded names told apart by a letter or two."""

SHORTEST_NEAR = 4
"""A name of fewer letters than this is not taken for another by one letter: "Ali" and "Eli" are different names."""


def one_letter_off(one: str, other: str) -> bool:
    """Whether two folded words differ by one letter changed, added, left out or swapped with its neighbour."""
    if one == other:
        return False
    if min(len(one), len(other)) < SHORTEST_NEAR or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = next((at for at, letter in enumerate(one) if letter != other[at]), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        return True
    return one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]


def alike(one: str, other: str) -> bool:
    """The same folded word, or one letter off."""
    return one == other or one_letter_off(one, other)
