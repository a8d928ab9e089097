"""Couriers of a square, known by their names until they leave."""

from collections.abc import Iterable

from data.drafts.courier import CourierDraft
from data.drafts.event import EventDraft, EventKind
from data.models.courier import Courier
from data.models.vehicle import Vehicle
from data.names import name_key
from data.repositories.named import NamedRows
from kernel.errors import ConflictError
from kernel.ids import new_id
from kernel.rights import Thing

__all__ = ["FORGOTTEN", "Couriers"]

FORGOTTEN = "–"
"""In the place of the name of a courier who left."""


class Couriers(NamedRows):
    """Who rides a square's rounds. Events name nobody: they outlive the name."""

    thing = Thing.COURIERS

    def create(self, square_id: str, draft: CourierDraft) -> Courier:
        """Make a courier.

        Raises
        ------
        BadInputError
            A value does not fit.
        NotFoundError
            A vehicle is not the square's.
        ConflictError
            Another has this name.
        """
        self._may_write()
        self._square(square_id)
        self._refuse_namesake(Courier, square_id, draft.name)
        self._require_vehicles(square_id, draft.vehicles)
        courier_id = new_id()
        of_row = {"id": courier_id, "square_id": square_id, "name_key": name_key(draft.name), "ended_at": None}
        self._insert(Courier, [{**draft.row, **of_row, "created_at": self._now, "changed_at": self._now}])
        return self._changed(square_id, courier_id)

    def change(self, square_id: str, courier_id: str, draft: CourierDraft) -> Courier:
        """Give a courier other values, the name too; raises as `create`, where there is none, and where they left."""
        self._may_write()
        _refuse_ended(self.get(square_id, courier_id))
        self._require_vehicles(square_id, draft.vehicles)
        self._change(Courier, square_id, courier_id, draft.row)
        return self._changed(square_id, courier_id)

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
        self._update(Courier, square_id, [{**row, "row_id": courier_id}])
        return self._changed(square_id, courier_id)

    def get(self, square_id: str, courier_id: str) -> Courier:
        """Find a courier by their id.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        seen = self._select(Courier).where(Courier.square_id == square_id, Courier.id == courier_id)
        return self._one(seen, f"courier {courier_id}")

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[Courier]:
        """List a square's couriers as they were made, those who left too, a page of them."""
        return self._page(self._select(Courier).where(Courier.square_id == square_id), after, limit)

    def all(self, square_id: str) -> list[Courier]:
        """List the couriers who have not left, by name."""
        here = self._select(Courier).where(Courier.square_id == square_id, Courier.ended_at.is_(None))
        return self._all(here.order_by(Courier.name_key))

    def _require_vehicles(self, square_id: str, vehicles: Iterable[str]) -> None:
        self._require_seen(Vehicle, vehicles, square_id, "vehicle")

    def _changed(self, square_id: str, courier_id: str) -> Courier:
        self._record(square_id, [EventDraft(EventKind.COURIERS_CHANGED, details={"courier_id": courier_id})])
        return self.get(square_id, courier_id)


def _refuse_ended(courier: Courier) -> None:
    if courier.ended_at is not None:
        raise ConflictError("this courier has left the square", way_out="Make a new one if they come back.")
