"""What the document of the API holds beside what FastAPI finds by itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from api.problem_docs import Problem
from api.settings import ApiSettings
from api.vroom_docs import SCHEMAS

__all__ = ["complete_openapi"]

REFERENCES = "#/components/schemas/{model}"
OPTIMIZATION = "/api/v1/optimization"
FASTAPIS_OWN = ("HTTPValidationError", "ValidationError")
"""Shapes of faults that we never answer."""


def complete_openapi(app: FastAPI, settings: ApiSettings) -> None:
    """Let `app.openapi()` describe problems, VROOM's JSON, and the limits that this server was given."""
    found = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = found()
            _, problems = models_json_schema([(Problem, "serialization")], ref_template=REFERENCES)
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            schemas.update(problems["$defs"], **SCHEMAS)
            for name in FASTAPIS_OWN:
                schemas.pop(name, None)
            most = {"time_limit": settings.solve_limit_s, "threads": settings.solve_threads}
            for path, operation in _operations(document):
                _mend_parameters(operation, most if path == OPTIMIZATION else {})
                _mend_answers(operation)
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign] (FastAPI's own way: "extending OpenAPI")


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            yield path, operation


def _mend_parameters(operation: dict[str, Any], most: Mapping[str, float]) -> None:
    """Take out null, which no query or header can say, and put in this server's limits."""
    for parameter in operation.get("parameters", []):
        schema = parameter["schema"]
        kinds = schema.pop("anyOf", [])
        schema.update(next((kind for kind in kinds if kind.get("type") != "null"), {}))
        if parameter["name"] == "If-Match":
            parameter["required"] = True  # FastAPI would answer 400 where 428 is due
        if parameter["name"] in most:
            schema["maximum"] = most[parameter["name"]]


def _mend_answers(operation: dict[str, Any]) -> None:
    """Take out what FastAPI thinks that it answers to faults: here they are problems."""
    answers = operation["responses"]
    for status in [status for status, answer in answers.items() if "HTTPValidationError" in str(answer)]:
        del answers[status]
