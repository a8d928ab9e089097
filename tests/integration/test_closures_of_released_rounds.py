"""A closure on a day whose rounds are released: stops stay in order, ways and times change, the dispatcher knows."""

import re
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.drafts.shop import VehicleDraft
from data.models.states import RoundState
from rounds.day_clock import DayClock
from tests.closed_village import SATURDAY, box, crossed_m, write
from tests.released_rounds import ALL_DAY, AT, DATE, TEST, alerts, around, crossing_of, plan_orders, rounds
from tests.served import served
from tests.squares import HEADER, contents, good_rows, make_square, open_home, orders_file

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def planned(file_folder: Path, call, village: Path) -> Path:
    """A folder with a square of twelve orders, planned."""
    make_square(call, village, file_folder)
    plan_orders(call, file_folder)
    return file_folder


@pytest.fixture
def folder(planned: Path, call) -> Path:
    """The same, released."""
    assert call("round", "release", "proefdorp", *AT, "--all").code == 0
    return planned


@pytest.mark.parametrize(
    ("times", "more", "is_refused"),
    [
        (ALL_DAY, (), True),
        (("--from", f"{SATURDAY} 05:00", "--until", f"{SATURDAY} 05:30"), (), False),  # nobody rides yet
        (ALL_DAY, ("--profile", "car"), False),  # nobody rides one
    ],
)
def test_a_round_planned_before_a_closure_in_its_hours_is_not_released(
    call, planned: Path, times: tuple[str, ...], more: tuple[str, ...], is_refused: bool
) -> None:
    shape = crossing_of(planned)
    added = call("closure", "add", "proefdorp", "Optocht", "--closed", write(planned, shape), *times, *more)
    assert added.code == 0, added.err
    done = call("round", "release", "proefdorp", *AT, "--all")
    assert done.code == int(is_refused), done.err
    if is_refused:
        assert "Optocht was closed since the day was planned, and round 1 rides in its hours" in done.err
        assert all(one.state is RoundState.PROPOSED for one in rounds(planned)[0])
        assert call("plan", "proefdorp", *AT, "--iterations", "5").code == 0
        assert call("round", "release", "proefdorp", *AT, "--all").code == 0


def pages(folder: Path, lang: str) -> dict[str, str]:
    day = f"/squares/proefdorp/days/{SATURDAY}"
    with served(folder / "dorpsronde-data") as client:
        paths = {"day": day, "map": f"{day}/map", "sheet": f"{day}/sheets/1"}
        return {name: client.get(f"{path}?lang={lang}").text for name, path in paths.items()}


def ridden(one):
    """Each stretch with when it is ridden, in seconds of the day, and its line."""
    clock = DayClock(DATE, "Europe/Amsterdam")
    ends = [*((stop.arrival_at, stop.path_s, stop.path_line) for stop in one.stops)]
    ends.append((one.return_at, one.way_back_s, one.way_back_line))
    for arrival_at, path_s, line in ends:
        yield clock.seconds(arrival_at) - path_s, clock.seconds(arrival_at), line


def order_of(one) -> list[tuple[str, list[str]]]:
    return [(stop.id, [task.id for task in stop.tasks]) for stop in one.stops]


def test_a_closure_renews_ways_and_times_and_leaves_the_order_of_stops(call, folder: Path) -> None:
    before, plan_before = rounds(folder)
    shape = crossing_of(folder)
    said = call("closure", "add", "proefdorp", "Optocht", "--closed", write(folder, shape), *ALL_DAY)
    assert said.code == 0, said.err
    after, plan = rounds(folder)
    assert [order_of(one) for one in after] == [order_of(one) for one in before]
    assert [one.leaving_at for one in after] == [one.leaving_at for one in before]
    changed = [number for number, (one, other) in enumerate(zip(before, after, strict=True), 1)
               if [stop.path_line for stop in one.stops] != [stop.path_line for stop in other.stops]]  # fmt: skip
    assert 1 in changed
    assert (
        f"{len(changed)} released round{'s pass' if len(changed) > 1 else ' passes'} here; nothing was reordered."
        in said.out
    )
    for one in after:
        assert crossed_m(ridden(one), shape, (25_200, 68_400)) == 0
        assert one.distance_m == one.way_back_m + sum(stop.path_m for stop in one.stops)
        assert one.duration_s == (one.return_at - one.leaving_at).total_seconds()
    assert plan.distance_m == sum(one.distance_m for one in after) != plan_before.distance_m
    assert plan.duration_s == sum(one.duration_s for one in after)
    told = alerts(folder)
    assert [one.details["number"] for one in told] == changed
    assert {one.round_id for one in told} == {after[number - 1].id for number in changed}
    assert told[0].details["closure"]["name"] == "Optocht"
    assert told[0].details["before"]["distance_m"] == before[0].distance_m


def test_each_time_is_that_of_the_stop_before_with_its_way_and_its_work(call, folder: Path) -> None:
    """Counted from what is stored: 90 s at a shop and 20 an order; 60 at a door and 60 an order; windows wait."""
    shape = crossing_of(folder)
    call("closure", "add", "proefdorp", "Optocht", "--closed", write(folder, shape), *ALL_DAY)
    for one in rounds(folder)[0]:
        free_at = one.leaving_at
        for stop in one.stops:
            assert stop.arrival_at == free_at + timedelta(seconds=stop.path_s)
            kinds = [task.kind.value for task in stop.tasks]
            work_s = (90 if kinds[0] == "pickup" else 60) + sum(20 if kind == "pickup" else 60 for kind in kinds)
            opens = max(task.leg.window_start_at for task in stop.tasks) if kinds[0] == "delivery" else stop.arrival_at
            assert stop.leaving_at >= max(stop.arrival_at, opens) + timedelta(seconds=work_s)
            free_at = stop.leaving_at
        assert one.return_at == free_at + timedelta(seconds=one.way_back_s)


def test_the_round_is_as_it_was_when_the_closure_is_ended(call, folder: Path) -> None:
    before, plan_before = rounds(folder)
    call("closure", "add", "proefdorp", "Optocht", "--closed", write(folder, crossing_of(folder)), *ALL_DAY)
    said = call("closure", "end", "proefdorp", "Optocht")
    assert said.code == 0, said.err
    assert said.out.startswith("Optocht has ended.\n")
    assert "nothing was reordered" in said.out
    after, plan = rounds(folder)
    for one, other in zip(before, after, strict=True):
        assert [(stop.arrival_at, stop.leaving_at, stop.path_m, stop.path_line) for stop in one.stops] == [
            (stop.arrival_at, stop.leaving_at, stop.path_m, stop.path_line) for stop in other.stops
        ]
        assert (one.return_at, one.distance_m, one.way_back_line) == (
            other.return_at,
            other.distance_m,
            other.way_back_line,
        )
    assert (plan.distance_m, plan.duration_s) == (plan_before.distance_m, plan_before.duration_s)
    assert [one.details["closure"]["ended"] for one in alerts(folder)] == [False, True] * (len(alerts(folder)) // 2)


def test_a_stop_in_a_closed_street_is_named_and_the_round_rides_past_it(call, folder: Path) -> None:
    before, _ = rounds(folder)
    first = before[0]
    stop = max(first.stops, key=lambda one: abs(one.lat - first.depot_lat) + abs(one.lon - first.depot_lon))
    shape = around(stop.lon, stop.lat)
    said = call("closure", "add", "proefdorp", "Optocht", "--closed", write(folder, shape), *ALL_DAY, "--lang", "nl")
    assert said.code == 0, said.err
    assert f"{SATURDAY}, ronde 1: niet te bereiken: " in said.out
    assert f"halte {stop.number}, {stop.place}" in said.out
    after, _ = rounds(folder)
    assert [order_of(one) for one in after] == [order_of(one) for one in before]
    for one in after:
        assert crossed_m(ridden(one), shape, (25_200, 68_400)) == 0
    assert stop.number in alerts(folder)[0].details["unreached"]


def test_a_round_whose_depot_is_closed_stays_as_it_is_and_is_told(call, folder: Path) -> None:
    before, _ = rounds(folder)
    shape = around(before[0].depot_lon, before[0].depot_lat)
    said = call("closure", "add", "proefdorp", "Optocht", "--closed", write(folder, shape), *ALL_DAY)
    assert said.code == 0, said.err
    assert "round 1: no stop can be reached; back at" in said.out
    after, _ = rounds(folder)
    assert [(stop.arrival_at, stop.path_m) for stop in after[0].stops] == [
        (stop.arrival_at, stop.path_m) for stop in before[0].stops
    ]
    arrivals = [f"{stop.arrival_at.astimezone(AMSTERDAM):%H:%M}" for stop in before[0].stops]
    for lang, sentence, unreached in (
        ("nl", "Door een afsluiting is geen enkele halte te bereiken.", "niet te bereiken:"),
        ("en", "A closure keeps this round from every stop.", "cannot be reached:"),
    ):
        shown = pages(folder, lang)
        assert re.findall(r'class="time">(\d\d:\d\d)<', shown["sheet"]) == arrivals
        assert shown["sheet"].count('class="tick"') == len(arrivals)
        assert (shown["sheet"].count(sentence), unreached in shown["sheet"] + shown["map"]) == (1, False)
        assert shown["day"].count(sentence) == sum(one.unreached is not None for one in after)


def test_a_round_that_cannot_come_back_has_no_time_of_return_on_its_day(call, folder: Path) -> None:
    (first, *_), _ = rounds(folder)
    begin = first.stops[-1].arrival_at.astimezone(AMSTERDAM) + timedelta(seconds=59)
    times = ("--from", f"{begin:%Y-%m-%d %H:%M}", "--until", f"{SATURDAY} 23:00")
    shape = write(folder, around(first.depot_lon, first.depot_lat))
    assert call("closure", "add", "proefdorp", "Optocht", "--closed", shape, *times).code == 0
    (first, *_), _ = rounds(folder)
    assert first.unreached == [0]
    assert f'class="when">{first.leaving_at.astimezone(AMSTERDAM):%H:%M}</span>' in pages(folder, "nl")["day"]


def test_a_closure_elsewhere_at_another_hour_or_for_others_renews_nothing(call, folder: Path) -> None:
    before = [line for line in contents(folder) if '"rounds"' in line or '"stops"' in line]
    shape = write(folder, crossing_of(folder))
    for name, more in (
        ("Nacht", ("--from", f"{SATURDAY} 01:00", "--until", f"{SATURDAY} 05:00")),
        ("Bussen", (*ALL_DAY, "--profile", "van")),
        ("Zondag", ("--from", "07:00", "--until", "19:00", "--every", "zo")),
    ):
        said = call("closure", "add", "proefdorp", name, "--closed", shape, *more)
        assert said.code == 0, said.err
        assert "round" not in said.out
    assert [line for line in contents(folder) if '"rounds"' in line or '"stops"' in line] == before
    assert alerts(folder) == []


def test_a_weekly_closure_reaches_the_released_rounds_of_its_days(call, folder: Path) -> None:
    said = call("closure", "add", "proefdorp", "Markt", "--closed", write(folder, crossing_of(folder)),
                "--from", "07:00", "--until", "19:00", "--every", "za")  # fmt: skip
    assert "nothing was reordered" in said.out
    assert alerts(folder)


def test_what_was_ridden_before_now_stays(call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the moment at which the courier leaves the third stop, the ways to the first three are ridden."""
    from data.database import Database  # noqa: PLC0415 (patched below)

    (first, *_), _ = rounds(folder)
    now = first.stops[2].leaving_at
    monkeypatch.setattr(Database.__init__, "__defaults__", (lambda: now,))
    monkeypatch.setattr(Database.open.__func__, "__defaults__", (lambda: now,))
    everywhere = box(-50, -50, 550, 550)
    said = call(
        "closure", "add", "proefdorp", "IJzel", "--closed", write(folder, everywhere), *ALL_DAY, "--slowed", "4"
    )
    assert said.code == 0, said.err
    (after, *_), _ = rounds(folder)
    assert [(stop.arrival_at, stop.leaving_at) for stop in after.stops[:3]] == [
        (stop.arrival_at, stop.leaving_at) for stop in first.stops[:3]
    ]
    assert after.stops[3].path_s > 3 * first.stops[3].path_s
    assert after.return_at > first.return_at


@pytest.mark.parametrize("is_riding", [True, False])
def test_a_round_that_is_ridden_after_midnight_is_led_another_way_too(
    call, file_folder: Path, village: Path, monkeypatch: pytest.MonkeyPatch, is_riding: bool
) -> None:
    """It is at its last door at midnight, and is over a quarter of an hour later."""
    from data.database import Database  # noqa: PLC0415 (patched below)

    make_square(call, village, file_folder)
    ride_at_night(file_folder)
    late = orders_file(file_folder, [f"{good_rows(1, 5)[0]},23:58,23:59"], header=f"{HEADER},window_start,window_end")
    assert call("orders", "import", "proefdorp", late, *AT).code == 0
    assert call("plan", "proefdorp", *AT, "--iterations", "5").code == 0
    assert call("round", "release", "proefdorp", *AT, "--all").code == 0
    (before,), _ = rounds(file_folder)
    last = before.stops[-1].leaving_at
    now = last if is_riding else before.return_at + timedelta(minutes=15)
    assert DayClock(DATE, "Europe/Amsterdam").seconds(now) >= 86_400
    monkeypatch.setattr(Database.open.__func__, "__defaults__", (lambda: now,))
    middle = before.way_back_line.interpolate(0.5, normalized=True)
    shape = around(middle.x, middle.y, 2e-4)
    said = call("closure", "add", "proefdorp", "Brand", "--closed", write(file_folder, shape),
                "--from", f"{SATURDAY} 23:00", "--until", "2031-12-07 04:00")  # fmt: skip
    assert said.code == 0, said.err
    (after,), _ = rounds(file_folder)
    assert ("nothing was reordered" in said.out) == is_riding
    assert len(alerts(file_folder)) == is_riding
    assert [stop.arrival_at for stop in after.stops] == [stop.arrival_at for stop in before.stops]
    assert (crossed_m(list(ridden(after))[-1:], shape, (86_400, 90_000)) == 0) == is_riding
    assert (call("closure", "end", "proefdorp", "Brand").code, len(alerts(file_folder))) == (0, 2 * is_riding)


def ride_at_night(folder: Path) -> None:
    """Let the vehicles of the square ride from five in the afternoon until two at night."""
    database = open_home(folder)
    with database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        for one in work.vehicles.all(square.id):
            as_it_is = VehicleDraft(**{part.name: getattr(one, part.name) for part in fields(VehicleDraft)})
            work.vehicles.change(square.id, one.id, replace(as_it_is, duty_start_s=61_200, duty_end_s=93_600))
    database.close()


def test_a_round_that_was_changed_meanwhile_keeps_the_closure_out(call, folder: Path, monkeypatch) -> None:
    from rounds import closures  # noqa: PLC0415 (patched below)

    renewals = closures.renewals

    def meanwhile(*arguments, **more):
        found = renewals(*arguments, **more)
        database = open_home(folder)
        with database.begin(TEST) as work:
            (first, *_) = work.rounds.of_day(work.squares.get("proefdorp").id, DATE)
            work.rounds.set_state(first.id, RoundState.COMPLETED)
        database.close()
        return found

    monkeypatch.setattr(closures, "renewals", meanwhile)
    said = call("closure", "add", "proefdorp", "Markt", "--closed", write(folder, crossing_of(folder)), *ALL_DAY)
    assert said.code == 1
    assert "round 1 was changed by somebody else" in said.last_line
    assert call("closure", "list", "proefdorp").out == "Nothing is closed.\n"
