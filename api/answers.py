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
    headers = {"Location": location, "ETag": _tag(thing)}
    return Answer(HTTPStatus.CREATED, thing.as_sent(), thing.as_sent(again=True), headers)


def changed(thing: Thing, *, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """Answer with a thing that was changed or acted on."""
    return Answer(status, thing.as_sent(), thing.as_sent(again=True), {"ETag": _tag(thing)})


def accepted(thing: Thing, location: str) -> Answer:
    """Answer with work that was begun, and where it can be looked at."""
    body = thing.as_sent()
    return Answer(HTTPStatus.ACCEPTED, body, body, {"Location": location, "ETag": etag_of(packed(body))})


def done(thing: Thing) -> Answer:
    """Answer with what came of a request; it has no address, so no tag."""
    return Answer(HTTPStatus.OK, thing.as_sent(), thing.as_sent(again=True))


def shown(request: Request, thing: Thing) -> Response:
    """Answer with a thing; with nothing but its tag where who asks has it already."""
    etag = _tag(thing)
    if not thing.untagged and is_known(etag, request.headers.get("if-none-match")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    return Response(packed(thing.as_sent()), media_type=JSON, headers={"ETag": etag})


def _tag(thing: Thing) -> str:
    return etag_of(packed(thing.as_tagged()))
