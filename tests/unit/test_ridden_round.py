"""What a round took by its courier's reports: the plan's metres where it went as planned, never less for a failure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.drafts.event import EventKind
from impact.elements import Known, Purpose
from kernel.position import Position
from rounds.lifecycles.said import Left, Said, Then
from rounds.ridden_round import PlannedRide, RiddenRound, ridden_round
from rounds.visits import LegRidden, Load, PlannedStop
from routing.solver.problem import TaskKind

NOON = datetime(2026, 12, 1, 11, tzinfo=UTC)
DEPOT = Position(5.50, 52.10)
SHOP = Position(5.51, 52.11)


def way(origin: Position, destination: Position) -> int:
    """Streets as on squared paper: metres that obey the triangle, unlike any road measured here."""
    return round(100_000 * (abs(origin.lon - destination.lon) + abs(origin.lat - destination.lat)))


def never(_origin: Position, _destination: Position) -> int:
    raise AssertionError("a round that went as planned needs no roads")


def door(number: int) -> Position:
    return Position(5.52 + 0.003 * (number * 7 % 11), 52.12 + 0.002 * (number * 5 % 13))


def leg(number: int, **changed: object) -> LegRidden:
    given: dict[str, object] = {
        "pickup": SHOP, "delivery": door(number), "to_household": True, "ordered": True, "brings_back": False,
        "adults_only": False, "parcels": {f"p{number}": Load(1_000 * number, 500)},
    }  # fmt: skip
    return LegRidden(**(given | changed))  # type: ignore[arg-type] (by keyword, as a test needs)


def legs_of(count: int) -> dict[str, LegRidden]:
    return {f"leg-{number}": leg(number) for number in range(1, count + 1)}


def plan_of(legs: dict[str, LegRidden]) -> PlannedRide:
    """All is collected at the shop first, and brought in turn."""
    stops, here = [PlannedStop(SHOP, way(DEPOT, SHOP), frozenset((name, TaskKind.PICKUP) for name in legs))], SHOP
    for name, one in legs.items():
        stops.append(PlannedStop(one.delivery, way(here, one.delivery), frozenset({(name, TaskKind.DELIVERY)})))
        here = one.delivery
    back = way(here, DEPOT)
    return PlannedRide(DEPOT, stops, back, sum(stop.path_m for stop in stops) + back)


def story(*happened: tuple[EventKind, str] | tuple[EventKind, str, dict[str, object]]) -> list[Said]:
    return [
        Said(kind, id=f"e{number}", device_id="phone", seq=number, happened_at=NOON + timedelta(minutes=number),
             leg_id=name or None, **(more[0] if more else {}))
        for number, (kind, name, *more) in enumerate(happened)
    ]  # fmt: skip


def as_planned(legs: dict[str, LegRidden]) -> list[Said]:
    return story(
        (EventKind.ROUND_STARTED, ""),
        *((EventKind.LEG_COLLECTED, name) for name in legs),
        *((EventKind.LEG_DROPPED, name) for name in legs),
        (EventKind.ROUND_COMPLETED, ""),
    )


def by_purpose(ridden: RiddenRound) -> dict[Purpose, int]:
    assert {each.known for each in ridden.stretches} <= {Known.ESTIMATED}
    return {each.purpose: each.distance_m for each in ridden.stretches}


@given(st.integers(1, 8), st.randoms(use_true_random=False))
def test_the_plans_order_of_stops_has_the_plans_metres_in_any_order_of_arrival(count: int, random: Random) -> None:
    legs = legs_of(count)
    plan, said = plan_of(legs), as_planned(legs)
    said += random.choices(said, k=3)
    random.shuffle(said)
    rounded = replace(plan, distance_m=plan.distance_m + random.choice([-1, 0, 2]))
    ridden = ridden_round(rounded, legs, said, never)
    assert ridden.distance_m == rounded.distance_m
    assert (ridden.attempts, ridden.first_time, ridden.untold, ridden.visits) == (count, count, 0, count + 1)
    assert ridden.duty_s == 60 * (2 * count + 1)
    assert by_purpose(ridden)[Purpose.EMPTY] == pytest.approx(plan.stops[0].path_m + plan.way_back_m, abs=2)


@given(st.integers(2, 7), st.data())
def test_a_stop_that_fails_never_lessens_the_metres(count: int, data: st.DataObject) -> None:
    legs = legs_of(count)
    plan = plan_of(legs)
    failing = data.draw(st.sets(st.sampled_from(sorted(legs)), min_size=1))
    back = data.draw(st.sets(st.sampled_from(sorted(failing))))
    backs = {f"back of {name}": leg(int(name[4:]), pickup=legs[name].delivery, delivery=SHOP, to_household=False,
                                    ordered=False, brings_back=True) for name in sorted(back)}  # fmt: skip
    said = story(
        *((EventKind.LEG_COLLECTED, name) for name in legs),
        *(
            (EventKind.LEG_FAILED, name, {"then": Then.BACK}) if name in failing else (EventKind.LEG_DROPPED, name)
            for name in legs
        ),
        *((EventKind.LEG_DROPPED, name) for name in backs),
        (EventKind.ROUND_COMPLETED, ""),
    )
    ridden = ridden_round(plan, legs | backs, said, way)
    assert ridden.distance_m >= plan.distance_m
    assert (ridden.attempts, ridden.first_time) == (count, count - len(failing))
    assert Purpose.FAILED_ATTEMPT in by_purpose(ridden)
    assert (Purpose.RETURN in by_purpose(ridden)) == bool(back) or failing > back  # what is aboard goes back too


def test_a_stop_that_was_left_out_is_ridden_past_and_counted_as_untold() -> None:
    legs = legs_of(3)
    plan = plan_of(legs)
    said = [one for one in as_planned(legs) if one.leg_id != "leg-2" or one.kind is not EventKind.LEG_DROPPED]
    ridden = ridden_round(plan, legs, said, way)
    skipped = plan.stops[2].path_m + plan.stops[3].path_m - way(door(1), door(3))
    assert ridden.distance_m == plan.distance_m - skipped
    assert (ridden.untold, ridden.attempts) == (1, 2)


def test_going_back_for_a_second_attempt_is_a_visit_more_and_no_first_attempt() -> None:
    legs = legs_of(2)
    again = {"retry": leg(1, pickup=door(1), ordered=False)}
    said = story(
        *((EventKind.LEG_COLLECTED, name) for name in legs),
        (EventKind.LEG_FAILED, "leg-1", {"then": Then.RETRY}),
        (EventKind.LEG_DROPPED, "leg-2"),
        (EventKind.LEG_DROPPED, "retry"),
    )
    ridden = ridden_round(plan_of(legs), legs | again, said, way)
    ways = [(DEPOT, SHOP), (SHOP, door(1)), (door(1), door(2)), (door(2), door(1)), (door(1), DEPOT)]
    assert ridden.distance_m == sum(way(*one) for one in ways)
    assert (ridden.visits, ridden.attempts, ridden.first_time) == (4, 2, 1)
    assert ridden.empty_m == way(DEPOT, SHOP) + way(door(1), DEPOT)
    assert ridden.gram_metres == 3_000 * way(SHOP, door(1)) + 3_000 * way(door(1), door(2)) + 1_000 * way(
        door(2), door(1)
    )


def test_two_devices_are_placed_by_their_clocks_and_each_keeps_its_own_order() -> None:
    legs = legs_of(2)
    said = as_planned(legs)
    fast = [replace(one, device_id="other", seq=number, happened_at=NOON + timedelta(hours=9)) for number, one in
            enumerate(said[3:])]  # fmt: skip
    backwards = [replace(one, happened_at=NOON - timedelta(minutes=number)) for number, one in enumerate(said[:3])]
    assert ridden_round(plan_of(legs), legs, [*fast, *backwards], never).distance_m == plan_of(legs).distance_m


@pytest.mark.parametrize(
    ("hours", "duty_s"), [((0, 2), 7_200), ((0, 0), None), ((2, 0), None), ((0, 25), None), ((0, 10_000), None)]
)
def test_hours_that_cannot_be_are_not_believed(hours: tuple[int, int], duty_s: int | None) -> None:
    kinds = (EventKind.ROUND_STARTED, EventKind.ROUND_COMPLETED)
    said = [
        Said(kind, id=kind, happened_at=NOON + timedelta(hours=hour)) for kind, hour in zip(kinds, hours, strict=True)
    ]
    assert ridden_round(plan_of(legs_of(1)), {}, said, never).duty_s == duty_s


@pytest.mark.parametrize(("left", "first_time"), [(Left.IN_PERSON, 1), (Left.NEIGHBOURS, 0), (Left.AT_THE_DOOR, 0)])
def test_what_is_18_plus_is_handed_over_in_person_only(left: Left, first_time: int) -> None:
    legs = {"leg-1": leg(1, adults_only=True)}
    said = story((EventKind.LEG_COLLECTED, "leg-1"), (EventKind.LEG_DROPPED, "leg-1", {"left": left}))
    assert ridden_round(plan_of(legs), legs, said, never).first_time == first_time


def test_reports_of_what_nobody_knows_are_no_visit() -> None:
    said = story((EventKind.LEG_DROPPED, "nobody's"), (EventKind.LEG_LOST, "leg-1"))
    ridden = ridden_round(plan_of(legs_of(1)), legs_of(1), said, never)
    assert (ridden.visits, ridden.distance_m) == (0, 0)


def test_a_parcel_that_was_lost_on_the_way_rides_no_further() -> None:
    legs = legs_of(2)
    plan = plan_of(legs)
    said = story(
        *((EventKind.LEG_COLLECTED, name) for name in legs),
        (EventKind.LEG_DROPPED, "leg-1"),
        (EventKind.LEG_LOST, "leg-2"),
    )
    ridden = ridden_round(plan, legs, said, way)
    out, back = way(DEPOT, SHOP), way(door(1), DEPOT)
    assert by_purpose(ridden) == {Purpose.CARRYING: way(SHOP, door(1)), Purpose.EMPTY: out + back}
    assert (ridden.empty_m, ridden.gram_metres) == (out + back, 3_000 * way(SHOP, door(1)))
    assert (ridden.visits, ridden.attempts, ridden.untold) == (2, 1, 1)
