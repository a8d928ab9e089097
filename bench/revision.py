"""Which state of our solver is measured."""

import subprocess
from functools import cache
from pathlib import Path

__all__ = ["revision"]

ROOT = Path(__file__).resolve().parents[1]
SOLVER = ("routing/solver", "routing/compiled.py", "routing/matrix.py")
"""What an answer to a problem depends on. From `kernel/` it has faults and their words, which decide nothing."""


@cache
def revision() -> str:
    """Return the last commit that changed the solver, with a + where it has changed since; empty outside a clone."""
    commit = _git("log", "-1", "--format=%h", "--", *SOLVER)
    return commit + ("+" if _git("status", "--porcelain", "--", *SOLVER) else "")


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=True)  # noqa: S607 (git as found)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
