"""Payloads are counted as they come: what their sender says of their size is not trusted."""

import re
from http import HTTPStatus

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.at_square import PATH
from api.payload import OWN_LIMIT
from rounds.proof_picture import MOST_BYTES

__all__ = ["BoundedPayloads"]

AT_SQUARE = PATH.replace("{square}", "[^/]+")
FILES, PICTURES = re.compile(f"{AT_SQUARE}/imports"), re.compile(f"{AT_SQUARE}/proofs")
"""Where a file or a picture is posted: whole addresses, as a square may be called "imports" itself."""


class BoundedPayloads:
    """Refuses larger payloads while they are read: 413. Routes that count for themselves are left alone.

    Parameters
    ----------
    limit_bytes: of a payload.
    file_bytes: of a file, where one is posted.
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
        limit_bytes = self._limit(scope["method"], scope["path"])

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

    def _limit(self, method: str, path: str) -> int:
        if method == "POST" and FILES.fullmatch(path):
            return self.file_bytes
        return MOST_BYTES if method == "POST" and PICTURES.fullmatch(path) else self.limit_bytes
