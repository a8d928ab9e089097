"""What a closure does to a released round, told by whoever shows it: stops it cannot come to, what its battery lacks.

On one database: other tests run the repositories on both.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
import shapely

from data.models.round import Round
from data.models.stop import Stop
from kernel.scope import Role, Scope
from maps.route_sheet import route_sheet
from people.keys import create_key
from rounds.stored_drawing import drawn_day
from tests.asked_village import TEST as PLATFORM
from tests.closed_village import SATURDAY, box, write
from tests.released_rounds import ALL_DAY, AT, TEST, alerts, around, plan_orders, rounds
from tests.served import served
from tests.squares import home_in, make_square, open_home

HELD = 1_000
"""Watt-hours: more than any round of the village takes."""


@pytest.fixture
def folder(file_folder: Path, call, village: Path) -> Path:
    """A folder with released rounds of bikes whose batteries are known."""
    make_square(call, village, file_folder)
    batteries(call, file_folder, HELD)
    plan_orders(call, file_folder)
    assert call("round", "release", "proefdorp", *AT, "--all").code == 0
    return file_folder


def batteries(call, folder: Path, held_wh: int) -> None:
    file = folder / "accu.csv"
    bikes = (f"Bike {number},cargo-bike,13:00-18:00,{held_wh}" for number in (1, 2))
    file.write_text("\n".join(["vehicle,profile,duty,battery_wh", *bikes]) + "\n", "utf-8")
    assert call("vehicles", "import", "proefdorp", file).code == 0


def asked(folder: Path, *paths: str) -> list[dict]:
    database = open_home(folder)
    with database.read(TEST) as work:
        square = work.squares.get("proefdorp")
    key = create_key(database, PLATFORM, "board", Scope(Role.DISPATCHER, frozenset({square.id}))).written
    database.close()
    with served(home_in(folder)) as client:
        answers = [
            client.get(f"/api/v1/squares/proefdorp/{path}", headers={"Authorization": f"Bearer {key}"})
            for path in paths
        ]
    assert [answer.status_code for answer in answers] == [200] * len(paths), answers[0].text
    return [answer.json() for answer in answers]


def unreached_everywhere(folder: Path, round_id: str) -> list[list[int]]:
    """As the round, the list of rounds and the board tell it."""
    one, listed, board = asked(folder, f"rounds/{round_id}", f"rounds?day={SATURDAY}", f"board/{SATURDAY}")
    of_list = next(each for each in listed["items"] if each["id"] == round_id)
    of_board = next(each for each in board["rounds"] if each["id"] == round_id)
    return [one["unreached"], of_list["unreached"], of_board["unreached"]]


def set_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    from data.database import Database  # noqa: PLC0415 (patched below)

    monkeypatch.setattr(Database.__init__, "__defaults__", (lambda: now,))
    monkeypatch.setattr(Database.open.__func__, "__defaults__", (lambda: now,))


def test_stops_that_cannot_be_reached_are_told_until_they_can(call, folder: Path) -> None:
    (first, *_), _ = rounds(folder)
    assert unreached_everywhere(folder, first.id) == [[], [], []]
    stop = max(first.stops, key=lambda one: abs(one.lat - first.depot_lat) + abs(one.lon - first.depot_lon))
    shape = write(folder, around(stop.lon, stop.lat))
    assert call("closure", "add", "proefdorp", "Optocht", "--closed", shape, *ALL_DAY).code == 0
    told = unreached_everywhere(folder, first.id)
    assert stop.number in told[0]
    assert told == [alerts(folder)[0].details["unreached"]] * 3
    listed = call("round", "list", "proefdorp", *AT, "--lang", "nl").out
    assert f"\n  niet te bereiken: halte {told[0][0]}, {first.stops[told[0][0] - 1].place}" in listed
    # another closure elsewhere in its way changes nothing of that
    slow = write(folder, box(-50, -50, 550, 550), "traag.geojson")
    assert call("closure", "add", "proefdorp", "IJzel", "--closed", slow, *ALL_DAY, "--slowed", "2").code == 0
    assert unreached_everywhere(folder, first.id) == told
    assert call("closure", "end", "proefdorp", "Optocht").code == 0
    assert unreached_everywhere(folder, first.id) == [[], [], []]


def test_a_round_that_cannot_come_anywhere_tells_every_stop(call, folder: Path) -> None:
    (first, *_), _ = rounds(folder)
    shape = write(folder, around(first.depot_lon, first.depot_lat))
    assert call("closure", "add", "proefdorp", "Optocht", "--closed", shape, *ALL_DAY).code == 0
    assert unreached_everywhere(folder, first.id) == [list(range(1, len(first.stops) + 1))] * 3


def test_a_stop_that_was_ridden_past_stays_told(call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (first, *_), _ = rounds(folder)
    stop = first.stops[1]
    shape = write(folder, around(stop.lon, stop.lat))
    assert call("closure", "add", "proefdorp", "Optocht", "--closed", shape, *ALL_DAY).code == 0
    told = unreached_everywhere(folder, first.id)
    assert 2 in told[0]
    (after, *_), _ = rounds(folder)
    set_clock(monkeypatch, after.return_at)
    assert call("closure", "end", "proefdorp", "Optocht").code == 0
    assert unreached_everywhere(folder, first.id) == told


def between_stops(one: Round, ahead: Sequence[Stop]) -> dict:
    """A box around the point of the ways ahead that is farthest from every stop: none of them lies in it."""
    places = shapely.MultiPoint([(stop.lon, stop.lat) for stop in one.stops])
    lines = [stop.path_line for stop in ahead if stop.path_line is not None]
    points = [line.interpolate(share / 20, normalized=True) for line in lines for share in range(21)]
    far = max(points, key=places.distance)
    return around(far.x, far.y, 1e-4)


def test_a_round_under_way_is_held_against_its_battery(call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The village is flat and its streets alike: a metre takes what a metre took."""
    (first, *_), _ = rounds(folder)
    assert first.energy_wh is not None
    a_metre = first.energy_wh / first.distance_m
    batteries(call, folder, first.energy_wh)
    set_clock(monkeypatch, first.stops[2].leaving_at)
    shape = write(folder, between_stops(first, first.stops[3:]))
    said = call("closure", "add", "proefdorp", "Optocht", "--closed", shape, *ALL_DAY, "--lang", "nl")
    assert said.code == 0, said.err
    (after, *_), _ = rounds(folder)
    assert after.energy_wh is not None
    assert after.distance_m > first.distance_m
    short_wh = after.energy_wh - first.energy_wh
    assert short_wh == pytest.approx((after.distance_m - first.distance_m) * a_metre, abs=len(first.stops) + 1)
    assert short_wh > 0
    alert = next(one for one in alerts(folder) if one.round_id == first.id)
    assert alert.details["short_wh"] == short_wh
    assert f"de accu komt {short_wh} Wh te kort" in said.out
    batteries(call, folder, after.energy_wh)
    assert call("closure", "end", "proefdorp", "Optocht").code == 0
    assert alerts(folder)[-1].details["short_wh"] == 0


def test_list_sheet_and_api_tell_what_a_round_takes(call, folder: Path) -> None:
    (first, *_), _ = rounds(folder)
    assert f" km, {first.energy_wh} Wh\n" in call("round", "list", "proefdorp", *AT).out
    (one,) = asked(folder, f"rounds/{first.id}")
    assert one["energy_wh"] == first.energy_wh
    database = open_home(folder)
    view = drawn_day(database, home_in(folder), "proefdorp", first.stops[0].arrival_at.date(), "nl").view
    database.close()
    sheet = route_sheet(view.rounds[0], view)
    assert f"<dt>Uit de accu</dt><dd>{first.energy_wh} / 1.000 Wh</dd>" in sheet
