"""From an order that was handed in to its rows: order, parcels, and the leg that carries them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from data.drafts.order import LOOKED_UP, OrderDraft, ParcelDraft
from data.models.leg import Leg
from data.models.order import Order, address_line
from data.models.parcel import Parcel
from data.models.shop import Shop
from data.models.states import CustodianKind, LegState, OrderKind, OrderState, PlaceKind, Temperature
from kernel.ids import new_id

__all__ = ["OrderRows", "as_stored", "carried", "leg_row", "order_rows"]

Row = Mapping[str, Any]
COPIED = tuple(field.name for field in fields(OrderDraft) if field.name not in LOOKED_UP | {"parcels"})
PARCEL_FIELDS = tuple(field.name for field in fields(ParcelDraft) if field.name != "compared_as")
TAKEN_ALONG = ("square_id", "planned_for", "phone", "note", "ready_at", "window_start_at", "window_end_at")
COOL = frozenset({Temperature.COOL, Temperature.FROZEN})


@dataclass(frozen=True, slots=True)
class OrderRows:
    """Rows of one order; `leg` is None while its address waits to be mended."""

    order: dict[str, Any]
    parcels: list[dict[str, Any]]
    leg: dict[str, Any] | None

    @property
    def leg_parcels(self) -> list[dict[str, Any]]:
        if self.leg is None:
            return []
        return [
            {"square_id": parcel["square_id"], "leg_id": self.leg["id"], "parcel_id": parcel["id"]}
            for parcel in self.parcels
        ]


def order_rows(
    square_id: str,
    draft: OrderDraft,
    sha256: str,
    shop: Shop,
    now: datetime,
    *,
    known_as: str = "",
    leg_number: int = 1,
) -> OrderRows:
    """Make the rows of one order; with a place it is accepted, without one received.

    Parameters
    ----------
    known_as: id of the stored order that these rows renew; a new order gets its id here.
    leg_number: of the leg that is made: one more than the order has.
    """
    order_id = known_as or new_id()
    place = draft.place
    order = {name: getattr(draft, name) for name in COPIED} | {
        "id": order_id,
        "square_id": square_id,
        "state": OrderState.RECEIVED if place is None else OrderState.ACCEPTED,
        "lon": place.position.lon if place else None,
        "lat": place.position.lat if place else None,
        "position_source": place.source if place else None,
        "position_note": place.note if place else draft.mend_reason,
        "position_note_nl": "" if place else draft.mend_reason_nl,
        "tariff_id": draft.price.tariff_id if draft.price else None,
        "price_cents": draft.price.cents if draft.price else None,
        "price": dict(draft.price.why) if draft.price else None,
        "given_sha256": sha256,
        "received_at": now,
        "changed_at": now,
    }
    parcels = [
        {name: getattr(parcel, name) for name in PARCEL_FIELDS}
        | {"id": new_id(), "square_id": square_id, "order_id": order_id, "number": number}
        | _first_custodian(draft)
        for number, parcel in enumerate(draft.parcels, 1)
    ]
    return OrderRows(order, parcels, None if place is None else leg_row(order, parcels, shop, leg_number))


def as_stored(rows: OrderRows, shop: Shop) -> Order:
    """Give an order as a query would, from the rows that were just written of it."""
    order = Order(**rows.order)
    set_committed_value(order, "shop", shop)
    set_committed_value(order, "parcels", [Parcel(**row) for row in rows.parcels])
    set_committed_value(order, "legs", [] if rows.leg is None else [Leg(**rows.leg)])
    return order


def leg_row(order: Row, parcels: Sequence[Row], shop: Shop, number: int = 1) -> dict[str, Any]:
    """Make the row of a leg of an order: all its parcels, between its shop and its household."""
    at_shop = {"kind": PlaceKind.SHOP, "shop_id": shop.id, "name": shop.name, "lon": shop.lon, "lat": shop.lat}
    at_home = {
        "kind": PlaceKind.HOUSEHOLD,
        "shop_id": None,
        "name": address_line(*(order[part] for part in ("street", "number", "addition", "postcode", "town"))),
        "lon": order["lon"],
        "lat": order["lat"],
    }
    pickup, delivery = (at_shop, at_home) if order["kind"] is OrderKind.DELIVERY else (at_home, at_shop)
    return {
        "id": new_id(),
        "order_id": order["id"],
        "number": number,
        "state": LegState.PLANNED,
        "contact": order["recipient"],
        **{name: order[name] for name in TAKEN_ALONG},
        **_side("pickup", pickup),
        **_side("delivery", delivery),
        **carried(parcels),
    }


def carried(parcels: Sequence[Row]) -> dict[str, Any]:
    """Sum what a leg carries, and what any of its parcels needs."""
    return {
        "weight_g": sum(parcel["weight_g"] for parcel in parcels),
        "volume_ml": sum(parcel["volume_ml"] for parcel in parcels),
        "cool_volume_ml": sum(parcel["volume_ml"] for parcel in parcels if parcel["temperature"] in COOL),
        "upright": any(parcel["upright"] for parcel in parcels),
        "adults_only": any(parcel["adults_only"] for parcel in parcels),
        "two_people": any(parcel["two_people"] for parcel in parcels),
    }


def _side(side: str, place: Row) -> dict[str, Any]:
    return {f"{side}_{name}": value for name, value in place.items()}


def _first_custodian(draft: OrderDraft) -> dict[str, Any]:
    if draft.kind is OrderKind.DELIVERY:
        return {"custodian": CustodianKind.SHOP, "custodian_shop_id": draft.shop_id}
    return {"custodian": CustodianKind.HOUSEHOLD, "custodian_shop_id": None}
