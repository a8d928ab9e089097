"""What is said on a real database: kept once, answered each by itself, and folded in the same transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from data.database import Database
from data.drafts.event import EventKind
from data.drafts.order import ParcelDraft
from data.models.order import Order
from data.models.states import IncidentKind, LegState, OrderState, RoundState
from kernel.errors import BadInputError, ConflictError, NotAllowedError, NotFoundError
from kernel.ids import new_id
from kernel.principal import Principal, PrincipalKind
from kernel.scope import Own, Role, Scope
from rounds.cancelling import cancel_order
from rounds.lifecycles.leg_ids import LegCause, follow_up
from rounds.lifecycles.said import Answer, Left, Outcome, Said, Then
from rounds.releasing import release_rounds
from rounds.riding import take_in
from rounds.said_events import event_id
from tests.stored_square import (
    DAY,
    NOON,
    TEST,
    StoredSquare,
    leg_ids,
    new_database,
    open_database,
    order,
    plan_of,
    store_orders,
    store_square,
)  # fmt: skip
from tests.stores import Store

PHONE = Principal(PrincipalKind.DEVICE, "phone-1")


@dataclass
class Ride:
    """A square with a released round of two orders."""

    database: Database
    square: StoredSquare
    orders: list[str]
    legs: list[str]
    round: str
    numbers: int = 0

    @property
    def courier(self) -> Scope:
        return Scope(Role.COURIER, frozenset({self.square.id}), Own(rounds=frozenset({self.round})))

    def said(self, kind: EventKind, **more: object) -> Said:
        self.numbers += 1
        return Said(kind, **({"device_id": "phone-1", "seq": self.numbers} | more))

    def take(self, *said: Said, scope: Scope | None = None) -> list[Answer]:
        with self.database.begin(scope or self.courier, PHONE) as work:
            return take_in(work, self.square.id, said)

    def say(self, kind: EventKind, **more: object) -> Answer:
        (answer,) = self.take(self.said(kind, **more))
        return answer

    def order(self, number: int = 0) -> Order:
        with self.database.read(TEST) as work:
            return work.orders.get(self.orders[number])

    def incidents(self) -> list[IncidentKind]:
        with self.database.read(TEST) as work:
            return [one.kind for one in work.incidents.open(self.square.id)]


@pytest.fixture
def ride(store: Store) -> Iterator[Ride]:
    database = new_database(store)
    square = store_square(database)
    orders = store_orders(database, square, ["1", "2"])
    legs = leg_ids(database, square)
    with database.begin(TEST) as work:
        one = work.plans.save(square.id, DAY, plan_of(square, [legs])).rounds[0].id
        work.rounds.set_state(one, RoundState.RELEASED)
        legs = [work.orders.get(order_id).legs[0].id for order_id in orders]
    yield Ride(database, square, orders, legs, one)
    database.close()


def custodians(known: Order) -> set[str]:
    return {parcel.custodian.value for parcel in known.parcels}


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


def test_two_who_disagree_are_an_incident_until_a_dispatcher_settles_it(ride: Ride) -> None:
    ride.say(EventKind.LEG_DROPPED, leg_id=ride.legs[0])
    (answer,) = ride.take(ride.said(EventKind.LEG_LOST, leg_id=ride.legs[0], device_id="phone-2"))
    assert (answer.outcome, ride.incidents()) == (Outcome.INCIDENT, [IncidentKind.TWO_ENDS])
    assert custodians(ride.order()) == {"round"}
    dispatcher = Scope(Role.DISPATCHER, frozenset({ride.square.id}))
    with ride.database.read(dispatcher) as work:
        (incident,) = work.incidents.open(ride.square.id)
    settled = Said(
        EventKind.INCIDENT_SETTLED, incident_id=incident.id, reason="het lag bij de buren",
        set_aside=frozenset({answer.event_id}),
    )  # fmt: skip
    (refused,) = ride.take(settled)
    assert refused.outcome is Outcome.REFUSED, "not a courier's to say"
    with ride.database.begin(dispatcher) as work:
        (taken,) = take_in(work, ride.square.id, [settled])
    assert (taken.outcome, ride.incidents()) == (Outcome.TAKEN, [])
    assert (ride.order().state, custodians(ride.order())) == (OrderState.ENDED, {"household"})
    with ride.database.read(TEST) as work:
        assert [one.note for one in work.incidents.of_ids([incident.id])] == ["het lag bij de buren"]


def test_a_number_that_is_used_twice_loses_neither(ride: Ride) -> None:
    first, second = (ride.said(EventKind.LEG_COLLECTED, leg_id=leg) for leg in ride.legs)
    ride.take(first)
    (answer,) = ride.take(Said(second.kind, device_id="phone-1", seq=first.seq, leg_id=second.leg_id))
    assert (answer.outcome, ride.incidents()) == (Outcome.INCIDENT, [IncidentKind.NUMBER_TWICE])
    assert custodians(ride.order(1)) == {"round"}


def test_a_round_that_ends_with_parcels_in_it_is_an_incident_until_they_are_somewhere(ride: Ride) -> None:
    ride.say(EventKind.LEG_COLLECTED, leg_id=ride.legs[0])
    ride.say(EventKind.ROUND_COMPLETED, round_id=ride.round)
    assert ride.incidents() == [IncidentKind.STILL_ABOARD]
    ride.say(EventKind.LEG_DROPPED, leg_id=ride.legs[0])
    assert ride.incidents() == []


def test_a_round_that_was_never_released_is_ridden_all_the_same(ride: Ride) -> None:
    (third,) = store_orders(ride.database, ride.square, ["3"])
    with ride.database.begin(TEST) as work:
        leg = work.orders.get(third).legs[0].id
        plan = work.plans.save(ride.square.id, DAY, plan_of(ride.square, [[leg]]))
        proposed = next(one.id for one in plan.rounds if one.state is RoundState.PROPOSED)
    ride.take(ride.said(EventKind.LEG_COLLECTED, leg_id=leg), scope=TEST)
    assert ride.incidents() == [IncidentKind.NOT_RELEASED]
    with ride.database.begin(TEST) as work:
        assert work.rounds.get(proposed).state is RoundState.UNDER_WAY
        after = work.plans.save(ride.square.id, DAY, plan_of(ride.square, []))
    assert proposed in [one.id for one in after.rounds], "planning again leaves it"


@pytest.mark.parametrize(
    ("kind", "more", "told"),
    [
        (EventKind.LEG_DROPPED, {"leg_id": new_id()}, "name the order"),
        (EventKind.LEG_DROPPED, {"leg_id": "the first"}, "no UUID"),
        (EventKind.LEG_DROPPED, {}, "name the leg"),
        (EventKind.LEG_DROPPED, {"leg_id": "LEG", "order_id": "OTHER"}, "of another order"),
        (EventKind.LEG_DROPPED, {"leg_id": "LEG", "round_id": new_id()}, "not known here"),
        (EventKind.LEG_DROPPED, {"leg_id": "LEG", "seq": -1}, "a number goes from"),
        (EventKind.LEG_DROPPED, {"leg_id": "LEG", "seq": None}, "go together"),
        (EventKind.LEG_DROPPED, {"leg_id": "LEG", "device_id": ""}, "1 to 80 signs"),
        (EventKind.LEG_DROPPED, {"leg_id": "LEG", "device_id": "a\x00b"}, "cannot be read"),
        (EventKind.LEG_DROPPED, {"leg_id": "LEG", "parcels": frozenset()}, "parcels"),
        (EventKind.LEG_DROPPED, {"leg_id": "LEG", "happened_at": datetime(2026, 1, 1)}, "time zone"),  # noqa: DTZ001 (without a zone is what is refused)
        (EventKind.LEG_LOST, {"leg_id": "LEG", "reason": "x" * 501}, "at most 500"),
        (EventKind.LEG_LOST, {"leg_id": "LEG", "reason": "\ud800"}, "at most 500"),
        (EventKind.LEG_FAILED, {"leg_id": "LEG"}, "what happens next"),
        (EventKind.LEG_FAILED, {"leg_id": "LEG", "then": Then.HUB}, "name the hub"),
        (EventKind.LEG_FAILED, {"leg_id": "LEG", "then": Then.HUB, "hub_id": new_id()}, "no such hub"),
        (EventKind.LEG_FAILED, {"leg_id": "LEG", "then": Then.RETRY, "day": date(9999, 12, 31)}, "more than a year"),
        (EventKind.LEG_FAILED, {"leg_id": "LEG", "then": Then.RETRY, "day": date(2026, 11, 30)}, "the day was past"),
        (EventKind.LEG_NOT_COLLECTED, {"leg_id": "LEG", "then": Then.HUB}, "not collected"),
        (EventKind.ORDER_CANCELLED, {"order_id": "OTHER"}, "not for a courier"),
        (EventKind.ROUND_COMPLETED, {"round_id": new_id()}, "not known here"),
        (EventKind.LEG_STATE, {"leg_id": "LEG"}, "not for a courier"),
        (EventKind.RELAY_TOLD, {"leg_id": "LEG"}, "not for a courier"),
        (EventKind.LEG_COLLECTED, {"leg_id": "LOOSE", "order_id": None}, "not known here"),
    ],
)
def test_what_says_nothing_is_refused_with_the_reason_and_the_rest_is_kept(ride: Ride, kind, more, told) -> None:
    (loose,) = store_orders(ride.database, ride.square, ["3"])
    with ride.database.read(TEST) as work:
        known = {"LEG": ride.legs[0], "OTHER": ride.orders[1], "LOOSE": work.orders.get(loose).legs[0].id}
    wrong = ride.said(
        kind, **{name: known.get(value, value) if isinstance(value, str) else value for name, value in more.items()}
    )
    refused, taken = ride.take(wrong, ride.said(EventKind.LEG_COLLECTED, leg_id=ride.legs[1]))
    assert (refused.outcome, refused.event_id) == (Outcome.REFUSED, "")
    assert told in refused.told.en
    assert refused.told.nl
    assert taken.outcome is Outcome.TAKEN
    assert ride.order().state is OrderState.ACCEPTED
    assert custodians(ride.order(1)) == {"round"}


def test_a_leg_in_no_round_says_which_round_has_it(ride: Ride) -> None:
    (third,) = store_orders(ride.database, ride.square, ["3"])
    with ride.database.read(TEST) as work:
        leg = work.orders.get(third).legs[0].id
    (refused,) = ride.take(ride.said(EventKind.LEG_COLLECTED, leg_id=leg), scope=TEST)
    assert "name the round" in refused.told.en
    (taken,) = ride.take(ride.said(EventKind.LEG_COLLECTED, leg_id=leg, round_id=ride.round), scope=TEST)
    assert taken.outcome is Outcome.TAKEN


@pytest.mark.parametrize("year", [1, 9999])
def test_a_clock_that_is_thousands_of_years_off_only_informs(ride: Ride, year: int) -> None:
    assert (
        ride.say(EventKind.LEG_DROPPED, leg_id=ride.legs[0], happened_at=datetime(year, 6, 1, tzinfo=UTC)).outcome
        is Outcome.TAKEN
    )
    assert ride.order().state is OrderState.ENDED


def test_another_square_is_not_there(ride: Ride) -> None:
    other = store_square(ride.database, "buurdorp")
    with pytest.raises(NotFoundError), ride.database.begin(ride.courier) as work:
        take_in(work, other.id, [])
    theirs = Scope(Role.DISPATCHER, frozenset({other.id}))
    with ride.database.begin(theirs) as work:
        answers = take_in(
            work, other.id,
            [ride.said(EventKind.LEG_DROPPED, leg_id=ride.legs[0], order_id=ride.orders[0]),
             Said(EventKind.ORDER_CANCELLED, order_id=ride.orders[0])],
        )  # fmt: skip
    assert {one.outcome for one in answers} == {Outcome.REFUSED}
    assert ride.order().state is OrderState.ACCEPTED


def test_what_fails_in_the_middle_keeps_nothing(ride: Ride, store: Store) -> None:
    before = store.rows()

    def fails() -> None:
        with ride.database.begin(ride.courier) as work:
            take_in(work, ride.square.id, [ride.said(EventKind.LEG_FAILED, leg_id=ride.legs[0], then=Then.RETRY)])
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        fails()
    assert store.rows() == before


def test_after_what_follows_from_an_event_a_courier_sees_no_more_than_before(ride: Ride, store: Store) -> None:
    with ride.database.begin(ride.courier, PHONE) as work:
        take_in(work, ride.square.id, [ride.said(EventKind.LEG_DROPPED, leg_id=new_id(), order_id=ride.orders[0])])
        assert work.incidents.open(ride.square.id) == []
        with pytest.raises(NotAllowedError):
            work.orders.set_states(ride.square.id, {ride.orders[1]: OrderState.ENDED})
        if store.postgresql:  # its own policies, too
            assert work._session.scalar(text("SELECT count(*) FROM incidents")) == 0
    assert ride.incidents() == [IncidentKind.UNKNOWN_LEG]


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


def test_a_reason_that_cannot_be_kept_cancels_nothing(ride: Ride) -> None:
    with pytest.raises(BadInputError, match="at most 500"), ride.database.begin(TEST) as work:
        cancel_order(work, ride.orders[0], "x" * 501)
    assert ride.order().state is OrderState.ACCEPTED


def test_two_who_say_the_same_at_once_are_heard_one_after_the_other(ride: Ride, store: Store) -> None:
    other = open_database(store)
    said = ride.said(EventKind.LEG_COLLECTED, leg_id=ride.legs[0])
    with ride.database.begin(ride.courier) as work:
        first = take_in(work, ride.square.id, [said])
    with other.begin(ride.courier) as work:
        second = take_in(work, ride.square.id, [said])
    other.close()
    assert [one.outcome for one in (*first, *second)] == [Outcome.TAKEN, Outcome.KNOWN]
