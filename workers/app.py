"""Celery's application: one task, which is a doorbell. It takes a job's id and trusts nothing but the database."""

from pathlib import Path

from celery import Celery
from kombu.exceptions import OperationalError

from kernel.errors import BadInputError, UnavailableError
from workers.folder_transport import folder_options
from workers.settings import WorkerSettings

__all__ = ["RING", "broker_of", "make_app", "ring"]

RING = "dorpsronde.ring"
FOLDER = "broker"
PATIENCE_S = 5.0
"""For a broker to answer at all."""
LONGEST_S = 2 * 3_600
"""A job that takes longer is ended with its process: it hangs. Own choice: the largest extract takes minutes."""
SCHEMES = ("redis://", "rediss://", "amqp://", "amqps://")


def make_app(settings: WorkerSettings, home: Path) -> Celery:
    """Put the application together; nothing is asked of the broker yet.

    Raises
    ------
    BadInputError
        The address is of no broker that is known here.
    """
    app = Celery("dorpsronde", set_as_current=False)
    app.conf.update(
        broker_connection_max_retries=None,
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=PATIENCE_S,
        task_default_queue=settings.queue,
        task_ignore_result=True,
        task_time_limit=LONGEST_S,
        timezone="UTC",
        worker_cancel_long_running_tasks_on_connection_loss=False,  # the job is the database's, not the connection's
        worker_enable_remote_control=False,
        worker_hijack_root_logger=False,
        worker_prefetch_multiplier=1,
        worker_send_task_events=False,
    )
    if settings.broker_url:
        if not settings.broker_url.startswith(SCHEMES):
            raise BadInputError(
                "this address is of no broker that is known here",
                where="DORPSRONDE_BROKER_URL",
                way_out="Write redis://HOST:6379/0 or amqp://USER:PASSWORD@HOST//, or leave it empty.",
            )
        options = {"socket_connect_timeout": PATIENCE_S, "socket_timeout": None} if _is_redis(settings) else {}
        app.conf.update(broker_url=settings.broker_url, broker_transport_options=options)
    else:
        app.conf.update(
            broker_url="filesystem://localhost//",
            broker_transport="workers.folder_transport:Transport",
            broker_transport_options=folder_options(home.absolute() / FOLDER),
        )
    return app


def ring(app: Celery, job_id: str) -> None:
    """Call a worker; that it was heard is not promised, and need not be.

    Raises
    ------
    UnavailableError
        The broker does not answer; the job waits in the database.
    """
    try:
        app.send_task(RING, (job_id,), retry=False, ignore_result=True)
    except (OperationalError, OSError) as fault:
        raise UnavailableError(
            f"the broker does not answer ({fault})",
            where=broker_of(app),
            way_out="Does it run? No job is lost: a worker is called again as soon as it does.",
        ) from fault


def broker_of(app: Celery) -> str:
    """Name the broker without a password."""
    return str(app.connection_for_write().as_uri())


def _is_redis(settings: WorkerSettings) -> bool:
    return settings.broker_url.startswith("redis")
