"""The square that an address names, for whoever asks: nothing of another square can be reached from here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Any

from fastapi import Depends, Path, Request

from api.asking import Asking
from api.dependencies import Stored
from api.schemas.thing import Words
from data.database import Begin, Database
from data.work import Work
from kernel.rights import Thing
from kernel.scope import Scope
from people.asker import Asker

__all__ = ["PATH", "AtSquare", "KnownSquares", "to_change", "to_see"]

PATH = "/api/v1/squares/{square}"
"""Where everything of a square is."""

Slug = Annotated[Words, Path(max_length=63, description="Slug of the square.", examples=["bilthoven"])]


@dataclass(frozen=True, slots=True)
class KnownSquare:
    """What of a square never changes."""

    id: str
    timezone: str


class KnownSquares:
    """Squares that were asked for before, by slug: none is ever deleted, and none gets another slug or zone."""

    def __init__(self) -> None:
        self._known: dict[str, KnownSquare] = {}

    def of(self, database: Database, slug: str, asker: Asker) -> KnownSquare:
        """Find a square that the asker sees.

        Raises
        ------
        NotFoundError
            There is none.
        """
        known, squares = self._known.get(slug), asker.scope.squares
        if known is not None and (squares is None or known.id in squares):
            return known
        with database.read(asker.scope, asker.principal) as work:
            square = work.squares.named(slug)
        return self._known.setdefault(slug, KnownSquare(square.id, square.timezone))


class AtSquare:
    """Units of work on one square, within what its asker may do."""

    def __init__(self, database: Database, slug: str, asker: Asker, squares: KnownSquares) -> None:
        self.database = database
        self.slug = slug
        self.asker = asker
        self._squares = squares

    @cached_property
    def square(self) -> KnownSquare:
        """The square; raises as `KnownSquares.of`."""
        return self._squares.of(self.database, self.slug, self.asker)

    @property
    def id(self) -> str:
        return self.square.id

    @cached_property
    def scope(self) -> Scope:
        """What the asker sees, of this square only."""
        return replace(self.asker.scope, squares=frozenset({self.id}))

    @property
    def asker_here(self) -> Asker:
        """The asker, on this square only."""
        return Asker(self.asker.principal, self.scope)

    @contextmanager
    def read(self) -> Iterator[Work]:
        with self.database.read(self.scope, self.asker.principal) as work:
            yield work

    @contextmanager
    def begin(self) -> Iterator[Work]:
        with self.database.begin(self.scope, self.asker.principal) as work:
            yield work

    @contextmanager
    def look_first(self) -> Iterator[tuple[Work, Begin]]:
        with self.database.look_first(self.scope, self.asker.principal) as (work, begin):
            yield work, begin

    @property
    def tells_contacts(self) -> bool:
        """Whether the asker may read who somebody is, and how to reach them."""
        return self.asker.reads(Thing.CONTACTS)

    def address_of(self, *steps: str) -> str:
        """Write the address of something of this square."""
        return "/".join([PATH.replace("{square}", self.slug), *steps])


def to_see(thing: Thing) -> Any:
    """Make the dependency of a route that shows a kind of thing of a square."""

    async def seeing(request: Request, square: Slug, asker: Asking, database: Stored) -> AtSquare:
        asker.must_read(thing)
        return AtSquare(database, square, asker, request.app.state.squares)

    return Depends(seeing)


def to_change(thing: Thing) -> Any:
    """Make the dependency of a route that changes a kind of thing of a square."""

    async def changing(request: Request, square: Slug, asker: Asking, database: Stored) -> AtSquare:
        asker.must_write(thing)
        return AtSquare(database, square, asker, request.app.state.squares)

    return Depends(changing)
