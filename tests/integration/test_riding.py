"""What is said on a real database: kept once, and folded in the same transaction: the usual way."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from data.drafts.event import EventKind
from data.drafts.order import ParcelDraft
from data.models.states import IncidentKind, LegState, OrderState, RoundState
from kernel.errors import ConflictError
from kernel.ids import new_id
from kernel.scope import Own, Role, Scope
from rounds.cancelling import cancel_order
from rounds.lifecycles.leg_ids import LegCause, follow_up
from rounds.lifecycles.said import Left, Outcome, Then
from rounds.releasing import release_rounds
from rounds.said_events import event_id
from tests.ridden_square import Ride, custodians, ridden_square
from tests.stored_square import (
    DAY,
    NOON,
    TEST,
    order,
    plan_of,
    store_orders,
)  # fmt: skip
from tests.stores import Store


@pytest.fixture
def ride(store: Store) -> Iterator[Ride]:
    with ridden_square(store) as ride:
        yield ride


def test_a_courier_rides_a_round_from_its_start_to_its_end(ride: Ride) -> None:
    assert ride.say(EventKind.ROUND_STARTED, round_id=ride.round).outcome is Outcome.TAKEN
    for leg in ride.legs:
        assert ride.say(EventKind.LEG_COLLECTED, leg_id=leg).outcome is Outcome.TAKEN
    assert (ride.order().state, custodians(ride.order())) == (OrderState.UNDER_WAY, {"round"})
    for leg in ride.legs:
        assert ride.say(EventKind.LEG_DROPPED, leg_id=leg, left=Left.NEIGHBOURS).outcome is Outcome.TAKEN
    ride.say(EventKind.ROUND_COMPLETED, round_id=ride.round)
    assert [ride.order(n).state for n in (0, 1)] == [OrderState.ENDED] * 2
    with ride.database.read(TEST) as work:
        assert work.rounds.get(ride.round).state is RoundState.COMPLETED
        said = [one for one in work.events.of(ride.square.id) if one.device_id == "phone-1"]
    assert {(one.who, one.role) for one in said} == {("device:phone-1", "courier")}
    assert ride.incidents() == []


def test_what_is_sent_again_is_known_and_changes_nothing(ride: Ride, store: Store) -> None:
    said = [ride.said(EventKind.LEG_COLLECTED, leg_id=leg) for leg in ride.legs]
    first = ride.take(*said, said[0])
    assert [one.outcome for one in first] == [Outcome.TAKEN, Outcome.TAKEN, Outcome.KNOWN]
    before = {table: rows for table, rows in store.rows().items() if table != "system_acts"}
    again = ride.take(*said[::-1])
    assert [(one.outcome, one.event_id) for one in again] == [(Outcome.KNOWN, one.event_id) for one in first[1::-1]]
    assert {table: rows for table, rows in store.rows().items() if table != "system_acts"} == before


def test_a_round_that_is_under_way_keeps_its_stops_in_their_order(ride: Ride) -> None:
    with ride.database.read(TEST) as work:
        before = [(stop.id, stop.number) for stop in work.rounds.get(ride.round).stops]
    ride.say(EventKind.LEG_FAILED, leg_id=ride.legs[0], then=Then.RETRY)
    with ride.database.begin(TEST) as work:
        cancel_order(work, ride.orders[1])
        after = work.rounds.get(ride.round)
    assert [(stop.id, stop.number) for stop in after.stops] == before
    assert after.state is RoundState.UNDER_WAY


def test_an_event_of_a_follow_up_leg_waits_for_what_it_follows_from(ride: Ride) -> None:
    failed = ride.said(EventKind.LEG_FAILED, id=new_id(), leg_id=ride.legs[0], then=Then.BACK)
    back = follow_up(event_id(ride.square.id, failed.id), LegCause.BACK)
    brought = ride.said(EventKind.LEG_DROPPED, leg_id=back, order_id=ride.orders[0])
    (early,) = ride.take(brought)
    assert early.outcome is Outcome.INCIDENT
    assert ride.incidents() == [IncidentKind.UNKNOWN_LEG]
    ride.take(failed)
    assert ride.incidents() == []
    assert [leg.state for leg in ride.order().legs] == [LegState.FAILED, LegState.RETURNED]
    assert (ride.order().state, custodians(ride.order())) == (OrderState.ENDED, {"shop"})


def test_after_a_hub_a_leg_waits_for_the_day_that_was_named(ride: Ride) -> None:
    day = DAY + timedelta(days=3)
    ride.say(EventKind.LEG_FAILED, leg_id=ride.legs[0], then=Then.HUB, hub_id=ride.square.hub, day=day)
    _, to_hub, onward = ride.order().legs
    assert (to_hub.state, onward.state) == (LegState.COLLECTED, LegState.PLANNED)
    assert (onward.pickup_name, onward.planned_for) == ("Dorpshuis", day)
    assert onward.window_start_at.date() == day, "three days later on the wall's clock"
    ride.say(EventKind.LEG_DROPPED, leg_id=to_hub.id)
    assert custodians(ride.order()) == {"hub"}
    with ride.database.read(TEST) as work:
        assert onward.id in [leg.id for leg in work.legs.to_plan(ride.square.id, day)]


def test_a_retry_that_was_uploaded_after_its_day_waits_for_today(ride: Ride) -> None:
    ride.database._clock = lambda: NOON + timedelta(days=2)
    named, uploaded = DAY + timedelta(days=1), DAY + timedelta(days=2)
    hub = {"then": Then.HUB, "hub_id": ride.square.hub, "day": named}
    assert ride.say(EventKind.LEG_FAILED, leg_id=ride.legs[0], happened_at=NOON, **hub).outcome is Outcome.TAKEN
    onward = ride.order().legs[-1]
    assert (onward.state, onward.planned_for) == (LegState.PLANNED, uploaded)
    assert onward.window_start_at.date() == uploaded


def test_parcels_that_part_split_the_leg_with_its_weight(ride: Ride) -> None:
    first, second = (parcel.id for parcel in ride.order().parcels)
    ride.say(EventKind.LEG_COLLECTED, leg_id=ride.legs[0], parcels=frozenset({first}))
    ride.say(EventKind.LEG_DROPPED, leg_id=ride.legs[0])
    legs = sorted(ride.order().legs, key=lambda leg: leg.number)
    assert sorted(leg.state for leg in legs) == [LegState.DROPPED, LegState.PLANNED]
    assert sum(leg.weight_g for leg in legs) == sum(parcel.weight_g for parcel in ride.order().parcels)
    with ride.database.read(TEST) as work:
        carried = {leg.id: [one.id for one in leg.parcels] for leg in work.legs.of_day(ride.square.id, DAY)}
    assert sorted(one for leg in legs for one in carried[leg.id]) == sorted([first, second])


def test_18_plus_is_not_left_at_a_door(ride: Ride) -> None:
    with ride.database.begin(TEST) as work:
        draft = order(ride.square.shops[0], "wijn", parcels=[ParcelDraft(1_000, 1_000, adults_only=True)])
        (made,) = work.orders.add(ride.square.id, [draft])
        leg = work.orders.get(made.order_id).legs[0].id
    ride.orders.append(made.order_id)
    said = ride.said(EventKind.LEG_DROPPED, leg_id=leg, round_id=ride.round, left=Left.AT_THE_DOOR)
    (answer,) = ride.take(said, scope=TEST)
    assert answer.outcome is Outcome.INCIDENT
    assert "18+" in answer.told.en
    assert (ride.order(2).state, custodians(ride.order(2))) == (OrderState.UNDER_WAY, {"round"})


def test_an_order_is_cancelled_before_it_is_planned(ride: Ride) -> None:
    (third,) = store_orders(ride.database, ride.square, ["3"])
    shop = Scope(Role.SHOP, frozenset({ride.square.id}), Own(shops=frozenset({ride.square.shops[0]})))
    with ride.database.begin(shop) as work:
        cancelled = cancel_order(work, third, "uitverkocht")
    assert (cancelled.state, custodians(cancelled)) == (OrderState.ENDED, {"shop"})
    with ride.database.read(TEST) as work:
        assert work.legs.to_plan(ride.square.id, DAY) == []
    with pytest.raises(ConflictError, match="ended already"), ride.database.begin(shop) as work:
        cancel_order(work, third)


def test_an_order_that_waits_for_its_address_is_cancelled(ride: Ride) -> None:
    with ride.database.begin(TEST) as work:
        (made,) = work.orders.add(
            ride.square.id, [order(ride.square.shops[0], "4", place=None, mend_reason="straat onbekend")]
        )
        assert cancel_order(work, made.order_id).state is OrderState.ENDED


def test_a_proposed_round_with_a_cancelled_order_is_not_released(ride: Ride) -> None:
    (third,) = store_orders(ride.database, ride.square, ["3"])
    with ride.database.begin(TEST) as work:
        leg = work.orders.get(third).legs[0].id
        work.plans.save(ride.square.id, DAY, plan_of(ride.square, [[leg]]))
        cancel_order(work, third)
    with pytest.raises(ConflictError, match="was cancelled or moved"):
        release_rounds(ride.database, ride.square.slug, DAY)


def test_cancelled_after_collection_it_goes_back_as_a_leg(ride: Ride) -> None:
    ride.say(EventKind.LEG_COLLECTED, leg_id=ride.legs[0])
    with ride.database.begin(TEST) as work:
        cancelled = cancel_order(work, ride.orders[0], "toch niet")
    assert [leg.state for leg in cancelled.legs] == [LegState.CANCELLED, LegState.COLLECTED]
    back = cancelled.legs[1]
    assert (back.delivery_name, cancelled.state) == ("Bakker Bart", OrderState.UNDER_WAY)
    ride.say(EventKind.LEG_DROPPED, leg_id=back.id)
    assert (ride.order().state, custodians(ride.order())) == (OrderState.ENDED, {"shop"})
