"""`dorpsronde serve`: pages for people and JSON for programs, over HTTP."""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from errno import EACCES, EADDRINUSE
from ipaddress import ip_address
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from kernel.errors import BadInputError, ConflictError

if TYPE_CHECKING:
    from api.settings import ApiSettings

__all__ = ["command"]

LOG = logging.getLogger(__name__)

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="0: any free one.")
@click.option(
    "--worker/--no-worker",
    default=True,
    show_default=True,
    help="Start a worker too. With DORPSRONDE_BROKER_URL there is none here: `dorpsronde worker` is one.",
)
@click.option("--beside", type=int, nargs=2, hidden=True, help="The process that started this one, and its door.")
def command(*, host: str, port: int, worker: bool, beside: tuple[int, int] | None) -> None:
    """Show squares and their days in a browser, and plan for programs, until Ctrl-C."""
    import asyncio

    from api.settings import ApiSettings
    from cli.serving_beside import ServersBeside
    from data.settings import DatabaseSettings
    from workers.embedded import EmbeddedWorker
    from workers.parent_death import end_with_parent
    from workers.settings import WorkerSettings

    settings = ApiSettings.from_environment()
    refuse_processes(settings.processes, DatabaseSettings.from_environment().url)
    if beside is not None:
        end_with_parent(beside[0])
    opened = listening(host, port) if beside is None else socket.socket(fileno=beside[1])
    with opened as door, counting_together(settings):
        from api.app import create_app
        from api.metrics import metrics_offered
        from api.server import serve

        address, port = door.getsockname()[:2]
        if ip_address(address).is_loopback:
            settings = settings.on_own_machine(LOOPBACK_NAMES)
        elif settings.without_key:
            LOG.warning("Nobody is asked who they are: whoever reaches this machine reads every address.")
        else:
            LOG.warning("Pages are for who brings a key that sees every square: `dorpsronde key create`.")
        shown = f"[{address}]" if ":" in address else address
        app = create_app(settings)
        others = ServersBeside(0 if beside else settings.processes - 1, door)
        others.start()
        embedded = None
        if worker and not WorkerSettings.from_environment().broker_url:
            embedded = EmbeddedWorker(DatabaseSettings.from_environment())
            embedded.start()

        async def stop() -> None:
            if embedded is not None:
                await asyncio.to_thread(embedded.stop)
            await asyncio.to_thread(others.stop)
            await app.state.solvers.stop()

        with nullcontext() if beside else metrics_offered(app.state.metrics, settings):
            serve(
                app,
                door,
                on_ready=lambda: click.echo(f"Dorpsronde is on http://{shown}:{port}/ (Ctrl-C stops it)"),
                on_stop=stop,
            )


def refuse_processes(processes: int, url: str) -> None:
    """Refuse several processes on SQLite: it has one writer, and they would wait for each other by trying again.

    Raises
    ------
    BadInputError
        There are to be several.
    """
    if processes > 1 and url.startswith("sqlite"):
        raise BadInputError(
            f"{processes} processes are for PostgreSQL; SQLite has one writer at a time",
            where="DORPSRONDE_PROCESSES",
            way_out="Unset it, or move to PostgreSQL: docs/how-to/postgresql.md.",
        )


@contextmanager
def counting_together(settings: "ApiSettings") -> Iterator[None]:
    """Let processes that answer at one door count in files that all of them read, while the block lasts.

    prometheus-client reads the variable when it is imported first, so this stands before.

    Source: prometheus.github.io/client_python/multiprocess/.
    """
    from api.settings import COUNTED_IN

    if settings.processes == 1 or COUNTED_IN in os.environ:
        yield
        return
    with TemporaryDirectory(prefix="dorpsronde-counts-") as folder:
        os.environ[COUNTED_IN] = folder
        try:
            yield
        finally:
            del os.environ[COUNTED_IN]


def listening(host: str, port: int) -> socket.socket:
    """Open the door before anything else: a port that is taken is said at once.

    Raises
    ------
    ConflictError
        Another program listens there.
    BadInputError
        There is no such address on this machine, or this user may not listen there.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family)
    except (OSError, UnicodeError) as fault:
        if isinstance(fault, OSError) and fault.errno == EADDRINUSE:
            raise ConflictError(
                f"port {port} of {host} is taken", way_out="Stop what listens there, or choose another with --port."
            ) from fault
        if isinstance(fault, OSError) and fault.errno == EACCES:
            raise BadInputError(f"this user may not listen on port {port}", way_out="Choose one from 1024.") from fault
        raise BadInputError(f"{host!r} is no address of this machine", where="--host") from fault
