"""Shops: pickup places, with when they are open and when their orders are packed."""

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.addresses import EXAMPLE as ADDRESS
from api.schemas.addresses import Address, address_of
from api.schemas.clock_time import ClockTime, optional_on_clock, seconds_of
from api.schemas.thing import Day, Moment, Name, Place, Sent, Thing, Whole, Words
from data.models.limits import MAX_VOLUME_ML, MAX_WEIGHT_G
from data.models.shop import Shop
from rounds.shop_keeping import GivenShop

__all__ = ["ShopGiven", "ShopShown"]

MOST_CLOSING_DAYS = 400
EXAMPLE: dict[str, Any] = {
    "name": "Bakkerij Van Vliet",
    "kind": "bakery",
    "address": ADDRESS,
    "place": None,
    "opening_hours": "Tu-Sa 08:00-18:00",
    "closing_days": ["2026-12-25", "2026-12-26"],
    "ready_at": "09:30",
    "paused_until": None,
    "phone": "+31302281234",
    "email": "winkel@bakkerijvanvliet.example",
    "note": "Achterom, bel bij de poort.",
}


class ShopGiven(Sent):
    """A shop, whole: to be made, or in the place of what is known of one."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: Name
    kind: Words = Field(
        "", max_length=60, description="As OpenStreetMap calls it. What stands for another square's hub stays `square`."
    )
    address: Address = Address()
    place: Place | None = Field(None, description="Without one the address is looked up on the square's map.")
    opening_hours: Words = Field(
        "", max_length=500, description="As in OpenStreetMap's tag opening_hours, on the square's clock."
    )
    closing_days: list[Day] = Field([], max_length=MOST_CLOSING_DAYS, description="Closed out of turn.")
    ready_at: ClockTime | None = Field(None, description="By when its orders are packed, where they do not say.")
    paused_until: Moment | None = Field(None, description="Until then it takes no new orders.")
    phone: Words = Field("", max_length=40)
    email: Words = Field("", max_length=254)
    note: Words = Field("", max_length=1_000, description="What a courier must know to collect there.")
    usual_weight_g: Whole | None = Field(None, ge=1, le=MAX_WEIGHT_G, description="Of a parcel that does not say.")
    usual_volume_ml: Whole | None = Field(None, ge=1, le=MAX_VOLUME_ML, description="Likewise.")

    @property
    def given(self) -> GivenShop:
        same = (
            "name",
            "kind",
            "opening_hours",
            "paused_until",
            "phone",
            "email",
            "note",
            "usual_weight_g",
            "usual_volume_ml",
        )
        return GivenShop(
            **{name: getattr(self, name) for name in same},
            **self.address.model_dump(),
            position=self.place.position if self.place else None,
            closing_days=frozenset(self.closing_days),
            ready_at_s=seconds_of(self.ready_at) if self.ready_at else None,
        )


class ShopShown(Thing):
    """A shop. Whom to call and what a courier must know are null for who may not read contacts."""

    id: str
    name: str
    kind: str
    address: Address
    place: Place
    opening_hours: str
    closing_days: list[date]
    ready_at: ClockTime | None
    paused_until: Moment | None
    phone: str | None
    email: str | None
    note: str | None
    usual_weight_g: int | None
    usual_volume_ml: int | None
    osm_id: str = Field(description='"node/1", where it was proposed from the map.')
    created_at: Moment
    changed_at: Moment

    @classmethod
    def of(cls, shop: Shop, *, contacts: bool) -> "ShopShown":
        return cls(
            id=shop.id,
            name=shop.name,
            kind=shop.kind,
            address=address_of(shop),
            place=Place.of(shop.lon, shop.lat),
            opening_hours=shop.opening_hours,
            closing_days=[closing.day for closing in shop.closing_days],
            ready_at=optional_on_clock(shop.ready_at_s),
            paused_until=shop.paused_until,
            phone=shop.phone if contacts else None,
            email=shop.email if contacts else None,
            note=shop.note if contacts else None,
            usual_weight_g=shop.usual_weight_g,
            usual_volume_ml=shop.usual_volume_ml,
            osm_id=shop.osm_id,
            created_at=shop.created_at,
            changed_at=shop.changed_at,
        )
