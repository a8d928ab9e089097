"""Relays over two squares: the first brings parcels to a hub, the second takes them on; each tells the other.

An order belongs to its first square. The second one has an order of its own that follows it, handed in by what stands
for the hub there; so it is planned, ridden and cancelled like any other. What a square tells is all that it knows by
then, in place of what it told before: telling it twice, or late, changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data.database import Database
from data.drafts.event import EventKind
from data.drafts.order import OrderDraft, ParcelDraft, PositionDraft
from data.drafts.shop import ShopDraft
from data.models.hub import Hub
from data.models.leg import Leg
from data.models.order import Order
from data.models.relay import Relay
from data.models.states import CustodianKind, LegState, OrderState, PlaceKind, PositionSource, RelaySide
from data.repositories.stories import Story
from data.work import Work
from kernel.errors import BadInputError, ConflictError, NotFoundError
from kernel.ids import new_id
from kernel.position import Position
from kernel.scope import Scope
from rounds.lifecycles.order_facts import Custodian, OrderNow
from rounds.lifecycles.order_fold import order_now
from rounds.lifecycles.said import Said
from rounds.order_stories import given_of
from rounds.relay_later import tell_later
from rounds.riding import keep
from rounds.said_events import said_of

__all__ = ["hand_on", "squares_of", "tell"]

OPEN = frozenset({LegState.PLANNED, LegState.COLLECTED})
COPIED = (
    "planned_for", "window_start_at", "window_end_at", "recipient", "phone", "email", "street", "number", "addition",
    "postcode", "town", "note", "invented",
)  # fmt: skip
OF_PARCEL = ("weight_g", "volume_ml", "temperature", "upright", "adults_only", "two_people", "barcode")
LONGEST_REF = 80


def hand_on(work: Work, order_id: str, hub_id: str, other_square_id: str) -> Relay:
    """Let another square bring an order from one of our hubs on.

    Parameters
    ----------
    work: of a scope that sees both squares, and may change orders on both.

    Raises
    ------
    NotFoundError
        The order, the hub or the square is not there.
    ConflictError
        It is not a delivery that waits to be planned or released, or is handed on already.
    BadInputError
        It is for 18+, and nobody keeps the hub; or both squares are one.
    """
    order = work.orders.get(order_id)
    first, other = work.squares.with_id(order.square_id), work.squares.with_id(other_square_id)
    hub = work.stories.hubs(first.id, [hub_id]).get(hub_id)
    if hub is None:
        raise NotFoundError(f"there is no hub {hub_id} on square {first.slug}", way_out="Name one of its own.")
    if first.id == other.id:
        raise BadInputError("a relay is between two squares", where=f"square {first.slug}")
    leg = _waiting_leg(work, order)
    if any(parcel.adults_only for parcel in order.parcels) and not hub.attended:
        raise BadInputError(
            f"order {order.order_ref} is for 18+, and nobody keeps {hub.name}", way_out="Choose a hub with a keeper."
        )
    to_hub, from_hub = _legs(order, leg, hub)
    work.relays.replace_leg(order, leg, [to_hub, from_hub])
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


def squares_of(database: Database, square_id: str, relay_id: str) -> tuple[str, str]:
    """Name both squares of a relay.

    Raises
    ------
    NotFoundError
        There is no such side on this square.
    """
    with database.read(Scope.system("relay", [square_id])) as work:
        relay = work.relays.get(relay_id)
    return relay.square_id, relay.other_square_id


def tell(work: Work, relay_id: str) -> bool:
    """Tell the other square what this one knows of an order; say whether it was news there.

    Parameters
    ----------
    work: our own, on both squares.

    Raises
    ------
    NotFoundError
        There is no such relay.
    """
    side = work.relays.get(relay_id)
    other = work.relays.get(side.other_id)
    (ours,) = work.stories.of(side.square_id, [side.order_id])
    (theirs,) = work.stories.of(other.square_id, [other.order_id])
    if side.side is RelaySide.HANDS_ON:
        _note_handing_over(work, (side, other), _without_relayed(ours, {EventKind(kind) for kind in EventKind}))
    facts = _known(side, ours)
    if facts == _told_last(theirs):
        return False
    square, bare = work.squares.with_id(other.square_id), Said(EventKind.RELAY_TOLD)
    today = work.now.astimezone(ZoneInfo(square.timezone)).date()
    said = Said(
        EventKind.RELAY_TOLD,
        device_id=f"relay {side.id}",
        seq=len(ours.events),
        order_id=other.order_id,
        leg_id=other.leg_id,
        day=max(today, theirs.order.planned_for) + timedelta(days=1),
        relayed=tuple(replace(bare, kind=kind, parcels=parcels) for kind, parcels in sorted(facts.items())),
    )
    keep(work, square, [(said, None)])
    return True


def _known(side: Relay, story: Story) -> Mapping[EventKind, frozenset[str]]:
    """Gather what the other square has to know, by its own ids of the parcels."""
    if side.side is RelaySide.HANDS_ON:
        now = _without_relayed(story, set(EventKind))
        lost = {parcel for parcel, who in now.custody.items() if who.kind is CustodianKind.NOBODY}
        facts: dict[EventKind, set[str]] = {EventKind.LEG_LOST: lost}
    else:
        now = _without_relayed(story, {EventKind.LEG_LOST})
        at_start = Custodian.at(given_of(story).origin)
        going = {parcel for leg in now.legs if leg.state in OPEN for parcel in leg.parcels}
        facts = {
            EventKind.LEG_DROPPED: {p for p, who in now.custody.items() if who.kind is CustodianKind.HOUSEHOLD},
            EventKind.LEG_LOST: {p for p, who in now.custody.items() if who.kind is CustodianKind.NOBODY},
            EventKind.LEG_NOT_COLLECTED: {p for p, who in now.custody.items() if who == at_start and p not in going},
        }
    known = {kind: frozenset(side.parcels[parcel] for parcel in parcels) for kind, parcels in facts.items() if parcels}
    if side.side is RelaySide.HANDS_ON and any(one.kind is EventKind.ORDER_CANCELLED for one in _counting(story)):
        known[EventKind.ORDER_CANCELLED] = frozenset()
    return known


def _counting(story: Story) -> list[Said]:
    """Give what was said on this square itself and was not set aside."""
    said = [said_of(event) for event in story.events]
    aside = {event for one in said for event in one.set_aside}
    return [one for one in said if one.id not in aside]


def _without_relayed(story: Story, kinds: Iterable[EventKind]) -> OrderNow:
    """Fold an order without facts that the other square told: they know them."""
    dropped = set(kinds)
    said = [said_of(event) for event in story.events]
    own = [replace(one, relayed=tuple(fact for fact in one.relayed if fact.kind not in dropped)) for one in said]
    return order_now(given_of(story), own)


def _told_last(story: Story) -> Mapping[EventKind, frozenset[str]]:
    told = [said_of(event) for event in story.events if event.kind == EventKind.RELAY_TOLD]
    if not told:
        return {}
    return {fact.kind: fact.parcels or frozenset() for fact in max(told, key=lambda one: one.turn).relayed}


def _note_handing_over(work: Work, sides: tuple[Relay, Relay], now: OrderNow) -> None:
    """Say on both sides since when the next leg can be collected: a parcel is at the hub, or went on from there."""
    there = any(who.kind is CustodianKind.HUB for who in now.custody.values())
    for side in sides:
        if there is not (side.handed_over_at is not None):
            work.relays.hand_over(side.id, work.now if there else None)


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
    shops = [shop for shop in work.shops.all(square_id) if shop.name == name]
    shop_id = (
        shops[0].id if shops else work.shops.put(square_id, [ShopDraft(name, hub.lon, hub.lat, kind="square")])[0].id
    )
    draft = OrderDraft(
        shop_id=shop_id,
        order_ref=f"{order.id[:8]}-{order.order_ref}"[:LONGEST_REF],
        parcels=[ParcelDraft(**{field: getattr(parcel, field) for field in OF_PARCEL}) for parcel in order.parcels],
        place=PositionDraft(
            Position(order.lon or 0.0, order.lat or 0.0),
            order.position_source or PositionSource.GIVEN,
            order.position_note,
        ),
        **{field: getattr(order, field) for field in COPIED},
    )
    (receipt,) = work.orders.add(square_id, [draft])
    return work.orders.get(receipt.order_id)


def _side(side: RelaySide, order: Order, leg_id: str, parcels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "square_id": order.square_id,
        "side": side,
        "order_id": order.id,
        "leg_id": leg_id,
        "parcels": dict(parcels),
    }
