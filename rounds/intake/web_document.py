"""The document that a webhook carries: JSON, and an object; whatever else it is, is said in one line."""

import json
from typing import Any, NoReturn, cast

from kernel.errors import BadInputError

__all__ = ["read_web_document"]

WAY_OUT = "Let the web shop send orders as JSON; nothing was kept."


def read_web_document(body: bytes) -> dict[str, Any]:
    """Read the body of a webhook.

    Raises
    ------
    BadInputError
        It is no JSON, no object, or nested beyond any order.
    """
    try:
        document: object = json.loads(body, parse_constant=_refuse_constant)
    except RecursionError as fault:
        raise BadInputError("the body is nested too deeply", where="webhook", way_out=WAY_OUT) from fault
    except ValueError as fault:  # UnicodeDecodeError and JSONDecodeError are both
        raise BadInputError("the body is no JSON", where="webhook", way_out=WAY_OUT) from fault
    if not isinstance(document, dict):
        raise BadInputError("the body is no object", where="webhook", way_out=WAY_OUT)
    return cast("dict[str, Any]", document)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
