"""Squares, shops and orders on both real databases: what comes twice is stored once, and nothing is lost."""

from datetime import date
from typing import Any

import pytest
from shapely import box
from sqlalchemy import event
from sqlalchemy.exc import InvalidRequestError

from data.database import Database
from data.drafts.order import ParcelDraft, PositionDraft
from data.drafts.shop import ShopDraft, VehicleDraft
from data.drafts.square import AreaDraft, RoadNetworkDraft, SquareDraft
from data.models.states import (
    CustodianKind,
    OrderKind,
    OrderState,
    PlaceKind,
    PositionSource,
    RoundState,
)
from data.repositories.named import Outcome
from data.repositories.orders import ReceiptKind
from kernel.errors import BadInputError, ConflictError, NotFoundError
from kernel.position import Position
from tests.stored_square import (
    DAY,
    NETWORK,
    NOON,
    TEST,
    StoredSquare,
    leg_ids,
    order,
    plan_of,
    store_orders,
)

NEW, SAME, MENDED, CONFLICT = ReceiptKind.NEW, ReceiptKind.SAME, ReceiptKind.MENDED, ReceiptKind.CONFLICT


@pytest.fixture
def statements(database: Database) -> list[str]:
    """Every statement that asks for rows; on PostgreSQL a transaction says first who asks."""
    asked: list[str] = []
    event.listen(
        database.engine, "before_cursor_execute",
        lambda _c, _cursor, statement, *_: asked.append(statement)
        if statement.startswith("SELECT") and not statement.startswith("SELECT set_config(")
        else None,
    )  # fmt: skip
    return asked


def kinds(database: Database, square: StoredSquare, *drafts: object) -> list[ReceiptKind]:
    with database.begin(TEST) as work:
        return [receipt.kind for receipt in work.orders.add(square.id, drafts)]


def test_the_same_orders_twice_add_nothing(database: Database, square: StoredSquare) -> None:
    drafts = [order(square.shops[0], "1"), order(square.shops[1], "1"), order(square.shops[0], "2")]
    with database.begin(TEST) as work:
        first = work.orders.add(square.id, drafts)
    with database.begin(TEST) as work:
        again = work.orders.add(square.id, drafts)
    assert [receipt.kind for receipt in first] == [NEW, NEW, NEW]
    assert [receipt.kind for receipt in again] == [SAME, SAME, SAME]
    assert [receipt.order_id for receipt in again] == [receipt.order_id for receipt in first]
    with database.read(TEST) as work:
        assert work.squares.counts(square.id).orders == {OrderState.ACCEPTED: 3}


def test_numbers_are_found_by_an_index_however_many_orders_there_are(database: Database, square: StoredSquare) -> None:
    asked: list[tuple[str, Any]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    drafts = [order(square.shops[0], "1"), order(square.shops[1], "2")]
    with database.read(TEST) as work:
        work.orders.compare(square.id, drafts)
        work.tariffs.of_orders(square.id, square.shops, ["1", "2"])
    of_orders = [one for one in asked if "FROM orders" in one[0]]
    assert len(of_orders) == 2
    if database.engine.dialect.name == "sqlite":  # PostgreSQL looks through a table that is as small as this
        with database.engine.connect() as connection:
            for statement, parameters in of_orders:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
                assert "square_id=? AND shop_id=? AND order_ref=?" in str(plan)


def test_another_order_under_a_known_number_is_a_conflict_and_changes_nothing(
    database: Database, square: StoredSquare
) -> None:
    (order_id,) = store_orders(database, square, ["1"])
    assert kinds(database, square, order(square.shops[0], "1", recipient="Ander")) == [CONFLICT]
    with database.read(TEST) as work:
        assert work.orders.get(order_id).recipient == "Klant Proef"


def test_an_order_twice_in_one_file_is_stored_once(database: Database, square: StoredSquare) -> None:
    one, other = order(square.shops[0], "1"), order(square.shops[0], "1", note="achterom")
    assert kinds(database, square, one, one, other) == [NEW, SAME, CONFLICT]


def test_comparing_tells_what_adding_would_do_and_stores_nothing(database: Database, square: StoredSquare) -> None:
    store_orders(database, square, ["1"])
    drafts = [order(square.shops[0], "1"), order(square.shops[0], "2"), order(square.shops[0], "1", town="Elders")]
    with database.read(TEST) as work:
        told = [receipt.kind for receipt in work.orders.compare(square.id, drafts)]
        assert sum(work.squares.counts(square.id).orders.values()) == 1
    assert told == [SAME, NEW, CONFLICT] == kinds(database, square, *drafts)


def test_an_order_carries_its_sums_and_needs_in_its_leg(database: Database, square: StoredSquare) -> None:
    parcels = [ParcelDraft(4_000, 9_000, two_people=True), ParcelDraft(1, 2, adults_only=True)]
    kinds(database, square, order(square.shops[0], "1", parcels=parcels))
    with database.read(TEST) as work:
        (leg,) = work.legs.to_plan(square.id, DAY)
    assert (leg.weight_g, leg.volume_ml, leg.cool_volume_ml) == (4_001, 9_002, 0)
    assert (leg.upright, leg.adults_only, leg.two_people) == (False, True, True)
    assert (leg.pickup_kind, leg.pickup_name, leg.pickup_lon) == (PlaceKind.SHOP, "Bakker Bart", 5.52)
    assert (leg.delivery_kind, leg.delivery_name) == (PlaceKind.HOUSEHOLD, "Dorpsstraat 7, 1234 AB Proefdorp")
    assert [parcel.custodian_shop_id for parcel in leg.parcels] == [square.shops[0]] * 2
    assert [closed.day for closed in leg.order.shop.closing_days] == [DAY]


def test_a_return_is_collected_at_the_household(database: Database, square: StoredSquare) -> None:
    kinds(database, square, order(square.shops[0], "R1", kind=OrderKind.RETURN))
    with database.read(TEST) as work:
        (leg,) = work.legs.to_plan(square.id, DAY)
    assert (leg.pickup_kind, leg.delivery_kind) == (PlaceKind.HOUSEHOLD, PlaceKind.SHOP)
    assert {parcel.custodian for parcel in leg.parcels} == {CustodianKind.HOUSEHOLD}


def test_an_order_without_a_position_waits_until_someone_mends_it(database: Database, square: StoredSquare) -> None:
    kinds(database, square, order(square.shops[0], "1", place=None, mend_reason="straat onbekend"))
    with database.begin(TEST) as work:
        (waiting,) = work.orders.waiting(square.id)
        assert (waiting.state, waiting.position_note, waiting.legs) == (OrderState.RECEIVED, "straat onbekend", [])
        place = PositionDraft(Position(5.55, 52.15), PositionSource.BY_HAND)
        mended = work.orders.mend(waiting.id, place)
        assert (mended.state, mended.lon, len(mended.legs)) == (OrderState.ACCEPTED, 5.55, 1)
        assert work.orders.waiting(square.id) == []
        with pytest.raises(ConflictError, match="does not wait"):
            work.orders.mend(waiting.id, place)
    with database.read(TEST) as work:
        (leg,) = work.legs.to_plan(square.id, DAY)
        assert len(leg.parcels) == 2
        told = [one.kind for one in work.events.of(square.id, order_id=waiting.id)]
    assert told == ["order.received", "order.mended"]


def test_an_order_that_waits_becomes_what_is_handed_in_under_its_number(
    database: Database, square: StoredSquare
) -> None:
    shop = square.shops[0]
    unplaced = order(shop, "1", place=None, mend_reason="straat onbekend")
    with database.begin(TEST) as work:
        (first,) = work.orders.add(square.id, [unplaced])
    better = order(shop, "1", street="Kerkstraat", parcels=[ParcelDraft(7, 8)])
    with database.begin(TEST) as work:
        receipts = work.orders.add(square.id, [unplaced, better, better, order(shop, "1", street="Laan")])
    assert [receipt.kind for receipt in receipts] == [SAME, MENDED, SAME, CONFLICT]
    assert {receipt.order_id for receipt in receipts} == {first.order_id}
    assert [receipt.waits for receipt in receipts[:3]] == [True, False, False]
    with database.read(TEST) as work:
        stored = work.orders.get(first.order_id)
        (leg,) = work.legs.to_plan(square.id, DAY)
    assert (stored.state, stored.street, len(stored.legs)) == (OrderState.ACCEPTED, "Kerkstraat", 1)
    assert [parcel.weight_g for parcel in stored.parcels] == [7] == [parcel.weight_g for parcel in leg.parcels]
    assert kinds(database, square, order(shop, "1")) == [CONFLICT], "once it has its place, it stays as it is"


def test_an_order_that_waits_gets_its_place_from_the_same_row_and_a_newer_map(
    database: Database, square: StoredSquare
) -> None:
    unplaced = order(square.shops[0], "1", place=None, mend_reason="straat onbekend")
    assert kinds(database, square, unplaced) == [NEW]
    assert kinds(database, square, unplaced) == [SAME]
    assert kinds(database, square, order(square.shops[0], "1")) == [MENDED]
    assert kinds(database, square, order(square.shops[0], "1")) == [SAME]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"window_end_at": NOON}, "its window ends before it begins"),
        ({"parcels": []}, "it has no parcels"),
        ({"place": None}, "neither a position nor a reason"),
        ({"parcels": [ParcelDraft(-1, 0)]}, "parcels.weight_g: is -1"),
        ({"parcels": [ParcelDraft(2**70, 0)]}, "parcels.weight_g: is 1,180,591"),  # more than a database can hold
        ({"recipient": "x" * 121}, "orders.recipient: has 121 characters"),
        ({"note": "a\x00b"}, "orders.note: has a NUL byte"),
    ],
)
def test_an_order_that_cannot_be_is_refused_whole(
    database: Database, square: StoredSquare, changed: dict[str, object], told: str
) -> None:
    drafts = [order(square.shops[0], "1"), order(square.shops[0], "2", **changed)]
    with pytest.raises(BadInputError, match=told), database.begin(TEST) as work:
        work.orders.add(square.id, drafts)
    with database.read(TEST) as work:
        assert work.squares.counts(square.id).orders == {}


def test_an_order_of_an_unknown_shop_is_refused(database: Database, square: StoredSquare) -> None:
    with pytest.raises(NotFoundError, match="no shop"), database.begin(TEST) as work:
        work.orders.add(square.id, [order(square.hub, "1")])


def test_thousands_of_orders_are_stored_after_few_queries(
    database: Database, square: StoredSquare, statements: list[str]
) -> None:
    store_orders(database, square, [str(number) for number in range(3_000)])
    assert len(statements) <= 10, statements


@pytest.mark.parametrize("count", [1, 500])
def test_a_day_is_read_in_as_few_queries_whatever_its_size(
    database: Database, square: StoredSquare, statements: list[str], count: int
) -> None:
    store_orders(database, square, [str(number) for number in range(count)])
    statements.clear()
    with database.read(TEST) as work:
        orders = work.orders.of_day(square.id, DAY)
        assert len(statements) == 3
        legs = work.legs.to_plan(square.id, DAY)
        assert len(statements) <= 6
    assert sum(len(one.parcels) + len(one.legs) for one in orders) == 3 * count
    assert {leg.order.recipient for leg in legs} == {"Klant Proef"}


def test_what_was_not_loaded_is_not_fetched_behind_ones_back(database: Database, square: StoredSquare) -> None:
    store_orders(database, square, ["1"])
    with database.read(TEST) as work:
        (stored,) = work.orders.of_day(square.id, DAY)
        with pytest.raises(InvalidRequestError, match="lazy='raise'"):
            _ = stored.legs[0].parcels
    assert stored.shop.name == "Bakker Bart", "what was loaded is there after the end"


def test_every_change_of_state_is_an_event_and_no_change_is_none(database: Database, square: StoredSquare) -> None:
    one, other = store_orders(database, square, ["1", "2"])
    with database.begin(TEST) as work:
        work.orders.set_states(square.id, {one: OrderState.PLANNED, other: OrderState.ACCEPTED}, "planning")
        changes = [one.details for one in work.events.of(square.id) if one.kind == "order.state"]
        assert work.orders.get(one).state is OrderState.PLANNED
    assert changes == [{"from": "accepted", "to": "planned", "reason": "planning"}]


def test_shops_put_again_are_the_same_changed_or_new(database: Database, square: StoredSquare) -> None:
    bart = ShopDraft("bakker  BART", 5.52, 52.12, opening_hours="Mo-Sa 08:00-18:00", closing_days=frozenset({DAY}))
    book = ShopDraft("Het Boek", 5.53, 52.13, closing_days=frozenset({date(2026, 12, 25)}))
    with database.begin(TEST) as work:
        puts = work.shops.put(square.id, [bart, book, ShopDraft("Slager Smit", 5.5, 52.1)])
        assert [put.outcome for put in puts] == [Outcome.CHANGED, Outcome.CHANGED, Outcome.NEW]
        assert [put.id for put in puts[:2]] == square.shops
        again = work.shops.put(square.id, [bart, book])
        assert [put.outcome for put in again] == [Outcome.SAME, Outcome.SAME]
        names = {shop.name: [one.day for one in shop.closing_days] for shop in work.shops.all(square.id)}
    assert names == {"bakker  BART": [DAY], "Het Boek": [date(2026, 12, 25)], "Slager Smit": []}


def test_two_shops_of_one_name_are_refused(database: Database, square: StoredSquare) -> None:
    drafts = [ShopDraft("Kapper", 5.5, 52.1), ShopDraft("KAPPER ", 5.6, 52.2)]
    with pytest.raises(BadInputError, match="two shops are called 'kapper'"), database.begin(TEST) as work:
        work.shops.put(square.id, drafts)


def test_a_shop_that_moves_takes_its_waiting_legs_along_and_leaves_released_ones(
    database: Database, square: StoredSquare
) -> None:
    store_orders(database, square, ["1", "2"])
    released, _ = leg_ids(database, square)
    with database.begin(TEST) as work:
        plan = work.plans.save(square.id, DAY, plan_of(square, [[released]]))

        work.rounds.set_state(plan.rounds[0].id, RoundState.RELEASED)
        work.shops.put(square.id, [ShopDraft("Bakker Bart", 5.59, 52.19)])
        where = {leg.id == released: leg.pickup_lon for leg in work.legs.of_day(square.id, DAY)}
    assert where == {True: 5.52, False: 5.59}


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        (VehicleDraft("F", "bike", 1, 1, 50, 50), "duty ends before it begins"),
        (VehicleDraft("F", "bike", 1, 1, 0, 50, cool_volume_ml=2), "more of its volume is cool"),
        (VehicleDraft("F", "bike", -1, 1, 0, 50), "vehicles.weight_g"),
        (VehicleDraft("", "bike", 1, 1, 0, 50), "vehicles.name: is empty"),
    ],
)
def test_a_vehicle_that_cannot_be_is_refused(
    database: Database, square: StoredSquare, draft: VehicleDraft, told: str
) -> None:
    with pytest.raises(BadInputError, match=told), database.begin(TEST) as work:
        work.vehicles.put(square.id, [draft])


@pytest.mark.parametrize(
    ("draft", "error", "told"),
    [
        (SquareDraft("proefdorp", "x"), ConflictError, "is a square 'proefdorp' already"),
        (SquareDraft("Proef Dorp", "x"), BadInputError, "cannot be a square's slug"),
        (SquareDraft("x", "x", timezone="Mars/Olympus"), BadInputError, "no time zone"),
        (SquareDraft("x", "x", timezone="../etc/passwd"), BadInputError, "no time zone"),
        (SquareDraft("x", "x", currency="euro"), BadInputError, "no currency"),
    ],
)
def test_a_square_that_cannot_be_is_refused(
    database: Database, square: StoredSquare, draft: SquareDraft, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told), database.begin(TEST) as work:
        work.squares.create(draft, ["Gebied proefdorp"])


def test_an_unknown_square_or_area_names_those_there_are(database: Database, square: StoredSquare) -> None:
    with database.read(TEST) as work:
        with pytest.raises(NotFoundError, match="Squares here: proefdorp"):
            work.squares.get("proefdrop")
        with pytest.raises(NotFoundError, match="Areas here: Gebied proefdorp"):
            work.areas.get("elders")


def test_an_area_put_again_is_replaced_in_one_step(database: Database, square: StoredSquare) -> None:
    newer = RoadNetworkDraft("dorp.osm.pbf", "networks/dorp-2", "b" * 64, "1", 11, 40, 70)
    with database.begin(TEST) as work:
        before = work.areas.get("gebied PROEFDORP")
        (after,) = work.areas.put(newer, [AreaDraft("Gebied Proefdorp", box(5, 52, 6, 53))])
        assert after.id == before.id
        assert after.road_network.sha256 == "b" * 64
        assert after.border.bounds == (5, 52, 6, 53)
        assert work.squares.get("proefdorp").areas[0].road_network_id == after.road_network_id
        assert work.areas.network(square.network).sha256 == "a" * 64, "the earlier one stays for its rounds"
        assert [one.kind for one in work.events.of(square.id)][-1] == "area.replaced"
        again = work.areas.put(NETWORK, [AreaDraft("Gebied Proefdorp", box(5, 52, 6, 53))])
        assert again[0].road_network_id == square.network, "a known extract is not stored twice"


def test_a_square_never_has_areas_in_two_networks(database: Database, square: StoredSquare) -> None:
    newer = RoadNetworkDraft("dorp.osm.pbf", "networks/dorp-2", "b" * 64, "1", 11, 40, 70)
    west, east = AreaDraft("West", box(5, 52, 5.5, 53)), AreaDraft("Oost", box(5.5, 52, 6, 53))
    with database.begin(TEST) as work:
        work.areas.put(NETWORK, [west, east])
        work.squares.create(SquareDraft("twee", "Twee"), ["West", "Oost"])
    with pytest.raises(ConflictError, match="square twee also serves 'Oost'"), database.begin(TEST) as work:
        work.areas.put(newer, [west])
    with database.begin(TEST) as work:
        assert {one.road_network.sha256 for one in work.areas.put(newer, [west, east])} == {"b" * 64}
        work.areas.put(NETWORK, [AreaDraft("Elders", box(7, 52, 8, 53))])
        with pytest.raises(BadInputError, match="several road networks"):
            work.squares.create(SquareDraft("drie", "Drie"), ["West", "Elders"])
