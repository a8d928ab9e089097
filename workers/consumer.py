"""Doing one job: claimed, done with its lease kept, closed with its effect, or failed for a reason that is kept."""

import logging
import time
from pathlib import Path

from data.database import Database
from data.repositories.jobs import LeaseLostError
from gateways.traces import NoTraces, Traces
from kernel.errors import BadInputError, DorpsrondeError, NotAllowedError, NotFoundError, TooLateError
from kernel.log_context import log_about
from workers.handlers import HANDLERS, Handler
from workers.settings import WorkerSettings
from workers.told_faults import without_folders
from workers.undertaking import StoppedEarlyError, Undertaking, backoff, kept_alive

__all__ = ["do_next"]

LOG = logging.getLogger(__name__)
HOPELESS = (BadInputError, NotFoundError, NotAllowedError, TooLateError)
"""Trying again without a person changes nothing about these."""


def do_next(
    database: Database,
    home: Path,
    settings: WorkerSettings,
    owner: str,
    handlers: dict[str, Handler] | None = None,
    *,
    traces: Traces | None = None,
) -> str | None:
    """Do the job that goes first, whichever was rung for; returns its id, None where nothing is due.

    Parameters
    ----------
    traces: where the job becomes a span; None for nowhere.

    Raises
    ------
    StorageError
        The database does not answer; what was claimed is sent again when its lease is over.
    """
    with database.queue() as queue:
        lease = queue.claim(owner, settings.lease)
    if lease is None:
        return None
    named, numbered = f"job {lease.kind}", {"job.id": lease.job_id, "job.attempt": lease.attempt}
    with (
        log_about(job_id=lease.job_id, square_id=lease.square_id, kind=lease.kind, attempt=lease.attempt),
        (traces or NoTraces()).span(named, numbered) as span,
    ):
        begun_s = time.monotonic()
        ended = _done(Undertaking(lease, database, home, settings), handlers)
        span.tell(named, {"job.state": ended})
        LOG.info("job ended", extra={"state": ended, "seconds": round(time.monotonic() - begun_s, 3)})
    return lease.job_id


def _done(undertaking: Undertaking, handlers: dict[str, Handler] | None) -> str:
    """Do a job; returns in a word how that ended."""
    lease = undertaking.lease
    try:
        with kept_alive(undertaking):
            _do(undertaking, HANDLERS if handlers is None else handlers)
    except (StoppedEarlyError, LeaseLostError):
        LOG.info("the job is no longer ours; nothing of it was written")
        return "lost"
    except HOPELESS as fault:
        _fail(undertaking, str(fault), hopeless=True)
    except DorpsrondeError as fault:
        _fail(undertaking, str(fault))
    except Exception:
        LOG.exception("job %s failed, attempt %d", lease.job_id, lease.attempt)
        _fail(undertaking, f"a fault of ours; the log says which, under job {lease.job_id}")
    else:
        return "done"
    return "failed"


def _do(undertaking: Undertaking, handlers: dict[str, Handler]) -> None:
    handler = handlers.get(undertaking.lease.kind)
    if handler is None:
        raise BadInputError(
            f"no worker here knows a job of kind {undertaking.lease.kind!r}",
            way_out="Let workers and server be of one version, then send it again.",
        )
    handler(undertaking)
    if not undertaking.closed:
        with undertaking.database.begin(undertaking.scope) as work:
            undertaking.close(work)


def _fail(undertaking: Undertaking, error: str, *, hopeless: bool = False) -> None:
    lease, told = undertaking.lease, without_folders(error, undertaking.home)
    with undertaking.database.queue() as queue:
        queue.fail(lease, told, None if hopeless else backoff(lease.attempt))
