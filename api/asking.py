"""The door: who asks, by the key that they show, and whether their role may do what they ask.

```python
@router.get("/orders", responses=problem_docs(*KEY_PROBLEMS, 404))
def orders(asker: Annotated[Asker, to_read(Thing.ORDERS)], database: Stored) -> ...:
    with database.read(asker.scope, asker.principal) as work: ...
```
401: no key, or none that opens; 403: the role may not; 404, from the repositories: another square's, or not their own.
"""

import logging
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.dependencies import Settings, Stored
from data.database import Database
from kernel.errors import NotAllowedError, StorageError, UnknownAskerError
from kernel.rights import Thing
from kernel.scope import Scope
from people.asker import Asker
from people.keys import Recognised, note_use, recognise

__all__ = ["CALLER", "KEY_PROBLEMS", "ONLOOKER", "Asking", "Onlooking", "challenge", "to_read", "to_write"]

LOG = logging.getLogger(__name__)

KEY_PROBLEMS = (401, 403)
"""What every route that asks for a key may answer; for `problem_docs`."""

KEY = HTTPBearer(auto_error=False, scheme_name="key", description="`Bearer dr_…`; see `dorpsronde key create`.")


def challenge(error: UnknownAskerError) -> dict[str, str]:
    """Say how to ask, as RFC 6750, section 3, has it: no code where nothing was shown."""
    return {"WWW-Authenticate": 'Bearer realm="dorpsronde"' + (', error="invalid_token"' if error.shown else "")}


def _asker(
    request: Request,
    database: Stored,
    later: BackgroundTasks,
    shown: Annotated[HTTPAuthorizationCredentials | None, Depends(KEY)],
) -> Asker:
    """Recognise who asks; a plain function, so that the database is asked in a thread.

    Raises
    ------
    UnknownAskerError
        No key, or none that opens.
    """
    given = request.headers.getlist("authorization")
    if len(given) > 1:
        raise UnknownAskerError("the header Authorization is there more than once", way_out="Send one.")
    if shown is None:
        raise UnknownAskerError(
            "this way of saying who asks is not known" if given else "nobody says who asks",
            way_out="Send the header `Authorization: Bearer dr_…`; `dorpsronde key create` makes a key.",
            shown=bool(given),
        )
    recognised = recognise(database, shown.credentials)
    if recognised.first_today:
        later.add_task(_note_use, database, recognised)
    return recognised.asker


def _note_use(database: Database, recognised: Recognised) -> None:
    """Try once: the next request of the day tries again."""
    try:
        note_use(database, recognised)
    except StorageError as fault:
        LOG.warning("the use of a key was not noted: %s", fault)


def _caller(
    request: Request,
    settings: Settings,
    database: Stored,
    later: BackgroundTasks,
    shown: Annotated[HTTPAuthorizationCredentials | None, Depends(KEY)],
) -> None:
    """Let anybody through on a machine of one's own, elsewhere whoever has a key; raises as `_asker`."""
    if not settings.without_key:
        _asker(request, database, later, shown)


def _onlooker(
    request: Request,
    settings: Settings,
    database: Stored,
    later: BackgroundTasks,
    shown: Annotated[HTTPAuthorizationCredentials | None, Depends(KEY)],
) -> Scope:
    """Let anybody through on a machine of one's own, elsewhere who sees every square: pages show them all.

    Returns
    -------
    How far whoever looks on sees; on a machine of one's own, as our own work.

    Raises
    ------
    UnknownAskerError, NotAllowedError
        It is somebody else.
    """
    if settings.without_key:
        return Scope.system("pages")
    scope = _asker(request, database, later, shown).scope
    if scope.squares is not None:
        raise NotAllowedError("pages show every square, and this key does not", way_out="Ask with a platform's key.")
    return scope


CALLER = Depends(_caller)
"""Of a route that tells nothing of anybody, and costs this machine's time."""
ONLOOKER = Depends(_onlooker)
"""Of a page, as long as nobody can sign in."""
Onlooking = Annotated[Scope, Depends(_onlooker)]
"""How far whoever looks at a page sees."""
Asking = Annotated[Asker, Depends(_asker)]
"""Whoever has a key."""


def to_read(thing: Thing) -> Any:
    """Make the dependency of a route that reads a kind of thing: the asker, or 401, or 403."""

    def reading(asker: Asking) -> Asker:
        asker.must_read(thing)
        return asker

    return Depends(reading)


def to_write(thing: Thing) -> Any:
    """Make the dependency of a route that changes a kind of thing: the asker, or 401, or 403."""

    def writing(asker: Asking) -> Asker:
        asker.must_write(thing)
        return asker

    return Depends(writing)
