"""What the collector of cycles need not look at again."""

import gc

ALLOCATIONS = 20_000
"""A page makes some thousand objects, and nearly all of them go without the collector."""


def settle() -> None:
    """To be called once, when everything is loaded: what lives as long as the process is not searched at each turn.

    Measured: a case page takes a fifth to a third less time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS, 20, 20)
