"""A round ridden by the clock, over ways that are made up: what is counted by hand is what comes out."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from kernel.position import Position
from rounds.delivery_day import Order, Parcel, Shop, Span, Temperature, Vehicle
from rounds.plan import PlannedTask, Round, Stop
from rounds.retiming import BACK, Retimed, Way, retimed
from routing.network.paths import RoadPath
from routing.solver.problem import TaskKind

DEPOT, SHOP, DOOR, FAR = (Position(5 + number / 100, 52) for number in range(4))
NOON = 43_200
SHOPS = {"s": Shop("s", "Bakker", SHOP, [(NOON - 3_600, NOON + 18_000)])}
BIKE = Vehicle("bike", "cargo-bike", 150, 800, 60, (NOON, NOON + 14_400))


def order(name: str, door: Position, window: Span = (NOON, NOON + 14_400), *, cool: bool = False) -> Order:
    kind = Temperature.COOL if cool else Temperature.AMBIENT
    return Order(name, "s", name, name, door, [Parcel(1, 5, kind)], NOON - 3_600, window)


def path(seconds: int, end: Position) -> RoadPath:
    line = np.array([[0.0, 0.0], [end.lon, end.lat]])
    return RoadPath(seconds * 4, seconds, np.empty(0, np.int32), np.empty(0, np.bool_), line)


def riding(seconds: int, *, closed: Sequence[Position] = (), until_s: int = 10**6, waits: bool = False) -> Way:
    """Every way takes so many seconds; some places have none for a time, until which one may wait."""

    def found(origin: Position, destination: Position, second: int) -> tuple[int, RoadPath] | None:
        if (origin in closed or destination in closed) and second < until_s:
            return (until_s, path(seconds, destination)) if waits else None
        return second, path(seconds, destination)

    return found


def planned(*orders: Order, way_s: int = 300) -> Round:
    """The shop for all, then each door; times are the caller's to find."""
    shop = Stop(SHOP, "Bakker", 0, 0, [PlannedTask(TaskKind.PICKUP, one) for one in orders], path(way_s, SHOP))
    doors = [(one.position, [PlannedTask(TaskKind.DELIVERY, one)]) for one in orders]
    stops = [shop, *(Stop(door, task[0].order.id, 0, 0, task, path(way_s, door)) for door, task in doors)]
    return Round("round-1", BIKE, NOON, NOON, stops, path(way_s, DEPOT), 0)


def ride(round_: Round, way: Way, *, since_s: int | None = None) -> Retimed:
    return retimed(round_, DEPOT, SHOPS, way, since_s=since_s)


def times(found: Retimed) -> list[tuple[int, int]]:
    return [(stop.arrival_s - NOON, stop.leaving_s - NOON) for stop in found.round.stops]


def test_each_way_and_each_work_takes_its_seconds() -> None:
    """90 s at the shop and 20 an order, 60 s at a door and 60 an order."""
    found = ride(planned(order("a", DOOR), order("b", FAR)), riding(300))
    assert times(found) == [(300, 430), (730, 850), (1150, 1270)]
    assert found.round.return_s == NOON + 1570
    assert found.round.distance_m == 4 * 4 * 300
    assert found.holds


def test_a_first_stop_at_the_depot_needs_no_parking_as_it_was_planned() -> None:
    """20 s for the order; what was planned to the second stays as it is."""
    one = planned(order("a", DOOR, (NOON, NOON + 320)))
    at_home = replace(one.stops[0], position=DEPOT, arrival_s=NOON, leaving_s=NOON + 20, path=path(0, DEPOT))
    shops = {"s": replace(SHOPS["s"], position=DEPOT)}

    def way(origin: Position, destination: Position, second: int) -> tuple[int, RoadPath]:
        return second, path(0 if origin == destination else 300, destination)

    found = retimed(replace(one, stops=[at_home, *one.stops[1:]]), DEPOT, shops, way)
    assert times(found) == [(0, 20), (320, 440)]
    assert found.holds


def test_parking_that_was_planned_is_no_wait_where_who_stands_there_cannot_leave_before() -> None:
    """Depot, a door, the shop at the depot: the door cannot be reached, so nobody leaves, and nobody parks."""
    one, back = planned(order("a", DOOR)), replace(order("b", FAR), to_shop=True)
    away = Stop(FAR, "b", NOON + 300, NOON + 420, [PlannedTask(TaskKind.PICKUP, back)], path(300, FAR))
    at_home = replace(one.stops[0], position=DEPOT, arrival_s=NOON + 720, leaving_s=NOON + 830)
    shops = {"s": replace(SHOPS["s"], position=DEPOT)}

    def way(origin: Position, destination: Position, second: int) -> tuple[int, RoadPath] | None:
        if FAR in {origin, destination}:
            return None
        return second, path(0 if origin == destination else 300, destination)

    found = retimed(replace(one, stops=[away, at_home, *one.stops[1:]]), DEPOT, shops, way)
    assert times(found) == [(0, 0), (0, 20), (320, 440)]
    assert list(found.unreached) == [1]


def test_whoever_is_early_waits_and_whoever_is_late_is_told_by_how_much() -> None:
    window = (NOON + 1_000, NOON + 1_100)
    assert times(ride(planned(order("a", DOOR, window)), riding(300)))[1] == (710, 1_120)
    late = ride(planned(order("a", DOOR, window)), riding(600))
    assert times(late)[1] == (1_310, 1_430)
    assert (late.late_s, late.holds, late.first_broken) == ({2: 210}, False, 2)


def test_what_goes_back_is_worked_on_as_its_place_is_a_door_first_and_then_a_counter() -> None:
    """60 s at the door and 60 for the return, in its window; 90 s at the shop and 20, while it is open."""
    back = replace(order("a", DOOR, (NOON + 600, NOON + 900)), to_shop=True)
    stops = [
        Stop(DOOR, "a", 0, 0, [PlannedTask(TaskKind.PICKUP, back)], path(300, DOOR)),
        Stop(SHOP, "Bakker", 0, 0, [PlannedTask(TaskKind.DELIVERY, back)], path(300, SHOP)),
    ]
    round_ = replace(planned(), stops=stops)
    assert times(ride(round_, riding(300))) == [(300, 720), (1_020, 1_130)]
    assert ride(round_, riding(1_000)).late_s == {1: 100}
    shut = {"s": replace(SHOPS["s"], hours=[(NOON, NOON + 1_000)])}
    assert retimed(round_, DEPOT, shut, riding(300)).late_s == {2: 20}


def test_coming_back_after_the_duty_is_late_too() -> None:
    found = ride(planned(order("a", DOOR, (NOON, NOON + 50_000))), riding(5_000))
    assert found.late_s == {BACK: found.round.return_s - BIKE.hours[1]}
    assert found.first_broken == BACK


def test_a_stop_without_a_way_is_ridden_past_and_named() -> None:
    found = ride(planned(order("a", DOOR), order("b", FAR)), riding(300, closed=[DOOR]))
    assert (found.unreached, found.holds) == ([2], False)
    assert [one.path.distance_m for one in found.round.stops] == [1_200, 0, 1_200]
    assert times(found) == [(300, 430), (430, 430), (730, 850)]
    assert [stop.place for stop in found.round.stops] == ["Bakker", "a", "b"]


def test_a_stop_that_was_ridden_past_stays_so_when_its_road_opens_again() -> None:
    """At 430 one rides on from the shop, past the door that is closed, to the next."""
    past = ride(planned(order("a", DOOR), order("b", FAR)), riding(300, closed=[DOOR])).round
    begins: list[Position] = []

    def opened(origin: Position, destination: Position, second: int) -> tuple[int, RoadPath] | None:
        begins.append(origin)
        return riding(300)(origin, destination, second)

    again = ride(past, opened, since_s=NOON + 431)
    assert (past.unreached, again.round.unreached, list(again.unreached)) == ((2,), (2,), [2])
    assert again.round.stops == past.stops
    assert begins == [FAR]
    before = ride(past, opened, since_s=NOON + 430)
    assert before.round.unreached == ()
    assert begins[1:] == [SHOP, DOOR, FAR]


def test_a_way_that_opens_later_is_waited_for_where_one_may() -> None:
    found = ride(planned(order("a", DOOR)), riding(300, closed=[DOOR], until_s=NOON + 2_000, waits=True))
    assert times(found) == [(300, 410), (2_300, 2_420)]
    assert found.holds


def test_a_wait_that_was_planned_on_purpose_stays_and_takes_up_what_comes_later() -> None:
    one = planned(order("a", DOOR))
    shop = replace(one.stops[0], arrival_s=NOON + 300, leaving_s=NOON + 900)
    waited = replace(one, stops=[shop, *one.stops[1:]])
    assert times(ride(waited, riding(300)))[0] == (300, 900)
    assert times(ride(waited, riding(500)))[0] == (500, 900)
    assert times(ride(waited, riding(1_500)))[0] == (1_500, 1_610)


def test_cool_goods_are_watched_from_the_end_of_collecting_to_the_handing_over() -> None:
    """They leave the shop at 410 and are handed over 60 s after arriving: 90 minutes are 5,400 s."""
    window = (NOON, NOON + 40_000)
    cool = planned(order("a", DOOR, window, cool=True))
    for seconds, warm in ((5_340, []), (5_341, [2])):

        def way(origin: Position, destination: Position, second: int, seconds: int = seconds) -> tuple[int, RoadPath]:
            return second, path(300 if destination == SHOP else seconds, destination)

        assert ride(cool, way).warm == warm


@pytest.mark.parametrize(("since_s", "kept"), [(0, 0), (1, 1), (430, 1), (431, 2), (10_000, 3)])
def test_what_was_left_before_stays_as_it_is(since_s: int, kept: int) -> None:
    """The ways begin at 0, 430 and 850: one that begins at that very moment is ridden anew."""
    before = ride(planned(order("a", DOOR), order("b", FAR)), riding(300)).round
    after = ride(before, riding(1_000), since_s=NOON + since_s).round
    assert [one.path.duration_s for one in after.stops] == [300] * kept + [1_000] * (3 - kept)
    assert (after.return_s == before.return_s) == (since_s == 10_000)
