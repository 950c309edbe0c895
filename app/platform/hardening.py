"""What the operating system is asked for before keys are in memory: no core dumps, no other process looking in."""

import contextlib
import ctypes
import resource
import sys

PR_SET_DUMPABLE = 4


def harden_process() -> None:
    """Forbid core dumps and, on Linux, tracing and reading of this process's memory by others of the same user."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
