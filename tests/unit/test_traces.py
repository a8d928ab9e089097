"""Traces: nothing is imported unless asked for, and a span holds what there are few of and no more."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from starlette.types import Message, Receive, Scope, Send

from api.watch import WatchedRequests
from gateways.traces import NoTraces, OtelTraces, traces_from_environment
from tests.awaiting import awaited
from tests.compose import REPOSITORY
from tests.spans import kept_by

ENDPOINT = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Counted:
    """Stands in for the metrics."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, int]] = []

    def count(self, method: str, route: str, status: int, _took_s: float) -> None:
        self.requests.append((method, route, status))


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    yield exporter
    exporter.shutdown()


@pytest.fixture
def traces(exporter: InMemorySpanExporter) -> OtelTraces:
    return kept_by(exporter)


def asked(traces: OtelTraces, *, fault: Exception | None = None, path: str = "/squares/Jansen") -> Counted:
    """Ask a small application for something through the watch."""

    class Route:
        path = "/squares/{slug}"

    async def application(scope: Scope, _receive: Receive, send: Send) -> None:
        scope["route"] = Route
        if fault is not None:
            raise fault
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(_message: Message) -> None: ...

    scope: Scope = {
        "type": "http", "method": "GET", "path": path, "query_string": b"q=Kerkstraat", "app_root_path": "",
        "headers": [(b"traceparent", PARENT.encode()), (b"cookie", b"lang=Jansen")],
    }  # fmt: skip
    counted = Counted()
    awaited(WatchedRequests(application, counted, traces)(scope, receive, send))
    return counted


def test_a_request_is_a_span_of_its_route_in_the_callers_trace(
    traces: OtelTraces, exporter: InMemorySpanExporter
) -> None:
    assert asked(traces).requests == [("GET", "/squares/{slug}", 404)]
    (span,) = exporter.get_finished_spans()
    assert span.name == "GET /squares/{slug}"
    assert dict(span.attributes or {}) == {
        "http.request.method": "GET", "http.route": "/squares/{slug}", "http.response.status_code": 404,
    }  # fmt: skip
    assert span.parent is not None
    assert f"{span.parent.trace_id:032x}" == PARENT.split("-")[1]
    assert "Jansen" not in span.to_json()
    assert "Kerkstraat" not in span.to_json()


def test_a_fault_is_named_by_its_kind_alone(traces: OtelTraces, exporter: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="Jansen"):
        asked(traces, fault=ValueError("Mrs Jansen is not in"))
    (span,) = exporter.get_finished_spans()
    assert span.status.status_code is StatusCode.ERROR
    assert (span.attributes or {})["error.type"] == "ValueError"
    assert span.events == ()
    assert "Jansen" not in span.to_json()


def test_nothing_is_traced_unless_somebody_says_where_to() -> None:
    assert isinstance(traces_from_environment({}), NoTraces)
    assert isinstance(traces_from_environment({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}), NoTraces)
    traces = traces_from_environment(ENDPOINT)
    assert isinstance(traces, OtelTraces)
    traces.close()


def test_packages_that_are_not_there_are_said_and_do_no_harm(caplog: pytest.LogCaptureFixture) -> None:
    assert isinstance(traces_from_environment(ENDPOINT, installed=lambda _name: None), NoTraces)
    assert "install dorpsronde[otel]" in caplog.text


def test_an_application_without_traces_imports_none_of_the_packages() -> None:
    code = "import api.app, sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    imported = [name for name in json.loads(done.stdout) if name.startswith("opentelemetry")]
    assert not [name for name in imported if "sdk" in name or "exporter" in name]
