"""Handing an order on: we bring it to one of our hubs, and from there on another square brings it, or we do.

On another square it becomes an order of its own, handed in there by what stands for the hub; so it is planned, ridden
and cancelled like any other. What the two squares tell each other from then on is in `rounds.relaying`.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from data.drafts.order import OrderDraft, ParcelDraft, PositionDraft
from data.drafts.shop import ShopDraft
from data.models.hub import Hub
from data.models.leg import Leg
from data.models.order import Order
from data.models.relay import Relay
from data.models.square import Square
from data.models.states import LegState, OrderState, PlaceKind, PositionSource, RelaySide
from data.repositories.receipts import ReceiptKind
from data.work import Work
from kernel.errors import BadInputError, ConflictError, NotFoundError
from kernel.ids import new_id
from kernel.position import Position
from rounds.relay_later import tell_later
from rounds.stored_counters import STANDS_FOR_A_HUB

__all__ = ["bring_by_hub", "hand_on"]

COPIED = (
    "planned_for", "window_start_at", "window_end_at", "recipient", "phone", "email", "street", "number", "addition",
    "postcode", "town", "note", "invented",
)  # fmt: skip
OF_PARCEL = ("weight_g", "volume_ml", "temperature", "upright", "adults_only", "two_people", "barcode")
LONGEST_REF = 80


def hand_on(work: Work, order_id: str, hub_id: str, other_square_id: str) -> Relay:
    """Let another square bring an order from one of our hubs on; asked for again, it is the same relay.

    Parameters
    ----------
    work: of a scope that sees both squares, and may change orders on both.

    Raises
    ------
    NotFoundError
        The order, the hub or the square is not there.
    ConflictError
        It is not a delivery that waits to be planned or released, or is handed on otherwise already; or its number
        there is another order's.
    BadInputError
        It is for 18+, and nobody keeps the hub; or both squares are one.
    """
    order = work.orders.get(order_id)
    first, other = work.squares.with_id(order.square_id), work.squares.with_id(other_square_id)
    hub = _hub(work, first, hub_id)
    if first.id == other.id:
        raise BadInputError("a relay is between two squares", where=f"square {first.slug}")
    standing = next(iter(work.relays.of_orders([order.id])), None)
    if standing is not None:
        return _same(standing, order, hub, other)
    from_hub = _by_hub(work, order, hub)
    theirs = _order_there(work, order, hub, other.id, f"{hub.name} ({first.name})"[:120])
    pieces = dict(zip((one.id for one in order.parcels), (one.id for one in theirs.parcels), strict=True))
    ours, their_side = new_id(), new_id()
    back = {there: here for here, there in pieces.items()}
    work.relays.add(
        [
            _side(RelaySide.HANDS_ON, order, from_hub["id"], pieces)
            | {"id": ours, "other_square_id": other.id, "other_id": their_side},
            _side(RelaySide.TAKES_OVER, theirs, theirs.legs[0].id, back)
            | {"id": their_side, "other_square_id": first.id, "other_id": ours},
        ]
    )
    relay = work.relays.get(ours)
    tell_later(work, relay)
    return relay


def bring_by_hub(work: Work, order_id: str, hub_id: str) -> None:
    """Bring an order by one of our own hubs, in two legs; asked for again, nothing changes.

    Raises
    ------
    NotFoundError, ConflictError, BadInputError
        As `hand_on`.
    """
    order = work.orders.get(order_id)
    hub = _hub(work, work.squares.with_id(order.square_id), hub_id)
    if work.relays.of_orders([order.id]):
        raise _between_squares(order)
    waiting = [leg for leg in order.legs if leg.state is LegState.PLANNED]
    if [(leg.delivery_hub_id, leg.pickup_hub_id) for leg in waiting] != [(hub.id, None), (None, hub.id)]:
        _by_hub(work, order, hub)


def _same(standing: Relay, order: Order, hub: Hub, other: Square) -> Relay:
    """Give the relay that there is, where it is the one that is asked for."""
    onward = next(leg for leg in order.legs if leg.id == standing.leg_id)
    if (standing.side, standing.other_square_id, onward.pickup_hub_id) != (RelaySide.HANDS_ON, other.id, hub.id):
        raise _between_squares(order)
    return standing


def _between_squares(order: Order) -> ConflictError:
    return ConflictError(
        f"order {order.order_ref} is brought by two squares already", way_out="Cancel it, or leave it as it is."
    )


def _hub(work: Work, square: Square, hub_id: str) -> Hub:
    hub = work.stories.hubs(square.id, [hub_id]).get(hub_id)
    if hub is None:
        raise NotFoundError(f"there is no hub {hub_id} on square {square.slug}", way_out="Name one of its own.")
    return hub


def _by_hub(work: Work, order: Order, hub: Hub) -> Mapping[str, Any]:
    """Put two legs in the place of the one that waits; give the row of the one from the hub on."""
    leg = _waiting_leg(work, order)
    if any(parcel.adults_only for parcel in order.parcels) and not hub.attended:
        raise BadInputError(
            f"order {order.order_ref} is for 18+, and nobody keeps {hub.name}", way_out="Choose a hub with a keeper."
        )
    to_hub, from_hub = _legs(order, leg, hub)
    work.relays.replace_leg(order, leg, [to_hub, from_hub])
    return from_hub


def _waiting_leg(work: Work, order: Order) -> Leg:
    """Give the one leg of an order that can be handed on."""
    waiting = [leg for leg in order.legs if leg.state is not LegState.CANCELLED]
    delivery = [
        leg for leg in waiting if leg.pickup_kind is PlaceKind.SHOP and leg.delivery_kind is PlaceKind.HOUSEHOLD
    ]
    plannable = {leg.id for leg in work.legs.to_plan(order.square_id, order.planned_for)}
    if (
        order.state not in {OrderState.ACCEPTED, OrderState.PLANNED}
        or len(waiting) != 1
        or not delivery
        or delivery[0].id not in plannable
    ):
        raise ConflictError(
            f"order {order.order_ref} is not a delivery that waits for a round", way_out="Hand on another one."
        )
    return delivery[0]


def _legs(order: Order, leg: Leg, hub: Hub) -> tuple[dict[str, Any], dict[str, Any]]:
    """Make the rows of the leg to the hub and of the one from there on."""
    row: dict[str, Any] = {column.name: getattr(leg, column.name) for column in leg.__table__.columns}
    place: dict[str, Any] = {
        "name": hub.name,
        "lon": hub.lon,
        "lat": hub.lat,
        "kind": PlaceKind.HUB,
        "hub_id": hub.id,
        "shop_id": None,
    }
    last = max(one.number for one in order.legs)
    to_hub = row | {"id": new_id(), "number": last + 1} | {f"delivery_{name}": value for name, value in place.items()}
    from_hub = row | {"id": new_id(), "number": last + 2} | {f"pickup_{name}": value for name, value in place.items()}
    return to_hub, from_hub | {"ready_at": None}


def _order_there(work: Work, order: Order, hub: Hub, square_id: str, name: str) -> Order:
    """Make the order that follows on the other square; what hands it in there stands at the hub."""
    draft = OrderDraft(
        shop_id=_stand_in(work, hub, square_id, name),
        order_ref=f"{order.id[-12:]}-{order.order_ref}"[:LONGEST_REF],  # the end is random, the beginning a moment
        parcels=[ParcelDraft(**{field: getattr(parcel, field) for field in OF_PARCEL}) for parcel in order.parcels],
        place=PositionDraft(
            Position(order.lon or 0.0, order.lat or 0.0),
            order.position_source or PositionSource.GIVEN,
            order.position_note,
        ),
        **{field: getattr(order, field) for field in COPIED},
    )
    (receipt,) = work.orders.add(square_id, [draft])
    if receipt.kind is not ReceiptKind.NEW:
        raise ConflictError(
            f"the other square has an order {draft.order_ref} from {name} already",
            way_out="Cancel that one there, or leave this one as it is.",
        )
    return work.orders.get(receipt.order_id)


def _stand_in(work: Work, hub: Hub, square_id: str, name: str) -> str:
    """Put what stands for a hub on the other square where the hub is now; what was said of it there stays."""
    known = work.shops.called(square_id, name)
    if known is not None and known.kind != STANDS_FOR_A_HUB:
        raise ConflictError(
            f"the other square has a shop of its own that is called {name}",
            way_out="Ask its host to call that shop otherwise.",
        )
    theirs: dict[str, Any] = {}
    if known is not None:
        theirs = {one.name: getattr(known, one.name) for one in fields(ShopDraft)}
        theirs["closing_days"] = frozenset(closing.day for closing in known.closing_days)
    at_hub: dict[str, Any] = {
        "name": name, "lon": hub.lon, "lat": hub.lat, "kind": STANDS_FOR_A_HUB, "opening_hours": hub.opening_hours,
    }  # fmt: skip
    return work.shops.put(square_id, [ShopDraft(**theirs | at_hub)])[0].id


def _side(side: RelaySide, order: Order, leg_id: str, parcels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "square_id": order.square_id,
        "side": side,
        "order_id": order.id,
        "leg_id": leg_id,
        "parcels": dict(parcels),
    }
