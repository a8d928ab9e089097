"""A caller who leaves takes the work with it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request

__all__ = ["CALLER_LEFT", "CallerLeftError", "while_caller_waits"]

Result = TypeVar("Result")
CALLER_LEFT = 499
"""nginx's number for it; nobody reads it but the log."""


class CallerLeftError(Exception):
    """Nobody waits for the answer any more."""


async def while_caller_waits(request: Request, work: Coroutine[Any, Any, Result]) -> Result:
    """Do work until it is done or the caller's connection ends; the payload must have been read before.

    Raises
    ------
    CallerLeftError
        The connection ended first; the work was cancelled.
    """
    doing = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_leaving(request))
    try:
        await asyncio.wait({doing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise CallerLeftError
        return doing.result()
    finally:
        for task in (doing, leaving):
            task.cancel()
        await asyncio.gather(doing, leaving, return_exceptions=True)


async def _leaving(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
