"""Payloads are counted as they come: what their sender says of their size is not trusted."""

from http import HTTPStatus

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.payload import OWN_LIMIT
from rounds.proof_picture import MOST_BYTES

__all__ = ["BoundedPayloads"]

FILES = "/imports"
"""How addresses end that take a file."""
PICTURES = "/proofs"
"""How addresses end that take a picture."""


class BoundedPayloads:
    """Refuses larger payloads while they are read: 413. Routes that count for themselves are left alone.

    Parameters
    ----------
    limit_bytes: of a payload.
    file_bytes: of a file, at addresses that take one.
    """

    def __init__(self, app: ASGIApp, limit_bytes: int, file_bytes: int) -> None:
        self.app = app
        self.limit_bytes = limit_bytes
        self.file_bytes = file_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in OWN_LIMIT:
            await self.app(scope, receive, send)
            return
        size = 0
        limit_bytes = self._limit(scope["path"])

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit_bytes:
                # FastAPI lets its own exception through where it reads a payload, and no other.
                raise HTTPException(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The payload is larger than {limit_bytes} bytes."
                )
            return message

        await self.app(scope, counted, send)

    def _limit(self, path: str) -> int:
        if path.endswith(FILES):
            return self.file_bytes
        return MOST_BYTES if path.endswith(PICTURES) else self.limit_bytes
