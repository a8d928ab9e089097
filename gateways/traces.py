"""Traces for OpenTelemetry: sent where OTEL_EXPORTER_OTLP_ENDPOINT says, and otherwise nothing is even imported.

A span holds what we tell it and no more: no address with its query, no statement of the database, no text of a fault.
"""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, Protocol

__all__ = ["NoTraces", "Span", "Traces", "traces_from_environment"]

LOG = logging.getLogger(__name__)

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
NEEDED = ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http")
SERVICE = "dorpsronde"

Told = Mapping[str, str | int | float | bool]


class Span(Protocol):
    """One piece of work in a trace."""

    def tell(self, name: str, attributes: Told) -> None:
        """Give it its final name and more attributes."""


class Traces(Protocol):
    """Where spans go."""

    @contextmanager
    def span(
        self, name: str, attributes: Told, *, carrier: Mapping[str, str] | None = None, of_server: bool = False
    ) -> Iterator[Span]:
        """Trace what the block does; what it calls becomes part of it.

        Parameters
        ----------
        carrier: headers that may name the trace this belongs to, as W3C's traceparent.
        of_server: whether it answers a request.
        """
        ...

    def close(self) -> None:
        """Send what still waits."""


class NoTraces:
    """Traces nothing."""

    @contextmanager
    def span(
        self,
        name: str,  # noqa: ARG002 (as Traces)
        attributes: Told,  # noqa: ARG002 (as Traces)
        *,
        carrier: Mapping[str, str] | None = None,  # noqa: ARG002 (as Traces)
        of_server: bool = False,  # noqa: ARG002 (as Traces)
    ) -> Iterator[Span]:
        yield _NoSpan()

    def close(self) -> None: ...


class _NoSpan:
    def tell(self, name: str, attributes: Told) -> None: ...


class OtelTraces:
    """Traces by the SDK of OpenTelemetry.

    Parameters
    ----------
    provider: of `opentelemetry.sdk.trace`; its exporter is the caller's choice.
    """

    def __init__(self, provider: Any) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer(SERVICE)

    @contextmanager
    def span(
        self, name: str, attributes: Told, *, carrier: Mapping[str, str] | None = None, of_server: bool = False
    ) -> Iterator[Span]:
        from opentelemetry.trace import SpanKind, StatusCode  # noqa: PLC0415 (only where it is used)
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415 (only where it is used)

        context = TraceContextTextMapPropagator().extract(carrier) if carrier else None
        kind = SpanKind.SERVER if of_server else SpanKind.INTERNAL
        with self._tracer.start_as_current_span(
            name, context, kind, dict(attributes), record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield _OtelSpan(span)
            except BaseException as fault:
                span.set_attribute("error.type", type(fault).__name__)
                span.set_status(StatusCode.ERROR)
                raise

    def close(self) -> None:
        self._provider.shutdown()


class _OtelSpan:
    def __init__(self, span: Any) -> None:
        self._span = span

    def tell(self, name: str, attributes: Told) -> None:
        self._span.update_name(name)
        self._span.set_attributes(dict(attributes))


def traces_from_environment(
    environment: Mapping[str, str] = os.environ, installed: Callable[[str], object] = find_spec
) -> Traces:
    """Send traces where the environment says so and the packages are there; how, OpenTelemetry's own variables say."""
    if not any(environment.get(name) for name in ENDPOINTS):
        return NoTraces()
    if not all(_is_there(name, installed) for name in NEEDED):
        LOG.warning("%s is set, but nothing is traced: install dorpsronde[otel].", ENDPOINTS[0])
        return NoTraces()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 (only where it is used)
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 (only where it is used)
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 (only where it is used)
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 (only where it is used)

    resource = Resource.create({} if environment.get("OTEL_SERVICE_NAME") else {"service.name": SERVICE})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return OtelTraces(provider)


def _is_there(name: str, installed: Callable[[str], object]) -> bool:
    try:
        return installed(name) is not None
    except ModuleNotFoundError:  # the package above it is not there
        return False
