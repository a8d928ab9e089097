"""The application on a database of its own, asked without a network."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute

from api.app import create_app
from api.asked import Asked, Refusal
from api.settings import ApiSettings
from api.solvers import Solvers
from api.solving import answer
from tests.stored_square import new_database, settings
from tests.stores import Store

OPTIMIZATION = "/api/v1/optimization"
JSON = {"content-type": "application/json"}


class Here(Solvers):
    """Plans in a thread of this process: starting one for each of many small questions takes long."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def plan(self, asked: Asked, payload: bytes) -> bytes | Refusal:
        return await asyncio.to_thread(answer, asked, payload)


INCLUDED: dict[int, BaseRoute] = {}
"""Routers of the first application of this process, by their place among its routes."""


def app_on(store: Store, **given: object) -> FastAPI:
    """Put the application together on a database; what is given are settings of the API.

    FastAPI works out an application's routes at its first request, which takes longer than most tests. What comes out
    is the same each time and knows nothing of the application: all of them share the routers of the first.
    """
    app = create_app(ApiSettings.model_validate({"without_key": True, **given}), settings(store))
    for place, route in enumerate(app.router.routes):
        if hasattr(route, "original_router"):
            app.router.routes[place] = INCLUDED.setdefault(place, route)
    return app


@contextmanager
def served(
    where: Path | Store, *, solvers: Solvers | None = None, processes: bool = False, **given: object
) -> Iterator[TestClient]:
    """Serve a database, in a folder a new one where there is none; what is given are settings of the API.

    Parameters
    ----------
    solvers: in place of those that plan here.
    processes: whether problems are planned in processes of their own, as users have it; one is started at once.
    """
    store = where if isinstance(where, Store) else Store(where)
    if not store.postgresql and not (store.home / "dorpsronde.db").exists():
        new_database(store).close()
    app = app_on(store, **given)
    if not processes:
        app.state.solvers = solvers or Here(1)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def streets(jobs: int, bikes: int = 3) -> bytes:
    """Make a problem of places on a grid of streets of 100 m, in VROOM's JSON."""
    at = [(place * 7 % 23 * 100, place * 5 % 19 * 100) for place in range(jobs + 1)]
    metres = [[abs(a[0] - b[0]) + abs(a[1] - b[1]) for b in at] for a in at]
    problem = {
        "vehicles": [
            {"id": bike, "start_index": 0, "end_index": 0, "capacity": [jobs // bikes + 1]} for bike in range(bikes)
        ],
        "jobs": [{"id": place, "location_index": place, "delivery": [1]} for place in range(1, jobs + 1)],
        "matrices": {"car": {"durations": metres, "distances": metres}},
    }
    return json.dumps(problem).encode()
