"""A square that an address names, for whoever asks: nothing of another square can be reached from here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Path

from api.asking import Asker
from api.dependencies import Stored
from data.database import Database
from data.models.square import Square
from data.work import Work
from kernel.principal import Principal
from kernel.scope import Scope

__all__ = ["AtSquare", "OnSquare"]


class AtSquare:
    """Units of work on one square, within what its asker may do."""

    def __init__(self, database: Database, slug: str, scope: Scope, principal: Principal) -> None:
        self._database = database
        self._asked = scope
        self.slug = slug
        self.principal = principal

    @cached_property
    def square(self) -> Square:
        """The square, without its areas.

        Raises
        ------
        NotFoundError
            There is none that the asker sees.
        """
        with self._database.read(self._asked, self.principal) as work:
            return work.squares.named(self.slug)

    @property
    def square_id(self) -> str:
        return self.square.id

    @cached_property
    def scope(self) -> Scope:
        """What the asker may see, on this square only."""
        return replace(self._asked, squares=frozenset({self.square_id}))

    @contextmanager
    def read(self) -> Iterator[Work]:
        with self._database.read(self.scope, self.principal) as work:
            yield work

    @contextmanager
    def begin(self) -> Iterator[Work]:
        with self._database.begin(self.scope, self.principal) as work:
            yield work
