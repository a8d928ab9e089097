"""Payloads are counted as they come: what their sender says of their size is not trusted."""

from http import HTTPStatus

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.payload import OWN_LIMIT

__all__ = ["BoundedPayloads"]


class BoundedPayloads:
    """Refuses larger payloads while they are read: 413. Routes that count for themselves are left alone.

    Parameters
    ----------
    limit_bytes: of a payload.
    """

    def __init__(self, app: ASGIApp, limit_bytes: int) -> None:
        self.app = app
        self.limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in OWN_LIMIT:
            await self.app(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self.limit_bytes:
                # FastAPI lets its own exception through where it reads a payload, and no other.
                raise HTTPException(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The payload is larger than {self.limit_bytes} bytes."
                )
            return message

        await self.app(scope, counted, send)
