"""Orders: what one customer bought from one shop, handed in by a program and shown with where it is now."""

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.schemas.addresses import EXAMPLE as ADDRESS
from api.schemas.addresses import Address, address_of
from api.schemas.asked import AskedGiven
from api.schemas.clock_time import ClockTime, seconds_of
from api.schemas.parcels import ParcelGiven, ParcelShown
from api.schemas.tariffs import PriceShown
from api.schemas.thing import Day, Id, Moment, Place, SaidTwice, Sent, Thing, Truth, Words
from data.models.order import Order
from data.models.states import LegState, OrderKind, OrderState, PositionSource
from rounds.intake.given_order import MOST_PARCELS, GivenAddress, GivenOrder

__all__ = ["CancelGiven", "HandedOnGiven", "LegBrief", "OrderGiven", "OrderShown", "PositionGiven"]

EXAMPLE: dict[str, Any] = {
    "shop": "Bakkerij Van Vliet",
    "order_ref": "W-10482",
    "recipient": "Mevrouw De Jong",
    "address": ADDRESS,
    "day": "2026-12-01",
    "window_start": "14:00",
    "window_end": "16:00",
    "parcels": [{"weight_g": 1_800, "volume_ml": 9_000, "temperature": "ambient", "barcode": "W-10482-1"}],
    "phone": "06 12345678",
    "note": "Bel doet het niet, klop op het raam.",
    "asked": {"wording": "2026-1", "answer": "no_car", "rotation": 3},
}

Line = Annotated[Words, Field(max_length=300)]


class OrderGiven(Sent):
    """An order as a shop hands it in. Its number again is the same order, changed, while nobody has it in hand."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    shop: Words = Field(min_length=1, max_length=120, description="Id of the shop, or its name.")
    order_ref: Words = Field(min_length=1, max_length=80, description="The shop's own number.")
    recipient: Words = Field("", max_length=500)
    address: Address | Line = Field(
        Address(), description="In parts, or in one line as on an envelope; looked up on the square's map."
    )
    place: Place | None = Field(None, description="Of the door, where it is known better than any map does.")
    day: Day | None = Field(None, description="Of delivery; without one the next day on which the shop is open.")
    slot: Words = Field(
        "", max_length=120, description="Id of a slot of the square, or its name, in the place of a window; with a day."
    )
    window_start: ClockTime | None = None
    window_end: ClockTime | None = None
    ready_at: ClockTime | None = Field(None, description="When it is packed; else the shop's usual time.")
    parcels: list[ParcelGiven] = Field([], max_length=MOST_PARCELS, description="None is one of the usual size.")
    phone: Words = Field("", max_length=200)
    email: Words = Field("", max_length=500)
    note: Words = Field("", max_length=2_000)
    kind: OrderKind = Field(OrderKind.DELIVERY, description="A return or crates go from the household to the shop.")
    invented: Truth = Field(False, description="Nobody ordered it; reports say so.")
    asked: AskedGiven | None = Field(
        None, description="What its customer was asked when ordering; null where nobody was. See `/question`."
    )

    @property
    def given(self) -> GivenOrder:
        same = ("shop", "order_ref", "recipient", "day", "phone", "email", "note", "kind", "invented", "slot")
        return GivenOrder(
            **{name: getattr(self, name) for name in same},
            address=GivenAddress(line=self.address)
            if isinstance(self.address, str)
            else GivenAddress(**self.address.model_dump()),
            position=self.place.position if self.place else None,
            window_start_s=_seconds(self.window_start),
            window_end_s=_seconds(self.window_end),
            ready_at_s=_seconds(self.ready_at),
            parcels=[parcel.given for parcel in self.parcels],
            asked=self.asked.given if self.asked else None,
        )


class CancelGiven(Sent):
    """Why an order is not wanted any more."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Klant komt het zelf halen."}]})

    reason: Words = Field("", max_length=500)


class HandedOnGiven(Sent):
    """The hub that an order goes by, and who brings it on from there."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"hub": "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f", "to_square": "maartensdijk"}]}
    )

    hub: Id = Field(description="Of this square.")
    to_square: Words | None = Field(
        None, min_length=1, max_length=63, description="Slug of the square that brings it on; null is this one."
    )


class PositionGiven(Sent):
    """Where the household is, told by someone who knows."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"place": {"lon": 5.2017, "lat": 52.1289}, "note": "Groene deur achter."}]}
    )

    place: Place
    note: Words = Field("", max_length=500, description="How sure it is.")


class LegBrief(Thing):
    """A leg of an order, in short."""

    id: str
    number: int
    state: LegState


class OrderShown(Thing):
    """An order. Who may not read contacts sees null in their place."""

    id: str
    shop_id: str
    shop: str = Field(description="Its name.")
    order_ref: str
    kind: OrderKind
    state: OrderState
    day: date = Field(description="Whose planning it waits for, or is in.")
    recipient: str | None
    phone: str | None
    email: str | None
    address: Address | None
    place: Place | None = Field(description="null while the address waits to be mended, or is not the asker's to read.")
    position_source: PositionSource | None
    waits_for: SaidTwice | None = Field(description="What a person has to mend before it is planned.")
    slot_id: str | None = Field(description="Whose window it has.")
    window_start_at: Moment
    window_end_at: Moment
    ready_at: Moment | None
    note: str | None
    price: PriceShown | None = Field(description="As it was taken in; null where the square had no tariff.")
    invented: bool
    parcels: list[ParcelShown]
    legs: list[LegBrief]
    received_at: Moment
    changed_at: Moment

    @classmethod
    def of(cls, order: Order, *, contacts: bool) -> "OrderShown":
        """Show an order that was loaded with shop, parcels and legs."""
        waits = order.state is OrderState.RECEIVED
        return cls(
            id=order.id,
            shop_id=order.shop_id,
            shop=order.shop.name,
            order_ref=order.order_ref,
            kind=order.kind,
            state=order.state,
            day=order.planned_for,
            recipient=order.recipient if contacts else None,
            phone=order.phone if contacts else None,
            email=order.email if contacts else None,
            address=address_of(order) if contacts else None,
            place=Place.where_known(order.lon, order.lat) if contacts else None,
            position_source=order.position_source,
            waits_for=SaidTwice(nl=order.position_note_nl or order.position_note, en=order.position_note)
            if waits and contacts
            else None,
            slot_id=order.slot_id,
            window_start_at=order.window_start_at,
            window_end_at=order.window_end_at,
            ready_at=order.ready_at,
            note=order.note if contacts else None,
            price=PriceShown.of_order(order),
            invented=order.invented,
            parcels=[ParcelShown.of(parcel) for parcel in order.parcels],
            legs=[LegBrief(id=leg.id, number=leg.number, state=leg.state) for leg in order.legs],
            received_at=order.received_at,
            changed_at=order.changed_at,
        )


def _seconds(time: str | None) -> int | None:
    return None if time is None else seconds_of(time)
