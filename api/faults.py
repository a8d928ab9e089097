"""What nobody foresaw: the caller gets a number, the log gets the text."""

import logging

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import unknown_problem

__all__ = ["UnknownFaults"]

LOG = logging.getLogger(__name__)


class UnknownFaults:
    """Answers 500 where the application raises something that is no error of ours.

    Starlette's own handler for this stands outside every other middleware: its answers would miss their headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched_send(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        except Exception as fault:
            if begun or scope["type"] != "http":
                raise
            await unknown_problem(Request(scope), fault)(scope, receive, send)
