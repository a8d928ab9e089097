"""A planned day made by hand, in which no two figures are alike."""

from datetime import date
from pathlib import Path

import numpy as np

from impact.activities import DayActivity
from impact.assess import Assessment, CollectRanges, Decomposition, Headline
from impact.baselines import Baseline
from impact.factor_table import load_factors
from impact.influence import Influence
from impact.inventory import inventory_of
from impact.likely_mix import Basis
from impact.ranges import Range, Saving
from kernel.position import Position
from kernel.text import Text
from rounds.chain_elements import element_of_round, facts_of_round
from rounds.counterfactuals import Collection, Counterfactuals
from rounds.day_report import PlannedDay
from rounds.delivery_day import DeliveryDay, Order, Parcel, Shop, Temperature, Vehicle
from rounds.plan import Plan, PlannedTask, Round, Stop, UnassignedOrder
from routing.network.paths import RoadPath
from routing.solver.engine import Effort
from routing.solver.problem import TaskKind

DEPOT, SHOP, DOOR = Position(5.0, 52.0), Position(5.01, 52.0), Position(5.02, 52.0)
EXTRACT = Path("dorp.osm.pbf")
ORDER = Order(
    id="order-1",
    shop="shop-1",
    customer="Klant 1",
    address="Brink 1, Proefdorp",
    position=DOOR,
    parcels=(Parcel(3.0004, 10.0), Parcel(1.0, 2.0, Temperature.COOL)),
    ready_at_s=46_800,
    window=(50_400, 57_600),
)
LEFT = Order(
    "order-2", "shop-1", "Klant 2", "Brink 2, Proefdorp", DOOR, (Parcel(500.0, 1.0),), 46_800, (50_400, 57_600)
)
BIKE = Vehicle("bike-7", "cargo-bike", 150, 800, 60, (46_800, 64_800))
DAY = DeliveryDay(
    area="Proefdorp",
    day=date(2026, 11, 24),
    seed=42,
    invented=True,
    depot=DEPOT,
    depot_name="Het Boek",
    shops=[Shop("shop-1", "Bakker Bart", SHOP, [(28_800, 64_800)], "Markt 7, Proefdorp")],
    orders=[ORDER, LEFT],
    vehicles=[BIKE],
)


def path(origin: Position, destination: Position, metres: int) -> RoadPath:
    line = np.array([(origin.lon, origin.lat), (destination.lon, destination.lat)])
    return RoadPath(metres, metres // 4, np.zeros(1, np.int32), np.zeros(1, np.bool_), line)


def plan(vehicle: Vehicle, metres: tuple[int, int, int], leaving_s: int, return_s: int) -> Plan:
    """One round: depot, shop, door, depot."""
    out, on, back = metres
    stops = [
        Stop(SHOP, "Bakker Bart", 47_000, 47_200, [PlannedTask(TaskKind.PICKUP, ORDER)], path(DEPOT, SHOP, out)),
        Stop(DOOR, "Brink 1, Proefdorp", 50_300, 50_500, [PlannedTask(TaskKind.DELIVERY, ORDER)], path(SHOP, DOOR, on)),
    ]
    return Plan([Round("round-1", vehicle, leaving_s, return_s, stops, path(DOOR, DEPOT, back), sum(metres))], [])


PLAN = Plan(
    plan(BIKE, (700, 710, 1_420), 46_900, 51_000).rounds,
    [UnassignedOrder(LEFT, Text("te zwaar", "too heavy"))],
)
OTHERS = Counterfactuals(
    shop_tours=[plan(Vehicle("shop-van-1", "van", 1, 1, 1, (0, 1)), (0, 720, 730), 47_000, 50_700)],
    pooled_van=plan(Vehicle("e-van-1", "van", 1, 1, 1, (0, 1)), (740, 750, 760), 47_100, 50_600),
    collections=[Collection(ORDER, path(DOOR, SHOP, 770), path(SHOP, DOOR, 780))],
    direct_m={"order-1": 710},
    whole_m={"order-1": 710},
    alone_m={"order-1": 1_590},
    left_out=[Text("iets ontbreekt", "something is missing")],
)
ELEMENTS = (element_of_round(PLAN.rounds[0], OTHERS.direct_m),)
PLANNED = PlannedDay(
    day=DAY,
    effort=Effort(time_limit_s=None, iterations=9, seed=42),
    plan=PLAN,
    others=OTHERS,
    factors=load_factors(),
    activity=DayActivity(
        orders=0,
        rounds=(),
        hub_orders=0,
        supply_orders=0,
        collect_m=(),
        shop_tours=(),
        pooled_van=(),
        each_alone=(),
    ),
    assessment=Assessment(
        factor_set="2026.1",
        draws=10_000,
        seed=42,
        orders=1,
        project_g=Range(1, 2, 3),
        project_parts_g={},
        project_m=Range(4, 5, 6),
        baselines_g={baseline: Range(10 * n, 10 * n + 1, 10 * n + 2) for n, baseline in enumerate(Baseline, 1)},
        baselines_m={},
        saved_g={baseline: Saving(100 * n, 100 * n + 1, 100 * n + 2, n / 10) for n, baseline in enumerate(Baseline, 1)},
        collect=CollectRanges(0, Range(0, 0, 0), Range(0, 0, 0), Range(0, 0, 0), Range(201, 202, 203)),
        headline=Headline(
            Basis.ANSWERS,
            1,
            3,
            2,
            Range(301, 302, 303),
            Saving(-401, 402, 403, 0.7),
            (Influence("van.stem", -500, 60),),
        ),
        decomposition=Decomposition(Range(501, 502, 503), Saving(601, 602, 603, 0.8), Saving(701, 702, 703, 0.9)),
        days_vary_g=None,
        making_g=None,
    ),
    elements=ELEMENTS,
    facts=(facts_of_round(PLAN.rounds[0], OTHERS.direct_m, OTHERS.whole_m, {"order-1"}),),
    inventory=inventory_of([(element, load_factors()) for element in ELEMENTS], served=1),
)
