"""Rules of what leaves the area team: small counts are hidden, others rounded. Pure.

Source: domain reference 7.4.
"""


def disclosed(count: int, *, smallest: int, rounding: int) -> str:
    """`count` in words that single nobody out: fewer than `smallest` says only that, others go to the nearest
    `rounding`."""
    if count < smallest:
        return f"Fewer than {smallest}"
    step = max(rounding, 1)
    return f"About {(count + step // 2) // step * step:,}"
