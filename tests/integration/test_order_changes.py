"""An order handed in one at a time, on both real databases: changed while nobody has it in hand, never doubled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from data.database import Database
from data.drafts.order import OrderDraft, ParcelDraft, PositionDraft
from data.drafts.shop import ShopDraft
from data.models.states import LegState, OrderState, PositionSource, RoundState
from data.repositories.orders import ReceiptKind
from kernel.errors import ConflictError, NotAllowedError, NotFoundError
from kernel.position import Position
from kernel.scope import Own, Role, Scope
from rounds.cancelling import cancel_order
from rounds.handing_on import bring_by_hub
from rounds.order_taking import mend_place, take_order
from rounds.releasing import release_rounds
from tests.stored_square import DAY, NOON, TEST, StoredSquare, new_database, order, plan_of, store_square
from tests.stores import Store

NEW, SAME, MENDED, CHANGED, TOO_LATE = (
    ReceiptKind.NEW, ReceiptKind.SAME, ReceiptKind.MENDED, ReceiptKind.CHANGED, ReceiptKind.TOO_LATE,
)  # fmt: skip
ELSEWHERE = {"place": PositionDraft(Position(5.56, 52.16), PositionSource.GEOCODED), "number": "8"}
UNPLACED = {"place": None, "mend_reason": "which street?"}


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    database = new_database(store)
    yield database
    database.close()


@pytest.fixture
def square(database: Database) -> StoredSquare:
    return store_square(database)


def of_shop(square: StoredSquare, number: int = 0) -> Scope:
    return Scope(Role.SHOP, frozenset({square.id}), Own(shops=frozenset({square.shops[number]})))


def take(database: Database, square: StoredSquare, ref: str = "1", *, scope: Scope = TEST, **changed: object):
    with database.begin(scope) as work:
        return take_order(work, square.id, order(square.shops[0], ref, **changed))


def cancel(database: Database, square: StoredSquare, ref: str = "1"):
    with database.begin(TEST) as work:
        order = work.order_changes.known(square.id, square.shops[0], ref)
        assert order is not None
        return cancel_order(work, order.id, "the customer asked")


def stored(database: Database, square: StoredSquare, ref: str = "1"):
    with database.read(TEST) as work:
        (one,) = (one for day in (DAY, DAY + timedelta(days=1)) for one in work.orders.of_day(square.id, day)
                  if one.order_ref == ref)  # fmt: skip
        return one


def legs(database: Database, square: StoredSquare, ref: str = "1") -> list[LegState]:
    return [leg.state for leg in stored(database, square, ref).legs]


def to_plan(database: Database, square: StoredSquare):
    with database.read(TEST) as work:
        return work.legs.to_plan(square.id, DAY)


def plan(database: Database, square: StoredSquare, *, release: bool = False) -> None:
    with database.begin(TEST) as work:
        waiting = [leg.id for leg in work.legs.to_plan(square.id, DAY)]
        saved = work.plans.save(square.id, DAY, plan_of(square, [waiting]))
        work.orders.set_states(
            square.id, {leg.order_id: OrderState.PLANNED for leg in work.legs.to_plan(square.id, DAY)}
        )
        if release:
            work.rounds.set_state(saved.rounds[-1].id, RoundState.RELEASED)


def opens(database: Database, square: StoredSquare, hours: str) -> None:
    """Let the first shop open at these hours, on the day of the orders too."""
    with database.begin(TEST) as work:
        shop = work.shops.get(square.id, square.shops[0])
        work.shops.change(square.id, shop.id, ShopDraft(shop.name, shop.lon, shop.lat, opening_hours=hours))


def test_the_same_order_again_is_the_same_and_adds_nothing(database: Database, square: StoredSquare) -> None:
    first, again = take(database, square), take(database, square)
    assert (first.kind, again.kind) == (NEW, SAME)
    assert first.order_id == again.order_id
    assert (again.state, again.day) == (OrderState.ACCEPTED, DAY)
    assert legs(database, square) == [LegState.PLANNED]


def test_a_changed_order_is_one_order_with_one_leg_to_plan_and_the_parcels_of_now(
    database: Database, square: StoredSquare
) -> None:
    before = take(database, square)
    after = take(database, square, parcels=[ParcelDraft(7_000, 8_000)], **ELSEWHERE)
    assert (after.kind, after.order_id) == (CHANGED, before.order_id)
    (leg,) = to_plan(database, square)
    assert (leg.number, leg.weight_g, leg.delivery_lon) == (2, 7_000, 5.56)
    assert [parcel.weight_g for parcel in leg.parcels] == [7_000]
    one = stored(database, square)
    assert [parcel.weight_g for parcel in one.parcels] == [7_000]
    assert one.lon == 5.56


def test_whom_to_ring_is_renewed_in_the_leg_and_leaves_the_plan_as_it_is(
    database: Database, square: StoredSquare
) -> None:
    take(database, square)
    plan(database, square)
    assert take(database, square, phone="+31612345678", note="Achterom").kind is CHANGED
    assert stored(database, square).state is OrderState.PLANNED
    (leg,) = to_plan(database, square)
    assert (leg.number, leg.phone, leg.note) == (1, "+31612345678", "Achterom")
    with database.read(TEST) as work:
        events = work.events.of(square.id, order_id=stored(database, square).id)
    assert [one.details.get("fields") for one in events if one.kind == "order.changed"] == [["note", "phone"]]


def test_a_proposed_round_with_a_changed_order_is_not_released_before_its_day_is_planned_again(
    database: Database, square: StoredSquare
) -> None:
    take(database, square)
    plan(database, square)
    assert take(database, square, parcels=[ParcelDraft(7_000, 8_000)]).kind is CHANGED
    assert stored(database, square).state is OrderState.ACCEPTED
    with pytest.raises(ConflictError, match="plan the day again"):
        release_rounds(database, square.slug, DAY)
    plan(database, square)
    with pytest.raises(ConflictError, match=r"Bakker Bart is not open.*at stop 1.*plan the day again"):
        release_rounds(database, square.slug, DAY)
    opens(database, square, "Mo-Su 08:00-18:00")
    assert len(release_rounds(database, square.slug, DAY).rounds) == 1
    assert legs(database, square) == [LegState.CANCELLED, LegState.PLANNED]


@pytest.mark.parametrize(
    ("hours", "released"),
    [
        ("Mo-Su 12:10-12:15", True),
        ("Mo-Su 08:00-12:10", True),
        ("Mo-Su 12:16-18:00", False),
        ("Mo-Su 08:00-12:09", False),
    ],
)
def test_a_round_is_not_released_to_a_shop_that_is_closed_by_then(
    database: Database, square: StoredSquare, hours: str, released: bool
) -> None:
    """The round stops there from 12:10 to 12:15."""
    take(database, square)
    plan(database, square)
    opens(database, square, hours)
    if released:
        assert len(release_rounds(database, square.slug, DAY).rounds) == 1
        return
    with pytest.raises(ConflictError, match="Bakker Bart is not open when round 1 is there, at stop 1"):
        release_rounds(database, square.slug, DAY)


def test_a_round_is_not_released_to_the_old_place_of_a_shop_that_moved(
    database: Database, square: StoredSquare
) -> None:
    take(database, square)
    plan(database, square)
    with database.begin(TEST) as work:
        shop = work.shops.get(square.id, square.shops[0])
        work.shops.change(square.id, shop.id, ShopDraft(shop.name, 5.57, 52.17))
    with pytest.raises(ConflictError, match=r"stop 1 of round 1 is where order 1 no longer is.*plan the day again"):
        release_rounds(database, square.slug, DAY)


def test_an_order_that_goes_to_another_day_leaves_the_plan_of_the_first(
    database: Database, square: StoredSquare
) -> None:
    take(database, square)
    plan(database, square)
    moved = {name: getattr(order(square.shops[0], "1"), name) + timedelta(days=1)
             for name in ("planned_for", "window_start_at", "window_end_at")}  # fmt: skip
    assert take(database, square, **moved).day == DAY + timedelta(days=1)
    assert to_plan(database, square) == []
    with database.read(TEST) as work:
        assert len(work.legs.to_plan(square.id, DAY + timedelta(days=1))) == 1


@pytest.mark.parametrize("who", ["the square's host", "its shop, which sees no rounds"])
@pytest.mark.parametrize("changed", [ELSEWHERE, {"phone": "+31612345678"}], ids=["place", "phone"])
def test_an_order_in_a_released_round_stays_as_it_is_and_says_whom_to_call(
    database: Database, square: StoredSquare, changed: dict[str, object], who: str
) -> None:
    scope = of_shop(square) if "shop" in who else Scope(Role.HOST, frozenset({square.id}))
    take(database, square, scope=scope)
    plan(database, square, release=True)
    late = take(database, square, scope=scope, **changed)
    assert late.kind is TOO_LATE
    assert "call the dispatcher" in late.reason.en
    assert stored(database, square).lon == 5.55
    assert legs(database, square) == [LegState.PLANNED]


def test_an_order_whose_new_address_is_not_found_waits_and_comes_back_when_it_is_mended(
    database: Database, square: StoredSquare
) -> None:
    take(database, square)
    waits = take(database, square, street="Onbekend", **UNPLACED)
    assert (waits.kind, waits.waits, waits.state) == (CHANGED, True, OrderState.RECEIVED)
    assert to_plan(database, square) == []
    mended = take(database, square, street="Dwarsstraat", **ELSEWHERE)
    assert (mended.kind, mended.waits, mended.state) == (MENDED, False, OrderState.ACCEPTED)
    assert legs(database, square) == [LegState.CANCELLED, LegState.PLANNED]


def test_an_order_whose_day_is_past_is_only_mended_with_a_day_to_come(database: Database, square: StoredSquare) -> None:
    later = {name: getattr(order(square.shops[0], "1"), name) + timedelta(days=1)
             for name in ("planned_for", "window_start_at", "window_end_at")}  # fmt: skip
    take(database, square, **UNPLACED)
    take(database, square, "2")
    database._clock = lambda: NOON + timedelta(days=1)
    assert take(database, square, **UNPLACED).kind is SAME
    assert take(database, square, "2").kind is SAME
    for ref, state in (("1", OrderState.RECEIVED), ("2", OrderState.ACCEPTED)):
        late = take(database, square, ref, **ELSEWHERE)
        assert (late.kind, late.state, late.day) == (TOO_LATE, state, DAY)
        assert late.reason.en == "the day of the order (2026-12-01) is past; hand it in again with a day"
    assert take(database, square, **ELSEWHERE, **later).kind is MENDED
    assert take(database, square, "2", **later).kind is CHANGED


def test_a_lost_address_can_be_mended_by_hand_too(database: Database, square: StoredSquare) -> None:
    take(database, square)
    order_id = take(database, square, street="Onbekend", **UNPLACED).order_id
    place = PositionDraft(Position(5.57, 52.17), PositionSource.BY_HAND)
    customer = Scope(Role.CUSTOMER, frozenset({square.id}), Own(orders=frozenset({order_id})))
    with pytest.raises(NotAllowedError), database.begin(customer) as work:
        mend_place(work, order_id, place)
    with database.begin(TEST) as work:
        mend_place(work, order_id, place)
    assert legs(database, square) == [LegState.CANCELLED, LegState.PLANNED]


def test_a_cancelled_order_is_kept_as_ended_and_its_leg_is_not_planned(
    database: Database, square: StoredSquare
) -> None:
    take(database, square)
    plan(database, square)
    assert cancel(database, square).state is OrderState.ENDED
    assert legs(database, square) == [LegState.CANCELLED]
    with pytest.raises(ConflictError, match="plan the day again"):
        release_rounds(database, square.slug, DAY)
    for changed in ({"note": "toch wel"}, {}):
        again = take(database, square, **changed)
        assert (again.kind, again.state) == (TOO_LATE, OrderState.ENDED)


def test_an_order_that_waits_for_its_address_can_be_cancelled(database: Database, square: StoredSquare) -> None:
    take(database, square, **UNPLACED)
    assert cancel(database, square).state is OrderState.ENDED


def test_a_shop_changes_its_own_orders_and_not_those_of_another(database: Database, square: StoredSquare) -> None:
    shop, other = of_shop(square), of_shop(square, 1)
    take(database, square, scope=shop)
    assert take(database, square, scope=shop, parcels=[ParcelDraft(1, 1)]).kind is CHANGED
    with database.read(TEST) as work:
        told = work.events.of(square.id, order_id=stored(database, square).id)
    assert {one.role for one in told} == {"shop"}, "whose change it is, though our own work looked"
    with pytest.raises(NotFoundError):
        take(database, square, scope=other)
    with database.read(other) as work:
        assert work.order_changes.known(square.id, square.shops[0], "1") is None


@pytest.mark.parametrize("by_position", [False, True], ids=["handed in again", "its position given"])
def test_a_shop_changes_an_order_that_goes_by_a_hub_though_it_sees_one_of_its_two_legs(
    database: Database, square: StoredSquare, by_position: bool
) -> None:
    shop = of_shop(square)
    order_id = take(database, square, scope=shop).order_id
    with database.begin(TEST) as work:
        bring_by_hub(work, order_id, square.hub)
    with database.read(shop) as work:
        assert [leg.number for leg in work.orders.get(order_id).legs] == [1, 2]
    assert take(database, square, scope=shop, street="Onbekend", **UNPLACED).kind is CHANGED
    assert legs(database, square) == [LegState.CANCELLED] * 3
    if by_position:
        with database.begin(shop) as work:
            mend_place(work, order_id, PositionDraft(Position(5.57, 52.17), PositionSource.BY_HAND))
    else:
        assert take(database, square, scope=shop, **ELSEWHERE).kind is MENDED
    (leg,) = to_plan(database, square)
    assert (leg.number, leg.delivery_hub_id) == (4, None)


def test_what_a_shop_usually_sends_can_change_without_its_orders_looking_changed() -> None:
    def digest(weight_g: int, **more: object) -> str:
        return order("shop", "1", parcels=[ParcelDraft(weight_g, 9_000, **more)]).sha256

    assert digest(2_500, compared_as=(4_000, 9_000)) == digest(3_500, compared_as=(4_000, 9_000)) == digest(4_000)
    assert digest(2_500) != digest(4_000)


@dataclass
class Known:
    """What the model holds of one order number."""

    draft: OrderDraft
    ended: bool = False
    released: bool = False


class OneOrder(RuleBasedStateMachine):
    """Any sequence of handing in, cancelling, planning and releasing: one order a number, one leg at most to bring."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.database = new_database(Path(self.folder.name))
        self.square = store_square(self.database)
        self.known: dict[str, Known] = {}

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    @rule(ref=st.sampled_from("12"), grams=st.sampled_from([1, 2]), phone=st.sampled_from(["", "+31612345678"]),
          placed=st.booleans())  # fmt: skip
    def hand_in(self, ref: str, grams: int, phone: str, placed: bool) -> None:
        draft = order(
            self.square.shops[0], ref, phone=phone, parcels=[ParcelDraft(grams, 1)], **({} if placed else UNPLACED)
        )
        with self.database.begin(TEST) as work:
            kind = take_order(work, self.square.id, draft).kind
        before = self.known.get(ref)
        if before is None:
            assert kind is NEW
            self.known[ref] = Known(draft)
        elif before.ended or before.released:
            assert kind in {TOO_LATE, SAME}
        else:
            self.known[ref] = Known(draft)

    @rule(ref=st.sampled_from("12"))
    def cancel(self, ref: str) -> None:
        known = self.known.get(ref)
        if known is not None and not known.ended:
            assert cancel(self.database, self.square, ref).state is OrderState.ENDED
            known.ended = True

    @rule(release=st.booleans())
    def plan(self, release: bool) -> None:
        open_legs = to_plan(self.database, self.square)
        if open_legs:
            plan(self.database, self.square, release=release)
            with self.database.read(TEST) as work:
                placed = {leg.order_id for leg in open_legs}
                for one in work.orders.of_day(self.square.id, DAY):
                    self.known[one.order_ref].released |= release and one.id in placed

    @invariant()
    def every_number_is_one_order_as_it_was_handed_in_last(self) -> None:
        with self.database.read(TEST) as work:
            found = work.orders.of_day(self.square.id, DAY)
        assert sorted(one.order_ref for one in found) == sorted(self.known)
        for one in found:
            known = self.known[one.order_ref]
            open_legs = [leg for leg in one.legs if leg.state is LegState.PLANNED]
            assert len(open_legs) == (0 if known.ended or one.lon is None else 1)
            assert [parcel.weight_g for parcel in one.parcels] == [parcel.weight_g for parcel in known.draft.parcels]
            assert (one.phone, one.state is OrderState.ENDED) == (known.draft.phone, known.ended)
            assert all(leg.weight_g == known.draft.parcels[0].weight_g for leg in open_legs)


TestOneOrder = OneOrder.TestCase
TestOneOrder.settings = settings(max_examples=30, stateful_step_count=12, deadline=None)
