"""`dorpsronde serve`: pages for people and JSON for programs, over HTTP."""

import socket
from errno import EACCES, EADDRINUSE
from ipaddress import ip_address

import click

from kernel.errors import BadInputError, ConflictError

__all__ = ["command"]

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="0: any free one.")
def command(*, host: str, port: int) -> None:
    """Show squares and their days in a browser, and plan for programs, until Ctrl-C."""
    from api.app import create_app
    from api.metrics import metrics_offered
    from api.server import serve
    from api.settings import ApiSettings

    settings = ApiSettings.from_environment()
    with listening(host, port) as door:
        address, port = door.getsockname()[:2]
        if ip_address(address).is_loopback:
            settings = settings.on_own_machine(LOOPBACK_NAMES)
        elif settings.without_key:
            click.echo("Nobody is asked who they are: whoever reaches this machine reads every address.", err=True)
        else:
            click.echo("Pages are for who brings a key that sees every square: `dorpsronde key create`.", err=True)
        shown = f"[{address}]" if ":" in address else address
        app = create_app(settings)
        with metrics_offered(app.state.metrics, settings):
            serve(
                app,
                door,
                on_ready=lambda: click.echo(f"Dorpsronde is on http://{shown}:{port}/ (Ctrl-C stops it)"),
                on_stop=app.state.solvers.stop,
            )


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
