"""A home folder in which every page has something to show: a planned day with all that can be beside it."""

from datetime import date
from pathlib import Path

from data.database import Database
from data.drafts.order import OrderDraft, ParcelDraft, PositionDraft
from data.drafts.shop import VehicleDraft
from data.drafts.square import SquareDraft
from data.models.shop import Shop
from data.models.states import PositionSource, RoundState, Temperature
from data.settings import DatabaseSettings
from kernel.position import Position
from kernel.scope import Scope
from rounds.areas import import_area
from rounds.day_clock import DayClock
from rounds.day_planning import plan_stored_day
from rounds.squares import create_square
from routing.solver.engine import Effort
from tests.village import LAT, LON

TEST = Scope.system("a test")
DAY = date(2026, 12, 1)
UNPLANNED = date(2026, 12, 2)
CODE = "{{7*191}} <script>alert(1)</script> & ${7*191}"
"""A name that would be a template, a tag or an entity, if a page took it for one."""
EFFORT = Effort(None, 5, 1)


def make_shown_village(home: Path, extract: Path) -> None:
    """Make the squares "proefdorp" and "leeg".

    On 1 December proefdorp has 14 planned orders, planned twice, the first round released in between; one too heavy
    for any bike; one whose address waits to be mended; and one that came in after planning. On 2 December one order
    waits to be planned. Leeg has nothing but a name.
    """
    database = Database.open(DatabaseSettings(home=home))
    import_area(database, home, "Proefdorp", extract)
    square = create_square(database, home, SquareDraft("proefdorp", "Proefdorp"), "Proefdorp", from_map=True).square
    with database.begin(TEST) as work:
        work.squares.create(SquareDraft("leeg", CODE), ["Proefdorp"])
        work.vehicles.put(square.id, [bike("Bakfiets 1"), bike(f"Bakfiets 2 {CODE}"[:60]), bike("Bakfiets 10")])
        shops = work.shops.all(square.id)
        work.orders.add(
            square.id,
            [
                *(order(shops[number % 3], f"P-{number}", number) for number in range(1, 13)),
                order(shops[0], "KOEL", 4, temperature=Temperature.COOL, recipient=CODE, note=CODE),
                order(shops[1], CODE, 7),
                order(shops[0], "ZWAAR", 5, weight_g=400_000),
                order(shops[1], "HERSTEL", None, mend_reason=f"there is no number 99 {CODE}"),
                order(shops[2], "LATER", 3, day=UNPLANNED),
            ],
        )
    plan_stored_day(database, home, "proefdorp", DAY, effort=EFFORT)
    with database.begin(TEST) as work:
        work.rounds.set_state(work.rounds.of_day(square.id, DAY)[0].id, RoundState.RELEASED)
        work.orders.add(square.id, [order(shops[2], "VERLAAT", 11), order(shops[2], "NOG-EEN", 12)])
    plan_stored_day(database, home, "proefdorp", DAY, effort=EFFORT)
    with database.begin(TEST) as work:
        work.orders.add(square.id, [order(shops[0], "TE-LAAT", 9)])
    database.close()


def bike(name: str) -> VehicleDraft:
    return VehicleDraft(name, "cargo-bike", 150_000, 800_000, 46_800, 64_800, cool_volume_ml=60_000)


def order(
    shop: Shop,
    ref: str,
    door: int | None,
    *,
    day: date = DAY,
    weight_g: int = 2_500,
    temperature: Temperature = Temperature.AMBIENT,
    mend_reason: str = "",
    recipient: str = "",
    note: str = "",
) -> OrderDraft:
    """Make an order for a door along the village's streets; without one its address waits."""
    clock = DayClock(day, "Europe/Amsterdam")
    at = None if door is None else Position(LON + 0.0006 * door, LAT + 0.0001 + 0.0009 * (door % 5))
    return OrderDraft(
        shop_id=shop.id,
        order_ref=ref,
        planned_for=day,
        window_start_at=clock.moment(14 * 3_600),
        window_end_at=clock.moment(18 * 3_600),
        parcels=[ParcelDraft(weight_g, 9_000, temperature)],
        place=None if at is None else PositionDraft(at, PositionSource.GIVEN),
        mend_reason=mend_reason,
        mend_reason_nl=mend_reason.replace("there is no number 99", "huisnummer 99 is er niet"),
        recipient=recipient or f"Klant {ref}"[:120],
        street="Dwarsstraat",
        number=str(door or 99),
        note=note,
        invented=True,
    )
