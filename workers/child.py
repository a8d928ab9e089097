"""The process of the embedded worker: `python -m workers.child NAME PARENT`. People call `dorpsronde worker`."""

import logging
import sys

from data.settings import DatabaseSettings
from kernel.errors import DorpsrondeError
from workers.parent_death import end_with_parent
from workers.settings import WorkerSettings
from workers.worker import run_worker

__all__ = ["main"]


def main(name: str, parent: str) -> int:
    """Work until the parent says to stop, or ends."""
    end_with_parent(int(parent))
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        return run_worker(WorkerSettings.from_environment(), DatabaseSettings.from_environment(), name)
    except DorpsrondeError as fault:
        sys.stderr.write(f"Error: {fault}\n")
        return fault.exit_code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
