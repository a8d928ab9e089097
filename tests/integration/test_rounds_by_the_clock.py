"""Rounds whose roads change under way: sought again where they break, kept back where that does not help."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kernel.scope import Scope
from rounds import settling
from rounds.delivery_day import DeliveryDay, Parcel, Temperature
from rounds.roads import Roads
from rounds.sample_day import SampleSize
from tests.closed_village import SATURDAY, box, write
from tests.hours import closed, faults, planned
from tests.sample_days import stored_sample
from tests.squares import HEADER, good_rows, make_square, open_home, orders_file

TEST = Scope.system("a test")
EVERYWHERE = box(-100, -100, 700, 700)
AFTERNOON, THREE, HALF_PAST = 46_800, 54_000, 55_800
AT = ("--date", SATURDAY)


@pytest.fixture(scope="module")
def roads(village: Path) -> Roads:
    return Roads.read(village)


@pytest.fixture(scope="module")
def day(village: Path, tmp_path_factory: pytest.TempPathFactory) -> DeliveryDay:
    """Twelve orders, of which each has to be brought between three and half past."""
    home = tmp_path_factory.mktemp("home")
    day = stored_sample(home, village, "Proefdorp", size=SampleSize(shops=4, orders=12, bikes=2))
    alike = {"parcels": [Parcel(1, 5)], "ready_at_s": AFTERNOON, "window": (THREE, HALF_PAST)}
    return replace(day, orders=[replace(one, **alike) for one in day.orders])


@pytest.mark.parametrize(
    ("until_s", "slowed"),
    [
        (HALF_PAST + 900, 3),  # one round, in another order
        (HALF_PAST, 3),  # one bike is not enough any more: both ride
    ],
)
def test_a_day_that_breaks_when_roads_slow_down_is_mended(
    day: DeliveryDay, roads: Roads, monkeypatch: pytest.MonkeyPatch, until_s: int, slowed: float
) -> None:
    """Slower from three on: what was sought on the roads of one o'clock is late, and there are ways to be in time."""
    held: list[bool] = []
    retimed = settling.retimed

    def watched(*arguments, **more):
        found = retimed(*arguments, **more)
        held.append(found.holds)
        return found

    monkeypatch.setattr(settling, "retimed", watched)
    orders = [replace(one, window=(THREE, until_s)) for one in day.orders]
    plan = planned(replace(day, orders=orders), roads, closed(EVERYWHERE, 15, 20, slowed=slowed))
    assert False in held, "nothing broke: this test shows nothing"
    assert all(one.hindrance is None for one in plan.rounds)
    assert faults(day, plan) == []
    assert len(plan.orders) == len(day.orders)


def test_a_round_that_cannot_be_mended_stays_and_names_the_stretch(day: DeliveryDay, roads: Roads) -> None:
    plan = planned(day, roads, closed(EVERYWHERE, 15, 20, slowed=60))
    hindered = [one for one in plan.rounds if one.hindrance is not None]
    assert hindered
    for one in hindered:
        assert one.hindrance is not None
        assert one.hindrance.en.startswith("the stretch from ")
        assert "after the time that was agreed" in one.hindrance.en
        places = [day.depot_name, *(stop.place for stop in one.stops)]
        late = next(stop for stop in one.stops if stop.arrival_s > HALF_PAST)
        assert one.hindrance.en.startswith(
            f"the stretch from {places[one.stops.index(late)]} to {late.place}: arrives at "
        )
        assert one.hindrance.nl.startswith("het stuk van ")
    assert len(plan.orders) + len(plan.unassigned) == len(day.orders), "none is lost"


def test_a_street_that_closes_under_way_is_ridden_before_or_not_at_all(day: DeliveryDay, roads: Roads) -> None:
    """The market opens at a quarter past three, in the middle of the time in which everyone wants to be served."""
    market = box(-20, 180, 520, 220)
    plan = planned(day, roads, closed(market, 15.25, 20))
    for one in plan.rounds:
        if one.hindrance is None:
            for stop in one.stops:
                inside = 180 < (stop.position.lat - 52.1) * 111_195 < 225
                assert not inside or stop.leaving_s <= 15.25 * 3_600
    assert len(plan.orders) + len(plan.unassigned) == len(day.orders)


def test_cool_goods_that_would_warm_up_on_slow_roads_hinder_a_round(day: DeliveryDay, roads: Roads) -> None:
    """Collected at two, when the shop has them, and wanted from three on: a slow way makes more than 90 minutes."""
    orders = [
        replace(one, parcels=[Parcel(1, 5, Temperature.COOL)], window=(THREE, THREE + 3 * 3_600))
        for one in day.orders[:4]
    ]
    plan = planned(replace(day, orders=orders), roads, closed(EVERYWHERE, 15, 20, slowed=40))
    told = [one.hindrance.en for one in plan.rounds if one.hindrance is not None]
    assert any("on board for more than 90 min" in line for line in told)
    assert any("warms up what it brings" in fault for fault in faults(day, plan))


@pytest.fixture
def folder(file_folder: Path, call, village: Path) -> Path:
    make_square(call, village, file_folder)
    rows = [f"{row},15:00,15:30" for row in good_rows(12)]
    orders = orders_file(file_folder, rows, header=f"{HEADER},window_start,window_end")
    assert call("orders", "import", "proefdorp", orders, *AT).code == 0
    return file_folder


def test_a_hindered_round_is_not_released_and_says_why(call, folder: Path) -> None:
    slow = ("--closed", write(folder, EVERYWHERE), "--from", f"{SATURDAY} 15:00", "--until", f"{SATURDAY} 20:00")
    assert call("closure", "add", "proefdorp", "IJzel", *slow, "--slowed", "60").code == 0
    assert call("plan", "proefdorp", *AT, "--iterations", "5").code == 0
    listed = call("round", "list", "proefdorp", *AT).out
    assert "  cannot be released: the stretch from " in listed
    refused = call("round", "release", "proefdorp", *AT, "--all")
    assert refused.code == 1
    assert "cannot be ridden as planned: the stretch from " in refused.last_line
    assert refused.last_line.endswith("Nothing was released; change its orders or the closure, and plan the day again.")
    database = open_home(folder)
    with database.read(TEST) as work:
        stored = work.rounds.of_day(work.squares.get("proefdorp").id, date.fromisoformat(SATURDAY))
        orders = work.orders.of_day(work.squares.get("proefdorp").id, date.fromisoformat(SATURDAY))
    database.close()
    assert {one.state.value for one in stored} == {"proposed"}
    assert len(orders) == 12
    assert call("closure", "end", "proefdorp", "IJzel").code == 0
    assert call("plan", "proefdorp", *AT, "--iterations", "5").code == 0
    assert call("round", "release", "proefdorp", *AT, "--all").code == 0
