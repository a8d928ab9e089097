"""What OpenAPI says of the routes of a resource: every status that they answer, with its headers."""

from typing import Any

from api.cursors import Page
from api.problem_docs import problem_docs
from api.schemas.thing import Thing

__all__ = ["acting", "changing", "creating", "listing", "saying", "showing", "starting"]

Docs = dict[str, Any]

ASKED = (400, 401, 403, 404, 500, 503)
"""Of any route: a query that cannot be used, no key, not allowed, not there, a defect, a database that is not there."""
SENT = (409, 413, 415, 422)
"""Of any route that takes something besides."""
ETAG = {"description": "For If-Match and If-None-Match.", "schema": {"type": "string"}, "required": True}
LOCATION = {
    "description": "Where it is from now on.",
    "schema": {"type": "string", "format": "uri-reference"},
    "required": True,
}
REPLAYED = {
    "description": "`true` where this answer was given before, under the same Idempotency-Key.",
    "schema": {"type": "string", "const": "true"},
}


def listing(thing: type[Thing]) -> Docs:
    """Describe a list in pages."""
    return {"response_model": Page[thing], "responses": problem_docs(*ASKED)}  # type: ignore[valid-type] (FastAPI's way)


def showing(thing: type[Thing]) -> Docs:
    """Describe a thing with its ETag."""
    known = {"description": "It is what If-None-Match says.", "headers": {"ETag": ETAG}}
    return {
        "response_model": thing,
        "responses": {200: {"headers": {"ETag": ETAG}}, 304: known, **problem_docs(*ASKED)},
    }


def creating(thing: type[Thing], *, or_known: str = "") -> Docs:
    """Describe a POST that makes a thing, or answers 200 where it is known: `or_known` says when."""
    again = {"ETag": ETAG, "Idempotency-Replayed": REPLAYED}
    known = {200: {"description": or_known, "model": thing, "headers": again}} if or_known else {}
    return {
        "status_code": 201,
        "response_model": thing,
        "responses": {201: {"headers": {"Location": LOCATION, **again}}, **known, **problem_docs(*ASKED, *SENT)},
    }


def acting(thing: type[Thing]) -> Docs:
    """Describe a POST that does something to a thing."""
    headers = {"ETag": ETAG, "Idempotency-Replayed": REPLAYED}
    return {"response_model": thing, "responses": {200: {"headers": headers}, **problem_docs(*ASKED, *SENT)}}


def saying(thing: type[Thing]) -> Docs:
    """Describe a POST whose answer is no thing with an address."""
    headers = {"Idempotency-Replayed": REPLAYED}
    return {"response_model": thing, "responses": {200: {"headers": headers}, **problem_docs(*ASKED, *SENT)}}


def starting(thing: type[Thing]) -> Docs:
    """Describe a POST that begins work for later: the answer is the job."""
    headers = {"Location": LOCATION, "ETag": ETAG, "Idempotency-Replayed": REPLAYED}
    return {
        "status_code": 202,
        "response_model": thing,
        "responses": {202: {"headers": headers}, **problem_docs(*ASKED, *SENT)},
    }


def changing(thing: type[Thing]) -> Docs:
    """Describe a PUT on what was seen."""
    return {
        "response_model": thing,
        "responses": {200: {"headers": {"ETag": ETAG}}, **problem_docs(*ASKED, *SENT, 412, 428)},
    }
