"""Starting measurements of a square, by name and version: added, never changed."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import func, select

from data.drafts.starting_measurement import StartingMeasurementDraft
from data.models.starting_measurement import StartingMeasurement
from data.names import name_key
from data.repositories.base import Repository
from kernel.ids import new_id
from kernel.rights import Thing

__all__ = ["StartingMeasurements"]


class StartingMeasurements(Repository):
    """How goods travelled before."""

    thing = Thing.REPORTS

    def add(self, square_id: str, draft: StartingMeasurementDraft) -> tuple[StartingMeasurement, bool]:
        """Keep a measurement: the first of its name, or the next version of it.

        Returns
        -------
        It, and whether it is new: handed in again just so, it is the version that was there.

        Raises
        ------
        NotFoundError
            There is no such square in the scope.
        BadInputError
            A value does not fit.
        """
        self._may_write()
        self._square(square_id)
        values = {**asdict(draft), "flows": [dict(flow) for flow in draft.flows]}
        before = self._newest(square_id, draft.name)
        if before is not None and all(getattr(before, name) == value for name, value in values.items()):
            return before, False
        row = {
            **values,
            "id": new_id(),
            "square_id": square_id,
            "name_key": name_key(draft.name),
            "version": 1 if before is None else before.version + 1,
            "said_by": str(self._asker.principal),
            "said_at": self._now,
        }
        self._insert(StartingMeasurement, [row])
        return self.get(square_id, row["id"]), True

    def get(self, square_id: str, measurement_id: str) -> StartingMeasurement:
        """Find one.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        here = (StartingMeasurement.square_id == square_id, StartingMeasurement.id == measurement_id)
        return self._one(self._select(StartingMeasurement).where(*here), f"starting measurement {measurement_id}")

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[StartingMeasurement]:
        """List every version as it was handed in, a page of them."""
        here = self._select(StartingMeasurement).where(StartingMeasurement.square_id == square_id)
        return self._page(here, after, limit)

    def standing(self, square_id: str, begun_by: date = date.max) -> list[StartingMeasurement]:
        """List the newest version of each that had begun by a day, the first to begin first."""
        model = StartingMeasurement
        newest = (
            select(model.name_key, func.max(model.version).label("version"))
            .where(self._seen(model), model.square_id == square_id, model.first_day <= begun_by)
            .group_by(model.name_key)
            .subquery()
        )
        same = (model.name_key == newest.c.name_key, model.version == newest.c.version)
        here = self._select(model).join(newest, same[0] & same[1]).where(model.square_id == square_id)
        return self._all(here.order_by(model.first_day, model.name_key))

    def _newest(self, square_id: str, name: str) -> StartingMeasurement | None:
        here = (StartingMeasurement.square_id == square_id, StartingMeasurement.name_key == name_key(name))
        query = self._select(StartingMeasurement).where(*here)
        return self._first(query.order_by(StartingMeasurement.version.desc()).limit(1))
