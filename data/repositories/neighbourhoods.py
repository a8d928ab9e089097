"""Neighbourhoods of statistical divisions, by their year; read by everyone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from data.drafts.neighbourhood import NeighbourhoodDraft
from data.models.neighbourhood import Neighbourhood
from data.repositories.base import Repository, in_parts, refuse_twice
from kernel.ids import new_id
from kernel.rights import Thing

__all__ = ["Division", "Neighbourhoods"]


@dataclass(frozen=True, slots=True)
class Division:
    """How many neighbourhoods of how many municipalities there are of a year."""

    year: int
    neighbourhoods: int
    municipalities: int


class Neighbourhoods(Repository):
    """Polygons of neighbourhoods; shared by all squares."""

    thing = Thing.AREAS

    def put(self, year: int, drafts: Sequence[NeighbourhoodDraft]) -> int:
        """Store neighbourhoods of a year's division in one step; those of the same code are replaced.

        Returns
        -------
        How many were replaced.

        Raises
        ------
        BadInputError
            A value does not fit, or two have one code.
        """
        self._may_write_everywhere()
        refuse_twice([draft.code for draft in drafts], "neighbourhoods")
        replaced = 0
        for codes in in_parts([draft.code for draft in drafts]):
            known = (Neighbourhood.year == year, Neighbourhood.code.in_(codes))
            replaced += self._session.scalar(select(func.count()).select_from(Neighbourhood).where(*known)) or 0
            self._session.execute(delete(Neighbourhood).where(*known))
        rows = [{name: getattr(draft, name) for name in draft.__slots__} for draft in drafts]
        self._insert(Neighbourhood, [{"id": new_id(), "year": year, "imported_at": self._now, **row} for row in rows])
        return replaced

    def divisions(self) -> list[Division]:
        """List the years that there are neighbourhoods of, the newest first."""
        query = (
            select(Neighbourhood.year, func.count(), func.count(Neighbourhood.municipality_code.distinct()))
            .where(self._seen(Neighbourhood))
            .group_by(Neighbourhood.year)
        )
        return [Division(*row) for row in self._session.execute(query.order_by(Neighbourhood.year.desc()))]

    def of_year(self, year: int) -> list[Neighbourhood]:
        """List the neighbourhoods of a year's division, by code."""
        return self._all(self._select(Neighbourhood).where(Neighbourhood.year == year).order_by(Neighbourhood.code))
