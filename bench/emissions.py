"""Seconds of the processor that a month's emissions take, on made-up days: no road is measured and nothing planned."""

import json
import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bench.figure import Figure
from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.allocation import Consignment
from impact.assess import assess
from impact.elements import Element, ElementKind, Known, Movement, Purpose, Stretch
from impact.factor_table import load_factors
from impact.inventory import inventory_of
from impact.order_ranges import order_ranges
from rounds.kept_activity import activity_document, activity_in
from rounds.recomputed import month_figures

__all__ = ["measure"]

ORDERS_A_ROUND = 40
FACTORS = load_factors()


def measure() -> list[Figure]:
    """Measure totals, a month, an inventory, and the ranges of single orders."""
    chance = random.Random(1)  # noqa: S311 - no secret
    large, elements = a_day(10_000, chance), rounds_of(10_000, chance)
    kept = [document(200, chance) for _ in range(25)]
    assess(a_day(2, chance), FACTORS)

    def month() -> None:
        days = {date(2026, 11, 1) + timedelta(at): activity_in(json.loads(one)) for at, one in enumerate(kept)}
        month_figures(days, {})

    made = [(element, FACTORS) for element in elements]
    return [
        Figure("totals of 10,000 orders, 10,000 draws", spent(lambda: assess(large, FACTORS)), "<3 s"),
        Figure("a month of 5,000 orders on 25 days, from its kept documents", spent(month), "<2 s"),
        Figure("inventory of 10,000 orders in 250 rounds", spent(lambda: inventory_of(made, 10_000))),
        Figure("the range of each of 10,000 orders", spent(lambda: order_ranges(elements, FACTORS))),
    ]


def spent(work: Callable[[], Any]) -> str:
    before = time.process_time()
    work()
    return f"{time.process_time() - before:.3f} s CPU"


def a_day(orders: int, chance: random.Random) -> DayActivity:
    return DayActivity(
        orders=orders,
        rounds=(VehicleMetres(VehicleClass.CARGO_BIKE, 500 * orders, 0),),
        hub_orders=0,
        supply_orders=0,
        collect_m=tuple(chance.randrange(100, 9_000) for _ in range(orders)),
        shop_tours=(VehicleMetres(VehicleClass.SHOP_FLEET, 2_000 * orders, 0),),
        pooled_van=(VehicleMetres(VehicleClass.ELECTRIC_VAN, 500 * orders, 0),),
        each_alone=(VehicleMetres(VehicleClass.ELECTRIC_VAN, 4_000 * orders, 0),),
    )


def rounds_of(orders: int, chance: random.Random) -> list[Element]:
    stretch = Stretch(500 * ORDERS_A_ROUND, Purpose.CARRYING, Known.PLANNED)
    return [
        Element(
            id=f"round-{number}",
            kind=ElementKind.ROUND,
            movements=(Movement(VehicleClass.CARGO_BIKE, (stretch,)),),
            consignments=tuple(
                Consignment(f"{number}-{at}", chance.randrange(1, 20_000), chance.randrange(1, 5_000))
                for at in range(ORDERS_A_ROUND)
            ),
        )
        for number in range(orders // ORDERS_A_ROUND)
    ]


def document(orders: int, chance: random.Random) -> str:
    """One kept day, as the database holds it, without the report's own text."""
    elements = rounds_of(orders, chance)
    names = [each.order for one in elements for each in one.consignments]
    activity = activity_document(a_day(orders, chance), elements, [], FACTORS, orders=names, seed=1)
    return json.dumps(activity | {"nl": {}})
