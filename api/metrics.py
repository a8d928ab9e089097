"""Figures for Prometheus. Labels are of few values: templates of routes, kinds, states; never an id, never a name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES, EADDRINUSE

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from api.settings import COUNTED_IN, ApiSettings
from api.stored_metrics import StoredFigures
from data.database import Database
from kernel.errors import BadInputError, ConflictError

__all__ = ["Metrics", "metrics_offered"]

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10, 30, 60)
"""With the goals of pages (0.3 s) and of accepting an order (0.2 s) among them."""


class Metrics:
    """The figures of one application; those of requests are counted here, the rest is read when somebody looks."""

    def __init__(self, database: Database) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "dorpsronde_http_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._durations = Histogram(
            "dorpsronde_http_request_duration_seconds",
            "Seconds from the first byte of a request to the last of its answer.",
            ("method", "route"),
            buckets=BUCKETS_S,
            registry=self.registry,
        )
        if COUNTED_IN in os.environ:  # processes count together: what is shown is the sum of their files
            self.registry = CollectorRegistry()
            MultiProcessCollector(self.registry)
        self.registry.register(StoredFigures(database))

    def count(self, method: str, route: str, status: int, took_s: float) -> None:
        """Count one request."""
        self._requests.labels(method, route, str(status)).inc()
        self._durations.labels(method, route).observe(took_s)


@contextmanager
def metrics_offered(metrics: Metrics, settings: ApiSettings) -> Iterator[None]:
    """Answer /metrics on a door of its own while the block lasts, where a port is set: see ADR 34.

    Raises
    ------
    ConflictError
        Another program listens there.
    BadInputError
        There is no such address on this machine, or this user may not listen there.
    """
    if settings.metrics_port is None:
        yield
        return
    at = f"{settings.metrics_host}:{settings.metrics_port}"
    try:
        server, thread = start_http_server(settings.metrics_port, settings.metrics_host, metrics.registry)
    except OSError as fault:
        if fault.errno == EADDRINUSE:
            raise ConflictError(
                f"{at} is taken", where="DORPSRONDE_METRICS_PORT", way_out="Choose another port for the metrics."
            ) from fault
        if fault.errno == EACCES:
            raise BadInputError(
                f"this user may not listen on port {settings.metrics_port}",
                where="DORPSRONDE_METRICS_PORT",
                way_out="Choose one from 1024.",
            ) from fault
        raise BadInputError(
            f"{at} is no address of this machine", where="DORPSRONDE_METRICS_HOST", way_out="Mend this variable."
        ) from fault
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
