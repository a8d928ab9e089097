"""Every request has an id: in its answer, in its problem, in each line of the log about it."""

import re
from uuid import UUID

from starlette.requests import Request
from starlette.types import Scope

from kernel.ids import new_id

__all__ = ["HEADER", "give_id", "request_id_of"]

HEADER = "X-Request-ID"
KEY = "dorpsronde.request_id"
SANE = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""What proxies make: a UUID, or 32 hexadecimal digits. Whoever writes a name or a number into the header is given
another id, as it goes into the log."""


def give_id(scope: Scope) -> str:
    """Take over the id that came with a request, where it is one, or make one."""
    came = Request(scope).headers.get(HEADER, "")
    scope[KEY] = str(UUID(came)) if SANE.fullmatch(came) else new_id()
    return scope[KEY]


def request_id_of(request: Request) -> str:
    return request.scope.get(KEY) or give_id(request.scope)
