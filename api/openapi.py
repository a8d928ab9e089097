"""What the document of the API holds beside what FastAPI finds by itself."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from api.problem_docs import Problem
from api.settings import ApiSettings
from api.vroom_docs import SCHEMAS

__all__ = ["complete_openapi"]

REFERENCES = "#/components/schemas/{model}"


def complete_openapi(app: FastAPI, settings: ApiSettings) -> None:
    """Let `app.openapi()` describe problems, VROOM's JSON, and the limits that this server was given."""
    found = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = found()
            _, problems = models_json_schema([(Problem, "serialization")], ref_template=REFERENCES)
            document.setdefault("components", {}).setdefault("schemas", {}).update(problems["$defs"], **SCHEMAS)
            most = {"time_limit": settings.solve_limit_s, "threads": settings.solve_threads}
            _mend_parameters(document["paths"]["/api/v1/optimization"]["post"], most)
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign] (FastAPI's own way: "extending OpenAPI")


def _mend_parameters(operation: dict[str, Any], most: Mapping[str, float]) -> None:
    """Take out null, which no query can say, and put in this server's limits."""
    for parameter in operation["parameters"]:
        schema = parameter["schema"]
        kinds = schema.pop("anyOf", [])
        schema.update(next((kind for kind in kinds if kind["type"] != "null"), {}))
        if parameter["name"] in most:
            schema["maximum"] = most[parameter["name"]]
