"""Between an order as it is stored and what is folded: read from its rows, and written as what differs from them."""

from collections.abc import Iterable, Mapping
from typing import Any

from data.models.parcel import Parcel
from data.models.states import CustodianKind, LegCause, LegState, OrderKind, OrderState, PlaceKind
from data.repositories.order_rows import carried
from data.repositories.stories import Story, Told
from rounds.follow_up_legs import FollowUps
from rounds.lifecycles.order_facts import Custodian, GivenLeg, LegNow, OrderGiven, OrderNow, Place

__all__ = ["given_of", "told_of"]

CARRIED = ("weight_g", "volume_ml", "temperature", "upright", "adults_only", "two_people")


def given_of(story: Story) -> OrderGiven:
    """Read an order as it was before anything happened to it."""
    parted: dict[str, set[str]] = {}
    for leg_id, made in story.origins.items():
        if made.cause is LegCause.SPLIT:
            parted.setdefault(made.from_leg_id, set()).update(story.carried[leg_id])
    legs = [
        GivenLeg(
            leg.id,
            story.carried[leg.id] | parted.get(leg.id, set()),
            Place(leg.pickup_kind, leg.pickup_shop_id or leg.pickup_hub_id or ""),
            Place(leg.delivery_kind, leg.delivery_shop_id or leg.delivery_hub_id or ""),
        )
        for leg in story.legs
        if leg.id not in story.origins
    ]
    shop = Place(PlaceKind.SHOP, story.order.shop_id)
    at_first = shop if story.order.kind is OrderKind.DELIVERY else Place(PlaceKind.HOUSEHOLD)
    return OrderGiven(
        id=story.order.id,
        origin=next((leg.pickup for leg in legs if leg.parcels), at_first),
        legs=legs,
        adults_only={parcel.id: parcel.adults_only for parcel in story.parcels},
    )


def told_of(story: Story, now: OrderNow, follow_ups: FollowUps) -> Told:
    """Write down what differs from what is stored."""
    stored = {leg.id: leg for leg in story.legs}
    parcels = {parcel.id: parcel for parcel in story.parcels}
    new = [leg for leg in now.legs if leg.id not in stored]
    values: dict[str, dict[str, Any]] = {}
    for leg in now.legs:
        if leg.id in stored:
            changed: dict[str, Any] = {} if stored[leg.id].state is leg.state else {"state": leg.state}
            if leg.parcels != story.carried[leg.id]:
                changed |= sums_of(parcels[parcel] for parcel in leg.parcels)
            if changed:
                values[leg.id] = changed
    state = now.state or _as_planned(story, now)
    return Told(
        order_id=story.order.id,
        state=None if state is story.order.state else state,
        legs=[
            row | sums_of(parcels[parcel] for parcel in leg.parcels)
            for leg, row in zip(new, follow_ups.rows(story, new), strict=True)
        ],
        origins=[_origin(story, leg) for leg in new],
        parcels_of={leg.id: leg.parcels for leg in now.legs if leg.parcels != story.carried.get(leg.id, frozenset())},
        values=values,
        custody={
            parcel_id: columns
            for parcel_id, custodian in now.custody.items()
            if (columns := _columns(custodian)) != _columns_of(parcels[parcel_id])
        },
    )


def sums_of(parcels: Iterable[Parcel]) -> dict[str, Any]:
    return carried([{name: getattr(parcel, name) for name in CARRIED} for parcel in parcels])


def _as_planned(story: Story, now: OrderNow) -> OrderState:
    """Say how far an order is to which nothing has happened: received, accepted or planned.

    It waits again where no round has any leg that is still to go.
    """
    if not any(leg.parcels for leg in now.legs):
        return OrderState.RECEIVED
    waiting = {leg.id for leg in now.legs if leg.state is LegState.PLANNED}
    return OrderState.PLANNED if waiting & story.rounds.keys() else OrderState.ACCEPTED


def _origin(story: Story, leg: LegNow) -> dict[str, Any]:
    return {
        "leg_id": leg.id,
        "square_id": story.order.square_id,
        "from_leg_id": leg.made_from,
        "cause": leg.cause,
        "event_id": leg.event_id or None,
    }


def _columns(custodian: Custodian) -> Mapping[str, Any]:
    kind = custodian.kind
    return {
        "custodian": kind,
        "custodian_shop_id": custodian.id if kind is CustodianKind.SHOP else None,
        "custodian_hub_id": custodian.id if kind is CustodianKind.HUB else None,
        "custodian_round_id": custodian.id if kind is CustodianKind.ROUND else None,
    }


def _columns_of(parcel: Parcel) -> Mapping[str, Any]:
    return {name: getattr(parcel, name) for name in _columns(Custodian(parcel.custodian))}
