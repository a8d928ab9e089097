"""What both sides of a what-if are planned with: the same refusals, and as many iterations a leg."""

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from cli.whatif import command
from kernel.errors import BadInputError
from kernel.progress import Stop, never
from kernel.text import Text
from rounds import counterfactuals, replayed, what_if
from rounds.changed_day import changed_day, legs_wanted
from rounds.changes import Changes, Pooling
from rounds.day_clock import DayClock
from rounds.delivery_day import DeliveryDay, Order
from rounds.plan import Plan, PlannedTask, UnassignedOrder
from rounds.replayed import SearchDepth
from rounds.stored_day import StoredDay
from rounds.whole_day import unwatched
from routing.solver.engine import Effort
from tests.in_a_plane import Plane, busy_day
from tests.planned_day import PLAN
from tests.unit.test_changed_day import DOORS, day

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "what-if.md"
WAITS = Text("wacht tot een vrijgegeven ronde haar naar Dorpshuis brengt", "waits until a released round brings it")


def stored(whole: DeliveryDay, refused: Sequence[UnassignedOrder] = ()) -> StoredDay:
    """A day as it is loaded, of which a what-if looks at no more than this."""
    known = {"clock": DayClock(whole.day, "Europe/Amsterdam"), "whole": whole, "refused": refused}
    return StoredDay(**dict.fromkeys((field.name for field in fields(StoredDay)), None) | known)  # type: ignore[arg-type] - not read


@pytest.mark.parametrize("times", [1, 2, 3])
def test_twins_of_legs_that_cannot_be_planned_cannot_be_either(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    planned: list[tuple[DeliveryDay, Sequence[UnassignedOrder]]] = []

    def noted(day: DeliveryDay, refused: Sequence[UnassignedOrder], *_: Any, stop: Stop, **__: Any) -> None:
        planned.append((day, refused))
        assert stop is never

    monkeypatch.setattr(what_if, "replayed", noted)
    monkeypatch.setattr(what_if, "roads_of", lambda *_: None)
    before = day([6])
    waiting = [UnassignedOrder(leg, WAITS) for leg in before.orders if leg.pickup_hub]
    replay = what_if._Replay(DOORS, None, SearchDepth(20, 1), unwatched, never)  # type: ignore[arg-type] - no roads
    replay.side(stored(before, waiting), Changes(orders=times))
    ((after, refused),) = planned
    assert [left.order for left in refused] == [leg for leg in after.orders if leg.pickup_hub]
    assert len(refused) == times * len(waiting) > 0
    assert {left.reason for left in refused} == {WAITS}


def test_a_search_is_as_long_as_it_has_legs_not_orders() -> None:
    before, twice = day([6]), Changes(orders=2)
    assert len(before.orders) == 9, "three of the six go by a hub"
    assert legs_wanted(before, twice) == len(changed_day(before, twice, DOORS, 1).orders) == 18
    depth = SearchDepth(iterations=100, seed=1)
    assert depth.of(before).iterations == 9
    what_if._refuse_too_long([stored(before)], twice, depth, 27)
    with pytest.raises(BadInputError, match="27 iterations over both sides of all days are more than 26"):
        what_if._refuse_too_long([stored(before)], twice, depth, 26)


def test_beside_shops_own_tours_the_whole_day_is_searched_as_deeply(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, searched = busy_day(7, shops=2), list[tuple[int, int | None]]()

    def noted(of: DeliveryDay, _: object, effort: Effort, *__: object) -> Plan:
        searched.append((len(of.orders), effort.iterations))
        return Plan([], [])

    for module in (replayed, counterfactuals):
        monkeypatch.setattr(module, "plan_day", noted)
    for asked, found in ((500, [(7, 280), (4, 160), (3, 120)]), (5_000, [(7, 350), (4, 200), (3, 150)])):
        depth = SearchDepth(asked, 1).beside(Pooling.SHOP_TOURS)
        for pooling in (Pooling.POOLED, Pooling.SHOP_TOURS):
            replayed.replayed(whole, (), Plane(), depth, pooling=pooling)
        assert searched == found
        searched.clear()
    assert SearchDepth(500, 1).beside(Pooling.EACH_ALONE) == SearchDepth(500, 1)


def test_what_is_said_of_it_names_the_least_that_both_sides_get() -> None:
    least = SearchDepth(1, 1).beside(Pooling.SHOP_TOURS).iterations
    (iterations,) = (one for one in command.params if one.name == "iterations")
    assert f"with --no-pooling no less than {least}." in (getattr(iterations, "help", ""))
    assert f"both sides get {least:,} where it is less" in HOW_TO.read_text("utf-8")


def test_shops_own_tours_tell_how_far_they_are_and_are_stopped_between_two_shops() -> None:
    shares, answers = list[float](), iter([False, True])
    side = replayed.replayed(
        busy_day(4, shops=2),
        (),
        Plane(),
        SearchDepth(1, 1),
        pooling=Pooling.SHOP_TOURS,
        progress=shares.append,
        stop=lambda: next(answers),
    )
    assert side.delivered == 2
    assert (shares[0], round(shares[-1], 3)) == (0.2, 0.6)


class NoRoads:
    """Of a plan that is made by hand nobody measures anything."""

    def measure_for(self, *_: Any) -> list[Any]:
        return []


@pytest.mark.parametrize(("again", "given"), [(False, 1), (True, 0)])
def test_an_order_of_which_one_leg_finds_no_room_is_left_and_not_delivered(
    monkeypatch: pytest.MonkeyPatch, again: bool, given: int
) -> None:
    before = day([1])
    to_hub, onward = (replace(leg, again=again) for leg in before.orders)
    side = pooled(monkeypatch, replace(before, orders=[to_hub, onward]), planned=[onward])
    assert (side.given, side.delivered, side.left, side.m_per_order) == (given, 0, 1, None)
    assert (side.activity.orders, side.distance_m) == (0, PLAN.distance_m), "its metres are driven"
    both = pooled(monkeypatch, replace(before, orders=[to_hub, onward]), planned=[])
    assert (both.given, both.delivered, both.left) == (given, 0, 1), "once, of two legs"
    whole = pooled(monkeypatch, replace(before, orders=[to_hub, onward]), planned=[to_hub, onward])
    assert (whole.given, whole.delivered, whole.left) == (given, given, 0)


def pooled(monkeypatch: pytest.MonkeyPatch, whole: DeliveryDay, planned: Sequence[Order]) -> replayed.Replayed:
    """Replay a day of which these legs find room in one round, and the others in none."""
    (one,) = PLAN.rounds
    stops = [
        replace(stop, tasks=[PlannedTask(task.kind, leg) for task in stop.tasks for leg in planned])
        for stop in one.stops
    ]
    left = [UnassignedOrder(leg, WAITS) for leg in whole.orders if leg not in planned]
    monkeypatch.setattr(replayed, "plan_day", lambda *_: Plan([replace(one, stops=stops)], left))
    return replayed.replayed(whole, (), NoRoads(), SearchDepth(20, 1))  # type: ignore[arg-type] - it measures nothing
