"""Couriers of a square, known by their names until they leave."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.drafts.courier import CourierDraft
from data.drafts.event import EventDraft, EventKind
from data.models.courier import Courier
from data.models.vehicle import Vehicle
from data.repositories.named import NamedRows
from kernel.errors import ConflictError
from kernel.rights import Thing

__all__ = ["FORGOTTEN", "Couriers"]

FORGOTTEN = "–"
"""In the place of the name of a courier who left."""


class Couriers(NamedRows[Courier, CourierDraft]):
    """Who rides a square's rounds. Events name nobody: they outlive the name."""

    thing = Thing.COURIERS
    model = Courier
    one = "courier"
    told = EventKind.COURIERS_CHANGED

    def change(self, square_id: str, row_id: str, draft: CourierDraft) -> Courier:
        """Give a courier other values, the name too; raises as `create`, where there is none, and where they left."""
        self._may_write()
        _refuse_ended(self.get(square_id, row_id))
        return super().change(square_id, row_id, draft)

    def end(self, square_id: str, courier_id: str) -> Courier:
        """Forget who a courier was; what they rode keeps their id.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        ConflictError
            They left before.
        """
        self._may_write()
        _refuse_ended(self.get(square_id, courier_id))
        nothing = CourierDraft(FORGOTTEN, frozenset(), active=False).row
        times = {"name_key": courier_id, "changed_at": self._now, "ended_at": self._now}
        row = {f"new_{name}": value for name, value in {**nothing, **times}.items()}
        self._update(square_id, [{**row, "row_id": courier_id}])
        self._tell(square_id, {courier_id: FORGOTTEN})
        return self.get(square_id, courier_id)

    def all(self, square_id: str) -> list[Courier]:
        """List the couriers who have not left, by name."""
        return self._all(self._of_square(square_id).where(Courier.ended_at.is_(None)).order_by(Courier.name_key))

    def _values(self, draft: CourierDraft) -> dict[str, Any]:
        return dict(draft.row)

    def _look_at(self, square_id: str, drafts: Sequence[CourierDraft]) -> None:
        vehicles = {vehicle for draft in drafts for vehicle in draft.vehicles}
        self._require_seen(Vehicle, vehicles, square_id, "vehicle")

    def _tell(self, square_id: str, names: Mapping[str, str]) -> None:
        self._record(square_id, [EventDraft(self.told, details={"courier_id": one}) for one in names])


def _refuse_ended(courier: Courier) -> None:
    if courier.ended_at is not None:
        raise ConflictError("this courier has left the square", way_out="Make a new one if they come back.")
