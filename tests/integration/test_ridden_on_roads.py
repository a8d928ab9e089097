"""A round that did not go as planned, on the roads of the made-up village; and producers of its shops."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from data.drafts.event import EventKind
from data.models.round import Round
from data.models.states import TaskKind
from data.models.stop import Stop
from kernel.position import Position
from rounds.lifecycles.said import Said, Then
from rounds.producer_file import COLUMNS
from rounds.riding import take_in
from rounds.roads import Roads
from tests.released_rounds import AT, DATE, TEST, plan_orders, rounds
from tests.squares import make_square, open_home

AWAY = (5.55, 52.14)
"""Kilometres off the village's roads."""


@pytest.fixture
def folder(file_folder: Path, call, village: Path) -> Path:
    make_square(call, village, file_folder)
    plan_orders(call, file_folder)
    assert call("round", "release", "proefdorp", *AT, "--all").code == 0
    return file_folder


def ride(folder: Path, one: Round, stops: list[Stop], failing: str) -> None:
    """Report a round stop by stop in this order; one leg fails and goes back to its shop at the end."""
    database = open_home(folder)
    said = [Said(EventKind.ROUND_STARTED, round_id=one.id)]
    for task in (task for stop in stops for task in stop.tasks):
        if task.kind is TaskKind.PICKUP:
            said.append(Said(EventKind.LEG_COLLECTED, leg_id=task.leg_id))
        elif task.leg_id == failing:
            said.append(Said(EventKind.LEG_FAILED, leg_id=failing, reason="niemand thuis", then=Then.BACK))
        else:
            said.append(Said(EventKind.LEG_DROPPED, leg_id=task.leg_id))
    with database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        take_in(work, square.id, [_numbered(each, number, one) for number, each in enumerate(said)])
        order = next(task.leg.order_id for stop in stops for task in stop.tasks if task.leg_id == failing)
        (back,) = (leg.id for leg in work.orders.get(order).legs if leg.id != failing)
        dropped = Said(EventKind.LEG_DROPPED, leg_id=back, round_id=one.id)
        last = [dropped, Said(EventKind.ROUND_COMPLETED, round_id=one.id)]
        take_in(work, square.id, [_numbered(each, len(said) + at, one) for at, each in enumerate(last)])
    database.close()


def _numbered(said: Said, number: int, one: Round) -> Said:
    return replace(said, device_id="phone", seq=number, happened_at=one.leaving_at + timedelta(minutes=number))


def report(call, *options: str) -> dict:
    said = call("report", "make", "proefdorp", *AT, "--format", "json", "-o", "-", "--lang", "en", *options)
    assert said.code == 0, said.err
    return json.loads(said.out)


def test_the_report_takes_the_order_in_which_stops_were_visited_by_itself(call, folder: Path, village: Path) -> None:
    before = report(call)
    found, _ = rounds(folder)
    one, *others = found
    doors = [stop for stop in one.stops if {task.kind for task in stop.tasks} == {TaskKind.DELIVERY}]
    rest = [stop for stop in one.stops if stop not in doors]
    stops = [*rest, *reversed(doors)]
    failing = stops[-1].tasks[-1].leg_id
    ride(folder, one, stops, failing)
    leg = stops[-1].tasks[-1].leg
    shop = Position(leg.pickup_lon, leg.pickup_lat)
    depot = Position(one.depot_lon, one.depot_lat)
    places = [depot, *(Position(stop.lon, stop.lat) for stop in stops), shop, depot]
    measured = Roads.read(village).measure(places, one.profile)
    ways = list(pairwise(places))
    ridden_m = sum(measured.path(*pair).distance_m for pair in ways if pair[0] != pair[1])
    after = report(call)
    assert after["ridden"]["metres"] == {
        "driven": 0, "planned": sum(each.distance_m for each in others),
        "estimated": pytest.approx(ridden_m, abs=len(ways)),
    }  # fmt: skip
    assert (after["ridden"]["told"], after["ridden"]["stops_untold"]) == (1, 0)
    assert after["indicators"]["first_attempt_success"] == round(1 - 1 / sum(len(door.tasks) for door in doors), 3)
    assert after["inventory"]["metres"]["return"]["estimated"] > 0
    assert after["saved_g"]["shop_tours"]["central"] < before["saved_g"]["shop_tours"]["central"]
    assert report(call, "--metres", "planned") == before
    assert call("vehicles", "reading", "proefdorp", one.vehicle.name, "--date", DATE.isoformat(), "--km", "9").code == 2


def test_producers_are_measured_by_road_or_as_the_crow_flies_and_reports_tell_how_many(call, folder: Path) -> None:
    file = folder / "producers.csv"
    lines = ["Bakker Bart,Molen,5.5005,52.1005,50", f"Bakker Bart,Boer Ver,{AWAY[0]},{AWAY[1]},25"]
    file.write_text("\n".join([",".join(COLUMNS), *lines]), encoding="utf-8")
    near, far = call("shops", "producers", "proefdorp", file).out.splitlines()
    dutch = call("shops", "producers", "proefdorp", file, "--lang", "nl").out.splitlines()
    assert [re.findall(r", (\d+ %), \d+,\d km ", line) for line in dutch] == [["50 %"], ["25 %"]]
    assert (near.endswith("km by road"), far.endswith("km by beeline")) == (True, True)
    origin = report(call, "--producers")["origin"]
    assert (origin["orders"], origin["covered_share"], origin["beeline_share"]) == (12, 0.375, 0.333)
    assert origin["producer_to_shop_m"] > 1_000
    assert "origin" not in report(call)
    file.write_text(",".join(COLUMNS) + "\nNiemand,Molen,5.5,52.1,50\n", encoding="utf-8")
    refused = call("shops", "producers", "proefdorp", file)
    assert (refused.code, "has no shop" in refused.err, refused.err.count("\n")) == (2, True, 1)


def test_costs_stand_in_a_report_that_asks_for_them_alone(call, folder: Path) -> None:
    assert "dorpsronde cost import" in call("report", "make", "proefdorp", *AT, "--costs", "-o", "-").err
    file = folder / "costs.csv"
    head = "valid_from,courier_hour_cents,vehicle_day_cents,hub_day_cents,platform_month_cents,subsidy_month_cents"
    file.write_text(f"{head},order_income_cents\n2026-01-01,2400,800,0,9000,0,395\n", encoding="utf-8")
    assert call("cost", "import", "proefdorp", file).code == 0
    costs = report(call, "--costs")["costs"]
    duty_s = report(call)["indicators"]["courier_s"]
    assert costs["cost_cents"]["couriers"] == round(2_400 * duty_s / 3_600)
    assert (costs["income_cents"], costs["cost_cents"]["platform"]) == (12 * 395, 9_000)
    assert "costs" not in report(call)
    page = call("report", "make", "proefdorp", *AT, "--costs", "-o", "-").out
    assert "Vertrouwelijk" in page
    month = call(
        "report", "make", "proefdorp", "--month", DATE.isoformat()[:7], "--costs", "--producers", "-o", "-"
    ).out
    assert 'id="costs"' in month
