"""A made-up square in a real database file: an area, shops, vehicles, and as many orders as a test needs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from shapely import MultiLineString, box

from data.database import Database
from data.drafts.closure import ClosureDraft, Weekly
from data.drafts.cost_sheet import CostSheetDraft
from data.drafts.courier import AssignmentDraft, CourierDraft, WeeklyShift
from data.drafts.event import EventKind
from data.drafts.order import OrderDraft, ParcelDraft, PositionDraft
from data.drafts.plan import Co2Draft, PathDraft, PlanDraft, RoundDraft, StopDraft, TaskDraft, UnassignedDraft
from data.drafts.shop import HubDraft, ShopDraft, VehicleDraft
from data.drafts.slot import SlotDraft
from data.drafts.square import AreaDraft, DepotDraft, RoadNetworkDraft, SquareDraft
from data.drafts.tariff import TariffDraft
from data.models.states import PositionSource, TaskKind, Temperature
from data.settings import DatabaseSettings
from data.work import Work
from kernel.ids import new_id
from kernel.position import Position
from kernel.scope import Scope
from kernel.text import Text
from rounds.handing_on import hand_on
from rounds.lifecycles.said import Said, Then
from rounds.riding import take_in
from routing.network.closures import Closure
from tests.stores import Store, lay_down, store_at  # noqa: F401 - for lines that run in a process of their own

DAY = date(2026, 12, 1)
NOON = datetime(2026, 12, 1, 11, tzinfo=UTC)
MARKET = Position(5.51, 52.11)
TEST = Scope.system("a test")
PLACES = {TaskKind.PICKUP: Position(5.52, 52.12), TaskKind.DELIVERY: Position(5.55, 52.15)}
"""Of the first shop, and of a household as `order` has it."""
NETWORK = RoadNetworkDraft("dorp.osm.pbf", "networks/dorp", "a" * 64, "1", 10, 36, 60)


def settings(where: Path | Store, **more: float) -> DatabaseSettings:
    store = where if isinstance(where, Store) else Store(where)
    return store.settings(**more)


def open_database(where: Path | Store) -> Database:
    return Database.open(settings(where), clock=lambda: NOON)


@dataclass(frozen=True)
class StoredSquare:
    """Ids of what was stored."""

    id: str
    slug: str
    network: str
    shops: list[str]
    hub: str
    bikes: list[str]


@dataclass(frozen=True)
class Trouble:
    """Ids of what was stored by `store_trouble`."""

    order: str
    relay: str
    handed_on: str
    incident: str
    event: str
    round: str


def new_database(where: Path | Store) -> Database:
    """Open a copy of a new database; on PostgreSQL its store is one."""
    store = where if isinstance(where, Store) else Store(where)
    if not store.postgresql:
        lay_down(store.home)
    return open_database(store)


def store_square(database: Database, slug: str = "proefdorp") -> StoredSquare:
    with database.begin(TEST) as work:
        area = work.areas.put(NETWORK, [AreaDraft(f"Gebied {slug}", box(5.5, 52.1, 5.6, 52.2))])[0]
        square = work.squares.create(SquareDraft(slug, slug.title(), depot=DepotDraft("Markt", MARKET)), [area.name])
        shops = work.shops.put(
            square.id,
            [
                ShopDraft("Bakker Bart", 5.52, 52.12, opening_hours="Mo-Sa 08:00-18:00", closing_days=frozenset({DAY})),
                ShopDraft("Het Boek", 5.53, 52.13),
            ],
        )
        hub = work.hubs.put(square.id, [HubDraft("Dorpshuis", 5.54, 52.14)])[0]
        bikes = work.vehicles.put(square.id, [bike("Fiets 1"), bike("Fiets 2")])
    return StoredSquare(
        square.id, slug, area.road_network_id, [put.id for put in shops], hub.id, [put.id for put in bikes]
    )


def bike(name: str) -> VehicleDraft:
    return VehicleDraft(name, "cargo-bike", 150_000, 800_000, 46_800, 64_800, cool_volume_ml=60_000)


def courier(name: str) -> CourierDraft:
    """Make who can ride a cargo bike on every day from 12:00 to 19:00."""
    weekly = [WeeklyShift(weekday, 43_200, 68_400) for weekday in range(7)]
    return CourierDraft(name, frozenset({"cargo-bike"}), phone="+31612345678", weekly=weekly)


def store_courier(work: Work, square: StoredSquare, name: str, round_id: str) -> str:
    """Store a courier who rides a round; return their id."""
    courier_id = work.couriers.create(square.id, courier(name)).id
    work.courier_assignments.add(square.id, AssignmentDraft(courier_id, round_id, NOON, NOON + timedelta(hours=6)))
    return courier_id


def slot(name: str, **changed: object) -> SlotDraft:
    """Make a slot of every Tuesday from 14:00 to 16:00, for which one may order until 18:00 of the day before."""
    given: dict[str, object] = {
        "name": name, "weekdays": frozenset({1}), "start_s": 50_400, "end_s": 57_600, "cutoff_days": 1,
        "cutoff_s": 64_800, "valid_from": date(2026, 1, 1),
    }  # fmt: skip
    return SlotDraft(**(given | changed))  # type: ignore[arg-type]


def tariff(valid_from: date, **changed: int) -> TariffDraft:
    """Make a tariff of 395 cents up to 5 kg, and 50 for each kilogram above that."""
    given = {"delivery_cents": 395, "return_cents": 295, "crates_cents": 150, "vat_permille": 210}
    return TariffDraft(valid_from, **(given | {"included_weight_g": 5_000, "step_cents": 50} | changed))


def cost_sheet(valid_from: date, **changed: int) -> CostSheetDraft:
    """Make costs of 24 euro an hour, 8 a vehicle, 10 for hubs and 90 a month, of which 300 a month are paid for us."""
    given = {"courier_hour_cents": 2_400, "vehicle_day_cents": 800, "hub_day_cents": 1_000}
    by_month = {"platform_month_cents": 9_000, "subsidy_month_cents": 30_000}
    return CostSheetDraft(valid_from, **(given | by_month | changed))


def order(shop_id: str, ref: str, **changed: object) -> OrderDraft:
    given: dict[str, object] = {
        "shop_id": shop_id,
        "order_ref": ref,
        "planned_for": DAY,
        "window_start_at": NOON + timedelta(hours=1),
        "window_end_at": NOON + timedelta(hours=3),
        "parcels": [ParcelDraft(4_000, 9_000), ParcelDraft(500, 1_000, Temperature.COOL)],
        "place": PositionDraft(Position(5.55, 52.15), PositionSource.GEOCODED),
        "recipient": "Klant Proef",
        "street": "Dorpsstraat",
        "number": "7",
        "postcode": "1234 AB",
        "town": "Proefdorp",
    }
    return OrderDraft(**(given | changed))


def store_orders(database: Database, square: StoredSquare, refs: Sequence[str]) -> list[str]:
    """Store orders of the first shop; return their ids."""
    with database.begin(TEST) as work:
        return [one.order_id for one in work.orders.add(square.id, [order(square.shops[0], ref) for ref in refs])]


def leg_ids(database: Database, square: StoredSquare) -> list[str]:
    with database.read(TEST) as work:
        return [leg.id for leg in work.legs.to_plan(square.id, DAY)]


def plan_of(square: StoredSquare, rounds: Sequence[Sequence[str]], unassigned: Sequence[str] = ()) -> PlanDraft:
    """Make a plan of rounds of legs; each leg is collected and brought in turn."""
    return PlanDraft(
        square.network,
        [round_of(square.bikes[number % 2], legs) for number, legs in enumerate(rounds)],
        [UnassignedDraft(leg, Text("geen plaats meer", "no room left")) for leg in unassigned],
        co2=Co2Draft(10, 20, 30, "2026.1"),
        effort={"seed": 1},
        report={"orders": {"given": 2}},
    )


def round_of(bike_id: str, legs: Sequence[str]) -> RoundDraft:
    path = PathDraft(1_000, 240, [(5.51, 52.11), (5.52, 52.12)])
    stops = [
        StopDraft(kind.value, PLACES[kind], NOON + timedelta(minutes=10 * turn),
                  NOON + timedelta(minutes=10 * turn + 5), [TaskDraft(leg, kind)], path)
        for turn, (leg, kind) in enumerate(((leg, kind) for leg in legs for kind in TaskKind), 1)
    ]  # fmt: skip
    return RoundDraft(
        bike_id, "cargo-bike", "Markt", MARKET, NOON, NOON + timedelta(hours=6), 1_000 * (len(stops) + 1), stops, path
    )


def market(name: str = "Zaterdagmarkt", **changed: object) -> ClosureDraft:
    """Make a closure of every Saturday."""
    given: dict[str, object] = {
        "name": name,
        "roads": Closure(box(5.51, 52.11, 5.52, 52.12), frozenset({7}), None, frozenset({"van"})),
        "begins_at": None,
        "ends_at": None,
        "streets": MultiLineString([[(5.51, 52.11), (5.52, 52.12)]]),
        "weekly": Weekly(frozenset({5}), 25_200, 61_200),
    }
    return ClosureDraft(**(given | changed))


def store_trouble(database: Database, square: StoredSquare, other_square_id: str, day: date = DAY) -> Trouble:
    """Store an order that another square brings on, one whose leg was tried again, and an incident about it.

    Nothing else is changed: its round is of a day of its own.
    """
    with database.begin(TEST) as work:
        drafts = [order(square.shops[0], f"trouble {number}", planned_for=day) for number in (1, 2)]
        handed, tried = (one.order_id for one in work.orders.add(square.id, drafts))
        hub = work.hubs.put(square.id, [HubDraft("Café", 5.59, 52.19)])[0].id
        relay = hand_on(work, handed, hub, other_square_id)
        leg = work.orders.get(tried).legs[0].id
        round_id = work.plans.save(square.id, day, plan_of(square, [[leg]])).rounds[0].id
        failed = Said(EventKind.LEG_FAILED, leg_id=leg, round_id=round_id, then=Then.RETRY)
        unknown = replace(failed, parcels=frozenset({new_id()}))
        answers = take_in(work, square.id, [failed, unknown])
        incident = next(one for one in work.incidents.open(square.id) if answers[1].event_id in one.events)
    return Trouble(tried, relay.id, handed, incident.id, answers[0].event_id, round_id)
