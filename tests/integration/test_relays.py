"""Relays over two squares, with the real queue: whatever is told twice, late or by a worker that is killed."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.database import Database
from data.drafts.event import EventKind
from data.drafts.order import ParcelDraft
from data.drafts.shop import HubDraft, ShopDraft
from data.models.order import Order
from data.models.states import LegState, OrderState, RelaySide, RoundState
from data.repositories.receipts import ReceiptKind
from kernel.errors import BadInputError, ConflictError, NotFoundError
from kernel.ids import new_id
from kernel.scope import Own, Role, Scope
from rounds.cancelling import cancel_order
from rounds.handing_on import hand_on
from rounds.lifecycles.said import Outcome, Said, Then
from rounds.order_taking import take_order
from rounds.relaying import tell
from rounds.riding import take_in
from tests.stored_square import DAY, TEST, StoredSquare, new_database, order, plan_of, store_orders, store_square
from tests.stores import Store
from workers.handlers import HANDLERS
from workers.settings import WorkerSettings
from workers.undertaking import Undertaking


@dataclass
class Relayed:
    """An order of two parcels on its way over two squares, with a round on each that has its leg."""

    database: Database
    first: StoredSquare
    second: StoredSquare
    order_id: str
    relay_id: str
    their_order: str
    to_hub: str
    onward: str
    there: str
    rounds: dict[str, str] = field(default_factory=dict)
    numbers: int = 0

    def get(self, order_id: str) -> Order:
        with self.database.read(TEST) as work:
            return work.orders.get(order_id)

    @property
    def here(self) -> tuple[OrderState, set[str]]:
        known = self.get(self.order_id)
        return known.state, {parcel.custodian.value for parcel in known.parcels}

    @property
    def theirs(self) -> tuple[OrderState, set[str]]:
        known = self.get(self.their_order)
        return known.state, {parcel.custodian.value for parcel in known.parcels}

    def say(self, square: StoredSquare, kind: EventKind, leg: str, **more: object) -> str:
        self.numbers += 1
        said = Said(kind, device_id="phone", seq=self.numbers, leg_id=leg, round_id=self.rounds[square.id], **more)
        with self.database.begin(TEST) as work:
            (answer,) = take_in(work, square.id, [said])
        assert answer.outcome is not Outcome.REFUSED, answer
        return answer.event_id

    def work_off(self, home: Path, *, killed: bool = False) -> int:
        """Do what waits, as a worker does; `killed` is a first worker that dies with the job in its hands."""
        done = 0
        while True:
            with self.database.queue() as queue:
                queue.relay()
                lease = queue.claim("worker:1", timedelta(minutes=1))
            if lease is None:
                return done
            if killed:
                killed = False
                with self.database.queue() as queue:
                    queue.release("worker")
                continue
            HANDLERS[lease.kind](Undertaking(lease, self.database, home, WorkerSettings()))
            done += 1


def begun(database: Database) -> Relayed:
    first, second = (store_square(database, f"dorp-{new_id()}") for _ in range(2))
    (order_id,) = store_orders(database, first, ["1"])
    with database.begin(TEST) as work:
        relay = hand_on(work, order_id, first.hub, second.id)
        side = work.relays.get(relay.other_id)
        legs = [leg.id for leg in work.orders.get(order_id).legs if leg.state is not LegState.CANCELLED]
    relayed = Relayed(
        database, first, second, order_id, relay.id, side.order_id, to_hub=legs[0], onward=legs[1], there=side.leg_id
    )
    for square, leg in ((first, legs[0]), (second, side.leg_id)):
        with database.begin(TEST) as work:
            one = work.plans.save(square.id, DAY, plan_of(square, [[leg]])).rounds[0].id
            work.rounds.set_state(one, RoundState.RELEASED)
            relayed.rounds[square.id] = one
    return relayed


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    database = new_database(store)
    yield database
    database.close()


@pytest.fixture
def relayed(database: Database) -> Relayed:
    return begun(database)


@pytest.mark.parametrize(
    "changed", [{"number": "9"}, {"parcels": [ParcelDraft(1_000, 1_000)]}, {"phone": "+31612345678"}]
)
def test_an_order_that_was_handed_on_is_not_changed_on_either_side(database: Database, changed) -> None:
    first, second = (store_square(database, f"dorp-{new_id()}") for _ in range(2))
    (order_id,) = store_orders(database, first, ["1"])
    with database.begin(TEST) as work:
        relay = hand_on(work, order_id, first.hub, second.id)
        theirs = work.orders.get(work.relays.get(relay.other_id).order_id)
    before = [(leg.id, leg.state) for leg in _legs_of(database, order_id, theirs.id)]
    its_shop = Scope(Role.SHOP, frozenset({first.id}), Own(shops=frozenset({first.shops[0]})))
    ours, there = (first, first.shops[0], "1"), (second, theirs.shop_id, theirs.order_ref)
    for scope, (square, shop, ref) in ((TEST, ours), (its_shop, ours), (TEST, there)):
        with database.begin(scope) as work:
            receipt = take_order(work, square.id, order(shop, ref, **changed))
        assert receipt.kind is ReceiptKind.TOO_LATE
        assert "together with another square" in receipt.reason.en
        assert "ander dorpsplein" in receipt.reason.nl
    assert [(leg.id, leg.state) for leg in _legs_of(database, order_id, theirs.id)] == before
    with database.begin(TEST) as work:
        assert take_order(work, first.id, order(first.shops[0], "1")).kind is ReceiptKind.SAME


def test_orders_of_one_number_from_two_shops_go_by_one_hub_to_one_square(database: Database) -> None:
    first, second = (store_square(database, f"dorp-{new_id()}") for _ in range(2))
    with database.begin(TEST) as work:
        drafts = [order(first.shops[0], "1"), order(first.shops[1], "1", parcels=[ParcelDraft(1_000, 1_000)])]
        relays = [hand_on(work, one.order_id, first.hub, second.id) for one in work.orders.add(first.id, drafts)]
        theirs = [work.orders.get(work.relays.get(one.other_id).order_id) for one in relays]
    assert [len(one.parcels) for one in theirs] == [2, 1]
    assert all(one.order_ref.endswith("-1") for one in theirs)


def _legs_of(database: Database, *order_ids: str):
    with database.read(TEST) as work:
        return [leg for one in order_ids for leg in work.orders.get(one).legs]


def test_a_handed_on_order_is_delivered_over_two_squares(relayed: Relayed, tmp_path: Path) -> None:
    a, b = relayed.first, relayed.second
    assert relayed.here == (OrderState.ACCEPTED, {"shop"})
    relayed.say(a, EventKind.LEG_COLLECTED, relayed.to_hub)
    relayed.say(a, EventKind.LEG_DROPPED, relayed.to_hub)
    assert relayed.here == (OrderState.UNDER_WAY, {"hub"})
    relayed.work_off(tmp_path)
    with relayed.database.read(TEST) as work:
        sides = [work.relays.get(relayed.relay_id)]
        sides.append(work.relays.get(sides[0].other_id))
    assert [side.side for side in sides] == [RelaySide.HANDS_ON, RelaySide.TAKES_OVER]
    assert all(side.handed_over_at is not None for side in sides), "the next leg can be collected"
    relayed.say(b, EventKind.LEG_COLLECTED, relayed.there)
    assert relayed.theirs == (OrderState.UNDER_WAY, {"round"})
    relayed.say(b, EventKind.LEG_DROPPED, relayed.there)
    assert relayed.here == (OrderState.UNDER_WAY, {"hub"}), "not told yet"
    relayed.work_off(tmp_path, killed=True)
    assert relayed.here == (OrderState.ENDED, {"household"})
    assert [leg.state for leg in relayed.get(relayed.order_id).legs] == [
        LegState.CANCELLED, LegState.DROPPED, LegState.DROPPED,
    ]  # fmt: skip


def test_what_is_told_again_is_no_news(relayed: Relayed, tmp_path: Path) -> None:
    relayed.say(relayed.second, EventKind.LEG_DROPPED, relayed.there)
    relayed.work_off(tmp_path)
    with relayed.database.begin(TEST) as work:
        assert not tell(work, relayed.relay_id)
        assert not tell(work, work.relays.get(relayed.relay_id).other_id)
    assert relayed.here == (OrderState.ENDED, {"household"})


def test_a_worker_that_wakes_too_late_tells_nothing(relayed: Relayed, tmp_path: Path) -> None:
    relayed.work_off(tmp_path)
    relayed.say(relayed.second, EventKind.LEG_DROPPED, relayed.there)
    with relayed.database.queue() as queue:
        queue.relay()
        lease = queue.claim("worker:1", timedelta(minutes=1))
        queue.release("worker")
    assert lease is not None
    with pytest.raises(Exception, match="another"):
        HANDLERS[lease.kind](Undertaking(lease, relayed.database, tmp_path, WorkerSettings()))
    assert relayed.here[0] is OrderState.ACCEPTED, "nothing was told"
    relayed.work_off(tmp_path)
    assert relayed.here == (OrderState.ENDED, {"household"})


def test_cancelled_while_the_other_square_has_it_it_comes_back_by_the_hub(relayed: Relayed, tmp_path: Path) -> None:
    a, b = relayed.first, relayed.second
    relayed.say(a, EventKind.LEG_DROPPED, relayed.to_hub)
    relayed.say(b, EventKind.LEG_COLLECTED, relayed.there)
    with relayed.database.begin(TEST) as work:
        cancel_order(work, relayed.order_id, "toch niet")
    relayed.work_off(tmp_path)
    assert relayed.theirs == (OrderState.UNDER_WAY, {"round"})
    (back,) = [leg for leg in relayed.get(relayed.their_order).legs if leg.state is LegState.COLLECTED]
    relayed.say(b, EventKind.LEG_DROPPED, back.id)
    assert relayed.theirs == (OrderState.ENDED, {"shop"}), "what stands for the hub there"
    relayed.work_off(tmp_path)
    state, where = relayed.here
    assert (state, where) == (OrderState.UNDER_WAY, {"hub"})
    open_legs = [leg for leg in relayed.get(relayed.order_id).legs if leg.state is LegState.PLANNED]
    assert [(leg.pickup_name, leg.delivery_name) for leg in open_legs] == [("Dorpshuis", "Bakker Bart")]


def test_what_the_other_square_gives_back_waits_at_the_hub_for_another_day(relayed: Relayed, tmp_path: Path) -> None:
    relayed.say(relayed.first, EventKind.LEG_DROPPED, relayed.to_hub)
    relayed.say(relayed.second, EventKind.LEG_FAILED, relayed.there, then=Then.BACK)
    (back,) = [leg for leg in relayed.get(relayed.their_order).legs if leg.state is LegState.COLLECTED]
    relayed.say(relayed.second, EventKind.LEG_DROPPED, back.id)
    relayed.work_off(tmp_path)
    assert relayed.here == (OrderState.UNDER_WAY, {"hub"})
    open_legs = [leg for leg in relayed.get(relayed.order_id).legs if leg.state is LegState.PLANNED]
    assert [(leg.pickup_name, leg.planned_for - DAY) for leg in open_legs] == [("Dorpshuis", timedelta(days=1))]


def arrived(relayed: Relayed, home: Path) -> set[bool]:
    """Say whether each side knows that the next leg can be collected."""
    relayed.work_off(home)
    with relayed.database.read(TEST) as work:
        side = work.relays.get(relayed.relay_id)
        return {one.handed_over_at is not None for one in (side, work.relays.get(side.other_id))}


def test_what_was_brought_to_another_hub_is_not_handed_over(relayed: Relayed, tmp_path: Path) -> None:
    with relayed.database.begin(TEST) as work:
        other = work.hubs.put(relayed.first.id, [HubDraft("Café", 5.59, 52.19)])[0].id
    relayed.say(relayed.first, EventKind.LEG_FAILED, relayed.to_hub, then=Then.HUB, hub_id=other)
    (detour,) = [leg for leg in relayed.get(relayed.order_id).legs if leg.delivery_hub_id == other]
    relayed.say(relayed.first, EventKind.LEG_DROPPED, detour.id)
    assert arrived(relayed, tmp_path) == {False}
    onward = next(leg for leg in relayed.get(relayed.order_id).legs if leg.pickup_hub_id == other)
    relayed.say(relayed.first, EventKind.LEG_DROPPED, onward.id)
    assert arrived(relayed, tmp_path) == {True}


@pytest.mark.parametrize(
    ("kind", "more", "once_more"),
    [
        (EventKind.LEG_DROPPED, {}, True),
        (EventKind.LEG_LOST, {}, True),
        (EventKind.LEG_NOT_COLLECTED, {"then": Then.BACK}, True),  # it stays in its shop
        (EventKind.LEG_NOT_COLLECTED, {"then": Then.RETRY}, False),  # it comes another day
    ],
)
def test_what_is_handed_over_is_all_that_comes_to_the_hub(
    relayed: Relayed, tmp_path: Path, kind: EventKind, more: dict[str, Then], once_more: bool
) -> None:
    one, other = (frozenset({parcel.id}) for parcel in relayed.get(relayed.order_id).parcels)
    relayed.say(relayed.first, EventKind.LEG_DROPPED, relayed.to_hub, parcels=one)
    assert arrived(relayed, tmp_path) == {False}, "the other parcel is to come"
    relayed.say(relayed.first, kind, relayed.to_hub, parcels=other, **more)
    assert arrived(relayed, tmp_path) == {once_more}


def test_cancelled_before_anything_moved_it_stays_in_its_shop(relayed: Relayed, tmp_path: Path) -> None:
    with relayed.database.begin(TEST) as work:
        cancel_order(work, relayed.order_id, "toch niet")
    relayed.work_off(tmp_path)
    assert relayed.here == (OrderState.ENDED, {"shop"})
    with relayed.database.read(TEST) as work:
        assert work.incidents.open(relayed.first.id) == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_however_it_is_told_both_squares_end_up_knowing_the_same(database: Database, tmp_path: Path, data) -> None:
    """Two couriers go on, workers come by or not, are killed, or tell things twice."""
    relayed = begun(database)
    a, b = relayed.first, relayed.second
    steps = [
        lambda: relayed.say(a, EventKind.LEG_COLLECTED, relayed.to_hub),
        lambda: relayed.say(a, EventKind.LEG_DROPPED, relayed.to_hub),
        lambda: relayed.say(b, EventKind.LEG_COLLECTED, relayed.there),
        lambda: relayed.say(b, EventKind.LEG_FAILED, relayed.there, then=Then.RETRY),
        lambda: relayed.say(b, EventKind.LEG_DROPPED, relayed.there),
    ]
    for step in steps:
        step()
        match data.draw(st.sampled_from(["nobody", "works", "killed", "twice"])):
            case "works":
                relayed.work_off(tmp_path)
            case "killed":
                relayed.work_off(tmp_path, killed=True)
            case "twice":
                with database.begin(TEST) as work:
                    tell(work, relayed.relay_id)
                    tell(work, work.relays.get(relayed.relay_id).other_id)
            case _:
                pass
    relayed.work_off(tmp_path)
    assert relayed.here == relayed.theirs == (OrderState.ENDED, {"household"})
    with database.read(TEST) as work:
        assert work.incidents.open(a.id) == work.incidents.open(b.id) == []


def test_what_stands_for_a_hub_moves_with_it_and_a_shop_of_its_name_is_left_alone(database: Database) -> None:
    first, second = store_square(database), store_square(database, "buurdorp")
    ids = store_orders(database, first, ["1", "2", "3"])
    places, closing = ((5.54, 52.14), (5.58, 52.18)), frozenset({DAY + timedelta(days=24)})
    for order_id, place in zip(ids, places, strict=False):
        with database.begin(TEST) as work:
            hub = work.hubs.put(first.id, [HubDraft("Café", *place)])[0].id
            theirs = work.orders.get(work.relays.get(hand_on(work, order_id, hub, second.id).other_id).order_id)
            shop = work.shops.get(second.id, theirs.shop_id)
            assert (shop.lon, shop.lat) == (theirs.legs[0].pickup_lon, theirs.legs[0].pickup_lat) == place
            assert {one.day for one in shop.closing_days} == (closing if place == places[1] else set())
            kept = ShopDraft(shop.name, *place, kind=shop.kind, closing_days=closing)
            work.shops.put(second.id, [kept])  # whoever keeps it there says when it is closed
    with database.begin(TEST) as work:
        work.shops.put(second.id, [replace(kept, kind="bakery")])
    with pytest.raises(ConflictError, match="a shop of its own"), database.begin(TEST) as work:
        hand_on(work, ids[2], hub, second.id)


def test_only_what_waits_can_be_handed_on(database: Database) -> None:
    first, second = store_square(database), store_square(database, "buurdorp")
    ids = store_orders(database, first, ["1", "2"])
    with database.begin(TEST) as work:
        relay = hand_on(work, ids[0], first.hub, second.id)
        assert hand_on(work, ids[0], first.hub, second.id).id == relay.id, "told twice"
        other_hub = work.hubs.put(first.id, [HubDraft("Café", 5.54, 52.14)])[0].id
        cancel_order(work, ids[1])
    for order_id, hub, square, error in (
        (ids[0], other_hub, second.id, ConflictError),
        (ids[1], first.hub, second.id, ConflictError),
        (ids[0], second.hub, second.id, NotFoundError),
        (ids[0], first.hub, first.id, BadInputError),
        (new_id(), first.hub, second.id, NotFoundError),
        (ids[0], first.hub, new_id(), NotFoundError),
    ):
        with pytest.raises(error), database.begin(TEST) as work:
            hand_on(work, order_id, hub, square)


@pytest.mark.parametrize("attended", [True, False])
def test_18_plus_is_handed_on_at_a_hub_with_a_keeper_only(database: Database, attended: bool) -> None:
    first, second = store_square(database), store_square(database, "buurdorp")
    with database.begin(TEST) as work:
        hub = work.hubs.put(first.id, [HubDraft("Café", 5.54, 52.14, attended=attended)])[0].id
        draft = order(first.shops[0], "wijn", parcels=[ParcelDraft(1_000, 1_000, adults_only=True)])
        (made,) = work.orders.add(first.id, [draft])
    if attended:
        with database.begin(TEST) as work:
            assert hand_on(work, made.order_id, hub, second.id).side is RelaySide.HANDS_ON
        return
    with pytest.raises(BadInputError, match="nobody keeps"), database.begin(TEST) as work:
        hand_on(work, made.order_id, hub, second.id)


def test_each_square_sees_its_own_side_alone(relayed: Relayed) -> None:
    theirs = Scope(Role.DISPATCHER, frozenset({relayed.second.id}))
    with relayed.database.read(theirs) as work:
        side = work.relays.of_orders([relayed.their_order])[0]
        assert work.orders.get(relayed.their_order).recipient == "Klant Proef"
        for unseen in (lambda: work.relays.get(side.other_id), lambda: work.orders.get(relayed.order_id)):
            with pytest.raises(NotFoundError):
                unseen()
