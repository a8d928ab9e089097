"""Legs: one pickup and one delivery each; what rounds carry."""

from datetime import date

from pydantic import Field

from api.schemas.thing import Moment, Place, Thing
from data.models.leg import Leg
from data.models.states import LegState, PlaceKind
from rounds.delivery_day import Need

__all__ = ["End", "LegShown"]


class End(Thing):
    """Where a leg begins or ends. The place of a household is null for who may not read contacts."""

    kind: PlaceKind
    id: str | None = Field(description="Of the shop or hub.")
    name: str | None
    place: Place | None


class LegShown(Thing):
    """A leg."""

    id: str
    order_id: str
    order_ref: str
    number: int = Field(description="1, 2, … within its order: a retry or a split is a new one.")
    state: LegState
    day: date
    pickup: End
    delivery: End
    contact: str | None
    phone: str | None
    note: str | None
    ready_at: Moment | None
    window_start_at: Moment
    window_end_at: Moment
    weight_g: int
    volume_ml: int
    cool_volume_ml: int
    needs: list[Need]
    parcels: list[str] = Field(description="Ids.")

    @classmethod
    def of(cls, leg: Leg, *, contacts: bool) -> "LegShown":
        """Show a leg that was loaded with its order and parcels."""
        same = (
            "id", "order_id", "number", "state", "ready_at", "window_start_at", "window_end_at", "weight_g",
            "volume_ml", "cool_volume_ml",
        )  # fmt: skip
        needs = ((Need.UPRIGHT, leg.upright), (Need.ADULT, leg.adults_only), (Need.TWO_PEOPLE, leg.two_people))
        return cls(
            **{name: getattr(leg, name) for name in same},
            order_ref=leg.order.order_ref,
            day=leg.planned_for,
            pickup=_end(leg, "pickup", contacts=contacts),
            delivery=_end(leg, "delivery", contacts=contacts),
            contact=leg.contact if contacts else None,
            phone=leg.phone if contacts else None,
            note=leg.note if contacts else None,
            needs=[need for need, asked in needs if asked],
            parcels=[parcel.id for parcel in leg.parcels],
        )


def _end(leg: Leg, side: str, *, contacts: bool) -> End:
    kind, shop_id, hub_id, name, lon, lat = (
        getattr(leg, f"{side}_{part}") for part in ("kind", "shop_id", "hub_id", "name", "lon", "lat")
    )
    told = contacts or kind is not PlaceKind.HOUSEHOLD
    return End(kind=kind, id=shop_id or hub_id, name=name if told else None, place=Place.of(lon, lat) if told else None)
