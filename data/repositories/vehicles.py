"""Vehicles of a square, known by their names."""

from collections.abc import Sequence

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from data.drafts.event import EventKind
from data.drafts.shop import VehicleDraft
from data.models.hub import Hub
from data.models.vehicle import Vehicle
from data.repositories.named import NamedRows
from kernel.errors import BadInputError
from kernel.rights import Thing

__all__ = ["Vehicles"]


class Vehicles(NamedRows[Vehicle, VehicleDraft]):
    """What rides a square's rounds, each with its hub where it has its own."""

    thing = Thing.VEHICLES
    model = Vehicle
    one = "vehicle"
    told = EventKind.VEHICLES_CHANGED

    def _of_square(self, square_id: str) -> Select[Vehicle]:
        return super()._of_square(square_id).options(joinedload(Vehicle.hub))

    def _look_at(self, square_id: str, drafts: Sequence[VehicleDraft]) -> None:
        for draft in drafts:
            _refuse_nonsense(draft)
        self._require_seen(Hub, {draft.hub_id for draft in drafts if draft.hub_id}, square_id, "hub")


def _refuse_nonsense(draft: VehicleDraft) -> None:
    if draft.duty_start_s >= draft.duty_end_s:
        raise BadInputError("its duty ends before it begins", where=f"vehicle {draft.name}", field="duty_end")
    if draft.cool_volume_ml > draft.volume_ml:
        raise BadInputError(
            "more of its volume is cool than it has", where=f"vehicle {draft.name}", field="cool_volume_ml"
        )
