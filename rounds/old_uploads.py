"""Files that were handed in for jobs, and rows to mend, are forgotten when no job needs them: they hold addresses."""

from datetime import timedelta
from pathlib import Path

from data.database import Database
from data.kept_uploads import KeptUploads
from kernel.scope import Scope

__all__ = ["KEPT_FOR", "forget_old_uploads"]

SCOPE = Scope.system("old uploads forgotten")
KEPT_FOR = timedelta(days=8)
"""After the job ended: as long as the answers to who handed them in."""


def forget_old_uploads(database: Database, home: Path) -> int:
    """Remove old files that no job names that lives or ended not long ago; give how many there were.

    Raises
    ------
    OutputError
        One may not be removed.
    """
    uploads = KeptUploads(home)
    with database.read(SCOPE) as work:
        since = work.now - KEPT_FOR
        old = uploads.untouched_since(since)
        unused = old - work.jobs.files(since) if old else old
    uploads.remove(unused)
    return len(unused)
