"""A POST that is sent again has its effect once: the key its asker gave it stands beside the effect, in one commit.

- The same key and body again: the first answer, byte for byte but without secrets, with `Idempotency-Replayed: true`.
- The same key with another body: 422. While the first is still worked on: 409.
- A refusal for what was asked is kept too (403, 404), so that the answer stays the answer. What may be otherwise later
  leaves the key free: how things stood (409), a body that could not be used (422), a fault of ours (from 500 on).

Two processes that get the same request at the same moment meet at the square's turn, at the latest at the key's row:
the second waits for the first, undoes what it has done itself, and answers what the first did.
"""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Header, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.answers import Answer, written
from api.asking import Asking
from api.problems import problem_body, status_of
from data.database import Begin
from data.repositories.idempotency_keys import AskedOnce, KeptAnswer
from data.work import Work
from kernel.errors import DorpsrondeError

__all__ = ["Key", "Once", "Underway"]

REPLAYED = {"Idempotency-Replayed": "true"}
KEPT_REFUSALS = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})
LARGE_BYTES = 65_536
"""From this on a body is digested in a thread, so that others are answered meanwhile. Our own choice."""

Act = Callable[[Work], Answer]


class Underway:
    """The keys that this process works on."""

    def __init__(self) -> None:
        self._keys: set[tuple[str, str, str]] = set()

    def enter(self, key: tuple[str, str, str]) -> bool:
        """Begin to work on a key; False where another request is at it."""
        if key in self._keys:
            return False
        self._keys.add(key)
        return True

    def leave(self, key: tuple[str, str, str]) -> None:
        self._keys.discard(key)


class Key:
    """The key of a request, if it has one."""

    def __init__(self, route: str, key: str | None, body_sha256: str) -> None:
        self._route = route
        self._key = key
        self._body_sha256 = body_sha256

    @property
    def is_given(self) -> bool:
        """Whether the request has one: its answer is to be kept."""
        return self._key is not None

    def once(self, begin: Begin, act: Act, *, looked: bool = False) -> Response:
        """Act in the unit of work that `begin` begins, and answer; or give the answer that this key had before.

        Parameters
        ----------
        looked: whether the key was free a moment ago (`kept`): if it was used since, its row tells so.
        """
        if self._key is None:
            with begin() as work:
                return act(work).response
        asked = AskedOnce(self._route, self._key, self._body_sha256)
        try:
            return _acted(begin, act, asked, looked=looked)
        except DorpsrondeError as fault:
            status = status_of(fault, "POST")
            if status not in KEPT_REFUSALS:
                raise
            body = problem_body(status, str(fault))
        return _acted(begin, lambda _: Answer(status, body, body), asked)

    def answered(self, read: Begin) -> Response | None:
        """Give the answer that this key had before: asked first by who looks at more before `once`.

        What is looked at may have changed since that answer, or costs much. Where the square is not there, nothing is
        looked at either.
        """
        with read() as work:
            return self.kept(work)

    def kept(self, work: Work) -> Response | None:
        """Give the answer that this key had before, within a unit of work that looks."""
        if self._key is None:
            return None
        kept = work.idempotency_keys.kept(AskedOnce(self._route, self._key, self._body_sha256))
        return None if kept is None else _again(kept)


class _KeyUsedMeanwhileError(Exception):
    """Another process has answered under this key: what was done here is undone, and that answer is looked for."""


def _acted(begin: Begin, act: Act, asked: AskedOnce, *, looked: bool = False) -> Response:
    """Act under a key, in one unit of work; where the key has an answer by now, that one is it."""
    while True:
        with suppress(_KeyUsedMeanwhileError):
            return _tried(begin, act, asked, looked=looked)
        looked = False


def _tried(begin: Begin, act: Act, asked: AskedOnce, *, looked: bool) -> Response:
    with begin() as work:
        kept = None if looked else work.idempotency_keys.kept(asked)
        if kept is not None:
            return _again(kept)
        answer = act(work)
        if not work.idempotency_keys.keep(asked, KeptAnswer(answer.status, answer.headers, answer.again)):
            raise _KeyUsedMeanwhileError
    return answer.response


def _again(kept: KeptAnswer) -> Response:
    return written(kept.status, kept.body, {**kept.headers, **REPLAYED})


async def _key(
    request: Request,
    asker: Asking,
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=255,
            description="Made by who asks, a new one for each request; sent again, the request has its effect once. "
            "Kept for eight days.",
            examples=["018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f"],
        ),
    ] = None,
) -> AsyncIterator[Key]:
    route = f"{request.method} {request.url.path}"
    if idempotency_key is None:
        yield Key(route, None, "")
        return
    underway: Underway = request.app.state.underway
    mark = (str(asker.principal), route, idempotency_key)
    if not underway.enter(mark):
        raise HTTPException(
            HTTPStatus.CONFLICT, "A request with this Idempotency-Key is being worked on. Send it again in a moment."
        )
    try:
        yield Key(route, idempotency_key, await _digest_of(request))
    finally:
        underway.leave(mark)


Once = Annotated[Key, Depends(_key, scope="function")]


async def _digest_of(request: Request) -> str:
    """Make the digest of what was sent; only what is called JSON is read as such."""
    body, query = await request.body(), request.url.query
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = kind.startswith("application/") and kind.endswith(("/json", "+json"))
    if len(body) < LARGE_BYTES:
        return _digest(body, query, is_json=is_json)
    return await run_in_threadpool(_digest, body, query, is_json=is_json)


def _digest(body: bytes, query: str, *, is_json: bool) -> str:
    """Make the digest of a body: JSON means the same however it is spaced and ordered."""
    if is_json:
        with suppress(ValueError, RecursionError):
            body = json.dumps(json.loads(body), sort_keys=True).encode()
    return sha256(body + b"\n" + query.encode()).hexdigest()
