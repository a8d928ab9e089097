"""The process of the embedded worker: `python -m workers.child NAME PARENT`. People call `dorpsronde worker`."""

import sys

from data.settings import DatabaseSettings
from kernel.errors import DorpsrondeError
from kernel.log_settings import LogSettings
from kernel.logs import set_up_logs
from workers.parent_death import end_with_parent
from workers.settings import WorkerSettings
from workers.worker import run_worker

__all__ = ["main"]


def main(name: str, parent: str) -> int:
    """Work until the parent says to stop, or ends."""
    end_with_parent(int(parent))
    try:
        set_up_logs(LogSettings.from_environment())
        return run_worker(WorkerSettings.from_environment(), DatabaseSettings.from_environment(), name)
    except DorpsrondeError as fault:
        sys.stderr.write(f"Error: {fault}\n")
        return fault.exit_code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
