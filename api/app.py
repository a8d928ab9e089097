"""The application: made by a function, so that importing it does nothing."""

from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware.gzip import GZipMiddleware

from api.asking import CALLER, ONLOOKER
from api.at_square import KnownSquares
from api.bounded_payloads import BoundedPayloads
from api.faults import UnknownFaults
from api.few_at_once import MOST_ON_ROADS
from api.head import HeadAsGet
from api.headers import SafeHeaders
from api.hosts import KnownHosts
from api.idempotency import Underway
from api.metrics import Metrics
from api.openapi import complete_openapi
from api.pages.report_files import router as report_files
from api.pages.router import router as pages
from api.problems import tell_problems
from api.resources import RESOURCES
from api.routes import health, optimization, proofs, webhooks_in
from api.settings import ApiSettings
from api.solvers import Solvers
from api.static_files import STATIC_PATH, OurStaticFiles
from api.watch import WatchedRequests
from data.database import Database
from data.settings import DatabaseSettings
from gateways.traces import Traces, traces_from_environment
from gateways.webhook_door import door_from_environment
from rounds.known_places import KnownPlaces

__all__ = ["create_app"]

OPENAPI_PATH = "/api/v1/openapi.json"
WORTH_PACKING_BYTES = 1_024
"""Below this an answer goes out in one network packet either way."""
NOT_FASTAPIS = TelemetryConfig(tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False)
"""FastAPI's own traces hold paths, queries, callers' addresses and texts of faults: ours hold none (`api/watch.py`)."""
PACKING = 5
"""Of gzip: a map of 1.15 MB becomes 0.51 MB in half the time of level 9, which gives 0.50 MB."""


def create_app(
    settings: ApiSettings | None = None, stored: DatabaseSettings | None = None, traces: Traces | None = None
) -> FastAPI:
    """Open the database and put the application together; what is not given is read from the environment.

    Raises
    ------
    StorageError
        The database cannot be used, or its schema is not this code's.
    BadInputError
        A setting cannot be used.
    """
    settings = settings or ApiSettings.from_environment()
    stored = stored or DatabaseSettings.from_environment()
    app = FastAPI(
        title="Dorpsronde",
        version=version("dorpsronde"),
        summary="Shared delivery rounds for villages and towns.",
        license_info={"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        openapi_url=OPENAPI_PATH,
        docs_url=None,  # both of FastAPI's load their scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,  # its redirect is absolute: behind a proxy it leads out of TLS, and the payload follows
        generate_unique_id_function=lambda route: route.name,
        lifespan=_lifespan,
        telemetry=NOT_FASTAPIS,
    )
    app.state.settings = settings
    app.state.home = stored.home
    app.state.solvers = Solvers(settings.slots_of_each)
    app.state.underway = Underway()
    app.state.pictures = Semaphore(proofs.AT_ONCE)
    app.state.on_roads = Semaphore(MOST_ON_ROADS)
    app.state.squares = KnownSquares()
    app.state.places = KnownPlaces(stored.home)
    app.state.webhook_door = door_from_environment()
    app.include_router(health.router)
    app.include_router(optimization.router, dependencies=[CALLER])
    app.include_router(webhooks_in.router)
    for resource in RESOURCES:
        app.include_router(resource)
    for shown in (pages, report_files):
        app.include_router(shown, include_in_schema=False, dependencies=[ONLOOKER])
    app.mount(STATIC_PATH, OurStaticFiles(), name="static")
    tell_problems(app)
    complete_openapi(app, settings)
    app.add_middleware(BoundedPayloads, limit_bytes=settings.body_bytes, file_bytes=settings.file_bytes)
    app.add_middleware(UnknownFaults)
    app.add_middleware(KnownHosts, names=settings.host_names)
    app.add_middleware(GZipMiddleware, minimum_size=WORTH_PACKING_BYTES, compresslevel=PACKING)
    app.add_middleware(HeadAsGet)
    app.add_middleware(SafeHeaders)
    app.state.database = Database.open(stored)
    app.state.metrics = Metrics(app.state.database)
    app.state.traces = traces or traces_from_environment()
    app.add_middleware(WatchedRequests, metrics=app.state.metrics, traces=app.state.traces)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    try:
        await app.state.solvers.start()
        yield
    finally:
        await app.state.solvers.stop()
        app.state.database.close()
        app.state.traces.close()
