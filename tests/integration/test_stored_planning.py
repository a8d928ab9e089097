"""A stored day planned by command, again and again: what is released stays, the rest is replaced, nothing is lost."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from data.drafts.shop import ShopDraft
from data.models.states import OrderState, RoundState
from kernel.scope import Scope
from rounds import day_report
from rounds.cancelling import cancel_order
from rounds.kept_report import kept_activity_in, report_in
from tests.squares import DAY, contents, good_rows, make_square, open_home, orders_file

TEST = Scope.system("a test")
DATE = date.fromisoformat(DAY)
QUICK = ("--iterations", "5")


@pytest.fixture
def folder(working_folder: Path, call, village: Path) -> Path:
    """A folder with a square of twelve orders."""
    make_square(call, village, working_folder)
    assert call("orders", "import", "proefdorp", orders_file(working_folder, good_rows(12)), "--date", DAY).code == 0
    return working_folder


def plan(call, *more: str):
    said = call("plan", "proefdorp", "--date", DAY, *QUICK, *more)
    assert said.code == 0, said.err
    return said


def stored(folder: Path):
    """The day's plan and orders."""
    database = open_home(folder)
    with database.read(TEST) as work:
        square = work.squares.get("proefdorp")
        found = work.plans.of_day(square.id, DATE, lines=True, report=True), work.orders.of_day(square.id, DATE)
    database.close()
    return found


def release(folder: Path, number: int) -> None:
    database = open_home(folder)
    with database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        one = next(one for one in work.rounds.of_day(square.id, DATE) if one.number == number)
        work.rounds.set_state(one.id, RoundState.RELEASED)
    database.close()


def test_a_planned_day_is_stored_as_it_is_shown(call, folder: Path) -> None:
    plan(call)
    saved, orders = stored(folder)
    shown = json.loads((folder / "out" / "proefdorp" / DAY / "report.json").read_text("utf-8"))
    Draft202012Validator(
        json.loads((Path(day_report.__file__).parent / "report.schema.json").read_text("utf-8"))
    ).validate(shown)
    assert saved.distance_m == shown["metres"]["pooled"] == sum(one["distance_m"] for one in shown["rounds"])
    assert saved.duration_s == shown["duty_s"]["pooled"]
    assert (saved.co2_low_g, saved.co2_central_g, saved.co2_high_g) == tuple(shown["co2_g"]["project"].values())
    assert report_in(saved.report, "nl") == shown
    assert kept_activity_in(saved.report).activity.orders == 12
    assert {order.state for order in orders} == {OrderState.PLANNED}
    assert all(stop.path_line is not None or stop.path_m == 0 for one in saved.rounds for stop in one.stops)


def test_planning_again_replaces_what_is_not_released_and_keeps_the_plan_before_as_history(call, folder: Path) -> None:
    plan(call)
    first, _ = stored(folder)
    orders_file(folder, good_rows(3, first=100), "more.csv")
    assert call("orders", "import", "proefdorp", "more.csv", "--date", DAY).code == 0
    plan(call)
    second, orders = stored(folder)
    assert second.version == 2
    assert not {one.id for one in first.rounds} & {one.id for one in second.rounds}
    assert len(orders) == 15
    database = open_home(folder)
    with database.read(TEST) as work:
        events = work.events.of(second.square_id, plan_id=second.id)
    database.close()
    assert [event.kind for event in events] == ["plan.made", "plan.replaced"]
    assert events[1].details["before"]["distance_m"] == first.distance_m


def test_a_released_round_stays_and_the_report_counts_it(call, folder: Path) -> None:
    plan(call)
    release(folder, 1)
    first, _ = stored(folder)
    released = first.rounds[0]
    orders_file(folder, good_rows(4, first=100), "more.csv")
    call("orders", "import", "proefdorp", "more.csv", "--date", DAY)
    plan(call)
    second, orders = stored(folder)
    kept = next(one for one in second.rounds if one.number == 1)
    assert (kept.id, kept.distance_m, kept.leaving_at) == (released.id, released.distance_m, released.leaving_at)
    assert [(stop.place, stop.arrival_at) for stop in kept.stops] == [
        (stop.place, stop.arrival_at) for stop in released.stops
    ]
    shown = report_in(second.report, "en")
    assert shown["orders"]["given"] == len(orders) == 16
    assert shown["metres"]["pooled"] == second.distance_m
    assert next(one["id"] for one in shown["rounds"]) == "round-1"
    for one in second.rounds[1:]:  # its own vehicle is free only when it is back, or before it leaves
        same = one.vehicle_id == kept.vehicle_id
        assert not same or one.leaving_at >= kept.return_at or one.return_at <= kept.leaving_at


def test_a_day_of_which_all_is_released_is_left_alone(call, folder: Path) -> None:
    plan(call)
    first, _ = stored(folder)
    for one in first.rounds:
        release(folder, one.number)
    before = contents(folder)
    said = call("plan", "proefdorp", "--date", DAY, *QUICK)
    assert said.code == 1
    assert said.last_line == f"Error: every order of {DAY} is in a released round. There is nothing to plan."
    assert contents(folder) == before


def test_an_order_that_fits_in_no_round_waits_on_with_its_reason(call, folder: Path) -> None:
    heavy = orders_file(folder, ["heavy,Het Boek,Klant,,1,1200 AB,299"], "heavy.csv")
    assert call("orders", "import", "proefdorp", heavy, "--date", DAY).code == 0
    plan(call)
    saved, orders = stored(folder)
    assert [(left.leg.order.order_ref, "zwaarder" in left.reason_nl, "heavier" in left.reason_en)
            for left in saved.unassigned] == [("heavy", True, True)]  # fmt: skip
    assert {order.state for order in orders if order.order_ref == "heavy"} == {OrderState.ACCEPTED}


def test_an_order_cancelled_while_planning_stops_the_saving(
    call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rounds import day_planning  # noqa: PLC0415 (patched below)

    whole_day = day_planning.whole_day

    def meanwhile(*arguments, **more):
        database = open_home(folder)
        with database.begin(TEST) as work:
            square = work.squares.get("proefdorp")
            leg = work.legs.to_plan(square.id, DATE)[0]
            cancel_order(work, leg.order_id)
        database.close()
        return whole_day(*arguments, **more)

    monkeypatch.setattr(day_planning, "whole_day", meanwhile)
    said = call("plan", "proefdorp", "--date", DAY, *QUICK)
    assert said.code == 1
    assert "was cancelled, moved or released while the day was planned. Nothing was saved" in said.last_line
    assert stored(folder)[0] is None


def test_a_shop_that_moves_while_planning_stops_the_saving(call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rounds import day_planning  # noqa: PLC0415 (patched below)

    whole_day = day_planning.whole_day

    def meanwhile(*arguments, **more):
        database = open_home(folder)
        with database.begin(TEST) as work:
            square = work.squares.get("proefdorp")
            shop = work.legs.to_plan(square.id, DATE)[0].order.shop
            draft = ShopDraft(shop.name, shop.lon + 0.0001, shop.lat, opening_hours=shop.opening_hours)
            work.shops.change(square.id, shop.id, draft)
        database.close()
        return whole_day(*arguments, **more)

    monkeypatch.setattr(day_planning, "whole_day", meanwhile)
    said = call("plan", "proefdorp", "--date", DAY, *QUICK)
    assert said.code == 1
    assert "got another place or other hours while the day was planned. Nothing was saved" in said.last_line
    assert stored(folder)[0] is None


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("plan", "nergens", "--date", DAY), "there is no square 'nergens'"),
        (("plan", "proefdorp", "--date", "2027-01-01"), "has no orders for 2027-01-01"),
        (("report", "make", "proefdorp", "--month", "2027-01", "-o", "-"), "nothing was planned for 2027-01-01"),
        (("report", "make", "proefdorp", "-o", "-"), "either --date or --month is wanted"),
    ],
)
def test_a_call_that_cannot_be_is_told_in_one_line(call, folder: Path, arguments: tuple[str, ...], line: str) -> None:
    said = call(*arguments)
    assert said.code == 2
    assert line in said.last_line
    assert "Traceback" not in said.err


def test_a_month_sums_its_days_and_draws_its_range_anew(call, folder: Path) -> None:
    plan(call)
    other = orders_file(folder, good_rows(6, first=200), "other.csv")
    assert call("orders", "import", "proefdorp", other, "--date", "2026-12-02").code == 0
    assert call("plan", "proefdorp", "--date", "2026-12-02", *QUICK).code == 0
    month = json.loads(call("report", "make", "proefdorp", "--month", "2026-12", "--format", "json", "-o", "-").out)
    days = [
        json.loads(call("report", "make", "proefdorp", "--date", day, "--format", "json", "-o", "-").out)
        for day in (DAY, "2026-12-02")
    ]
    for name in ("pooled", "shop_tours", "pooled_van", "each_alone"):
        assert month["metres"][name] == sum(day["metres"][name] for day in days)
    assert month["orders"]["planned"] == 18
    assert [day["date"] for day in month["days"]] == [DAY, "2026-12-02"]
    assert {note for day in days for note in day["notes"]} <= {
        note.split(": ", 1)[-1] for note in month["notes"]
    } | set(month["notes"])
    highs = sum(day["co2_g"]["project"]["high"] for day in days)
    # The factors' doubt is shared by all days, so ranges of the rounds alone do add up, but for the rounding.
    assert month["co2_g"]["project"]["high"] == pytest.approx(highs, abs=2)
    page = call("report", "make", "proefdorp", "--month", "2026-12", "-o", "-").out
    assert "Maandrapport" in page
    table = call("report", "make", "proefdorp", "--month", "2026-12", "--format", "csv", "-o", "-").out
    rows = list(csv.DictReader(table.lstrip("\ufeff").splitlines(), delimiter=";"))
    assert [row["orders_planned"] for row in rows] == ["12", "6", "18"]
