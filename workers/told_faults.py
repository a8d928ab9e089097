"""What is kept of a job's fault: whoever may read the job reads it, and no folder of this machine is theirs to know."""

import re
from pathlib import Path, PurePath

__all__ = ["without_folders"]

PATH = re.compile(r"(?<![\w/.])/(?:[^\s/:;,'\"]+/)+([^\s/:;,'\"]+)")


def without_folders(told: str, home: Path) -> str:
    """Name files by their last part only.

    Parameters
    ----------
    home: the home folder, whose own name may hold what ends a path elsewhere, such as blanks.
    """
    for known in sorted({str(home), str(home.absolute()), str(home.resolve())}, key=len, reverse=True):
        if PurePath(known).name:
            told = re.sub(rf"{re.escape(known)}(?:/[^\s/:;,'\"]+)*", lambda found: PurePath(found[0]).name, told)
    return PATH.sub(r"\1", told)
