"""Days of a made-up square that were brought, without roads or solver: for the tests of reports."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shapely import box

from data.database import Database
from data.drafts.neighbourhood import NeighbourhoodDraft
from data.drafts.order import PositionDraft
from data.geometry import as_multipolygon
from data.models.states import PositionSource
from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.allocation import Consignment
from impact.elements import Element, ElementKind, Known, Movement, Purpose, Stretch
from impact.factor_table import LATEST, load_factors
from kernel.position import Position
from rounds import report_rows
from rounds.kept_activity import activity_document
from rounds.kept_report import KIND
from tests.stored_square import TEST, StoredSquare, new_database, order, plan_of
from tests.stores import Store

__all__ = ["Brought", "bring", "new_year", "store_neighbourhoods"]

AFTER = datetime(2027, 1, 2, 12, tzinfo=UTC)
WEST, EAST = 5.5, 5.6
STRIPES = 6
"""Neighbourhoods from west to east, two a district; the easternmost ground is in none."""
METRES = 1_000
"""Of a round, for each order."""


@dataclass(frozen=True)
class Brought:
    """One order: in which stripe, to which house of it, of which shop (0 or 1), its address written otherwise."""

    stripe: int
    house: int
    shop: int = 0
    street: str | None = None
    postcode: str | None = None
    addition: str = ""

    @property
    def position(self) -> Position:
        width = (EAST - WEST) / (STRIPES + 1)
        return Position(WEST + width * (self.stripe + 0.5), 52.11 + 0.0005 * self.house)


@contextmanager
def new_year(store: Store) -> Iterator[Database]:
    """Open a new database with the six stripes, on a day when all that is brought in 2026 is past."""
    opened = new_database(store)
    opened._clock = lambda: AFTER
    store_neighbourhoods(opened)
    yield opened
    opened.close()


def store_neighbourhoods(database: Database, year: int = 2025) -> None:
    """Store six stripes of one municipality."""
    width = (EAST - WEST) / (STRIPES + 1)
    drafts = [
        NeighbourhoodDraft(
            f"BU034400{n:02}", f"Buurt {n}", f"WK0344{n // 2:02}", f"Wijk {n // 2}", "GM0344", "Proefstad",
            as_multipolygon(box(WEST + n * width, 52.1, WEST + (n + 1) * width, 52.2)),
        )
        for n in range(STRIPES)
    ]  # fmt: skip
    with database.begin(TEST) as work:
        work.neighbourhoods.put(year, drafts)


def bring(
    database: Database,
    square: StoredSquare,
    day: date,
    brought: Sequence[Brought],
    rounds: int = 1,
    *,
    on_the_way: int = 0,
) -> None:
    """Store a day's orders and the plan that brings them in rounds at one time, with the report that planning keeps.

    So many of the last are carried, and not brought to their end that day.
    """
    drafts = [
        replace(
            order(square.shops[one.shop], f"{day} {number}", planned_for=day),
            place=PositionDraft(one.position, PositionSource.GEOCODED),
            street=f"Straat {one.stripe}" if one.street is None else one.street,
            number=str(one.house + 1),
            addition=one.addition,
            postcode=f"12{one.stripe:02} AB" if one.postcode is None else one.postcode,
        )
        for number, one in enumerate(brought)
    ]
    with database.begin(TEST) as work:
        ids = [one.order_id for one in work.orders.add(square.id, drafts)]
        legs = [work.orders.get(order_id).legs[0].id for order_id in ids]
        plan = plan_of(square, [legs[first::rounds] for first in range(rounds)])
        moved = [_moved(one, day) for one in plan.rounds]
        work.plans.save(square.id, day, replace(plan, rounds=moved, report=kept(day, len(brought), on_the_way)))


def _moved(one: Any, day: date) -> Any:
    """Let a round begin at eight, with a stop each minute."""
    begin = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    minutes = [begin + timedelta(minutes=number) for number in range(len(one.stops) + 1)]
    stops = [replace(stop, arrival_at=at, leaving_at=at) for stop, at in zip(one.stops, minutes, strict=False)]
    return replace(one, leaving_at=begin, return_at=minutes[-1], stops=stops)


def kept(day: date, orders: int, on_the_way: int = 0) -> dict[str, Any]:
    """Make what is kept of a day in which every order weighs the same and lies as far."""
    names = [f"{day} {number}" for number in range(orders)]
    ended = names[: orders - on_the_way]
    activity = DayActivity(
        orders=len(ended),
        rounds=(VehicleMetres(VehicleClass.CARGO_BIKE, METRES * orders, 0),),
        hub_orders=0,
        supply_orders=0,
        collect_m=(3_000,) * len(ended),
        shop_tours=(VehicleMetres(VehicleClass.SHOP_FLEET, 2 * METRES * orders, 0),),
        pooled_van=(VehicleMetres(VehicleClass.ELECTRIC_VAN, METRES * orders, 0),),
        each_alone=(VehicleMetres(VehicleClass.ELECTRIC_VAN, 4 * METRES * orders, 0),),
    )
    ridden = Stretch(METRES * orders, Purpose.CARRYING, Known.PLANNED)
    element = Element(
        id="round-1",
        kind=ElementKind.ROUND,
        movements=(Movement(VehicleClass.CARGO_BIKE, (ridden,)),),
        consignments=tuple(Consignment(name, 2_000, 800) for name in names),
    )
    written = activity_document(activity, [element], [], load_factors(), orders=ended, seed=1)
    return {"kept": KIND, "nl": told(day, orders), "en": told(day, orders), **written}


def told(day: date, orders: int) -> dict[str, Any]:
    """Make what of a day's report its month takes beside what was driven."""
    return {
        "date": day.isoformat(),
        "area": "Proefdorp",
        "demand": "real",
        "orders": {"given": orders, "planned": orders, "unassigned": []},
        "rounds": [],
        "metres": dict.fromkeys((*report_rows.METRES, "customer_collects"), 0),
        "duty_s": dict.fromkeys(report_rows.DUTIES, 0),
        "co2_g": {"project": dict.fromkeys(("low", "central", "high"), 0), "factor_set": LATEST},
        "notes": [],
    }
