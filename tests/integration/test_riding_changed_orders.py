"""What is said of orders that were changed, wait again or were set right meanwhile, on both databases."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest

from data.drafts.event import EventKind
from data.drafts.order import ParcelDraft
from data.models.order import Order
from data.models.states import CustodianKind, IncidentKind, LegState, OrderKind, OrderState, RoundState
from kernel.scope import Role, Scope
from rounds.lifecycles.said import Outcome, Said, Then
from rounds.order_taking import take_order
from rounds.stored_day import load_day
from rounds.stored_showing import shown_day
from tests.ridden_square import Ride, ridden_square
from tests.stored_square import DAY, TEST, order, plan_of
from tests.stores import Store

CRATE = ParcelDraft(1_000, 1_000, crate=True)


@pytest.fixture
def ride(store: Store) -> Iterator[Ride]:
    with ridden_square(store) as ride:
        yield ride


def take(ride: Ride, ref: str, **changed: object) -> Order:
    with ride.database.begin(TEST) as work:
        receipt = take_order(work, ride.square.id, order(ride.square.shops[0], ref, **changed))
        return work.orders.get(receipt.order_id)


def get(ride: Ride, order_id: str) -> Order:
    with ride.database.read(TEST) as work:
        return work.orders.get(order_id)


def proposed(ride: Ride, legs: Sequence[str]) -> str:
    """Plan legs into a round that nobody releases; give its id."""
    with ride.database.begin(TEST) as work:
        plan = work.plans.save(ride.square.id, DAY, plan_of(ride.square, [legs]))
        planned = {leg.order_id: OrderState.PLANNED for leg in work.legs.to_plan(ride.square.id, DAY) if leg.id in legs}
        work.orders.set_states(ride.square.id, planned)
        return next(one.id for one in plan.rounds if one.state is RoundState.PROPOSED)


def test_an_order_that_waits_for_its_address_waits_whatever_is_said_of_its_old_leg(ride: Ride) -> None:
    known = take(ride, "3")
    old = known.legs[0].id
    round_id = proposed(ride, [old])
    take(ride, "3", street="Onbekend", place=None, mend_reason="which street?")
    (answer,) = ride.take(ride.said(EventKind.LEG_COLLECTED, leg_id=old, round_id=round_id), scope=TEST)
    assert answer.outcome is Outcome.INCIDENT, "its round was ridden from paper"
    assert get(ride, known.id).state is OrderState.RECEIVED
    assert [leg.state for leg in take(ride, "3", number="9").legs] == [LegState.CANCELLED, LegState.PLANNED]


def test_an_order_that_became_a_return_begins_at_its_household(ride: Ride) -> None:
    take(ride, "3", parcels=[CRATE])
    known = take(ride, "3", parcels=[CRATE], kind=OrderKind.RETURN)
    leg = known.legs[-1].id
    ride.take(ride.said(EventKind.LEG_NOT_COLLECTED, leg_id=leg, then=Then.RETRY), scope=TEST)
    now = get(ride, known.id)
    assert ({one.custodian for one in now.parcels}, now.state) == ({CustodianKind.HOUSEHOLD}, OrderState.ACCEPTED)
    assert {leg.delivery_name for leg in now.legs if leg.state is LegState.PLANNED} == {"Bakker Bart"}
    with ride.database.read(TEST) as work:
        assert work.crates.balances(ride.square.id, limit=9) == [], "no crate was moved"


def test_what_waits_for_another_day_is_accepted_and_stands_on_the_page_of_that_day(ride: Ride) -> None:
    known = take(ride, "3")
    proposed(ride, [known.legs[0].id])
    ride.take(ride.said(EventKind.LEG_NOT_COLLECTED, leg_id=known.legs[0].id, then=Then.RETRY), scope=TEST)
    assert get(ride, known.id).state is OrderState.ACCEPTED
    with ride.database.read(TEST) as work:
        events = work.events.of(ride.square.id, order_id=known.id)
    assert [one.details["to"] for one in events if one.kind == "order.state"][-1] == "accepted"
    tomorrow = shown_day(ride.database, ride.square.slug, DAY + timedelta(days=1), "en")
    assert [one.ref for one in tomorrow.new] == ["3"]


def test_what_failed_on_its_way_stands_on_the_page_of_the_day_that_it_waits_for(ride: Ride) -> None:
    ride.say(EventKind.LEG_COLLECTED, leg_id=ride.legs[0])
    ride.say(EventKind.LEG_FAILED, leg_id=ride.legs[0], then=Then.HUB, hub_id=ride.square.hub)
    assert ride.order().state is OrderState.UNDER_WAY
    tomorrow = shown_day(ride.database, ride.square.slug, DAY + timedelta(days=1), "en")
    assert [one.ref for one in tomorrow.new] == ["1"], "from the hub on"


def test_a_round_that_was_named_by_mistake_is_as_before_once_a_dispatcher_set_that_right(ride: Ride) -> None:
    known = take(ride, "3")
    other = proposed(ride, [known.legs[0].id])
    (right,) = ride.take(ride.said(EventKind.LEG_COLLECTED, leg_id=ride.legs[0]))
    (wrong,) = ride.take(
        Said(EventKind.LEG_COLLECTED, device_id="phone-2", seq=1, leg_id=ride.legs[0], round_id=other), scope=TEST
    )
    assert sorted(ride.incidents()) == sorted([IncidentKind.NOT_RELEASED, IncidentKind.TWO_ROUNDS])
    with ride.database.read(TEST) as work:
        assert work.rounds.get(other).state is RoundState.UNDER_WAY
        (incident,) = (one for one in work.incidents.open(ride.square.id) if one.kind is IncidentKind.TWO_ROUNDS)
    assert {right.event_id, wrong.event_id} == set(incident.events)
    settled = Said(
        EventKind.INCIDENT_SETTLED, incident_id=incident.id, set_aside=frozenset({wrong.event_id}), reason="misgetikt"
    )
    ride.take(settled, scope=Scope(Role.DISPATCHER, frozenset({ride.square.id})))
    assert ride.incidents() == []
    with ride.database.read(TEST) as work:
        assert {work.rounds.get(other).state, work.rounds.get(ride.round).state} == {
            RoundState.PROPOSED, RoundState.UNDER_WAY,
        }  # fmt: skip
        assert known.legs[0].id in {leg.id for leg in work.legs.to_plan(ride.square.id, DAY)}, "nothing is locked"


def test_a_shop_may_number_an_order_as_we_would_name_another(ride: Ride) -> None:
    bakery, books = ride.square.shops
    with ride.database.begin(TEST) as work:
        drafts = [order(bakery, "1001"), order(books, "1001"), order(books, "1001 (Bakker Bart)")]
        made = [one.order_id for one in work.orders.add(ride.square.id, drafts)]
    with ride.database.read(TEST) as work:
        day = load_day(work, ride.square.slug, DAY, seed=1)
        legs = {leg.id for leg in work.legs.to_plan(ride.square.id, DAY)}
    assert len(legs) == len(made)
    assert {day.leg_ids[one.id] for one in day.open_orders} == legs, "each of them can be planned"
