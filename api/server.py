"""The server process: uvicorn on a socket that is already ours."""

import gc
import socket
from collections.abc import Awaitable, Callable

import uvicorn
from fastapi import FastAPI

__all__ = ["serve"]

FAREWELL_S = 3
"""For answers under way when the server is asked to stop. Own choice."""
COLLECT_AFTER = (100_000, 50, 50)
"""New objects before Python looks for cycles; at its usual 700 it looks some 300 times while one large day is loaded.
Measured on a page of 500 orders: a quarter less time. Own choice."""


def serve(
    app: FastAPI, door: socket.socket, *, on_ready: Callable[[], None], on_stop: Callable[[], Awaitable[None]]
) -> None:
    """Answer requests until SIGINT or SIGTERM; then end what is under way and raise that signal again.

    Parameters
    ----------
    on_ready: called once, when the first request can be answered.
    on_stop: called once, before answers under way are waited for.
    """
    config = uvicorn.Config(
        app,
        loop="asyncio",  # on uvloop Ctrl-C was now and then swallowed
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=FAREWELL_S,
        # A proxy in front says who asks; anyone else could lie.
        proxy_headers=False,
    )
    _Server(config, on_ready, on_stop).run(sockets=[door])


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, on_ready: Callable[[], None], on_stop: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(config)
        self.on_ready = on_ready
        self.on_stop = on_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # What is loaded by now stays: looking through it again took most of the time of a large page.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*COLLECT_AFTER)
        if not self.should_exit:
            self.on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self.on_stop()
        await super().shutdown(sockets)
