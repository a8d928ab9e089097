"""A worker as `dorpsronde worker`, which also knows a kind of job that waits at a gate until a test opens it.

`python -m tests.gated_worker NAME`. The job's effect, an event, may be written once and no more; whoever would do it
twice is found out by counting.
"""

import logging
import os
import sys
import threading
from pathlib import Path

from data.drafts.event import EventDraft, EventKind
from data.settings import DatabaseSettings
from workers.handlers import HANDLERS
from workers.settings import WorkerSettings
from workers.undertaking import Undertaking
from workers.worker import run_worker

GATED = "gated"
GATE = "gate"
PATIENCE_S = 60.0


def gated(undertaking: Undertaking) -> None:
    """Say that the job is begun, wait until the gate is open, write the effect."""
    job = undertaking.lease
    undertaking.told(50, pid=os.getpid())
    undertaking.renew()
    gate = Path(job.arguments["gate"])
    waiting = threading.Event()
    for _ in range(round(PATIENCE_S / 0.01)):
        if gate.exists():
            break
        waiting.wait(0.01)
    else:
        raise RuntimeError("nobody opened the gate")
    details = {"job_id": job.job_id, "attempt": job.attempt, "pid": os.getpid()}
    with undertaking.database.begin(undertaking.scope) as work:
        work.stories.say(job.square_id or "", [EventDraft(EventKind.SQUARE_CREATED, details=details)])
        undertaking.close(work, details)


def main(name: str) -> int:
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.INFO)
    HANDLERS[GATED] = gated
    return run_worker(WorkerSettings.from_environment(), DatabaseSettings.from_environment(), name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
