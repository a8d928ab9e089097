"""What-ifs of the made-up village: both sides solved alike, nothing written, stopped half-way, and what is refused."""

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from data.database import Database
from data.settings import DatabaseSettings
from impact.factor_table import load_factors
from maps.what_if_page import what_if_page
from rounds.changes import Changes, Pooling
from rounds.cost_file import COLUMNS
from rounds.delivery_day import DeliveryDay
from rounds.growth import growth
from rounds.growth_source import stored_source
from rounds.kept_report import report_in
from rounds.plan import Plan
from rounds.planning import plan_day
from rounds.replayed import SearchDepth
from rounds.roads import MeasuredDay
from rounds.what_if import WhatIf, what_if
from rounds.what_if_report import what_if_report
from routing.solver.engine import Effort
from tests.shown_village import CODE, DAY, TEST
from tests.squares import DAY as IMPORTED_DAY
from tests.squares import contents, good_rows, make_square, orders_file

DEPTH = SearchDepth(iterations=60, seed=1)
FACTORS = load_factors()


@pytest.fixture
def home(shown_home: Path) -> Iterator[tuple[Database, Path]]:
    database = Database.open(DatabaseSettings(home=shown_home))
    yield database, shown_home
    database.close()


@pytest.fixture
def asked(home: tuple[Database, Path]) -> Callable[..., WhatIf]:
    def ask(stop: Callable[[], bool] = lambda: False, **changes: Any) -> WhatIf:
        return what_if(*home, "proefdorp", [DAY], Changes(**changes), depth=DEPTH, stop=stop)

    return ask


def test_no_change_is_the_day_as_it_was_on_both_sides(asked: Callable[..., WhatIf]) -> None:
    found = asked()
    report = what_if_report(found, FACTORS, "en")
    (day,) = report["days"]
    assert day["what_if"] == day["as_it_was"]
    assert report["total"]["what_if"] == report["total"]["as_it_was"]
    assert report["co2_g"]["less"] == {"low": 0, "central": 0, "high": 0, "probability": 0}
    assert (day["stored"]["given"], day["stored"]["delivered"]) == (17, 16)
    assert (day["as_it_was"]["orders"], day["as_it_was"]["delivered"]) == (18, 17)  # one came in after planning
    assert [left["id"] for left in day["as_it_was"]["unassigned"]] == ["ZWAAR"]


def test_the_same_seed_twice_gives_the_same_bytes(asked: Callable[..., WhatIf]) -> None:
    one, other = (json.dumps(what_if_report(asked(orders=2.0), FACTORS, "nl")) for _ in range(2))
    assert one == other
    (day,) = json.loads(one)["days"]
    assert (day["as_it_was"]["orders"], day["what_if"]["orders"]) == (18, 36)


def test_no_pooling_is_the_shops_own_tours_of_the_days_report_and_both_sides_are_searched_as_it_says(
    asked: Callable[..., WhatIf], home: tuple[Database, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[float] = []

    def noted(day: DeliveryDay, measured: MeasuredDay, effort: Effort, *watched: Any) -> Plan:
        searched.append((effort.iterations or 0) / len(day.orders))
        return plan_day(day, measured, effort, *watched)

    for module in ("replayed", "counterfactuals"):
        monkeypatch.setattr(f"rounds.{module}.plan_day", noted)
    with home[0].read(TEST) as work:
        plan = work.plans.told(work.squares.get("proefdorp").id, DAY)
    assert plan is not None
    kept = report_in(plan.report or {}, "en")
    found = asked(pooling=Pooling.SHOP_TOURS)
    assert set(searched) == {40.0}
    report = what_if_report(found, FACTORS, "en")
    assert report["search"]["iterations_per_100_orders"] == 4_000
    assert any("4000 iterations for each 100 orders" in note for note in report["notes"])
    own = found.days[0].after
    # the shops' vans take what is too heavy for every bike, and what came in after planning
    assert own.delivered == kept["orders"]["planned"] + 2
    alone = asked(pooling=Pooling.EACH_ALONE).days[0].after
    assert own.distance_m <= alone.distance_m
    assert alone.duty_s is None
    assert alone.trips == alone.delivered == own.delivered


def test_a_page_escapes_whatever_orders_are_called_and_tells_an_increase_as_one(asked: Callable[..., WhatIf]) -> None:
    report = what_if_report(asked(orders=2.0, vehicles=1), FACTORS, "nl")
    assert "niet bezorgd" not in what_if_page(report, lang="nl")  # as much of it is delivered as before
    report["total"]["what_if"]["unassigned"] += 5
    text = what_if_page(report, lang="nl")
    assert "<script>alert" not in text
    assert "{{" not in text
    assert "▲" in text
    assert "1 voertuig" in text
    assert "niet bezorgd" in text
    assert CODE not in text
    for side, metres in (("as_it_was", 12_040), ("what_if", 12_070)):
        report["total"][side]["distance_m"] = metres
    text = what_if_page(report, lang="nl")
    assert [f">{km}<" in text for km in ("12,0", "12,1")] == [True, True]
    assert "0,0 meer" not in text, "a change that does not show is none"


@pytest.mark.parametrize("before", [0, 1, 2])  # of one side, between both, and in the second
def test_a_day_of_which_a_side_was_cut_short_is_left_out(asked: Callable[..., WhatIf], before: int) -> None:
    answers = iter([*[False] * before, *[True] * 9])
    found = asked(stop=lambda: next(answers))
    assert not found.days
    assert found.is_partial


def test_a_curve_that_is_stopped_keeps_the_draws_that_were_done(home: tuple[Database, Path]) -> None:
    source = stored_source(*home, "proefdorp", [DAY], seed=1)
    answers = iter([*[False] * 7, True])  # before and after each of three draws, before the fourth; then in it
    found = growth(source, [3, 6], draws=9, depth=SearchDepth(20, 1), stop=lambda: next(answers))
    assert [(one.orders, one.draw) for one in found.draws] == [(3, 1), (6, 1), (3, 2)]
    assert found.is_partial
    assert [(point.orders, point.draws) for point in found.points] == [(3, 2), (6, 1)]
    again = growth(source, [3, 6], draws=1, depth=SearchDepth(20, 1))
    assert again.draws == found.draws[:2]


def test_nothing_stored_changes_and_both_documents_are_written(call, village: Path, working_folder: Path) -> None:
    """No pooling drives as far as the shops' own tours of the report: the plan serves every order of this day."""
    make_square(call, village, working_folder)
    orders_file(working_folder, good_rows(12))
    assert call("orders", "import", "proefdorp", "orders.csv", "--date", IMPORTED_DAY).code == 0
    assert call("plan", "proefdorp", "--date", IMPORTED_DAY, "--iterations", "5").code == 0
    Path("costs.csv").write_text(f"{','.join(COLUMNS)}\n2026-01-01,2400,800,0,0,0,\n", encoding="utf-8")
    assert call("cost", "import", "proefdorp", "costs.csv").code == 0
    kept = json.loads((working_folder / "out" / "proefdorp" / IMPORTED_DAY / "report.json").read_text("utf-8"))
    before = contents(working_folder)
    quick = ("--iterations", "50")
    said = call("whatif", "proefdorp", "--date", IMPORTED_DAY, "--no-pooling", *quick)
    assert said.code == 0, said.err
    told = json.loads(said.out)
    assert told["total"]["what_if"]["distance_m"] == kept["metres"]["shop_tours"]
    assert told["total"]["what_if"]["duty_s"] == kept["duty_s"]["shop_tours"]
    assert told["days"][0]["stored"]["distance_m"] == kept["metres"]["pooled"]
    van = ("--vehicle", "van", "--costs", "-o", "van.html")
    said = call("whatif", "proefdorp", "--month", IMPORTED_DAY[:7], *van, *quick)
    assert said.code == 0, said.err
    page = Path("van.html").read_text("utf-8")
    assert "<svg" in page
    assert "Kosten van bezorgers en voertuigen" in page
    curve = ("--growth", "4,8", "--draws", "2", *quick, "-o", "groei.html", "--lang", "en")
    assert call("whatif", "proefdorp", "--date", IMPORTED_DAY, *curve).code == 0
    assert "Daganzo" in Path("groei.html").read_text("utf-8")
    assert contents(working_folder) == before


DATE = ("--date", str(DAY))


class Pressed:
    """Ctrl-C, pressed once it was asked for so often."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __bool__(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_ctrl_c_writes_what_is_done_and_says_that_it_is_partial(
    call, shown_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DORPSRONDE_HOME", str(shown_home))
    curve = ("whatif", "proefdorp", *DATE, "--growth", "3,4", "--iterations", "20", "-o", tmp_path / "deel.json")
    monkeypatch.setattr("cli.whatif_runs.noticing_ctrl_c", lambda: nullcontext(Pressed(3)))
    said = call(*curve)
    assert said.code == 130
    assert said.last_line == "Stopped: 1 of 10 drawn days; what was written is partial."
    assert json.loads((tmp_path / "deel.json").read_text("utf-8"))["partial"] is True
    (tmp_path / "deel.json").unlink()
    monkeypatch.setattr("cli.whatif_runs.noticing_ctrl_c", lambda: nullcontext(Pressed(0)))
    said = call(*curve)
    assert (said.code, said.last_line) == (130, "Stopped.")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("proefdorp",), "either --date or --month is wanted"),
        ((*DATE,), "of which SQUARE?"),
        (("nergens", *DATE), "nergens"),
        (("proefdorp", "--date", "2026-12-02"), "2026-12-02 was never planned on square proefdorp"),
        (("proefdorp", "--month", "2025-01"), "no day of 2025-01 was planned"),
        (("proefdorp", *DATE, "--orders", "nan"), "nan times the orders is not from 0.1 to 20"),
        (("proefdorp", *DATE, "--no-pooling", "--each-alone"), "contradict each other"),
        (("proefdorp", *DATE, "--hub", "depot"), "is no place"),
        (("proefdorp", *DATE, "--hub", "=5.5,52.1"), "which hub moves?"),
        (("proefdorp", *DATE, "--hub", "depot=nan,52.1"), "nan"),
        (("proefdorp", *DATE, "--hub", "Hal=5.5,52.1"), "no hub is called 'Hal'"),
        (("proefdorp", *DATE, "-o", "x.pdf"), "x.pdf is neither .html nor .json"),
        (("proefdorp", *DATE, "--area", "x.pbf"), "--area is for --growth"),
        (("proefdorp", *DATE, "--growth", "5,vijf"), "are no whole numbers"),
        (("proefdorp", *DATE, "--growth", "0"), "0 orders a day are not from 1"),
        (("proefdorp", *DATE, "--growth", "5", "--orders", "2"), "--growth takes no changes"),
        (("proefdorp", *DATE, "--growth", "5", "--costs"), "and no --costs"),
        (("proefdorp", *DATE, "--costs"), "square proefdorp has no costs of these days"),
        (("--growth", "5"), "--growth draws from days of a SQUARE"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(
    call, shown_home: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], line: str
) -> None:
    monkeypatch.setenv("DORPSRONDE_HOME", str(shown_home))
    said = call("whatif", *arguments)
    assert said.code == 2
    assert line in said.last_line
    assert said.last_line.startswith("Error: ")
    assert not said.out
