"""Lists in pages: each says where the next one goes on, so that what is added meanwhile shifts nothing.

A cursor holds the key of the last row that was shown and a digest of the list it belongs to. It says nothing that
its reader has not seen, and gives no way to see more: it is only ever compared, within the same scope as any list.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.schemas.thing import Thing
from api.wire import packed

__all__ = ["MOST_IN_A_PAGE", "Page", "Paged", "Paging"]

USUAL_IN_A_PAGE, MOST_IN_A_PAGE = 50, 200
CURSOR = re.compile(r"[A-Za-z0-9_-]{1,400}")
MOST_SEQUENCE = 2**53

Item = TypeVar("Item", bound=Thing)
Row = TypeVar("Row")


class Page(BaseModel, Generic[Item]):
    """A part of a list, in an order that stays."""

    model_config = ConfigDict(extra="forbid")

    items: list[Item]
    next_cursor: str | None = Field(
        description="For the next page; null on the last one. Of a list that goes by numbers and grows at its end "
        "(events, deliveries) null on an empty page alone: the cursor before it, kept, goes on from there later."
    )


@dataclass(frozen=True, slots=True)
class Paged:
    """Which part of a list is asked for.

    Attributes
    ----------
    after: key of the last row that was shown: an id, or a number in lists of events.
    """

    after: str | int | None
    limit: int
    listed: str

    @property
    def after_id(self) -> str | None:
        if isinstance(self.after, int):
            raise _no_cursor()
        return self.after

    @property
    def after_number(self) -> int:
        if isinstance(self.after, str):
            raise _no_cursor()
        return self.after or 0

    @property
    def wanted(self) -> int:
        """How many rows to load: one more tells that there is a next page."""
        return self.limit + 1

    def page(
        self, rows: Sequence[Row], shown: Callable[[Row], Thing], key: Callable[[Any], str | int] = lambda row: row.id
    ) -> Response:
        """Answer with a page, from `wanted` rows; where their key is a number, one with rows always has a next."""
        part = rows[: self.limit]
        last = key(part[-1]) if part else None
        goes_on = len(rows) > self.limit or isinstance(last, int)
        body = {
            "items": [shown(row).as_sent() for row in part],
            "next_cursor": _cursor(self.listed, last) if last is not None and goes_on else None,
        }
        return Response(packed(body), media_type="application/json")


def _paging(
    request: Request,
    cursor: Annotated[
        str | None, Query(max_length=400, description="`next_cursor` of the page before; without one the first page.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_IN_A_PAGE, description="At most so many.")] = USUAL_IN_A_PAGE,
) -> Paged:
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in {"cursor", "limit"}]
    listed = sha256(json.dumps([request.url.path, sorted(asked)]).encode()).hexdigest()[:12]
    return Paged(None if cursor is None else _after(cursor, listed), limit, listed)


Paging = Annotated[Paged, Depends(_paging)]


def _cursor(listed: str, after: str | int) -> str:
    return urlsafe_b64encode(json.dumps([listed, after], separators=(",", ":")).encode()).decode().rstrip("=")


def _after(cursor: str, listed: str) -> str | int:
    try:
        if not CURSOR.fullmatch(cursor):
            raise _no_cursor()
        of, after = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if of != listed:
            raise _no_cursor()
        if isinstance(after, int) and not isinstance(after, bool) and 0 <= after <= MOST_SEQUENCE:
            return after
        return str(UUID(str(after)))
    except (ValueError, TypeError, AttributeError, NoBase64, RecursionError) as fault:
        raise _no_cursor() from fault


def _no_cursor() -> HTTPException:
    return HTTPException(
        HTTPStatus.BAD_REQUEST, "cursor: is none of this list. Begin without one, or take next_cursor as it was given."
    )
