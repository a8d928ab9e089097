"""Answers of the API: a thing with its ETag, a new thing with its address, a page of a list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import Request
from starlette.responses import Response

from api.etags import etag_of, is_known
from api.problem_docs import PROBLEM_JSON
from api.schemas.thing import Thing
from api.wire import packed

__all__ = ["Answer", "accepted", "changed", "created", "done", "shown", "written"]

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a change answers.

    Attributes
    ----------
    again: the body when it is repeated: without secrets.
    """

    status: int
    body: Any
    again: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def response(self) -> Response:
        return written(self.status, self.body, self.headers)


def written(status: int, body: Any, headers: Mapping[str, str]) -> Response:
    """Write an answer; from 400 on it is a problem."""
    if body is None:
        return Response(status_code=status, headers=dict(headers))
    return Response(packed(body), status, dict(headers), PROBLEM_JSON if status >= HTTPStatus.BAD_REQUEST else JSON)


def created(thing: Thing, location: str) -> Answer:
    """Answer with a new thing and its address."""
    again = thing.as_sent(again=True)
    return Answer(HTTPStatus.CREATED, thing.as_sent(), again, {"Location": location, "ETag": etag_of(packed(again))})


def changed(thing: Thing, *, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """Answer with a thing that was changed or acted on."""
    body = thing.as_sent()
    return Answer(status, body, thing.as_sent(again=True), {"ETag": etag_of(packed(body))})


def accepted(thing: Thing, location: str) -> Answer:
    """Answer with work that was begun, and where it can be looked at."""
    body = thing.as_sent()
    return Answer(HTTPStatus.ACCEPTED, body, body, {"Location": location, "ETag": etag_of(packed(body))})


def done(thing: Thing) -> Answer:
    """Answer with what came of a request; it has no address, so no tag."""
    return Answer(HTTPStatus.OK, thing.as_sent(), thing.as_sent(again=True))


def shown(request: Request, thing: Thing) -> Response:
    """Answer with a thing; with nothing but its tag where who asks has it already."""
    body = packed(thing.as_sent())
    etag = etag_of(body)
    if is_known(etag, request.headers.get("if-none-match")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    return Response(body, media_type=JSON, headers={"ETag": etag})
