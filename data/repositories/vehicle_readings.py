"""What vehicles' meters said, a day at a time."""

from datetime import date

from sqlalchemy import Select, update

from data.drafts.event import EventDraft, EventKind
from data.drafts.vehicle_reading import VehicleReadingDraft
from data.fitting import refuse_unfit
from data.models.vehicle import Vehicle
from data.models.vehicle_reading import VehicleReading
from data.repositories.base import Repository
from kernel.rights import Thing

__all__ = ["VehicleReadings"]


class VehicleReadings(Repository):
    """Readings of a square's vehicles."""

    thing = Thing.VEHICLES

    def put(self, square_id: str, draft: VehicleReadingDraft) -> VehicleReading:
        """Store a reading in the place of the one of that vehicle and day; an event keeps what it was before.

        Raises
        ------
        BadInputError
            A value does not fit.
        NotFoundError
            The vehicle is not this square's.
        """
        self._may_write()
        self._require_seen(Vehicle, {draft.vehicle_id}, square_id, "vehicle")
        before = self._first(self._on(square_id, draft.vehicle_id, draft.day))
        said_by = str(self._asker.principal)
        if before is None:
            self._insert_new(VehicleReading, square_id, **draft.row, said_by=said_by, changed_at=self._now)
        else:
            refuse_unfit(VehicleReading, draft.row)
            here = (self._seen(VehicleReading), VehicleReading.id == before.id)
            values = {**draft.row, "said_by": said_by, "changed_at": self._now}
            self._session.execute(update(VehicleReading).where(*here).values(**values))
        told = {"vehicle_id": draft.vehicle_id, "day": draft.day.isoformat(), "before": before and _values(before)}
        self._record(square_id, [EventDraft(EventKind.READINGS_CHANGED, details=told)])
        return self._one(self._on(square_id, draft.vehicle_id, draft.day), f"reading of {draft.day}")

    def between(self, square_id: str, first: date, last: date) -> list[VehicleReading]:
        """List a square's readings of some days, by day."""
        query = self._select(VehicleReading).where(
            VehicleReading.square_id == square_id, VehicleReading.day.between(first, last)
        )
        return self._all(query.order_by(VehicleReading.day, VehicleReading.id))

    def get(self, square_id: str, reading_id: str) -> VehicleReading:
        """Find a reading by its id.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        seen = self._select(VehicleReading).where(
            VehicleReading.square_id == square_id, VehicleReading.id == reading_id
        )
        return self._one(seen, f"reading {reading_id}")

    def page(
        self, square_id: str, vehicle_id: str | None = None, *, after: str | None, limit: int
    ) -> list[VehicleReading]:
        """List a square's readings, or those of one vehicle, as they were first said, a page of them."""
        query = self._select(VehicleReading).where(VehicleReading.square_id == square_id)
        if vehicle_id is not None:
            query = query.where(VehicleReading.vehicle_id == vehicle_id)
        return self._page(query, after, limit)

    def beside(self, square_id: str, vehicle_id: str, day: date) -> tuple[VehicleReading | None, VehicleReading | None]:
        """Find the last reading of its counter before a day, and the first one after it."""
        counted = self._select(VehicleReading).where(
            VehicleReading.square_id == square_id,
            VehicleReading.vehicle_id == vehicle_id,
            VehicleReading.odometer_end_m.is_not(None),
        )
        before = counted.where(VehicleReading.day < day).order_by(VehicleReading.day.desc())
        after = counted.where(VehicleReading.day > day).order_by(VehicleReading.day)
        return self._first(before.limit(1)), self._first(after.limit(1))

    def _on(self, square_id: str, vehicle_id: str, day: date) -> Select[VehicleReading]:
        here = (VehicleReading.square_id == square_id, VehicleReading.vehicle_id == vehicle_id)
        return self._select(VehicleReading).where(*here, VehicleReading.day == day)


def _values(reading: VehicleReading) -> dict[str, object]:
    names = ("driven_m", "odometer_start_m", "odometer_end_m", "energy", "taken_wh", "taken_ml", "note")
    return {name: getattr(reading, name) for name in names}
