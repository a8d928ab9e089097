"""The bytes that a caller sends, counted as they come: what it says of their number is not trusted."""

import asyncio
from http import HTTPStatus

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

from api.caller import CallerLeftError

__all__ = ["OWN_LIMIT", "no_json", "read_json_payload", "read_payload"]

OWN_LIMIT = frozenset({"/api/v1/optimization", "/api/v1/optimization/insertions"})
"""Paths whose routes read and count their payload here."""

PATIENCE_S = 30.0
"""For the whole of it: who sends slower holds up others. Own choice."""


async def read_json_payload(request: Request, limit_bytes: int) -> bytes:
    """Read the payload of a request; raises as `read_payload`, and 415 where it is not said to be JSON."""
    _refuse_other_kinds(request)
    return await read_payload(request, limit_bytes)


def no_json() -> HTTPException:
    """Say 415 of a payload that is not called JSON."""
    return HTTPException(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "The payload must be JSON and be called so: Content-Type: application/json.",
        {"Accept": "application/json"},
    )


async def read_payload(request: Request, limit_bytes: int) -> bytes:
    """Read the very bytes of a request, whatever they are said to be.

    Raises
    ------
    HTTPException
        415: it is compressed. 413: it is larger than the limit. 408: it comes too slowly.
    CallerLeftError
        It stopped in the middle.
    """
    _refuse_compressed(request)
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(PATIENCE_S):
            async for piece in request.stream():
                size += len(piece)
                if size > limit_bytes:
                    raise HTTPException(
                        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The payload is larger than {limit_bytes} bytes."
                    )
                pieces.append(piece)
    except ClientDisconnect as fault:
        raise CallerLeftError from fault
    except TimeoutError as fault:
        raise HTTPException(
            HTTPStatus.REQUEST_TIMEOUT, f"The payload did not come whole within {PATIENCE_S:.0f} s."
        ) from fault
    return b"".join(pieces)


def _refuse_other_kinds(request: Request) -> None:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise no_json()


def _refuse_compressed(request: Request) -> None:
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The payload must not be compressed.", {"Accept-Encoding": "identity"}
        )
