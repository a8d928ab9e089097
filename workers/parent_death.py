"""A child that ends when its parent does, however that ended: Linux kills it."""

import ctypes
import os
import signal
import sys

__all__ = ["end_with_parent"]

PR_SET_PDEATHSIG = 1
"""Source: linux/prctl.h; prctl(2)."""


def end_with_parent(parent: int) -> None:
    """Let this process be killed when `parent` ends; ends it at once where that has happened already.

    Called in the child. Elsewhere than on Linux nothing is promised: a lease runs out instead.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
