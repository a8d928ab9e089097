"""The shape of a problem, and how OpenAPI is told of it."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["PROBLEM_JSON", "Fault", "Problem", "problem_docs"]

PROBLEM_JSON = "application/problem+json"


class Fault(BaseModel):
    """One thing wrong with a payload."""

    model_config = ConfigDict(extra="forbid")

    detail: str
    pointer: str | None = Field(None, description="Where it stands in the payload (RFC 6901), where that is known.")


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field("about:blank", description="The status says what kind it is.")
    title: str
    status: int
    detail: str
    instance: str | None = Field(None, description="Under which the server's log has more.")
    errors: list[Fault] | None = Field(None, description="What is wrong with which part of the payload.")


def problem_docs(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that a route answers, by status."""
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}
