"""Errors → answers: problem details for programs (RFC 9457), a page for people."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.allowed_methods import methods_at
from api.asking import challenge
from api.language import in_other_language, language_of
from api.pages.error_page import error_page
from api.payload import no_json
from api.pointer import pointer_of, steps_within
from api.problem_docs import PROBLEM_JSON
from api.problem_words import TITLES, WAYS_OUT
from api.request_ids import request_id_of
from api.unusable import UnusableError
from api.wire import packed
from kernel.errors import (
    BadInputError,
    ConflictError,
    DiskFullError,
    DorpsrondeError,
    MissingToolError,
    NotAllowedError,
    NotFoundError,
    OutputError,
    StorageError,
    UnavailableError,
    UnknownAskerError,
    UnreachablePlaceError,
)

__all__ = ["AGAIN", "STATUS", "problem", "problem_body", "status_of", "tell_problems", "unknown_problem"]

LOG = logging.getLogger(__name__)

STATUS: Mapping[type[DorpsrondeError], HTTPStatus] = {
    BadInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnreachablePlaceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownAskerError: HTTPStatus.UNAUTHORIZED,
    NotAllowedError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
    StorageError: HTTPStatus.SERVICE_UNAVAILABLE,
    DiskFullError: HTTPStatus.INSUFFICIENT_STORAGE,
    OutputError: HTTPStatus.SERVICE_UNAVAILABLE,
    MissingToolError: HTTPStatus.NOT_IMPLEMENTED,
    UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    DorpsrondeError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""The status of each kind of error; of a kind that is not here, its nearest parent's."""

DETAILS: Mapping[int, str] = {
    HTTPStatus.NOT_IMPLEMENTED: "What this takes is not installed on this server, and asking again will not help; the"
    " log says what its keeper has to install.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Something that this server needs does not answer now. Nothing was changed; the log"
    " has its cause.",
    HTTPStatus.INSUFFICIENT_STORAGE: "This server has no space left to write to. Nothing was changed; its keeper has to"
    " free some.",
}
"""What a caller is told of what only the log names."""

AGAIN: Mapping[str, str] = {"Retry-After": "5"}
"""A guess: nobody knows when it answers again."""

WITHOUT_PAYLOAD = HTTPStatus.BAD_REQUEST
"""In place of 422 where the request had no payload that could be wrong: a query."""


def tell_problems(app: FastAPI) -> None:
    """Let an application answer every error as a problem."""
    app.add_exception_handler(DorpsrondeError, _of_ours)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_validation)


def status_of(error: DorpsrondeError, method: str) -> HTTPStatus:
    """Find the status of an error that a request of this method met."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    if status is HTTPStatus.UNPROCESSABLE_ENTITY and method in {"GET", "HEAD"}:
        return WITHOUT_PAYLOAD
    return status


def problem(
    request: Request,
    status: int,
    detail: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer a problem in the form its reader takes, with the number under which the log has more: the request's id.

    Parameters
    ----------
    detail: a sentence in English, without what only the log may hold; a page says what its status means instead.
    errors: what is wrong with which part of the payload: "detail" and, where it is known, "pointer" (RFC 6901).
    """
    if _is_read_by_a_person(request):
        return _page(request, status, headers)
    body = problem_body(status, detail)
    if errors:
        body["errors"] = errors
    body["instance"] = f"urn:uuid:{request_id_of(request)}"
    return Response(packed(body), status, headers, PROBLEM_JSON)


def problem_body(status: int, detail: str) -> dict[str, Any]:
    """Give what every problem says to a program."""
    return {"type": "about:blank", "title": _phrase(status), "status": status, "detail": detail}


def unknown_problem(request: Request, fault: Exception) -> Response:
    """Answer 500; the log has the fault."""
    LOG.error("request %s met a defect", request_id_of(request), exc_info=fault)
    return problem(request, 500, "This is a defect; the log has its cause.")


def _of_ours(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, DorpsrondeError)  # noqa: S101 (it is registered for no other)
    status = status_of(fault, request.method)
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        headers = challenge(fault) if isinstance(fault, UnknownAskerError) else None
        errors = _parts_at_fault(fault) if status is HTTPStatus.UNPROCESSABLE_ENTITY else ()
        return problem(request, status, str(fault), errors=errors, headers=headers)
    # What we stumble over ourselves names files of this machine: that is for its keeper.
    LOG.error("request %s: %s", request_id_of(request), fault, exc_info=fault.__cause__)
    detail = DETAILS.get(status, f"{_phrase(status)}; the log has its cause.")
    return problem(request, status, detail, headers=AGAIN if status == HTTPStatus.SERVICE_UNAVAILABLE else None)


def _parts_at_fault(fault: DorpsrondeError) -> list[dict[str, str]]:
    """Point at what is wrong with a payload; at all of it where nobody knows better."""
    if isinstance(fault, UnusableError):
        found = fault.faults
    else:
        found = [(fault.field if isinstance(fault, BadInputError) else "", fault.what)]
    return [{"detail": text, "pointer": pointer_of(field.split("/") if field else ())} for field, text in found]


def _of_http(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)  # noqa: S101 (it is registered for no other)
    detail = fault.detail if fault.detail != _phrase(fault.status_code) else _usual_detail(request, fault.status_code)
    headers = fault.headers
    if fault.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers = {**(headers or {}), "Allow": ", ".join(methods_at(request))}
    return problem(request, fault.status_code, detail, headers=headers)


def _of_validation(request: Request, fault: Exception) -> Response:
    """Answer 422 for a payload, 415 for one that is not called JSON, 404 for a path that names nothing, else 400."""
    assert isinstance(fault, RequestValidationError)  # noqa: S101 (it is registered for no other)
    if isinstance(fault.body, bytes):  # FastAPI reads as JSON only what is called so
        return _of_http(request, no_json())
    found = fault.errors()
    places = {error["loc"][0] for error in found}
    status = 422 if "body" in places else 404 if "path" in places else 400
    errors = [
        {"detail": error["msg"], "pointer": pointer_of(_steps(error, fault.body))}
        for error in found
        if error["loc"][0] == "body"
    ]
    first = found[0]
    detail = f"{'.'.join(map(str, _steps(first, fault.body)))}: {first['msg']}".removeprefix(": ")
    return problem(request, status, detail, errors=errors)


def _steps(error: Mapping[str, Any], body: object) -> Sequence[str | int]:
    """Say where in what was sent a fault stands."""
    source, *steps = error["loc"]
    return steps_within(steps, body, is_missing=error["type"] == "missing") if source == "body" else steps


def _usual_detail(request: Request, status: int) -> str:
    if status == HTTPStatus.NOT_FOUND:
        return "There is nothing at this address."
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return f"{request.method} is not for this address; the header Allow names what is."
    return _phrase(status)


def _is_read_by_a_person(request: Request) -> bool:
    path = request.url.path
    return not path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def _page(request: Request, status: int, headers: Mapping[str, str] | None) -> HTMLResponse:
    lang = language_of(request)
    usual = HTTPStatus.BAD_REQUEST if status < HTTPStatus.INTERNAL_SERVER_ERROR else HTTPStatus.INTERNAL_SERVER_ERROR
    title = TITLES.get(status, TITLES[usual]).within(lang)
    way_out = WAYS_OUT.get(status, WAYS_OUT[usual]).within(lang).format(reference=request_id_of(request))
    other = in_other_language(request, lang) if request.method in {"GET", "HEAD"} else ""
    return HTMLResponse(error_page(status, title, way_out, lang, other), status, headers)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
