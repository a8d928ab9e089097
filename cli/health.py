"""`dorpsronde health`: asks a server whether it is ready; for whoever watches over it, a container's own check too."""

import json
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import click

from kernel.errors import BadInputError, UnavailableError

__all__ = ["READY_PATH", "command"]

READY_PATH = "/health/ready"
PATIENCE_S = 8.0
"""Less than a container waits for its check."""


@click.command("health")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Where the server is.")
def command(*, url: str) -> None:
    """Say whether a server is ready: exit code 0, or 1 and what is not."""
    if not url.startswith(("http://", "https://")):
        raise BadInputError(f"{url!r} is no address", where="--url", way_out="Write http://HOST:PORT.")
    at = url.rstrip("/") + READY_PATH
    try:
        with urlopen(Request(at, headers={"Accept": "application/json"}), timeout=PATIENCE_S) as answer:  # noqa: S310 (see above)
            version = json.load(answer)["version"]
    except HTTPError as fault:
        raise UnavailableError(_told(fault), where=at) from fault
    except (OSError, HTTPException, ValueError, KeyError) as fault:
        reason = fault.reason if isinstance(fault, URLError) else fault
        raise UnavailableError(f"no server of ours answers ({reason})", where=at) from fault
    click.echo(f"ready, version {version}")


def _told(fault: HTTPError) -> str:
    """Read the problem that the server tells."""
    try:
        return str(json.load(fault)["detail"])
    except (ValueError, KeyError, TypeError):
        return f"it answers {fault.code}"
