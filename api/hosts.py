"""Only answer to our own name.

A page elsewhere can let its name point to 127.0.0.1 and would then read this server with the visitor's browser
("DNS rebinding"); the name it asks for is still its own.
"""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import problem

__all__ = ["KnownHosts"]

MISDIRECTED = 421
"""RFC 9110, section 15.5.20."""


class KnownHosts:
    """Refuses requests for other names.

    Parameters
    ----------
    names: hosts without a port, as they stand in the header Host; none is any.
    """

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self.names or _asked_for(scope) in self.names:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        await problem(request, MISDIRECTED, "This server does not go by that name.")(scope, receive, send)


def _asked_for(scope: Scope) -> str:
    """Read the header Host without its port: `[::1]:8000` has more colons than one."""
    host = Request(scope).headers.get("host", "").lower()
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
