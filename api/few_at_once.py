"""Work within a request that takes long: a few at a time, so that threads are left for whatever else is asked."""

from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import Depends, HTTPException, Request

from api.asking import Asking, Onlooking
from api.problems import AGAIN

__all__ = ["MOST_ON_ROADS", "ON_ROADS", "PAGE_ON_ROADS", "few_at_once"]

MOST_ON_ROADS = 4
"""Requests of a process that may open roads at the same time, each in a thread of the forty that answer everything.
Our own choice."""
BUSY = "Others are being measured over the roads. Nothing was changed; send it again in a moment."


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
    async with few_at_once(request.app.state.on_roads, BUSY):
        yield


async def _page_on_roads(request: Request, _: Onlooking) -> AsyncIterator[None]:
    """Count a page that is shown to whoever may look on."""
    async with few_at_once(request.app.state.on_roads, BUSY):
        yield


ON_ROADS = Depends(_on_roads, scope="function")
"""Of a route that may open the roads of an area."""
PAGE_ON_ROADS = Depends(_page_on_roads, scope="function")
"""Of a page or its file that may: a report opens them where a round did not go as planned."""
