"""Vehicles of a square, known by their names."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import joinedload

from data.drafts.event import EventDraft, EventKind
from data.drafts.shop import VehicleDraft
from data.models.hub import Hub
from data.models.vehicle import Vehicle
from data.repositories.named import NamedRows, Outcome, Put
from kernel.errors import BadInputError
from kernel.rights import Thing

__all__ = ["Vehicles"]


class Vehicles(NamedRows):
    """What rides a square's rounds."""

    thing = Thing.VEHICLES

    def put(self, square_id: str, drafts: Sequence[VehicleDraft]) -> list[Put]:
        """Make vehicles, or change those of these names; see `compare`."""
        self._may_write()
        puts = self.compare(square_id, drafts)
        self._write(Vehicle, square_id, [asdict(draft) for draft in drafts], puts)
        names = [put.name for put in puts if put.outcome is not Outcome.SAME]
        if names:
            self._record(square_id, [EventDraft(EventKind.VEHICLES_CHANGED, details={"names": names})])
        return puts

    def compare(self, square_id: str, drafts: Sequence[VehicleDraft]) -> list[Put]:
        """Tell what `put` would do, without doing it.

        Raises
        ------
        BadInputError
            Two have one name, a value does not fit, a duty ends before it begins, or more is cool than there is.
        NotFoundError
            A hub is not the square's.
        """
        self._square(square_id)
        self._look_at(square_id, drafts)
        return self._compare(Vehicle, square_id, [asdict(draft) for draft in drafts])

    def create(self, square_id: str, draft: VehicleDraft) -> Vehicle:
        """Make a vehicle.

        Raises
        ------
        BadInputError, NotFoundError
            As `compare`.
        ConflictError
            Another has this name.
        """
        self._may_write()
        self._square(square_id)
        self._refuse_namesake(Vehicle, square_id, draft.name)
        return self.get(square_id, self.put(square_id, [draft])[0].id)

    def change(self, square_id: str, vehicle_id: str, draft: VehicleDraft) -> Vehicle:
        """Give a vehicle other values, its name too; raises as `create`, and where there is none."""
        self._may_write()
        self.get(square_id, vehicle_id)
        self._look_at(square_id, [draft])
        self._change(Vehicle, square_id, vehicle_id, asdict(draft))
        self._record(square_id, [EventDraft(EventKind.VEHICLES_CHANGED, details={"names": [draft.name]})])
        return self.get(square_id, vehicle_id)

    def get(self, square_id: str, vehicle_id: str) -> Vehicle:
        """Find a vehicle by its id.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        query = self._select(Vehicle).where(Vehicle.square_id == square_id, Vehicle.id == vehicle_id)
        return self._one(query, f"vehicle {vehicle_id}")

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[Vehicle]:
        """List a square's vehicles as they were made, a page of them."""
        return self._page(self._select(Vehicle).where(Vehicle.square_id == square_id), after, limit)

    def all(self, square_id: str) -> list[Vehicle]:
        """List a square's vehicles by name, with the hub where one has its own."""
        query = self._select(Vehicle).where(Vehicle.square_id == square_id).order_by(Vehicle.name_key)
        return self._all(query.options(joinedload(Vehicle.hub)))

    def _look_at(self, square_id: str, drafts: Sequence[VehicleDraft]) -> None:
        for draft in drafts:
            _refuse_nonsense(draft)
        self._require_seen(Hub, {draft.hub_id for draft in drafts if draft.hub_id}, square_id, "hub")


def _refuse_nonsense(draft: VehicleDraft) -> None:
    if draft.duty_start_s >= draft.duty_end_s:
        raise BadInputError("its duty ends before it begins", where=f"vehicle {draft.name}")
    if draft.cool_volume_ml > draft.volume_ml:
        raise BadInputError("more of its volume is cool than it has", where=f"vehicle {draft.name}")
