"""What is said and does not fit, or is refused: an incident, or the reason, and nothing is lost."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from data.drafts.event import EventKind
from data.drafts.order import ParcelDraft
from data.models.states import IncidentKind, LegState, OrderState, RoundState
from kernel.errors import BadInputError, NotAllowedError, NotFoundError
from kernel.ids import new_id
from kernel.scope import Role, Scope
from rounds.cancelling import cancel_order
from rounds.lifecycles.said import Outcome, Said, Then
from rounds.riding import take_in
from tests.ridden_square import PHONE, Ride, custodians, ridden_square
from tests.stored_square import (
    DAY,
    NOON,
    TEST,
    open_database,
    order,
    plan_of,
    store_courier,
    store_orders,
    store_square,
)  # fmt: skip
from tests.stores import Store


@pytest.fixture
def ride(store: Store) -> Iterator[Ride]:
    with ridden_square(store) as ride:
        yield ride


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
    ride.say(EventKind.LEG_DROPPED, leg_id=ride.legs[1])
    ride.say(EventKind.ROUND_COMPLETED, round_id=ride.round)
    assert ride.incidents() == [IncidentKind.STILL_ABOARD]
    ride.say(EventKind.LEG_DROPPED, leg_id=ride.legs[0])
    assert ride.incidents() == []


@pytest.mark.parametrize(
    ("kind", "more", "state"),
    [
        (EventKind.LEG_DROPPED, {}, LegState.DROPPED),  # it comes in late
        (EventKind.LEG_NOT_COLLECTED, {"then": Then.RETRY}, LegState.FAILED),
        (EventKind.ORDER_CANCELLED, {}, LegState.CANCELLED),
    ],
)
def test_a_leg_of_a_completed_round_that_nobody_spoke_of_is_an_incident_until_somebody_does(
    ride: Ride, kind: EventKind, more: dict[str, Then], state: LegState
) -> None:
    ride.say(EventKind.LEG_DROPPED, leg_id=ride.legs[0])
    assert ride.say(EventKind.ROUND_COMPLETED, round_id=ride.round).outcome is Outcome.INCIDENT
    assert ride.incidents() == [IncidentKind.LEFT_OUT]
    about = {"order_id": ride.orders[1]} if kind is EventKind.ORDER_CANCELLED else {"leg_id": ride.legs[1]}
    ride.take(Said(kind, **about, **more), scope=Scope(Role.DISPATCHER, frozenset({ride.square.id})))
    assert ride.incidents() == []
    (leg,) = (one for one in ride.order(1).legs if one.id == ride.legs[1])
    assert leg.state is state


@pytest.mark.parametrize(("day_after", "incidents"), [(0, []), (1, [IncidentKind.LEFT_OUT])])
def test_a_parcel_that_parted_from_a_leg_is_left_behind_once_no_planning_of_its_day_takes_it(
    ride: Ride, day_after: int, incidents: list[IncidentKind]
) -> None:
    ride.database._clock = lambda: NOON + timedelta(days=day_after)
    three = order(ride.square.shops[0], "drie", parcels=[ParcelDraft(1_000, 1_000)] * 3)
    with ride.database.begin(TEST) as work:
        (made,) = work.orders.add(ride.square.id, [three])
        stored = work.orders.get(made.order_id)
        plan = work.plans.save(ride.square.id, DAY, plan_of(ride.square, [[stored.legs[0].id]]))
        round_id = next(one.id for one in plan.rounds if one.state is RoundState.PROPOSED)
        work.rounds.set_state(round_id, RoundState.RELEASED)
    brought = frozenset(parcel.id for parcel in stored.parcels[:2])
    ride.take(
        ride.said(EventKind.LEG_DROPPED, leg_id=stored.legs[0].id, parcels=brought),
        ride.said(EventKind.ROUND_COMPLETED, round_id=round_id),
        scope=TEST,
    )
    assert ride.incidents() == incidents
    with ride.database.read(TEST) as work:
        (parted,) = (leg.id for leg in work.orders.get(made.order_id).legs if leg.state is LegState.PLANNED)
        assert parted in {leg.id for leg in work.legs.to_plan(ride.square.id, DAY)}


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


def test_a_round_that_was_said_to_be_over_by_mistake_is_planned_again_when_that_is_settled(ride: Ride) -> None:
    dispatcher = Scope(Role.DISPATCHER, frozenset({ride.square.id}))
    (third,) = store_orders(ride.database, ride.square, ["3"])
    with ride.database.begin(TEST) as work:
        leg = work.orders.get(third).legs[0].id
        plan = work.plans.save(ride.square.id, DAY, plan_of(ride.square, [[leg]]))
        mistaken = next(one.id for one in plan.rounds if one.state is RoundState.PROPOSED)
    (over,) = ride.take(ride.said(EventKind.ROUND_COMPLETED, round_id=mistaken), scope=dispatcher)
    with ride.database.begin(dispatcher) as work:
        open_now = {one.kind: one.id for one in work.incidents.open(ride.square.id)}
        assert set(open_now) == {IncidentKind.NOT_RELEASED, IncidentKind.LEFT_OUT}
        store_courier(work, ride.square, "Anna", mistaken)
    ride.take(
        Said(
            EventKind.INCIDENT_SETTLED, incident_id=open_now[IncidentKind.LEFT_OUT], reason="verkeerde ronde",
            set_aside=frozenset({over.event_id}),
        ),
        scope=dispatcher,
    )  # fmt: skip
    assert ride.incidents() == []
    with ride.database.begin(dispatcher) as work:
        assert work.rounds.get(mistaken).state is RoundState.PROPOSED
        after = work.plans.save(ride.square.id, DAY, plan_of(ride.square, [[leg]]))
        assert mistaken not in {one.id for one in after.rounds}
        told = {event.kind for event in work.events.of(ride.square.id) if event.round_id == mistaken}
    assert {"round.completed", "incident.opened", "round.assigned"} <= told, "what was said of it stays"


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


def test_a_device_that_repeats_itself_is_one_open_incident_that_grows(ride: Ride, store: Store) -> None:
    for kind in (EventKind.LEG_COLLECTED, EventKind.LEG_DROPPED, *[EventKind.LEG_COLLECTED] * 3):
        ride.say(kind, leg_id=ride.legs[0])
    assert ride.incidents() == [IncidentKind.OUT_OF_TURN]
    with ride.database.read(TEST) as work:
        (one,) = work.incidents.open(ride.square.id)
    assert len(one.events) == 3
    assert len(store.rows()["incidents"]) == 1
    settled = Said(EventKind.INCIDENT_SETTLED, incident_id=one.id, set_aside=frozenset(one.events))
    ride.take(settled, scope=Scope(Role.DISPATCHER, frozenset({ride.square.id})))
    assert ride.incidents() == []
