"""A few lines of Python in a process of their own, which a test may kill or limit."""

import subprocess
import sys
from pathlib import Path

__all__ = ["REPOSITORY", "run_lines"]

REPOSITORY = Path(__file__).parents[1]


def run_lines(code: str, *arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a few lines in a process of their own; what they raise ends on stderr."""
    wrapped = f"import sys\nfrom pathlib import Path\nfrom tests.stored_square import *\n{code}"
    call = [sys.executable, "-B", "-W", "error", "-c", wrapped, *(str(one) for one in arguments)]
    return subprocess.run(
        call,
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        **options,
    )
