"""Work within a request that takes long: a few at a time, so that threads are left for whatever else is asked."""

from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import Depends, HTTPException, Request

from api.asking import Asking
from api.problems import AGAIN

__all__ = ["MOST_ON_ROADS", "ON_ROADS", "few_at_once"]

MOST_ON_ROADS = 4
"""Requests of a process that may open roads at the same time, each in a thread of the forty that answer everything.
Our own choice."""


@asynccontextmanager
async def few_at_once(underway: Semaphore, detail: str) -> AsyncIterator[None]:
    """Do something that only a few do at the same time.

    Raises
    ------
    HTTPException
        503, with this detail: so many are at it.
    """
    if underway.locked():
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, detail, AGAIN)
    async with underway:
        yield


async def _on_roads(request: Request, _: Asking) -> AsyncIterator[None]:
    """Count a request of somebody who is known until its route has answered."""
    detail = "Others are being measured over the roads. Nothing was changed; send it again in a moment."
    async with few_at_once(request.app.state.on_roads, detail):
        yield


ON_ROADS = Depends(_on_roads, scope="function")
"""Of a route that may open the roads of an area."""
