"""What is told of every request: its id to the caller, how it went to the log, to metrics and to traces.

Only what there are few of is told: the template of the route, never the path, the query or a header.
"""

import logging
import re
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics
from api.request_ids import HEADER, give_id
from gateways.traces import Span, Traces
from kernel.log_context import log_about

__all__ = ["WatchedRequests", "route_of"]

LOG = logging.getLogger(__name__)

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "OTHER"
NO_ROUTE = "none"
NOT_ANSWERED = 499
"""As nginx says it: the caller had left."""
PROBES = "/health"
"""Asked every few seconds; logged only where something is wrong."""


class WatchedRequests:
    """Stands outside everything else, so that what others answer is told too."""

    def __init__(self, app: ASGIApp, metrics: Metrics, traces: Traces) -> None:
        self.app = app
        self.metrics = metrics
        self.traces = traces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun_s = time.perf_counter()
        request_id = give_id(scope)
        method = scope["method"] if scope["method"] in METHODS else OTHER
        status = NOT_ANSWERED

        async def watched_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with log_about(request_id=request_id), self._span(scope, method) as span:
            try:
                await self.app(scope, receive, watched_send)
            finally:
                route = route_of(scope)
                took_s = time.perf_counter() - begun_s
                span.tell(f"{method} {route}", {"http.route": route, "http.response.status_code": status})
                self.metrics.count(method, route, status, took_s)
                if not (route.startswith(PROBES) and status < 500):
                    about = {"method": method, "route": route, "status": status, "duration_ms": round(1000 * took_s)}
                    about |= _ids(scope.get("path_params", {}))
                    LOG.info("request", extra=about)

    def _span(self, scope: Scope, method: str) -> AbstractContextManager[Span]:
        carrier = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        return self.traces.span(method, {"http.request.method": method}, carrier=carrier, of_server=True)


def _ids(path: Mapping[str, object]) -> dict[str, str]:
    """Name the rows that a path is about; who writes something else in their place is not repeated."""
    return {f"{name}_id": str(value) for name, value in path.items() if UUID.fullmatch(str(value))}


def route_of(scope: Scope) -> str:
    """Name the route that answered, by its template; what is below a mount goes by the mount's path."""
    route = scope.get("route")
    if route is not None:
        return str(getattr(route, "path", NO_ROUTE))
    return str(scope.get("root_path", "")).removeprefix(str(scope.get("app_root_path", ""))) or NO_ROUTE
